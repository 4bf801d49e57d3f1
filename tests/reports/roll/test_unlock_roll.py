"""The unlock roll in two ways (R-ROLL-5, R-ROLL-7, R-ROLL-G), case by case."""

from datetime import datetime
from pathlib import Path

import pytest

from gatehouse.reports.roll.model import DrillId, Roll
from tests.support.asking import database_of, roll
from tests.support.tables import Row, read_table_file, read_tables

CASES = Path(__file__).parent / "fixtures/unlock_roll.md"
Tables = dict[str, list[Row]]


def cases() -> list[tuple[str, Tables]]:
    parts = CASES.read_text(encoding="utf-8").split("\n# ")[1:]
    return [(part.partition("\n")[0], read_tables(part)) for part in parts]


@pytest.mark.parametrize(("title", "tables"), cases(), ids=[title for title, _ in cases()])
def test_r_roll_g_beside_r_roll_7(title: str, tables: Tables) -> None:
    [expected] = tables["expected"]
    held = roll(database_of(tables), now=datetime(2026, 11, 24, 16, 0))
    as_of = "none" if held.unlock.as_of is None else str(held.unlock.as_of)
    assert (str(held.unlock.formula), as_of) == (expected["formula"], expected["as of"]), title
    if as_of != "none":
        behind = [row.number for row in held.drill(DrillId.DIFFERENCE).rows]
        assert behind == expected["behind"].split()


def together() -> Roll:
    """Every case whose movements are complete, in one prison."""
    everything: Tables = {"people": [], "movements": []}
    for index, (_, tables) in enumerate(cases()):
        if tables["expected"][0]["as of"] == "none":
            continue
        number = f"A{1100 + index}AA"
        for name in everything:
            everything[name] += [
                row | {"number": row["number"].replace("A1001AA", number)} for row in tables[name]
            ]
    return roll(database_of(everything), now=datetime(2026, 11, 24, 16, 0))


def test_the_people_behind_the_difference_explain_all_of_it() -> None:
    held = together()
    whole = [t["expected"][0] for _, t in cases() if t["expected"][0]["as of"] != "none"]
    assert held.unlock.as_of == sum(int(row["as of"]) for row in whole)
    assert held.unlock.formula == sum(int(row["formula"]) for row in whole)
    assert held.drill(DrillId.DIFFERENCE).count == sum(bool(row["behind"]) for row in whole)
    assert any("by the formula" in warning for warning in held.warnings)


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_r_roll_g_on_the_days_the_clocks_change(day: str) -> None:
    tables = read_tables(
        f"""
## people
| number  | cell    |
|---------|---------|
| A1001AA | A-1-001 |
| A1002AA | A-1-002 |
## movements
| number  | when             | kind | reason | direction | from   | to     |
|---------|------------------|------|--------|-----------|--------|--------|
| A1001AA | 2026-01-05 10:00 | ADM  | N      | IN        | OUT    | MDI    |
| A1001AA | {day} 01:30      | TAP  | C6     | OUT       | MDI    |        |
| A1001AA | {day} 03:30      | TAP  | C6     | IN        |        | MDI    |
| A1002AA | {day} 01:30      | ADM  | N      | IN        | SHEFCC | MDI    |
"""
    )
    when = datetime.fromisoformat(f"{day} 12:00")
    held = roll(database_of(tables), now=when)
    assert (held.unlock.formula, held.unlock.as_of) == (1, 1)


def test_incomplete_history_gives_no_figure_and_names_the_people() -> None:
    tables = read_table_file(Path(__file__).parents[1] / "unlock/fixtures/tuesday.md")
    held = roll(database_of(tables))
    assert held.unlock.as_of is None
    assert held.drill(DrillId.INCOMPLETE).count == held.unlock.incomplete > 0
    assert any("incomplete" in warning for warning in held.warnings)
