"""Everything a prison's lists need for one day, read in one moment and within one scope."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gatehouse.access import Disclosure, DisclosureRules, LimitedAccess, Scope
from gatehouse.definitions import Product
from gatehouse.lake.moment import Moment
from gatehouse.reports.names import prison_name
from gatehouse.reports.places import Cell, Places
from gatehouse.reports.reading import Reading
from gatehouse.reports.records import PersonRecord, read_people
from gatehouse.reports.rows import DayReader, rows_of
from gatehouse.reports.unlock.clashes import with_clashes
from gatehouse.reports.unlock.happenings import DayRules, Happening, read_happenings
from gatehouse.reports.unlock.model import Alert
from gatehouse.reports.unlock.slots import Regime

# Half of the work, read while the rest is.
_BESIDE = ("events", "non_associations")


@dataclass(frozen=True, slots=True)
class Day:
    """One prison's day: its people, what they have on, and the roll counted apart.

    Everything about a person is by booking. `restricted` are those the caller may not see.
    `apart` are pairs of bookings. `roll` and `in_care` come from a count of their own.
    """

    prison_id: str
    prison: str
    on: date
    regime: Regime
    places: Places
    records: tuple[PersonRecord, ...]
    cells: Mapping[int, Cell | None]
    happenings: Mapping[int, tuple[Happening, ...]]
    alerts: Mapping[int, tuple[Alert, ...]]
    former_numbers: Mapping[int, tuple[str, ...]]
    apart: tuple[tuple[int, int], ...]
    restricted: frozenset[int]
    limits_stale: bool
    alerts_configured: bool
    disclosure: Disclosure
    roll: int
    in_care: int
    moment: Moment


def read_day(
    reading: Reading, product: Product, scope: Scope, prison_id: str, *, on: date, now: datetime
) -> Day:
    """Read a prison's day. Raises `Denied` when the prison is not within the scope.

    `now` is local time, and decides what may be disclosed of a day to come (R-SEC-1).
    """
    reader = DayReader(reading, product, scope, prison_id, on)
    with reader.begun(*_BESIDE) as beside:
        prison = next(iter(reader.rows("prison")), {})
        counts = next(iter(reader.rows("roll_count")), {})
        places = Places.of_rows(reader.rows("places"))
        records = read_people(reader.rows("people"))
        former = _by_booking(reader.rows("merged_numbers"), "former_number")
        disclosure = Disclosure.for_view(
            on, now.date(), general=False, rules=DisclosureRules.of(product.policies)
        )
        alerts = _alerts(reader.rows("alerts"), records, disclosure)
        limits = LimitedAccess.load(reading.cursor, now)
        cells = {record.booking_id: places.cell(record.living_unit_id) for record in records}
        wings = {booking: cell.wing_id if cell else None for booking, cell in cells.items()}
        rules = DayRules(on, now.date(), Regime.of_row(prison), places, disclosure)
        read = beside()
    happenings = read_happenings(read["events"], wings, rules)
    apart = _apart(rows_of(read["non_associations"]), records)
    return Day(
        prison_id=prison_id,
        prison=prison_name(prison.get("name") or prison_id),
        on=on,
        regime=rules.regime,
        places=places,
        records=records,
        cells=cells,
        happenings={
            booking: with_clashes(their_happenings)
            for booking, their_happenings in happenings.items()
        },
        alerts=alerts,
        former_numbers=former,
        apart=apart,
        restricted=frozenset(
            record.booking_id
            for record in records
            if limits and not _may_see(limits, scope.caller.username, record, former)
        ),
        limits_stale=limits.is_stale,
        alerts_configured=bool(prison.get("alerts_shown")),
        disclosure=disclosure,
        roll=counts.get("roll") or 0,
        in_care=counts.get("in_care") or 0,
        moment=reader.moment,
    )


def _by_booking(rows: Iterable[Mapping[str, Any]], column: str) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        found[row["booking_id"]].append(row[column])
    return {booking: tuple(sorted(values)) for booking, values in found.items()}


def _alerts(
    rows: Iterable[Mapping[str, Any]], records: Iterable[PersonRecord], disclosure: Disclosure
) -> dict[int, tuple[Alert, ...]]:
    """Alerts by booking, those of category A first; the category is shown like an alert."""
    found: dict[int, list[Alert]] = defaultdict(list)
    for record in records:
        if record.category_a:
            found[record.booking_id].append(Alert(f"CAT_{record.category_code}", record.category_a))
    for row in sorted(rows, key=lambda row: row["label"] or row["code"]):
        if disclosure.prints_alert(row["code"]):
            found[row["booking_id"]].append(Alert(row["code"], row["label"] or row["code"]))
    return {booking: tuple(alerts) for booking, alerts in found.items()}


def _apart(
    rows: Iterable[Mapping[str, Any]], records: Iterable[PersonRecord]
) -> tuple[tuple[int, int], ...]:
    bookings = {record.person_id: record.booking_id for record in records}
    pairs = (
        (bookings[row["person_id"]], bookings[row["other_person_id"]])
        for row in rows
        if row["person_id"] in bookings and row["other_person_id"] in bookings
    )
    return tuple(sorted(pairs))


def _may_see(
    limits: LimitedAccess,
    username: str,
    record: PersonRecord,
    former: Mapping[int, tuple[str, ...]],
) -> bool:
    """Every number that a person has had is asked about, so that a merge opens nothing."""
    numbers = (record.number, *former.get(record.booking_id, ()))
    return all(limits.may_see(username, number) for number in numbers)
