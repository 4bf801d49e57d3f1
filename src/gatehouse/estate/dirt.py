"""Deliberate dirt in the load: what real data has and rules must stand up to (§5.8.8).

Everything here is wrong on purpose, and wrong in a way of its own, so that each can be found.
"""

from datetime import datetime, timedelta

from gatehouse.estate.chance import Chance
from gatehouse.estate.counters import Counters
from gatehouse.estate.custody import Move, bed_row, movement_row
from gatehouse.estate.loads import Rows
from gatehouse.estate.london import midnight
from gatehouse.estate.numbers import booking_number, prison_number
from gatehouse.estate.people import Person
from gatehouse.estate.places import Places

_EACH = 3
_HIGH = 90  # sequence numbers that clean rows never reach
_STALE_DAYS = 41


class Dirt:
    """Adds dirty rows to one prison."""

    def __init__(
        self, places: Places, counters: Counters, loads: Rows, chance: Chance, now: datetime
    ) -> None:
        self._places = places
        self._counters = counters
        self._loads = loads
        self._chance = chance
        self._now = now
        self._today = midnight(now.date())

    def write(self, people: list[Person]) -> None:
        """Spoil a few people's records in each way."""
        here = [person for person in people if person.left is None and person.cell]
        for spoil in (
            self._orphan_alert,
            self._orphan_outcome,
            self._second_open_bed,
            self._overlapping_booking,
        ):
            for person in self._chance.sample(here, _EACH):
                spoil(person)
        first, second = self._chance.sample(here, 2)
        self._shared_pnc(first, second)
        self._no_movements()
        self._stale_transfer()

    def _orphan_alert(self, person: Person) -> None:
        """An alert whose code no list knows."""
        self._loads.add(
            "offender_alerts",
            offender_book_id=person.book,
            root_offender_id=person.root,
            alert_seq=_HIGH,
            alert_type="Z",
            alert_code="ZZOLD",
            alert_date=midnight(person.arrived.date()),
            alert_status="ACTIVE",
            verified_flag="N",
        )

    def _orphan_outcome(self, person: Person) -> None:
        """Attendance, of no session that exists, with an outcome no list knows."""
        day = self._today - timedelta(days=1)
        self._loads.add(
            "offender_course_attendances",
            event_id=self._counters.next("event"),
            offender_book_id=person.book,
            event_date=day,
            start_time=day + timedelta(hours=9),
            event_class="INT_MOV",
            event_type="PRISON_ACT",
            event_sub_type="EDUC",
            event_status="COMP",
            event_outcome="ACCABS",
            agy_loc_id=person.prison.id,
        )

    def _second_open_bed(self, person: Person) -> None:
        """Two beds at once."""
        cell = self._chance.pick(self._places.cells)
        row = bed_row(person.book, _HIGH, cell.id, person.arrived, "ADM")
        self._loads.add("bed_assignment_histories", **row)

    def _overlapping_booking(self, person: Person) -> None:
        """A closed booking inside the open one: cell kept, movements backwards, days astray."""
        book = self._counters.next("booking")
        began = person.arrived + timedelta(minutes=30)
        cell = self._chance.pick(self._places.cells)
        self._booking(
            book,
            person.root,
            booking_seq=9,
            booking_begin_date=began,
            booking_end_date=began + timedelta(minutes=30),
            agy_loc_id="OUT",
            living_unit_id=cell.id,
            active_flag="N",
            in_out_status="OUT",
            status_reason="REL-CR",
            booking_status="C",
        )
        prison = self._places.prison.id
        moves = (
            Move(began, "ADM", "I", "IN", "OUT", prison),
            Move(began - timedelta(hours=2), "REL", "CR", "OUT", prison, "OUT"),
        )
        for seq, move in enumerate(moves, 1):
            row = movement_row(book, seq, move, active=True)
            row["movement_date"] = midnight(move.at.date()) - timedelta(days=1)
            self._loads.add("offender_external_movements", **row)

    def _shared_pnc(self, first: Person, second: Person) -> None:
        """One police number for two people."""
        for person in (first, second):
            self._loads.add(
                "offender_identifiers",
                offender_id=person.root,
                offender_id_seq=_HIGH,
                identifier_type="PNC",
                identifier="1999/0000001X",
                root_offender_id=person.root,
            )

    def _no_movements(self) -> None:
        """Somebody said to be inside whose movements nobody has."""
        self._booking(
            self._counters.next("booking"),
            self._stranger(),
            booking_seq=1,
            booking_begin_date=self._today - timedelta(days=9),
            agy_loc_id=self._places.prison.id,
            active_flag="Y",
            in_out_status="IN",
            status_reason="ADM-N",
            booking_status="O",
        )

    def _stale_transfer(self) -> None:
        """Somebody on the way here for weeks (R-IN-4)."""
        book = self._counters.next("booking")
        left = self._today - timedelta(days=_STALE_DAYS) + timedelta(hours=11)
        self._booking(
            book,
            self._stranger(),
            booking_seq=1,
            booking_begin_date=left - timedelta(days=30),
            agy_loc_id="TRN",
            active_flag="N",
            in_out_status="TRN",
            status_reason="TRN-NOTR",
            booking_status="O",
        )
        came = left - timedelta(days=30)
        moves = (
            Move(came, "ADM", "I", "IN", "OUT", "ACI"),
            Move(left, "TRN", "NOTR", "OUT", "ACI", self._places.prison.id),
        )
        for seq, move in enumerate(moves, 1):
            row = movement_row(book, seq, move, active=seq == len(moves))
            self._loads.add("offender_external_movements", **row)

    def _stranger(self) -> int:
        root = self._counters.next("offender")
        self._loads.add(
            "offenders",
            offender_id=root,
            root_offender_id=root,
            offender_id_display=prison_number(self._counters.next("number") * 7919 % 13_000_000),
            id_source_code="SEQ",
            last_name="DIRTWORTH",
            last_name_key="DIRTWORTH",
            first_name="SAMPLE",
            sex_code=self._places.prison.sex,
            create_date=self._today,
        )
        return root

    def _booking(self, book: int, root: int, **values: object) -> None:
        self._loads.add(
            "offender_bookings",
            offender_book_id=book,
            offender_id=root,
            root_offender_id=root,
            booking_no=booking_number(self._counters.next("number")),
            disclosure_flag="N",
            youth_adult_code="N",
            **values,
        )
