"""Who a person is in NOMIS: names, numbers, bookings now and before."""

from datetime import datetime, timedelta

from gatehouse.estate.chance import Chance
from gatehouse.estate.counters import Counters
from gatehouse.estate.custody import Custody
from gatehouse.estate.lists import Prison, courts, names
from gatehouse.estate.loads import Rows
from gatehouse.estate.london import midnight
from gatehouse.estate.numbers import booking_number, cro, pnc, prison_number
from gatehouse.estate.people import Person

_ETHNICITY = {"W1": 62, "W2": 1, "W3": 2, "W9": 7, "B1": 5, "B2": 5, "B9": 2.5, "A1": 1.4} | {
    "A2": 3,
    "A3": 1,
    "A9": 2,
    "M1": 2.6,
    "M9": 2,
    "O9": 1.5,
    "O2": 0.5,
    "NS": 1,
}
_RELIGION = {"COFE": 14, "RC": 17, "CHRST": 13, "NIL": 31, "MOS": 18, "BUDD": 2, "PAG": 1.5} | {
    "SIKH": 0.8,
    "HIND": 0.6,
    "RAST": 0.8,
    "JEW": 0.5,
    "OTH": 0.8,
}
_NATIONALITY = {"BRIT": 88, "POL": 2, "ROM": 2, "ALB": 2, "IRL": 1.5, "OTH": 4.5}
_RETURNS = 0.45
_ADULT = 18


class Bookings:
    """Writes the people of one prison and their bookings."""

    def __init__(
        self, prison: Prison, counters: Counters, loads: Rows, chance: Chance, now: datetime
    ) -> None:
        self._prison = prison
        self._counters = counters
        self._loads = loads
        self._chance = chance
        self._now = now

    def write(self, person: Person) -> None:
        """Write one person: names, identifiers, this booking and earlier ones."""
        current = self._names(person)
        self._identifiers(person)
        self._booking(person, current)
        if person.arrived < self._now - timedelta(days=2) and self._chance.happens(_RETURNS):
            self._earlier(person, current)
        self._profile(person)

    def _names(self, person: Person) -> int:
        chance = self._chance
        row: dict[str, object] = {
            "offender_id_display": person.number,
            "root_offender_id": person.root,
            "id_source_code": "SEQ",
            "birth_date": midnight(person.born),
            "sex_code": person.sex,
            "race_code": chance.weigh(_ETHNICITY),
            "middle_name": chance.pick(names(person.sex)) if chance.happens(0.4) else None,
        }
        current = person.root
        self._name(row, current, person.first, person.last, person)
        if chance.happens(0.18):
            alias = self._counters.next("offender")
            surname = chance.pick(names("L"))
            if chance.happens(0.25):  # the newer name is the one in use
                current, person.last = alias, surname
            self._name(row, alias, person.first, surname, person)
        return current

    def _name(
        self, row: dict[str, object], key: int, first: str, last: str, person: Person
    ) -> None:
        began = midnight(person.custody.moves[0].at.date())
        self._loads.add(
            "offenders",
            **row,
            offender_id=key,
            first_name=first,
            last_name=last,
            last_name_key=last,
            first_name_key=first,
            alias_name_type="CN",
            alias_offender_id=None if key == person.root else person.root,
            create_date=began,
            create_datetime=began,
        )

    def _identifiers(self, person: Person) -> None:
        chance, year = self._chance, self._chance.whole(person.born.year + 15, self._now.year)
        found = []
        if chance.happens(0.93):
            found.append(("PNC", pnc(year, chance.whole(1, 9_999_999))))
        if chance.happens(0.8):
            found.append(("CRO", cro(year, chance.whole(1, 999_999))))
        if chance.happens(0.012):  # R-MERGE: an earlier number, merged into this one
            index = self._counters.next("number") * 7919 % 13_000_000
            found.append(("MERGED", prison_number(index)))
        for seq, (kind, value) in enumerate(found, 1):
            self._loads.add(
                "offender_identifiers",
                offender_id=person.root,
                offender_id_seq=seq,
                identifier_type=kind,
                identifier=value,
                root_offender_id=person.root,
                caseload_type="INST",
                verified_flag="Y",
            )

    def _booking(self, person: Person, current: int) -> None:
        standing = person.custody.standing
        first = person.custody.moves[0]
        self._loads.add(
            "offender_bookings",
            **self._common(person, current),
            offender_book_id=person.book,
            booking_no=person.booking_no,
            booking_seq=1,
            booking_begin_date=first.at,
            booking_end_date=person.left,
            agy_loc_id=standing.agency,
            living_unit_id=person.custody.bed,
            active_flag=standing.active,
            in_out_status=standing.in_out,
            status_reason=standing.reason,
            booking_status="C" if person.left else "O",
            admission_reason=first.reason,
            create_agy_loc_id=first.target,
            intake_agy_loc_id=first.target,
            create_datetime=first.at,
            modify_datetime=standing.at,
        )
        person.custody.write(self._loads)

    def _common(self, person: Person, current: int) -> dict[str, object]:
        return {
            "offender_id": current,
            "root_offender_id": person.root,
            "disclosure_flag": "N",
            "youth_adult_code": "Y" if person.age(self._now.date()) < _ADULT else "N",
            "booking_type": "INST",
            "community_active_flag": "N",
        }

    def _earlier(self, person: Person, current: int) -> None:
        until = person.custody.moves[0].at
        for seq in range(2, 2 + self._chance.whole(1, 2)):
            left = until - timedelta(days=40 + self._chance.days(300))
            began = left - timedelta(days=7 + self._chance.days(90))
            if began.year - person.born.year < _ADULT:
                return
            custody = Custody(self._counters.next("booking"))
            custody.admit(began, self._chance.pick(courts()), self._prison.id, "I")
            custody.release(left.replace(hour=9, minute=15), self._prison.id, "CR")
            self._loads.add(
                "offender_bookings",
                **self._common(person, current),
                offender_book_id=custody.book,
                booking_no=booking_number(self._counters.next("number")),
                booking_seq=seq,
                booking_begin_date=began,
                booking_end_date=custody.standing.at,
                agy_loc_id="OUT",
                active_flag="N",
                in_out_status="OUT",
                status_reason="REL-CR",
                booking_status="C",
                admission_reason="I",
                create_agy_loc_id=self._prison.id,
                create_datetime=began,
                modify_datetime=custody.standing.at,
            )
            custody.write(self._loads)
            until = began

    def _profile(self, person: Person) -> None:
        chance = self._chance
        facts = {"RELF": chance.weigh(_RELIGION), "NAT": chance.weigh(_NATIONALITY)}
        if chance.happens(0.3):
            facts["SMOKE"] = "Y"
        for seq, (kind, code) in enumerate(facts.items(), 1):
            self._loads.add(
                "offender_profile_details",
                offender_book_id=person.book,
                profile_seq=1,
                profile_type=kind,
                profile_code=code,
                list_seq=seq,
            )
