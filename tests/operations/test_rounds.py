"""By the clock: a pack every hour, sealed sheets erased every day, faults told."""

import logging
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gatehouse.operations.pack import Pack, PackPrison, PackSheet, latest_pack, write_pack
from gatehouse.operations.packing import PackStopped
from gatehouse.operations.rounds import PackHealth, Rounds
from tests.support.paper import unlock_sample

ONE = datetime(2026, 11, 24, 1, 0)


@dataclass
class House:
    """A clock, seals and packs that do as they are told, and tell what was asked of them."""

    folder: Path
    now: datetime = ONE
    packs: list[str] = field(default_factory=list)
    erased: list[int] = field(default_factory=list)
    fault: BaseException | None = None
    problem: str = ""

    def clock(self) -> datetime:
        return self.now

    def erase_expired(self, now: datetime) -> int:
        self.erased.append(now.day)
        if isinstance(self.fault, Exception):
            raise self.fault
        return 1

    def write(self, now: datetime, stop: threading.Event | None = None) -> Pack:
        self.packs.append(f"{now:%H:%M}")
        if self.fault:
            raise self.fault
        return write_pack(self.folder, [PackPrison("MDI", "Moorland", self.sheets)], now)

    def sheets(self) -> list[PackSheet]:
        if self.problem:
            raise RuntimeError(self.problem)
        return [PackSheet("Roll", unlock_sample(1))]

    def rounds(self) -> Rounds:
        return Rounds(self.clock, self, self)

    def pass_time(self, rounds: Rounds, *, minutes: int, step: int = 1) -> None:
        for _ in range(0, minutes, step):
            rounds.go()
            self.now += timedelta(minutes=step)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "packs")


def health(rounds: Rounds) -> PackHealth:
    assert rounds.pack_health is not None
    return rounds.pack_health


def test_a_pack_is_written_every_hour_and_at_02_00_for_the_day_to_come(house: House) -> None:
    house.now = ONE.replace(minute=17)
    rounds = house.rounds()
    house.pass_time(rounds, minutes=120)
    assert house.packs == ["01:17", "02:00", "03:00"]
    assert health(rounds) == PackHealth(ONE.replace(hour=3), (), ONE.replace(minute=17))


def test_a_server_that_starts_again_in_the_hour_writes_no_other(house: House) -> None:
    house.rounds().go()
    house.now += timedelta(minutes=30)
    rounds = house.rounds()
    rounds.go()
    assert house.packs == ["01:00"]
    assert health(rounds).last_success == ONE


def test_a_pack_that_fails_is_told_and_tried_again_after_5_minutes(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    rounds = house.rounds()
    house.fault = OSError("no space left")
    house.pass_time(rounds, minutes=7)
    assert house.packs == ["01:00", "01:05"]
    assert health(rounds).problems == ("OSError: no space left",)
    assert not health(rounds).is_well(house.now)
    assert "No continuity pack was written" in caplog.text
    house.fault = None
    house.pass_time(rounds, minutes=5)
    assert house.packs[-1] == "01:10"
    assert health(rounds).is_well(house.now)


def test_a_pack_that_is_not_complete_is_loud_and_waits_for_the_next_hour(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """Packs every 5 minutes would push the good ones out."""
    rounds = house.rounds()
    house.problem = "the roll could not be read"
    house.pass_time(rounds, minutes=60)
    assert house.packs == ["01:00"]
    assert "Moorland (MDI): RuntimeError: the roll could not be read" in caplog.text
    assert not health(rounds).is_well(house.now)
    assert not health(house.rounds()).is_well(house.now), "after a restart too"
    house.problem = ""
    house.pass_time(rounds, minutes=1)
    assert health(rounds).is_well(house.now)


def test_no_pack_for_two_hours_is_not_well(house: House) -> None:
    rounds = house.rounds()
    rounds.go()
    assert health(rounds).is_well(ONE + timedelta(hours=2))
    assert not health(rounds).is_well(ONE + timedelta(hours=2, minutes=1))


def test_the_hour_that_comes_twice_in_october_has_a_pack_each_time(house: House) -> None:
    house.now = datetime(2026, 10, 25, 1, 0)
    rounds = house.rounds()
    house.pass_time(rounds, minutes=60)
    house.now -= timedelta(hours=1)
    house.pass_time(rounds, minutes=61)
    assert house.packs == ["01:00", "01:00", "02:00"]


def test_a_server_that_stops_is_no_fault(house: House) -> None:
    rounds = house.rounds()
    house.fault = PackStopped()
    rounds.go()
    assert health(rounds).problems == ()
    assert latest_pack(house.folder) is None


def test_expired_sheets_are_erased_once_a_day_and_again_when_that_failed(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    rounds = house.rounds()
    house.pass_time(rounds, minutes=48 * 60, step=60)
    assert house.erased == [24, 25, 26]
    assert "Erased 1 expired sealed sheets" in caplog.text
    house.now, house.fault = datetime(2026, 11, 28), RuntimeError("locked")
    rounds.go()
    rounds.go()
    assert house.erased[3:] == [28, 28]
    assert "Expired sealed sheets were not erased" in caplog.text


def test_without_a_folder_there_is_no_pack_and_sheets_are_erased(house: House) -> None:
    rounds = Rounds(house.clock, house, None)
    rounds.go()
    assert rounds.pack_health is None
    assert (house.packs, house.erased) == ([], [24])


def test_it_goes_round_until_it_is_stopped(house: House) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=house.rounds().run, args=(stop, 0.01))
    thread.start()
    for _ in range(500):
        if house.packs:
            break
        stop.wait(0.01)
    stop.set()
    thread.join(5)
    assert not thread.is_alive()
    assert house.packs == ["01:00"]
