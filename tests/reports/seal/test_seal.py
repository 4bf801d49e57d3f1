"""The seal: proof of content, bounds of the caller, codes that people can type."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select, update

from gatehouse.access import Caller, Denied, Policy, PolicyType, Rule, Scope, decide
from gatehouse.lake.moment import Moment
from gatehouse.reports.seal import (
    ALPHABET,
    KEPT_FOR,
    BrokenSeal,
    ExpiredCode,
    SealError,
    Seals,
    UnknownCode,
    written,
)
from gatehouse.reports.sheet import Sheet, SheetColumn, SheetSection
from gatehouse.state import open_state
from gatehouse.state.tables import sealed_output

MADE = datetime(2026, 11, 24, 5, 42)
SOON = MADE + timedelta(minutes=30)
MOMENT = Moment(position=812, data_as_at=datetime(2026, 11, 24, 5, 40))
PAYLOAD = b"the people on the list"
ANYONE = (
    Policy("access", PolicyType.ACCESS, (Rule("permit"),)),
    Policy("caseload", PolicyType.ROW_LEVEL, (Rule("permit"),), ("TRUE",)),
)


def scope_of(username: str, *prisons: str) -> Scope:
    return decide(Caller(username, username.title(), frozenset(), frozenset(prisons)), ANYONE)


OFFICER = scope_of("MOORLAND_OFFICER", "MDI")
LEEDS = scope_of("LEEDS_OFFICER", "LEI")
GOVERNOR = scope_of("TWO_PRISON_GOVERNOR", "MDI", "LEI")
NOBODY = scope_of("NO_CASELOAD_USER")

SHEET = Sheet(
    title="Unlock list",
    classification="OFFICIAL-SENSITIVE",
    columns=(SheetColumn("Cell"),),
    sections=(SheetSection("A wing", (("A-1-001",),)),),
    completeness="1 listed = 1 in our care",
    data_as_at=MOMENT.data_as_at,
    made_at=MADE,
    made_by="Asha Patel",
)


@pytest.fixture
def engine() -> Engine:
    return open_state("sqlite://")


@pytest.fixture
def seals(engine: Engine) -> Seals:
    return Seals(engine)


def sealed_code(seals: Seals, scope: Scope = OFFICER, *prisons: str) -> str:
    parameters = {"prison": "MDI", "on": MADE.date(), "wings": frozenset({"B", "A"})}
    only = prisons or None
    return seals.seal(SHEET, "unlock", parameters, PAYLOAD, scope, MOMENT, prisons=only).code


def test_a_sealed_sheet_is_found_whole(seals: Seals) -> None:
    found = seals.find(sealed_code(seals), OFFICER, SOON)
    assert found.payload == PAYLOAD
    assert found.product_id == "unlock"
    assert found.parameters == {"prison": "MDI", "on": "2026-11-24", "wings": ["A", "B"]}
    assert found.moment == MOMENT
    assert found.username == "MOORLAND_OFFICER"
    assert found.made_at == MADE


def test_a_code_is_short_unambiguous_and_new_each_time(seals: Seals) -> None:
    codes = [sealed_code(seals) for _ in range(50)]
    assert len(set(codes)) == 50
    for code in codes:
        assert len(code) == 9
        assert code[4] == "-"
        assert set(code) - {"-"} <= set(ALPHABET)
    assert not set(ALPHABET) & set("01258OILSZBUVAEIOU")


@pytest.mark.parametrize(
    "typed", ["{}", " {} ", "{low}", "{bare}", "{low_bare}", "{spaced}", "{dots}", "{long_dash}"]
)
def test_how_a_code_is_typed_does_not_matter(seals: Seals, typed: str) -> None:
    code = sealed_code(seals)
    bare = code.replace("-", "")
    forms = {
        "low": code.lower(),
        "bare": bare,
        "low_bare": bare.lower(),
        "spaced": " ".join(bare),
        "dots": ".".join(bare),
        "long_dash": code.replace("-", "\u2013"),
    }
    assert seals.find(typed.format(code, **forms), OFFICER, SOON).code == code


@given(st.text())
def test_anything_may_be_typed(typed: str) -> None:
    assert written(written(typed)) == written(typed)


def test_a_code_outside_the_scope_is_like_an_unknown_one(seals: Seals, engine: Engine) -> None:
    code = sealed_code(seals)
    with pytest.raises(UnknownCode) as outside:
        seals.find(code, LEEDS, SOON)
    with engine.begin() as connection:
        connection.execute(sealed_output.delete())
    with pytest.raises(UnknownCode) as unknown:
        seals.find(code, LEEDS, SOON)
    assert str(outside.value) == str(unknown.value)


@pytest.mark.parametrize("when", [SOON, MADE + KEPT_FOR * 2])
def test_even_an_expired_code_outside_the_scope_is_like_an_unknown_one(
    seals: Seals, when: datetime
) -> None:
    code = sealed_code(seals)
    for scope in (LEEDS, NOBODY):
        with pytest.raises(UnknownCode):
            seals.find(code, scope, when)


def test_every_prison_on_the_sheet_is_needed(seals: Seals) -> None:
    code = sealed_code(seals, GOVERNOR)
    assert seals.find(code, GOVERNOR, SOON).establishments == {"MDI", "LEI"}
    for scope in (OFFICER, LEEDS):
        with pytest.raises(UnknownCode):
            seals.find(code, scope, SOON)


def test_a_sheet_of_one_prison_can_be_found_by_those_who_work_there(seals: Seals) -> None:
    code = sealed_code(seals, GOVERNOR, "MDI")
    assert seals.find(code, OFFICER, SOON).username == "TWO_PRISON_GOVERNOR"
    with pytest.raises(UnknownCode):
        seals.find(code, LEEDS, SOON)


def test_nothing_beyond_the_scope_can_be_sealed(seals: Seals) -> None:
    with pytest.raises(Denied):
        sealed_code(seals, OFFICER, "LEI")
    with pytest.raises(Denied):
        sealed_code(seals, NOBODY)


def test_an_expired_code_says_so(seals: Seals) -> None:
    code = sealed_code(seals)
    with pytest.raises(ExpiredCode, match=r"made at 24 November 2026, 05:42.*Print the list again"):
        seals.find(code, OFFICER, MADE + KEPT_FOR)


@pytest.mark.parametrize(
    "change",
    [
        {"payload": b"other people"},
        {"parameters": {"prison": "LEI"}},
        {"position": 813},
        {"username": "SOMEONE_ELSE"},
        {"data_as_at": SOON},
        {"expires_at": MADE + KEPT_FOR * 3},
    ],
)
def test_changed_content_breaks_the_seal(
    seals: Seals, engine: Engine, change: dict[str, object]
) -> None:
    code = sealed_code(seals)
    with engine.begin() as connection:
        connection.execute(update(sealed_output).values(change))
    with pytest.raises(BrokenSeal, match="Do not rely on the sheet"):
        seals.find(code, OFFICER, SOON)


def test_expired_content_is_erased_and_the_answer_stays(seals: Seals, engine: Engine) -> None:
    code = sealed_code(seals)
    assert seals.erase_expired(SOON) == 0
    assert seals.erase_expired(MADE + KEPT_FOR) == 1
    assert seals.erase_expired(MADE + KEPT_FOR) == 0
    with engine.connect() as connection:
        assert connection.execute(select(sealed_output.c.payload)).scalar_one() == b""
    with pytest.raises(ExpiredCode):
        seals.find(code, OFFICER, MADE + KEPT_FOR)


def test_every_answer_is_one_kind_of_error() -> None:
    assert all(issubclass(kind, SealError) for kind in (UnknownCode, ExpiredCode, BrokenSeal))
