"""The NOMIS rows of one prison as they are being made, and the ids given out on the way."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time

from tests.support.duck import NomisRow

# Kinds of assessment by code: category, cell sharing risk, and one that is neither.
ASSESSMENTS = {
    code: identifier
    for identifier, code in enumerate(
        ("CATEGORY", "CSR", "CSRF", "CSRH", "CSRDO", "CSR1", "CSRREV", "PAROLE"), start=1
    )
}


@dataclass
class Nomis:
    """NOMIS rows by table, and the ids given out on the way."""

    prison_id: str
    on: date
    tables: dict[str, list[NomisRow]] = field(default_factory=lambda: defaultdict(list))
    bookings: dict[str, int] = field(default_factory=dict)
    locations: dict[str, int] = field(default_factory=dict)
    activities: dict[str, int] = field(default_factory=dict)
    sessions: dict[tuple[str, str], int] = field(default_factory=dict)
    next_id: int = 1000

    def new_id(self) -> int:
        """An id not used before."""
        self.next_id += 1
        return self.next_id

    def midnight(self) -> datetime:
        """The midnight that began the day."""
        return datetime.combine(self.on, time())
