"""What each person may not see, tried through the browser's own requests."""

import re

import pytest

from gatehouse.operations.clock import local_now

from .conftest import Visitor

NUMBER = re.compile(r"\b[A-Z]\d{4}[A-Z]{2}\b")
PATHS = ("/unlock/list", "/unlock/print", "/unlock/pdf", "/unlock/xlsx", "/unlock/csv")


@pytest.mark.parametrize("path", PATHS)
def test_an_officer_has_nothing_of_another_prison(visitor: Visitor, path: str) -> None:
    visitor.sign_in("Morgan Ellis")
    today = local_now().date().isoformat()
    answer = visitor.context.request.get(
        f"{visitor.address}{path}?prison=LEI&date={today}&session=AM"
    )
    assert answer.status in (403, 404)
    assert not NUMBER.search(answer.text())


@pytest.mark.parametrize("name", ["Alex Novak", "Sam Whitfield"])
@pytest.mark.parametrize("path", PATHS)
def test_people_without_a_caseload_see_nobody(visitor: Visitor, name: str, path: str) -> None:
    visitor.sign_in(name)
    today = local_now().date().isoformat()
    for prison in ("MDI", "LEI", "NHI"):
        answer = visitor.context.request.get(
            f"{visitor.address}{path}?prison={prison}&date={today}&session=AM"
        )
        assert answer.status == 403
        assert not NUMBER.search(answer.text())


def test_only_the_assurance_officer_reads_the_audit_trail(visitor: Visitor) -> None:
    visitor.sign_in("Morgan Ellis")
    assert visitor.status("/audit") == 403
    visitor.page.get_by_role("button", name="Sign out").click()
    visitor.sign_in("Sam Whitfield")
    assert visitor.status("/audit") == 200


@pytest.mark.parametrize("path", [*PATHS, "/", "/audit", "/changes", "/roll", "/activities"])
def test_nobody_sees_a_page_before_signing_in(visitor: Visitor, path: str) -> None:
    visitor.page.goto(visitor.address + path)
    assert "/sign-in" in visitor.page.url
