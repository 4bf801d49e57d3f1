"""Rule 10 as a property: for any people, events and filters, everyone is counted once."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gatehouse.reports.unlock import list_of_day
from gatehouse.reports.unlock.model import Slot, Staying, UnlockFilters, WithEvents
from tests.support.asking import NOW, database_of, read_moorland
from tests.support.duck import configure
from tests.support.tables import Row

CELLS = ("A-1-001", "A-1-002", "A-2-001", "B-1-001", "B-2-010", "RECP", "CSWAP", "COURT", "-", "?")
STATUSES = ("IN", "IN", "IN", "OUT CRT CRT 2026-11-24 07:10", "OUT", "TRN")
KINDS = ("activity", "court", "visit", "release", "appointment", "transfer", "temporary absence")
WORDS = ("", "X10", "smith", "woodwork", "nobody", "Able, Sam")


@st.composite
def people(draw: st.DrawFn) -> list[Row]:
    count = draw(st.integers(0, 12))
    return [
        {
            "number": f"X1{index:03}AA",
            "last": draw(st.sampled_from(("Able", "Smith", "Young"))),
            "cell": draw(st.sampled_from(CELLS)),
            "status": draw(st.sampled_from(STATUSES)),
            "category": draw(st.sampled_from(("", "A", "C"))),
            "alerts": draw(st.sampled_from(("", "HA", "HA XCU", "DOCGM"))),
            "active": draw(st.sampled_from(("Y", "Y", "Y", "N"))),
        }
        for index in range(count)
    ]


def events(held: list[Row]) -> st.SearchStrategy[list[Row]]:
    event = st.fixed_dictionaries(
        {
            "number": st.sampled_from([person["number"] for person in held]),
            "kind": st.sampled_from(KINDS),
            "time": st.sampled_from(("-", "08:30", "09:00-11:00", "13:00-18:30", "18:00-19:00")),
            "status": st.sampled_from(("SCH", "SCH", "CANC")),
            "where": st.sampled_from(("", "SHOP", "WOW")),
            "what": st.just("Woodwork"),
        }
    )
    return st.lists(event, max_size=15, unique_by=lambda row: (row["number"], row["kind"]))


FILTERS = st.builds(
    UnlockFilters,
    wings=st.frozensets(st.sampled_from(("A", "B", "Reception", "No cell", "Z")), max_size=2),
    landings=st.frozensets(st.sampled_from(("A-1", "A-2", "B-1")), max_size=2),
    staying=st.sampled_from(Staying),
    with_events=st.sampled_from(WithEvents),
    categories=st.frozensets(st.sampled_from(("Other", "Education")), max_size=1),
    alerts=st.frozensets(st.sampled_from(("HA", "CAT_A")), max_size=1),
    show_cancelled=st.booleans(),
    search=st.sampled_from(WORDS),
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_everyone_in_care_is_counted_once_whatever_is_asked(data: st.DataObject) -> None:
    held = data.draw(people())
    on = data.draw(events(held)) if held else []
    database = database_of({"people": held, "events": on})
    limited = data.draw(st.sets(st.sampled_from([p["number"] for p in held]))) if held else set()
    configure(
        database, "limited_access", [(n, "restriction", "SOMEONE", None, None) for n in limited]
    )
    configure(database, "limited_access_feed", [(NOW,)])
    day = read_moorland(database)
    in_care = {person["number"] for person in held if person["active"] == "Y"}
    for _ in range(8):
        shown = list_of_day(day, data.draw(st.sampled_from(Slot)), data.draw(FILTERS), NOW)
        whole = shown.completeness
        named = [p.number for p in (*shown.people, *shown.not_placed, *shown.out)]
        assert whole.holds
        assert whole.in_care == len(in_care)
        assert len(named) == len(set(named))
        assert set(named) <= in_care - limited
        assert not any("add up" in warning for warning in shown.warnings)
