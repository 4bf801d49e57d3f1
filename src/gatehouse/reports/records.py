"""People in a prison's care as their records have them, before a list places them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from gatehouse.reports.names import proper_name

CATEGORY_A = {"A": "Cat A", "E": "Cat A exceptional", "H": "Cat A high", "P": "Cat A provisional"}


class PersonRecord(NamedTuple):
    """One row of the dataset `people`, in words.

    `is_in` is being inside the prison now (R-IN-2); everyone else in its care is out.
    `category_a` is the name of a category A kind, or empty.
    """

    booking_id: int
    person_id: int
    number: str
    last_name: str
    first_name: str
    is_in: bool
    living_unit_id: int | None = None
    tracked_location_id: int | None = None
    out_reason: str = ""
    out_since: datetime | None = None
    out_kind: str = ""
    category: str = ""
    category_code: str = ""
    csra: str = ""
    incentive: str = ""

    @property
    def category_a(self) -> str:
        """ "Cat A", "Cat A high" and so on, for those who are."""
        return CATEGORY_A.get(self.category_code, "")

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> "PersonRecord":
        """From a row of the dataset; an orphan code stands for itself."""
        code = row["category_code"] or ""
        return cls(
            booking_id=row["booking_id"],
            person_id=row["person_id"],
            number=row["prison_number"] or "not recorded",
            last_name=proper_name(row["last_name"]),
            first_name=proper_name(row["first_name"]),
            is_in=row["in_out_status"] == "IN",
            living_unit_id=row["living_unit_id"],
            tracked_location_id=row["tracked_location_id"],
            out_reason=row["out_reason"] or row["status_reason"] or "",
            out_since=row["out_since"],
            out_kind=row["out_kind"] or "",
            category=row["category"] or code,
            category_code=code,
            csra=row["csra"] or "",
            incentive=row["incentive"] or "",
        )


def read_people(rows: Iterable[Mapping[str, Any]]) -> tuple[PersonRecord, ...]:
    """Everyone in the dataset `people`."""
    return tuple(PersonRecord.of_row(row) for row in rows)
