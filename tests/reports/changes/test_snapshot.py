"""A kept list comes back equal, and what is not one is refused."""

import json
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatehouse.reports import snapshot
from gatehouse.reports.unlock.model import UnlockList
from tests.support.made_up_lists import unlock_lists


@settings(max_examples=40, deadline=None)
@given(unlock_lists())
def test_a_kept_list_comes_back_equal(unlock: UnlockList) -> None:
    assert snapshot.from_bytes(snapshot.to_bytes(unlock)) == unlock


@settings(max_examples=40, deadline=None)
@given(unlock_lists())
def test_the_same_list_is_the_same_bytes(unlock: UnlockList) -> None:
    again = snapshot.from_bytes(snapshot.to_bytes(unlock))
    assert snapshot.to_bytes(again) == snapshot.to_bytes(unlock)


@given(st.binary())
def test_other_bytes_are_refused(payload: bytes) -> None:
    with pytest.raises(snapshot.SnapshotError, match="not a kept unlock list"):
        snapshot.from_bytes(payload)


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"format": "other", "list": {}}, "kept as 'other'"),
        ({"list": {}}, "format"),
        ({"format": "gatehouse unlock list 1", "list": []}, "should be a UnlockList"),
        ({"format": "gatehouse unlock list 1", "list": {"wing": 1}}, "has no wing"),
        ({"format": "gatehouse unlock list 1", "list": {"prison_id": 7}}, "7 should be str"),
        ({"format": "gatehouse unlock list 1", "list": {"prison_id": "MDI"}}, "missing"),
    ],
)
def test_a_refusal_says_what_is_wrong(document: object, words: str) -> None:
    with pytest.raises(snapshot.SnapshotError, match=words):
        snapshot.from_bytes(zlib.compress(json.dumps(document).encode()))
