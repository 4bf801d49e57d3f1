"""The desk that answers from the serving copy: decide first, then read, in one moment."""

from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from gatehouse.access import LimitedAccess, Scope, decide
from gatehouse.access.caller import Caller
from gatehouse.access.callers import caller_from
from gatehouse.definitions import Product, Products
from gatehouse.lake.moment import Moment
from gatehouse.reports.activities import build_activities
from gatehouse.reports.activities.model import Activities
from gatehouse.reports.activities.sheets import activities_sheet, without_activity_sheet
from gatehouse.reports.changes import NotComparableError, compare
from gatehouse.reports.classification import CLASSIFICATION
from gatehouse.reports.exports.csv import to_csv
from gatehouse.reports.names import prison_name
from gatehouse.reports.reading import Reading
from gatehouse.reports.roll import build_fire_roll, build_roll
from gatehouse.reports.roll.fire import fire_sheet
from gatehouse.reports.roll.model import Roll
from gatehouse.reports.roll.sheets import roll_names_sheet, roll_sheet
from gatehouse.reports.rows import DayReader
from gatehouse.reports.seal import Seals
from gatehouse.reports.sheet import Sheet
from gatehouse.reports.snapshot import from_bytes, to_bytes
from gatehouse.reports.unlock import build_unlock_list, list_of_day, read_day
from gatehouse.reports.unlock.day import Day
from gatehouse.reports.unlock.model import Slot, UnlockFilters, UnlockList
from gatehouse.reports.unlock.sheets import Layout, unlock_sheet
from gatehouse.web.asking import UnlockAsk
from gatehouse.web.choices import choices_of
from gatehouse.web.desk import ActivitiesPaper, Paper, Prison, RollPaper, ShownChanges, ShownList
from gatehouse.web.person import Person

UNLOCK_LIST, ROLL, ACTIVITIES = "unlock-list", "roll", "activities"


class Copy(Protocol):
    """What is read of a serving copy."""

    def read(self) -> AbstractContextManager[Reading]:
        """One consistent moment."""


class LiveDesk:
    """Answers from a serving copy, the products over it, and the seals in the state database."""

    def __init__(self, copy: Copy, products: Products, seals: Seals) -> None:
        self._copy = copy
        self._products = products
        self._seals = seals
        # Names of prisons do not change in a day; ids and names alone say nothing of anybody.
        self._names: dict[str, str] = {}

    def caller(self, person: Person) -> Caller:
        """The person with the caseloads they hold now."""
        with self._copy.read() as reading:
            return caller_from(reading.cursor, person.username, person.name, person.roles)

    def moment(self) -> Moment:
        """What the serving copy holds now."""
        with self._copy.read() as reading:
            return reading.moment

    def prisons(self, caller: Caller) -> tuple[Prison, ...]:
        """The establishments of the caller's caseloads, by name."""
        missing = caller.caseloads - self._names.keys()
        if missing:
            product, scope = self._decided(caller, UNLOCK_LIST)
            with self._copy.read() as reading:
                for prison_id in missing & scope.establishments:
                    self._names[prison_id] = _name(reading, product, scope, prison_id)
        named = (Prison(key, self._names.get(key, key)) for key in caller.caseloads)
        return tuple(sorted(named, key=lambda prison: prison.name))

    def unlock(self, caller: Caller, ask: UnlockAsk, now: datetime) -> ShownList:
        """One unlock list to read on screen, and the options its filters offer."""
        product, scope = self._decided(caller, UNLOCK_LIST)
        with self._copy.read() as reading:
            day = read_day(reading, product, scope, ask.prison_id, on=ask.on, now=now)
        everyone = list_of_day(day, ask.slot, UnlockFilters(), now)
        unfiltered = ask.filters == UnlockFilters()
        shown = everyone if unfiltered else list_of_day(day, ask.slot, ask.filters, now)
        return ShownList(shown, choices_of(everyone, ask.filters.wings, _categories(day)))

    def seal_unlock(
        self, caller: Caller, ask: UnlockAsk, unlock: UnlockList, layout: Layout
    ) -> Sheet:
        """A list on its way to paper or a file: kept, and named by the sheet's code."""
        _, scope = self._decided(caller, UNLOCK_LIST)
        return self._seals.seal(
            unlock_sheet(unlock, layout, caller.name, CLASSIFICATION),
            UNLOCK_LIST,
            {**ask.parameters(), "layout": layout.value},
            to_bytes(unlock),
            scope,
            unlock.moment,
            prisons=[unlock.prison_id],
        )

    def changes(self, caller: Caller, code: str, now: datetime) -> ShownChanges:
        """What has changed since the list with that code was printed."""
        product, scope = self._decided(caller, UNLOCK_LIST)
        sealed = self._seals.find(code, scope, now)
        if sealed.product_id != UNLOCK_LIST:
            raise NotComparableError(
                f"{sealed.code} is the code of a roll or a list of activities. Only unlock lists "
                "can be compared: open the page again to see it as it is now."
            )
        printed = from_bytes(sealed.payload)
        ask = UnlockAsk(printed.prison_id, printed.on, printed.slot, printed.filters)
        with self._copy.read() as reading:
            current = build_unlock_list(
                reading, product, scope, ask.prison_id, ask.on, ask.slot, ask.filters, now
            )
            limits = LimitedAccess.load(reading.cursor, now)
        changes = compare(
            printed, current, may_see=lambda number: limits.may_see(caller.username, number)
        )
        return ShownChanges(printed, ask, changes)

    def roll(self, caller: Caller, prison_id: str, now: datetime) -> Roll:
        """The roll of one prison now, and the names behind its figures."""
        product, scope = self._decided(caller, ROLL)
        with self._copy.read() as reading:
            return build_roll(reading, product, scope, prison_id, now)

    def roll_paper(self, caller: Caller, prison_id: str, paper: RollPaper, now: datetime) -> Paper:
        """The roll's figures, the names behind them, or the fire roll; sealed."""
        if paper is RollPaper.FIRE:
            return self._fire_roll(caller, prison_id, now)
        roll = self.roll(caller, prison_id, now)
        if paper is RollPaper.FIGURES:
            sheet = roll_sheet(roll, caller.name, CLASSIFICATION)
            return self._sealed(caller, ROLL, sheet, prison_id, roll.moment, ())
        sheet = roll_names_sheet(roll, caller.name, CLASSIFICATION)
        subjects = tuple(row.number for drill in roll.drills for row in drill.rows)
        return self._sealed(caller, ROLL, sheet, prison_id, roll.moment, subjects)

    def activities(
        self, caller: Caller, prison_id: str, on: date, slot: Slot, now: datetime
    ) -> Activities:
        """The activities of one prison, day and session."""
        product, scope = self._decided(caller, ACTIVITIES)
        with self._copy.read() as reading:
            return build_activities(reading, product, scope, prison_id, on, slot, now)

    def activities_paper(self, caller: Caller, found: Activities, paper: ActivitiesPaper) -> Paper:
        """Everyone expected, or everyone without an activity; sealed."""
        if paper is ActivitiesPaper.EXPECTED:
            sheet = activities_sheet(found, caller.name, CLASSIFICATION)
            people = [one.person for session in found.sessions for one in session.expected]
        else:
            sheet = without_activity_sheet(found, caller.name, CLASSIFICATION)
            people = list(found.without)
        subjects = tuple(person.number for person in people)
        return self._sealed(caller, ACTIVITIES, sheet, found.prison_id, found.moment, subjects)

    def _fire_roll(self, caller: Caller, prison_id: str, now: datetime) -> Paper:
        product, scope = self._decided(caller, UNLOCK_LIST)
        with self._copy.read() as reading:
            fire = build_fire_roll(reading, product, scope, prison_id, now)
        sheet = fire_sheet(fire, caller.name, CLASSIFICATION)
        subjects = tuple(person.number for person in fire.people)
        return self._sealed(caller, ROLL, sheet, prison_id, fire.moment, subjects)

    def _sealed(  # noqa: PLR0917 - one fact each, all of them needed
        self,
        caller: Caller,
        product_id: str,
        sheet: Sheet,
        prison_id: str,
        moment: Moment,
        subjects: tuple[str, ...],
    ) -> Paper:
        """Keep a sheet that cannot be compared later as its own rows."""
        _, scope = self._decided(caller, product_id)
        kept = {"prison": prison_id, "sheet": sheet.title}
        sealed = self._seals.seal(
            sheet, product_id, kept, to_csv(sheet), scope, moment, prisons=[prison_id]
        )
        return Paper(sealed, subjects)

    def _decided(self, caller: Caller, product_id: str) -> tuple[Product, Scope]:
        """A product, and what the caller may see of it. Raises `Denied`."""
        product = self._products[product_id]
        return product, decide(caller, product.policies)


def _categories(day: Day) -> frozenset[str]:
    """Categories of what those have on, in any session, whom the caller may see."""
    return frozenset(
        happening.event.category
        for booking, happenings in day.happenings.items()
        if booking not in day.restricted
        for happening in happenings
        if happening.event.category
    )


def _name(reading: Reading, product: Product, scope: Scope, prison_id: str) -> str:
    day = reading.moment.data_as_at.date()
    rows = DayReader(reading, product, scope, prison_id, day).rows("prison")
    return prison_name(rows[0]["name"] or prison_id) if rows else prison_id
