"""Made-up sheets that look like the real lists."""

from datetime import datetime

from gatehouse.reports.sheet import Cell, ColumnKind, Sheet, SheetColumn, SheetSection

NAMES = (
    "SMITH, John",
    "O'NEILL, Ciarán",
    "FEATHERSTONEHAUGH-CHOLMONDELEY, Bartholomew",
    "LI, An",
    "KOWALSKI, Łukasz",
    "BROWN, Darren",
)
EVENTS = (
    "",
    "08:30 Woodwork, Workshop 4",
    "09:15 Dentist, Health Care",
    "",
    "COURT 08:00 Leeds Crown Court (Trial)\n10:00 Gym (cancelled)",
    "08:45 Education Maths, Classroom 2",
)
ALERTS = ("", "ACCT open", "", "E-List, Controlled unlock", "", "PEEP")

UNLOCK_COLUMNS = (
    SheetColumn("Cell", weight=1.2),
    SheetColumn("Name", weight=3),
    SheetColumn("Number", weight=1.3),
    SheetColumn("Cat", weight=0.6),
    SheetColumn("Alerts", weight=2),
    SheetColumn("On this session", weight=4),
    SheetColumn("Gone", ColumnKind.TICK, weight=0.7),
    SheetColumn("Back", ColumnKind.TICK, weight=0.7),
)


def person_row(index: int, wing: int) -> tuple[Cell, ...]:
    """One row of the unlock list."""
    return (
        f"{wing}-{index // 40 + 1}-{index % 40 + 1:03}",
        NAMES[index % len(NAMES)],
        f"A{1000 + index}AA",
        "BCCD"[index % 4],
        ALERTS[index % len(ALERTS)],
        EVENTS[index % len(EVENTS)],
        None,
        None,
    )


def unlock_sample(rows: int = 250, wings: int = 3, warnings: tuple[str, ...] = ()) -> Sheet:
    """An unlock list of `rows` people over `wings` wings."""
    per_wing = [rows // wings + (wing < rows % wings) for wing in range(wings)]
    return Sheet(
        title="Unlock list: Moorland (HMP & YOI), AM",
        classification="OFFICIAL-SENSITIVE",
        columns=UNLOCK_COLUMNS,
        sections=tuple(
            SheetSection(
                heading=f"House Block {wing + 1}",
                rows=tuple(person_row(index, wing + 1) for index in range(count)),
                summary=f"{count} people; {count // 2} leaving the wing",
                page_break=True,
            )
            for wing, count in enumerate(per_wing)
        ),
        completeness=f"{rows} listed + 0 hidden by filter + 1 could not be placed + 4 out"
        f" = {rows + 5} in our care = {rows + 1} on the roll + 4 out",
        data_as_at=datetime(2026, 11, 24, 5, 40),
        made_at=datetime(2026, 11, 24, 5, 42),
        made_by="MOORLAND_OFFICER (Asha Patel)",
        facts=(
            ("Prison", "Moorland (HMP & YOI)"),
            ("Date", "Tuesday 24 November 2026"),
            ("Session", "AM"),
            ("Wings", "House Block 1, House Block 2, House Block 3"),
            ("People", "Everyone, with or without something on"),
        ),
        warnings=warnings,
        code="K7QM-4TXW",
    )


LATE = (
    "The data is 47 minutes late. Do not use this list to unlock: check the movements board first."
)
