"""The people of one prison: who is there, in which bed, and what is written about them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from gatehouse.estate.biography import Biographer
from gatehouse.estate.bookings import Bookings
from gatehouse.estate.chance import Chance
from gatehouse.estate.conflicts import Conflicts
from gatehouse.estate.counters import Counters
from gatehouse.estate.diary import Diary
from gatehouse.estate.discipline import Discipline
from gatehouse.estate.lists import Prison
from gatehouse.estate.loads import Loads
from gatehouse.estate.people import Newcomers, Person, Whereabouts
from gatehouse.estate.places import Cell, Places
from gatehouse.estate.regime import Regime
from gatehouse.estate.risk import Risk, choose_alerts
from gatehouse.estate.sentences import Sentences

# People who leave in a day, as a share of the population, and the most that are kept in all.
_LEAVERS = {"local": 0.010, "women": 0.008, "youth": 0.004, "open": 0.005, "training": 0.0035}
_MOST_LEAVERS = 1.2
_SEGREGATED = frozenset({"XCU", "XEL"})
_NOON = 12


@dataclass(frozen=True, slots=True)
class Setting:
    """What every prison's making shares."""

    seed: int
    now: datetime
    history_days: int
    prisons: tuple[Prison, ...]
    counters: Counters
    loads: Loads
    places: dict[str, Places]


class _Beds:
    """Free beds, handed out by need."""

    def __init__(self, cells: list[Cell], chance: Chance) -> None:
        beds = chance.shuffled([cell for cell in cells for _ in range(cell.beds)])
        self._special = [c for c in beds if c.unit_type != "NA"]
        self._ground = [c for c in beds if c.unit_type == "NA" and c.ground]
        self._upper = [c for c in beds if c.unit_type == "NA" and not c.ground]
        self._chance = chance

    def bed(self, person: Person) -> Cell | None:
        """A bed that suits: segregation for the few, the ground floor for who cannot climb."""
        if person.alerts & _SEGREGATED:
            units = [c for c in self._special if c.unit_type == "SEG"]
            if units and self._chance.happens(0.85):
                self._special.remove(units[0])
                return units[0]
        if "PEEP" in person.alerts:
            choices = (self._ground, self._upper, self._special)
        elif self._special and self._chance.happens(0.012):
            choices = (self._special, self._upper, self._ground)
        elif self._chance.fraction() * (len(self._upper) + len(self._ground)) < len(self._ground):
            choices = (self._ground, self._upper, self._special)
        else:
            choices = (self._upper, self._ground, self._special)
        return next((beds.pop() for beds in choices if beds), None)


class Population:
    """Makes and writes one prison's people."""

    def __init__(self, prison: Prison, setting: Setting) -> None:
        chance = Chance(setting.seed, prison.id, "people")
        places, counters, loads, now = (
            setting.places[prison.id],
            setting.counters,
            setting.loads,
            setting.now,
        )
        self._prison = prison
        self._setting = setting
        self._chance = chance
        self._now = now
        self._one_let_go = False
        self._beds = _Beds(places.cells, chance)
        self._newcomers = Newcomers(prison, counters, chance, now)
        self._past = Biographer(places, setting.places, setting.prisons, chance, now)
        self._diary = Diary(
            prison, setting.prisons, counters=counters, loads=loads, chance=chance, now=now
        )
        self._bookings = Bookings(prison, counters, loads, chance, now)
        self._risk = Risk(loads, chance, now)
        self._sentences = Sentences(counters, loads, chance, now)
        self._discipline = Discipline(places, counters, loads, chance, now)
        self._conflicts = Conflicts(loads, chance, now)
        self.regime = Regime(places, counters, loads, chance, now)

    def write(self) -> list[Person]:
        """Write everybody; gives back all of them, those who have left too."""
        people = [self._settled(person) for person in self._arrivals()]
        people += [self._former() for _ in range(self._leavers())]
        for person in people:
            self._bookings.write(person)
            self._risk.write(person)
            self._sentences.write(person)
            self._diary.release_details(person)
            self.regime.allocate(person)
        here = [p for p in people if p.left is None and p.whereabouts is not Whereabouts.TRANSIT]
        self._discipline.write(here)
        self._conflicts.write(here, self.regime.seats)
        return people

    # Who is here ---------------------------------------------------------------------------

    def _arrivals(self) -> list[Person]:
        special = self._special()
        people = [self._newcomers.person(w, at) for w, at in special]
        rest = self._prison.population - len(people)
        people += [self._newcomers.person(Whereabouts.CELL) for _ in range(rest)]
        for person in people:
            choose_alerts(person, self._chance)
        # Those with needs choose a bed first.
        for person in sorted(people, key=lambda p: -len(p.alerts & {*_SEGREGATED, "PEEP"})):
            if person.whereabouts not in {Whereabouts.RECEPTION, Whereabouts.TRANSIT}:
                person.cell = self._beds.bed(person)
                if person.cell is None:
                    person.whereabouts = Whereabouts.SWAP
        return people

    def _special(self) -> list[tuple[Whereabouts, datetime | None]]:
        chance, size = self._chance, self._prison.population
        local = self._prison.kind in {"local", "women", "youth"}
        shares = {
            Whereabouts.RECEPTION: 0.006 if local else 0.003,
            Whereabouts.SWAP: 0.002,
            Whereabouts.NOWHERE: 0.0012,
            Whereabouts.TRANSIT: 0.0015,
            Whereabouts.OVERNIGHT_HOSPITAL: 0.002,
            Whereabouts.OVERNIGHT_COURT: 0.003 if local else 0.0,
        }
        numbers = Counter({w: max(1, round(size * s)) for w, s in shares.items() if s})
        found: list[tuple[Whereabouts, datetime | None]] = []
        for whereabouts in numbers.elements():
            at = None
            if whereabouts in {Whereabouts.RECEPTION, Whereabouts.TRANSIT}:
                at = self._now - timedelta(minutes=chance.whole(15, 200))
            elif whereabouts in {Whereabouts.OVERNIGHT_COURT, Whereabouts.OVERNIGHT_HOSPITAL}:
                at = chance.at(
                    self._now.date() - timedelta(days=chance.whole(4, 60)), "10:00", "18:00"
                )
            found.append((whereabouts, at))
        for _ in range(chance.count(size * (0.008 if local else 0.003))):  # earlier today
            at = chance.at(self._now.date(), "09:00", "19:00")
            if at < self._now - timedelta(hours=4):
                found.append((Whereabouts.CELL, at))
        return found

    # What happened to them -----------------------------------------------------------------

    def _settled(self, person: Person) -> Person:
        self._past.begin(person)
        where = person.whereabouts
        if where in {Whereabouts.RECEPTION, Whereabouts.TRANSIT}:
            return person
        overnight = where in {Whereabouts.OVERNIGHT_COURT, Whereabouts.OVERNIGHT_HOSPITAL}
        new = person.arrived.date() >= self._now.date() - timedelta(days=1)
        trips = [] if overnight or new else self._diary.trips(person)
        self._past.settle(person, trips)
        if overnight:
            self._past.overnight(person)
            self._release_while_out(person)
        elif where is Whereabouts.SWAP:
            self._past.swap(person)
        elif where is Whereabouts.NOWHERE:
            self._past.unplace(person)
        elif not new and not self._diary.transfer(person):
            self._release_today(person)
        self._release_from_court(person)
        return person

    def _release_today(self, person: Person) -> None:
        at = self._diary.release_time(person)
        if at and at <= self._now:
            self._past.leave(person, at)

    def _release_while_out(self, person: Person) -> None:
        """One is let go by the court after a night away: the roll formula miscounts (R-ROLL-G)."""
        at = self._now.replace(hour=9, minute=40)
        out_at_court = person.whereabouts is Whereabouts.OVERNIGHT_COURT
        if out_at_court and at <= self._now and not self._one_let_go:
            self._one_let_go = True
            self._past.leave(person, at)

    def _release_from_court(self, person: Person) -> None:
        """Some whom the court lets go never come back: two exits and one person (R-ROLL-7)."""
        last = person.custody.moves[-1]
        if (last.kind, last.direction) != ("CRT", "OUT") or not self._chance.happens(0.12):
            return
        at = max(last.at, self._setting.now.replace(hour=_NOON, minute=5))
        if at <= self._now:
            self._past.leave(person, at)

    def _leavers(self) -> int:
        daily = _LEAVERS.get(self._prison.kind, 0.001)
        share = min(daily * self._setting.history_days, _MOST_LEAVERS)
        return round(self._prison.population * share)

    def _former(self) -> Person:
        chance, today = self._chance, self._now.date()
        day = today - timedelta(days=chance.whole(1, max(self._setting.history_days, 1)))
        stayed = 3 + chance.days(70)
        arrived = chance.at(day - timedelta(days=stayed), "10:00", "19:00")
        person = self._newcomers.person(Whereabouts.GONE, arrived)
        choose_alerts(person, chance)
        self._past.begin(person)
        at = chance.at(day, "08:30", "11:30")
        person.left = at
        person.cell = chance.pick(self._setting.places[self._prison.id].cells)
        self._past.settle(person, [])
        self._past.leave(person, at)
        return person
