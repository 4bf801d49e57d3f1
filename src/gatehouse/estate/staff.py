"""Staff, their accounts, and the caseloads that say which prisons they may see."""

from datetime import datetime

from gatehouse.estate.chance import Chance
from gatehouse.estate.counters import Counters
from gatehouse.estate.lists import Prison, names
from gatehouse.estate.loads import Loads

_LONG_AGO = datetime(2016, 9, 1)  # noqa: DTZ001 - NOMIS time is naive local
# Agencies that every prison's caseload includes, and that are never prisons (R-IN-3).
_WITH_EVERY_CASELOAD = ("OUT", "TRN")
_SPECIAL = (("NWEB", "DPS ACCESS", "APP"), ("CADM_I", "CENTRAL ADMIN", "INST"))
_STAFF_A_PRISON = 24


def _demo(prisons: tuple[Prison, ...]) -> dict[str, tuple[str, ...]]:
    """The people a visitor can be in the demo, and the caseloads of each."""
    every = tuple(prison.id for prison in prisons)
    return {
        "MOORLAND_OFFICER": ("MDI",),
        "TWO_PRISON_GOVERNOR": tuple(p for p in ("MDI", "LEI") if p in every),
        "NATIONAL_ANALYST": every,
        "ASSURANCE_OFFICER": (),
        "NO_CASELOAD_USER": (),
    }


class Staffing:
    """Writes caseloads, staff and accounts."""

    def __init__(self, counters: Counters, loads: Loads, chance: Chance) -> None:
        self._counters = counters
        self._loads = loads
        self._chance = chance

    def write(self, prisons: tuple[Prison, ...]) -> None:
        """Write everything for these prisons."""
        for prison in prisons:
            self._caseload(prison.id, prison.name.upper(), "INST")
            for agency in (prison.id, *_WITH_EVERY_CASELOAD):
                self._covers(prison.id, agency)
        for key, description, kind in _SPECIAL:
            self._caseload(key, description, kind)
        for prison in prisons:
            self._covers("NWEB", prison.id)
        for username, caseloads in _demo(prisons).items():
            words = username.split("_")
            self._account(username, words[-1], words[0], caseloads)
        for prison in prisons:
            for number in range(_STAFF_A_PRISON):
                self._somebody(prison, number)

    def _somebody(self, prison: Prison, number: int) -> None:
        first = self._chance.pick(names("F" if number % 2 else "M"))
        last = self._chance.pick(names("L"))
        username = f"{prison.id[:2]}{last[0]}{number:02}{first[0]}"
        self._account(username, last, first, (prison.id,))

    def _account(self, username: str, last: str, first: str, caseloads: tuple[str, ...]) -> None:
        staff = self._counters.next("staff")
        working = caseloads[0] if caseloads else None
        self._loads.add(
            "staff_members",
            staff_id=staff,
            last_name=last,
            first_name=first,
            update_allowed_flag="Y",
            status="ACTIVE",
            assigned_caseload_id=working,
            working_caseload_id=working,
            create_datetime=_LONG_AGO,
        )
        self._loads.add(
            "staff_user_accounts",
            username=username,
            staff_id=staff,
            staff_user_type="GENERAL",
            id_source="USER",
            working_caseload_id=working,
            create_datetime=_LONG_AGO,
        )
        for caseload in caseloads:
            self._loads.add(
                "user_accessible_caseloads",
                caseload_id=caseload,
                username=username,
                start_date=_LONG_AGO,
                create_datetime=_LONG_AGO,
            )

    def _caseload(self, key: str, description: str, kind: str) -> None:
        self._loads.add(
            "caseloads",
            caseload_id=key,
            description=description[:40],
            caseload_type=kind,
            caseload_function="GENERAL",
            active_flag="Y",
            trust_accounts_flag="Y",
            payroll_flag="N",
            commissary_flag="N",
            mdt_flag="N",
            create_datetime=_LONG_AGO,
        )

    def _covers(self, caseload: str, agency: str) -> None:
        self._loads.add(
            "caseload_agency_locations",
            caseload_id=caseload,
            agy_loc_id=agency,
            update_allowed_flag="Y",
            create_datetime=_LONG_AGO,
        )
