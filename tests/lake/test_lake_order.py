"""Order and merge: the cases of `fixtures/order.yaml`, from files to the serving copy."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.lake.source_folder import Row, SourceFolder

CASES = yaml.safe_load((Path(__file__).parent / "fixtures/order.yaml").read_text("utf-8"))

_APART = 100


def _sequence(short: str | None) -> str | None:
    if short is None or short == "-":
        return None if short is None else ""
    time = "20261124060000"
    return time if short.startswith("r") else time + f"{int(short[1:]):021d}"


def _event(op: str, key: int, name: str | None, seq: str | None, minute: int = 0) -> dict[str, Any]:
    return {
        "Op": op,
        "id": key,
        "name": name,
        "checkpoint_col": _sequence(seq),
        "_timestamp": f"2026-11-24 06:{minute:02d}:00.000000",
    }


Held = dict[str, dict[int, str]]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """Every case in one lake, each with keys of its own, followed batch by batch and rebuilt."""
    folder = SourceFolder(tmp_path_factory.mktemp("order"))
    serving = folder.serving("following")
    for number in range(max(len(case["batches"]) for case in CASES)):
        folder.write(
            [
                _event(op, place * _APART + key, *rest)
                for place, case in enumerate(CASES)
                for op, key, *rest in (case["batches"] + [[]] * number)[number]
            ]
        )
        folder.capture()
        serving.follow()
    serving.close()
    return {
        copy: {key: name for key, (name, _) in folder.beds(copy).items()}
        for copy in ("following", "rebuilt")
    }


@pytest.mark.parametrize("copy", ["following", "rebuilt"])
@pytest.mark.parametrize("place", range(len(CASES)), ids=[case["case"] for case in CASES])
def test_order_and_merge(place: int, copy: str, held: Held) -> None:
    start = place * _APART
    mine = {key - start: name for key, name in held[copy].items() if key // _APART == place}
    assert mine == CASES[place]["beds"]


def test_composite_keys_are_whole_keys(tmp_path: Path) -> None:
    """M26."""
    folder = SourceFolder(tmp_path)
    wings: list[Row] = [{"prison": "MDI", "wing": "A", "places": 1}, {"prison": "LEI", "wing": "A"}]
    folder.write(wings, table="wings")
    folder.capture()
    folder.write(
        [{"prison": "MDI", "wing": "A", "Op": "D", "checkpoint_col": "2" * 35}], None, "wings"
    )
    folder.capture()
    serving = folder.serving()
    serving.follow()
    with serving.read() as reading:
        assert reading.cursor.execute("SELECT prison FROM nomis.wings").fetchall() == [("LEI",)]
