"""CSV: no value starts a formula, every value comes back, the proof comes first."""

import csv
import dataclasses
import io
from datetime import date, datetime, time
from pathlib import Path

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from gatehouse.reports.exports.csv import guard, restore, to_csv
from gatehouse.reports.sheet import Cell, ColumnKind, Sheet, SheetColumn, SheetSection
from tests.support.paper import LATE, unlock_sample

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def one_column(values: list[Cell], kind: ColumnKind = ColumnKind.TEXT) -> Sheet:
    return dataclasses.replace(
        unlock_sample(0),
        columns=(SheetColumn("Value", kind),),
        sections=(SheetSection("", tuple((value,) for value in values)),),
    )


def table_of(content: bytes) -> list[list[str]]:
    """The rows as a program reads them: lines of comment skipped as documented."""
    text = content.decode("utf-8-sig")
    lines = text.split("\r\n")
    start = next(i for i, line in enumerate(lines) if not line.startswith("#"))
    return list(csv.reader(io.StringIO("\r\n".join(lines[start:]), newline="")))


formula_like = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", " ", "\u200b", "\ufeff", "\t", "'"]),
    st.sampled_from(FORMULA_STARTS),
    st.text(max_size=20),
)


@given(st.lists(st.one_of(st.text(), formula_like), max_size=8))
def test_no_text_starts_a_formula_and_every_text_comes_back(values: list[str]) -> None:
    rows = table_of(to_csv(one_column(list(values))))
    assert rows[0] == ["Value"]
    written = [row[0] for row in rows[1:]]
    assert not [value for value in written if value.lstrip().startswith(FORMULA_STARTS)]
    assert [restore(value) for value in written] == values


@given(st.text())
def test_guard_is_undone_by_restore(value: str) -> None:
    assert restore(guard(value)) == value


@given(st.text(), st.text(), st.text())
def test_the_proof_never_starts_a_formula(title: str, fact: str, warning: str) -> None:
    sheet = dataclasses.replace(
        one_column(["x"]), title=title, facts=(("=cmd", fact),), warnings=(warning,)
    )
    text = to_csv(sheet).decode("utf-8-sig")
    comments = [line for line in text.split("\r\n") if line.startswith("#")]
    assert len(comments) == 10
    for row in csv.reader(comments):
        assert row[0].startswith("# ")
        assert not row[1].lstrip().startswith(FORMULA_STARTS)


def test_every_proof_line_stands_before_the_table() -> None:
    text = to_csv(unlock_sample(6, warnings=(LATE,))).decode("utf-8-sig")
    assert f'# Warning,"{LATE}"\r\n' in text
    assert '# Completeness,"6 listed + 0 hidden by filter' in text
    assert '# Data as at,"24 November 2026, 05:40"' in text
    assert '# Verification code,"K7QM-4TXW"' in text
    assert '# Classification,"OFFICIAL-SENSITIVE"' in text


def test_typed_values_are_plain_and_boxes_are_left_out() -> None:
    sheet = dataclasses.replace(
        unlock_sample(0),
        columns=(
            SheetColumn("Day", ColumnKind.DATE),
            SheetColumn("Time", ColumnKind.TIME),
            SheetColumn("Time", ColumnKind.MOMENT),
            SheetColumn("Count", ColumnKind.NUMBER),
            SheetColumn("Share", ColumnKind.NUMBER),
            SheetColumn("Seen", ColumnKind.TICK),
        ),
        sections=(
            SheetSection(
                "A wing",
                ((date(2026, 3, 29), time(8, 5), datetime(2026, 3, 29, 8, 5), -3, 0.5, None),),
            ),
        ),
    )
    assert table_of(to_csv(sheet)) == [
        ["Section", "Day", "Time", "Time (2)", "Count", "Share"],
        ["A wing", "2026-03-29", "08:05", "2026-03-29 08:05:00", "-3", "0.5"],
    ]


def test_a_database_reads_the_table_with_comments_skipped(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    target.write_bytes(to_csv(unlock_sample(20, warnings=(LATE,))))
    read = duckdb.read_csv(str(target), comment="#", header=True, all_varchar=True)
    assert len(read.fetchall()) == 20
    assert read.columns[:3] == ["Section", "Cell", "Name"]
