"""Code lists and names that ship with the estate."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "codes"


@dataclass(frozen=True, slots=True)
class Prison:
    """A prison of the estate; `kind` is local, training, high, open, women or youth."""

    id: str
    name: str
    sex: str
    kind: str
    population: int


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a shipped list, such as `courts`."""
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def prisons() -> tuple[Prison, ...]:
    """Every prison, the demo's three first."""
    return tuple(
        Prison(r["prison_id"], r["name"], r["sex"], r["kind"], int(r["population"]))
        for r in rows("prisons")
    )


def first_prisons(count: int) -> tuple[Prison, ...]:
    """The first prisons; `ValueError` when there are not so many."""
    if not 1 <= count <= len(prisons()):
        raise ValueError(f"{count} prisons asked for; the estate has 1 to {len(prisons())}")
    return prisons()[:count]


@cache
def names(kind: str) -> tuple[str, ...]:
    """First names (`M`, `F`) or last names (`L`), upper case as NOMIS keeps them."""
    return tuple(row["name"].upper() for row in rows("names") if row["kind"] == kind)


@cache
def courts() -> tuple[str, ...]:
    """Ids of the courts."""
    return tuple(row["agy_loc_id"] for row in rows("courts"))


@cache
def alert_types() -> dict[str, str]:
    """The type of each alert code."""
    return {
        row["code"]: row["parent_code"]
        for row in rows("reference_codes")
        if row["domain"] == "ALERT_CODE"
    }
