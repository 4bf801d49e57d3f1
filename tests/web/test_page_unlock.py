"""The unlock list as people read it: choosing, reading, filtering, searching, refusals."""

from datetime import datetime

import pytest

from .conftest import House
from .visiting import Browser, words

LIST = "/unlock/list?wing=House+block+1"


@pytest.fixture
def officer(house: House) -> Browser:
    return house.browser("MOORLAND_OFFICER")


def test_the_list_says_what_it_is(officer: Browser) -> None:
    page = words(officer.get(LIST))
    assert "House block 1 \u2013 Unlock list" in page
    assert "Morning (AM), Tuesday 24 November 2026" in page
    assert "3 people to unlock 2 leaving the wing, 1 staying on the wing." in page


def test_the_list_says_that_everyone_is_counted_once(officer: Browser) -> None:
    assert (
        "5 listed + 2 not listed (another wing: 2) + 1 could not be placed + 1 out = 9. "
        "In our care: 9. Roll: 8 in, 1 out."
    ) in words(officer.get(LIST))


def test_people_stand_under_their_landing_with_what_they_have_on(officer: Browser) -> None:
    page = words(officer.get("/unlock/list"))
    assert "House block 1, landing 1-1 3 people" in page
    assert "Abbott, Dean A1234AA 1-1-001 C ACCT Textiles 08:30 to 11:45, Workshop 2" in page
    assert "Dentist Appointment 09:15 to 09:45, Healthcare" in page
    assert "Clashes with Textiles" in page
    assert "Maths level 1 Cancelled" in page
    assert "Gym Suspended" in page
    assert (
        "Court hearing Court 08:00, Sheffield Crown Court (leaves the wing) No end time recorded"
        in page
    )
    assert "Dlamini, Thabo A4567DD 1-2-003 C Nothing on" in page


def test_nobody_is_left_out_for_want_of_a_cell(officer: Browser) -> None:
    page = words(officer.get("/unlock/list"))
    assert "Green, Aaron A7890GG In reception" in page
    assert "Could not be placed 1 person in the prison, anywhere" in page
    assert "Hussain, Imran A8901HH No cell" in page
    assert "Out of the prison 1 person, from any wing" in page
    assert "Out: Hospital since 02:15" in page


def test_people_to_keep_apart_are_counted_between_the_sum_and_the_list(officer: Browser) -> None:
    answer = officer.get(LIST)
    page = words(answer)
    places = [
        page.index(words)
        for words in (
            "3 people to unlock",
            "5 listed +",
            "Keep apart: 1 warning",
            "Keep apart: Cartwright",
            "Search by name",
            "Must be kept apart from Evans",
        )
    ]
    assert places == sorted(places)
    assert '<p class="gh-apart">Must be kept apart from Evans' in answer.text


def test_warnings_about_the_list_itself_come_before_its_count(
    house: House, officer: Browser
) -> None:
    house.desk.warning = "The numbers do not add up."
    page = words(officer.get(LIST))
    assert page.index("The numbers do not add up.") < page.index("people to unlock")


def test_a_clash_is_no_surer_than_the_recorded_times(officer: Browser) -> None:
    page = words(officer.get("/unlock/list"))
    assert "Dentist Appointment 09:15 to 09:45, Healthcare (leaves the wing) Clashes with" in page
    assert "Social visit Visit 10:00 to 11:00, Visits hall (leaves the wing) May clash with" in page


def test_a_row_costs_a_slow_line_little(officer: Browser) -> None:
    page = officer.get("/unlock/list").text
    row = next(row for row in page.split("<tr>") if "A4567DD" in row)
    assert len(row.split("</tr>")[0]) < 200
    assert officer.get("/unlock/list").headers["content-encoding"] == "gzip"


def test_the_prison_is_named_once_before_the_list(officer: Browser) -> None:
    page = officer.get("/unlock/list").text.split("<main")[1].split("gh-fresh")[0]
    assert page.count("Moorland (HMP &amp; YOI)") == 1
    assert "<caption" not in officer.get("/unlock/list").text


def test_fresh_data_says_when_it_was_so(officer: Browser) -> None:
    page = words(officer.get(LIST))
    assert "Data as at 08:00 on Tuesday 24 November 2026. Up to date: 5 minutes old." in page


def test_late_data_says_what_the_list_must_not_be_used_for(house: House, officer: Browser) -> None:
    house.desk.data_as_at = datetime(2026, 11, 24, 7, 40)
    page = words(officer.get(LIST))
    assert "This list is out of date It shows 07:40 on Tuesday 24 November 2026, 25 minutes" in page
    assert "Do not unlock, count or release anyone by this list alone" in page
    assert page.index("out of date") < page.index("Abbott")


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("events=with", "Abbott", "Dlamini"),
        ("events=without", "Dlamini", "Begum"),
        ("staying=leaving", "Evans", "Begum"),
        ("staying=staying", "Begum", "Abbott"),
        ("alert=HA", "Abbott", "Begum"),
        ("category=Prison+jobs", "Begum", "Abbott"),
        ("landing=1-2", "Dlamini", "Abbott"),
        ("q=abbott", "Abbott", "Dlamini"),
        ("q=A4567DD", "Dlamini", "Abbott"),
        ("q=textiles", "Abbott", "Dlamini"),
    ],
)
def test_filters_hide_and_say_so(officer: Browser, query: str, shown: str, hidden: str) -> None:
    # Warnings name people whatever the filters, so only the list itself is read.
    page = words(officer.get(f"/unlock/list?{query}")).split("Search by name")[1]
    assert f"{shown}," in page or f"{shown}-" in page
    assert f"{hidden}, " not in page
    assert f"{hidden}-" not in page


def test_each_filter_in_force_can_be_taken_away(officer: Browser) -> None:
    page = officer.get("/unlock/list?staying=leaving&alert=HA&landing=1-1&cancelled=no&q=a")
    text = words(page)
    for chip in (
        "Search: a",
        "Landing: 1-1",
        "Staying or leaving: Leaving the wing",
        "Alert: ACCT",
        "Cancelled events: hidden",
    ):
        assert f"Remove filter {chip}" in text
    without_alert = (
        "/unlock/list?prison=MDI&amp;date=2026-11-24&amp;session=AM&amp;landing=1-1"
        "&amp;staying=leaving&amp;cancelled=no&amp;q=a"
    )
    assert f'href="{without_alert}"' in page.text


def test_a_filter_that_leaves_nobody_says_what_to_do(officer: Browser) -> None:
    page = words(officer.get("/unlock/list?q=zzz"))
    assert "Nobody in Moorland (HMP & YOI) matches what you chose to see." in page
    assert "0 people to unlock" in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("date=2020-01-01", "Use a day from today to 2027-01-23, written like 2026-11-24."),
        ("date=2026-13-45", "“2026-13-45” cannot be used for the date."),
        ("session=XX", "Use one of: AM, PM, ED."),
        ("wing=House+block+9", "Moorland (HMP & YOI) has House block 1, House block 2."),
        ("prison=;DROP", "use an id such as MDI"),
        ("staying=maybe", "Use one of: both, leaving, staying."),
        ("cancelled=1", "Use yes or no."),
        ("q=" + "a" * 101, "Use at most 100 ordinary characters."),
        ("landing=%00", "Use at most 100 ordinary characters."),
        ("landing=9-9", "Moorland (HMP & YOI) has 1-1, 1-2, 2-1."),
        ("category=Dancing", "Nobody has an activity of that category on that day."),
        ("alert=ZZZ", "“ZZZ” cannot be used for the alert. Lists show no such alert."),
        ("events=some", "Use one of: with, without, both."),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_and_says_why(
    officer: Browser, query: str, said: str
) -> None:
    answer = officer.get(f"/unlock/list?{query}")
    assert answer.status_code == 400
    assert said in words(answer)
    assert "A1234AA" not in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "alert=XER",  # a national alert that nobody has now
        "category=Evening+class",  # nobody's in this session, somebody's in another
        "alert=CAT_H&session=ED",
    ],
)
def test_a_filter_that_could_find_somebody_is_kept(officer: Browser, query: str) -> None:
    assert officer.get(f"/unlock/list?{query}").status_code == 200


def test_an_alert_that_nobody_has_is_still_named_in_words(officer: Browser) -> None:
    page = words(officer.get("/unlock/list?alert=XER"))
    assert "Remove filter Alert: Escape risk" in page
    assert "XER" not in page


def test_what_is_typed_is_never_run(officer: Browser) -> None:
    page = officer.get("/unlock/list?q=%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_choosing_leads_to_an_address_that_can_be_shared(officer: Browser) -> None:
    form = words(officer.get("/unlock"))
    assert "Today Tuesday 24 November 2026" in form
    assert "House block 2" in form
    answer = officer.get("/unlock/choose?prison=MDI&date=tomorrow&session=PM&wing=House+block+1")
    assert answer.status_code == 303
    assert answer.headers["location"] == (
        "/unlock/list?prison=MDI&date=2026-11-25&session=PM&wing=House+block+1"
    )


def test_another_date_is_typed_and_checked(officer: Browser) -> None:
    typed = "/unlock/choose?prison=MDI&date=other&on-day={}&on-month={}&on-year=2026&session=AM"
    assert "date=2026-12-03" in officer.get(typed.format(3, 12)).headers["location"]
    impossible = officer.get(typed.format(31, 11))
    assert impossible.status_code == 400
    assert "Enter a real date" in words(impossible)
    assert 'value="31"' in impossible.text


def test_someone_with_several_prisons_chooses_one_first(house: House) -> None:
    governor = house.browser("TWO_PRISON_GOVERNOR")
    page = words(governor.get("/unlock"))
    assert "Which prison?" in page
    assert "Leeds (HMP)" in page
    assert "New Hall" not in page


@pytest.mark.parametrize(
    "path",
    ["/unlock/list?prison=LEI", "/unlock?prison=LEI", "/unlock/pdf?prison=LEI",
     "/unlock/print?prison=LEI", "/unlock/csv?prison=LEI", "/unlock/xlsx?prison=LEI"],
)  # fmt: skip
def test_another_prison_is_refused_with_a_reason_and_on_record(
    house: House, officer: Browser, path: str
) -> None:
    answer = officer.get(path)
    assert answer.status_code == 403
    assert "LEI is not one of your caseloads" in words(answer)
    assert house.audit.recent(1)[0].what == "DENIED"


@pytest.mark.parametrize("path", ["/unlock", "/unlock/list", "/unlock/print", "/changes"])
def test_without_a_caseload_there_are_no_rows_and_no_counts(house: House, path: str) -> None:
    nobody = house.browser("NO_CASELOAD_USER")
    answer = nobody.get(path)
    assert "You have no caseload" in words(answer)
    assert "people" not in words(answer).replace("Lists of people", "")


def test_every_view_and_search_is_on_record_with_everyone_it_showed(
    house: House, officer: Browser
) -> None:
    officer.get("/unlock/list?q=abbott")
    officer.get(LIST)
    view, search = house.audit.recent(2)
    assert (view.what, search.what) == ("VIEW", "SEARCH")
    assert search.parameters["search"] == "abbott"
    assert house.audit.subjects(search.id) == ("A1234AA", "A8901HH", "A9012JJ")
    assert view.subject_count == 7


def test_nothing_is_shown_that_cannot_be_put_on_record(house: House, officer: Browser) -> None:
    with house.state.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE audit_event RENAME TO lost")
    answer = officer.get(LIST)
    assert answer.status_code == 500
    assert "Abbott" not in answer.text
