"""The desk that answers from the serving copy: decide first, then read, in one moment."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from gatehouse.access import LimitedAccess, Scope, decide
from gatehouse.access.caller import Caller
from gatehouse.access.callers import caller_from
from gatehouse.definitions import Product, Products
from gatehouse.lake.moment import Moment
from gatehouse.reports.changes import compare
from gatehouse.reports.reading import Reading
from gatehouse.reports.rows import DayReader
from gatehouse.reports.seal import Seals
from gatehouse.reports.sheet import Sheet
from gatehouse.reports.snapshot import from_bytes, to_bytes
from gatehouse.reports.unlock import build_unlock_list, list_of_day, read_day
from gatehouse.reports.unlock.model import UnlockFilters, UnlockList
from gatehouse.reports.unlock.sheets import Layout, unlock_sheet
from gatehouse.web.asking import UnlockAsk
from gatehouse.web.choices import choices_of
from gatehouse.web.classification import CLASSIFICATION
from gatehouse.web.desk import Prison, ShownChanges, ShownList
from gatehouse.web.personas import Persona

UNLOCK_LIST = "unlock-list"


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

    def caller(self, persona: Persona) -> Caller:
        """The persona with the caseloads they hold now."""
        with self._copy.read() as reading:
            return caller_from(reading.cursor, persona.username, persona.name, persona.roles)

    def moment(self) -> Moment:
        """What the serving copy holds now."""
        with self._copy.read() as reading:
            return reading.moment

    def prisons(self, caller: Caller) -> tuple[Prison, ...]:
        """The establishments of the caller's caseloads, by name."""
        missing = caller.caseloads - self._names.keys()
        if missing:
            product, scope = self._decided(caller)
            with self._copy.read() as reading:
                for prison_id in missing & scope.establishments:
                    self._names[prison_id] = _name(reading, product, scope, prison_id)
        named = (Prison(key, self._names.get(key, key)) for key in caller.caseloads)
        return tuple(sorted(named, key=lambda prison: prison.name))

    def unlock(self, caller: Caller, ask: UnlockAsk, now: datetime) -> ShownList:
        """One unlock list to read on screen, and the options its filters offer."""
        product, scope = self._decided(caller)
        with self._copy.read() as reading:
            day = read_day(reading, product, scope, ask.prison_id, on=ask.on, now=now)
        everyone = list_of_day(day, ask.slot, UnlockFilters(), now)
        shown = list_of_day(day, ask.slot, ask.filters, now)
        return ShownList(shown, choices_of(everyone, ask.filters.wings))

    def seal_unlock(
        self, caller: Caller, ask: UnlockAsk, unlock: UnlockList, layout: Layout
    ) -> Sheet:
        """A list on its way to paper or a file: kept, and named by the sheet's code."""
        _, scope = self._decided(caller)
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
        product, scope = self._decided(caller)
        printed = from_bytes(self._seals.find(code, scope, now).payload)
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

    def _decided(self, caller: Caller) -> tuple[Product, Scope]:
        """The unlock list's product, and what the caller may see of it. Raises `Denied`."""
        product = self._products[UNLOCK_LIST]
        return product, decide(caller, product.policies)


def _name(reading: Reading, product: Product, scope: Scope, prison_id: str) -> str:
    day = reading.moment.data_as_at.date()
    rows = DayReader(reading, product, scope, prison_id, day).rows("prison")
    return str(rows[0]["name"] or prison_id) if rows else prison_id
