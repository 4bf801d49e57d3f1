"""Risk and incentives: alerts, security category, cell sharing, incentive levels."""

from datetime import datetime, timedelta

from gatehouse.estate.chance import Chance
from gatehouse.estate.lists import alert_types
from gatehouse.estate.loads import Rows
from gatehouse.estate.london import midnight
from gatehouse.estate.people import Person

CATEGORY, CSR = 2, 9
ASSESSMENTS = {
    CATEGORY: ("CATEGORY", "Categorisation"),
    CSR: ("CSR", "CSR Rating"),
    10: ("CSRF", "CSR Full"),
    11: ("CSRH", "CSR Health"),
    12: ("CSRDO", "CSR Locate"),
    13: ("CSR1", "CSR Reception"),
    14: ("CSRREV", "CSR Review"),
}
_CSR_TYPES = {9: 60.0, 10: 15.0, 12: 10.0, 13: 10.0, 14: 5.0}
# Chance of an open alert, everywhere; those that depend on the prison follow (§5.8.3).
_ALERTS = {
    "PEEP": 0.035,
    "XCU": 0.003,
    "XEL": 0.002,
    "XER": 0.008,
    "XTACT": 0.002,
    "RNO121": 0.02,
    "RCON": 0.05,
    "XSA": 0.025,
    "RSS": 0.04,
    "XHT": 0.004,
    "XNR": 0.02,
    "XVL": 0.12,
    "CSIP": 0.03,
    "OFR": 0.002,
    "VOP": 0.02,
    "VIP": 0.004,
    "TSE": 0.01,
    "TAP": 0.01,
    "MAS": 0.08,
    "DOCGM": 0.03,
    "HA1": 0.04,
    "SC": 0.06,
    "F1": 0.03,
}
_ACCT = {"local": 0.034, "women": 0.04, "youth": 0.03, "training": 0.024, "high": 0.025}
_STAFF = 400_001
_INCENTIVES = {"BAS": 5.0, "STD": 52.0, "ENH": 43.0}


def choose_alerts(person: Person, chance: Chance) -> None:
    """Decide which alerts are open, before a cell is chosen: some decide the cell."""
    likely = dict(_ALERTS)
    likely["HA"] = _ACCT.get(person.prison.kind, 0.006)
    if person.sex == "M":
        likely["XRF"] = 0.03
    if person.prison.kind == "open":
        for code in ("XCU", "XEL", "XER", "XTACT", "XHT", "XSA"):
            likely.pop(code)
    person.alerts = {code for code, share in likely.items() if chance.happens(share)}


class Risk:
    """Writes the risk records of one prison's people."""

    def __init__(self, loads: Rows, chance: Chance, now: datetime) -> None:
        self._loads = loads
        self._chance = chance
        self._now = now

    def write(self, person: Person) -> None:
        """Alerts open and closed, category, cell sharing and incentive history."""
        self._alerts(person)
        self._assessments(person)
        self._incentives(person)

    def _since(self, person: Person) -> datetime:
        end = person.left or self._now
        return person.arrived + (end - person.arrived) * self._chance.fraction()

    def _alerts(self, person: Person) -> None:
        # A list: the order of a set differs from run to run, and with it every later draw.
        closed = self._chance.sample(("HA2", "RCON", "VOP", "XVL", "TSE"), 2)
        closed = [c for c in closed if self._chance.happens(0.2) and c not in person.alerts]
        for seq, code in enumerate([*sorted(person.alerts), *closed], 1):
            since = midnight(self._since(person).date())
            expired = code in closed or person.left is not None
            self._loads.add(
                "offender_alerts",
                **alert_row(person.book, person.root, seq, code, since),
                alert_status="INACTIVE" if expired else "ACTIVE",
                expiry_date=self._expiry(since, expired=expired),
                create_datetime=max(since, person.arrived),
            )

    def _expiry(self, since: datetime, *, expired: bool) -> datetime | None:
        if expired:
            return min(since + timedelta(days=20), midnight(self._now.date()))
        if self._chance.happens(0.1):
            return midnight(self._now.date()) + timedelta(days=self._chance.whole(5, 90))
        return None

    def _assessments(self, person: Person) -> None:
        seq = 0
        if person.category != "X" and self._chance.happens(0.12):
            seq += 1
            older = "C" if person.category != "C" else "B"
            self._assessment(person, seq, CATEGORY, older, "I")
        seq += 1
        self._assessment(person, seq, CATEGORY, person.category, "A")
        csr = "HI" if self._chance.happens(0.16) else "STANDARD"
        self._assessment(person, seq + 1, self._chance.weigh(_CSR_TYPES), csr, "A")

    def _assessment(self, person: Person, seq: int, kind: int, value: str, status: str) -> None:
        on = midnight(person.arrived.date()) + timedelta(days=0 if kind != CATEGORY else seq)
        on = min(on, midnight(self._now.date()))
        reviewed = status == "A" and self._chance.happens(0.85)
        overridden = self._chance.happens(0.04)
        other = "B" if value == "C" else value
        self._loads.add(
            "offender_assessments",
            offender_book_id=person.book,
            assessment_seq=seq,
            assessment_date=on,
            assessment_type_id=kind,
            assess_status=status,
            calc_sup_level_type=other if overridden and kind == CATEGORY else value,
            overrided_sup_level_type=value if overridden else None,
            review_sup_level_type=value if reviewed else None,
            assess_staff_id=_STAFF,
            assessor_staff_id=_STAFF,
            evaluation_date=on if reviewed else None,
            evaluation_result_code="APP" if reviewed else None,
            next_review_date=on + timedelta(days=180),
            place_agy_loc_id=person.prison.id,
            assessment_create_location=person.prison.id,
            create_datetime=on + timedelta(hours=10),
        )

    def _incentives(self, person: Person) -> None:
        level = self._chance.weigh(_INCENTIVES)
        levels = ["STD"] if level != "STD" or self._chance.happens(0.5) else []
        days = (self._now - person.arrived).days
        for seq, value in enumerate([*levels, level], 1):
            later = int(days * self._chance.fraction()) if seq > 1 else 0
            at = min(person.arrived + timedelta(days=later, hours=seq), self._now)
            self._loads.add(
                "offender_iep_levels",
                offender_book_id=person.book,
                iep_level_seq=seq,
                iep_date=midnight(at.date()),
                iep_time=at,
                agy_loc_id=person.prison.id,
                iep_level=value,
                user_id="ESTATE",
                create_datetime=at,
            )


def alert_row(book: int, root: int, seq: int, code: str, since: datetime) -> dict[str, object]:
    """An alert's lasting columns; status and expiry are the caller's."""
    return {
        "offender_book_id": book,
        "root_offender_id": root,
        "alert_seq": seq,
        "alert_type": alert_types()[code],
        "alert_code": code,
        "alert_date": since,
        "verified_flag": "N",
        "caseload_type": "INST",
    }
