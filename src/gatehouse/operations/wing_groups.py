"""Wing groups laid over a prison's cells: every active cell in exactly one group."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from gatehouse.operations.settings import WingGroup

WING_GROUP = pa.schema(
    [
        ("prison_id", pa.string()),
        ("group_name", pa.string()),
        ("internal_location_id", pa.int64()),
    ]
)


@dataclass(frozen=True, slots=True)
class Location:
    """An active residential location: its path is "MDI-1-2-014"."""

    location_id: int
    prison_id: str
    path: str
    is_cell: bool


@dataclass(frozen=True, slots=True)
class GroupFault:
    """Why a prison's groups cannot be used; its lists then go by wing instead."""

    prison_id: str
    problem: str


def lay_groups(
    groups: Sequence[WingGroup], locations: Iterable[Location]
) -> tuple[pa.Table, tuple[GroupFault, ...]]:
    """`config.wing_group`, and the faults of prisons whose groups were left out.

    A cell belongs to a group when the cell's path, or that of a location it lies under, is one
    of the group's. A prison with any fault has no rows, so that nobody drops off a list because
    a cell was forgotten.
    """
    by_prison: dict[str, list[Location]] = defaultdict(list)
    for location in locations:
        by_prison[location.prison_id].append(location)
    rows: list[dict[str, object]] = []
    faults: list[GroupFault] = []
    for prison_id in sorted({group.prison for group in groups}):
        own = [group for group in groups if group.prison == prison_id]
        laid, problems = _lay_prison(prison_id, own, by_prison.get(prison_id, []))
        faults += [GroupFault(prison_id, problem) for problem in problems]
        if not problems:
            rows += laid
    return pa.Table.from_pylist(rows, schema=WING_GROUP), tuple(faults)


def _lay_prison(
    prison_id: str, groups: Sequence[WingGroup], locations: Sequence[Location]
) -> tuple[list[dict[str, object]], list[str]]:
    paths = {location.path for location in locations}
    problems = [
        f"{group.name}: there is no active location {place} at {prison_id}"
        for group in groups
        for place in group.locations
        if f"{prison_id}-{place}" not in paths
    ]
    rows: list[dict[str, object]] = []
    for cell in (location for location in locations if location.is_cell):
        claims = sorted({group.name for group in groups if _takes_in(group, prison_id, cell.path)})
        if len(claims) == 1:
            rows.append(
                {
                    "prison_id": prison_id,
                    "group_name": claims[0],
                    "internal_location_id": cell.location_id,
                }
            )
        else:
            claimed = " and ".join(claims) or "no group"
            problems.append(f"cell {cell.path} is in {claimed}; it must be in exactly one")
    return rows, problems


def _takes_in(group: WingGroup, prison_id: str, path: str) -> bool:
    return any(
        path == f"{prison_id}-{place}" or path.startswith(f"{prison_id}-{place}-")
        for place in group.locations
    )
