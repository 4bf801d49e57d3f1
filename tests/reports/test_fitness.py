"""The words for data that is late or incomplete (design rule 11)."""

from datetime import datetime, timedelta

import pytest

from gatehouse.lake.moment import Moment
from gatehouse.query import tables_read
from gatehouse.reports.fitness import UNLOCK_MUST_NOT, fitness_warnings, records_words
from tests.support.asking import PRODUCTS

NOW = datetime(2026, 11, 24, 7, 30)
ALERTS = ("nomis.offender_alerts",)
LATE = "Late data: this shows the prison as it was 1 hour ago, at 06:30 on 24 November 2026."
INCOMPLETE = (
    "Incomplete data: some records could not be read: alerts. This may miss people or events, or "
    "show what has since changed."
)
THEN = f" {UNLOCK_MUST_NOT}: check with the wing or the control room."


@pytest.mark.parametrize(
    ("age", "unfit", "said"),
    [
        (0, (), ()),
        (60, (), (LATE + THEN,)),
        (0, ALERTS, (INCOMPLETE + THEN,)),
        (60, ALERTS, (LATE + THEN, INCOMPLETE + THEN)),
    ],
)
def test_late_and_incomplete_are_said_each_with_what_it_must_not_be_used_for(
    age: int, unfit: tuple[str, ...], said: tuple[str, ...]
) -> None:
    moment = Moment(7, NOW - timedelta(minutes=age), unfit)
    assert fitness_warnings(moment, NOW, UNLOCK_MUST_NOT) == said


def test_records_are_named_as_people_name_them_each_once() -> None:
    tables = ("nomis.assessments", "nomis.offender_assessments", "nomis.offender_visits")
    assert records_words(tables) == "security categories and visits"
    assert records_words(["delius.offender_need_list"]) == "need list"


def test_every_table_that_a_product_reads_has_a_persons_word() -> None:
    read = {
        table
        for product in ("activities", "roll", "unlock-list")
        for dataset in PRODUCTS[product].datasets.values()
        for table in tables_read(dataset)
        if table.startswith("nomis.")
    }
    assert "nomis.offender_bookings" in read
    assert "nomis.bed_assignment_histories" in read
    bare = {
        table
        for table in read
        if records_words([table])
        == table.removeprefix("nomis.").removeprefix("offender_").replace("_", " ")
    }
    assert bare <= {"nomis.offender_alerts", "nomis.offender_visits"}, "these are words already"
