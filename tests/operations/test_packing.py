"""The lists of a pack: every prison, nobody limited by name, on record."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from threading import Event

import duckdb
import pypdf
import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from gatehouse.audit import Action, Audit
from gatehouse.cli import app
from gatehouse.definitions import Products
from gatehouse.estate.build import build_estate
from gatehouse.lake import Intake
from gatehouse.operations.clock import local_now
from gatehouse.operations.pack import PackError, latest_pack, verify_pack
from gatehouse.operations.packing import PRODUCT, Packer, PackStopped
from gatehouse.shipped import shipped
from gatehouse.state import open_state
from tests.support.asking import PRODUCTS, database_of
from tests.support.duck import CATALOGUE, HeldReading, configure, reading_of

NOW = datetime(2026, 11, 24, 7, 0)
PEOPLE = {
    "people": [
        {"number": "A1111AA", "last": "MOORE", "first": "ANN", "cell": "A-1-001"},
        {"number": "A2222AA", "last": "CONCEALED", "first": "BEN", "cell": "A-1-002"},
        {"number": "A3333AA", "last": "SECRET", "first": "CAL", "cell": "A-1-003"},
        {"number": "A4444AA", "last": "COURTLEY", "first": "DI", "cell": "A-1-004",
         "status": "OUT CRT CRT 2026-11-24 06:40"},
    ],
}  # fmt: skip
HIDDEN = ("CONCEALED", "SECRET", "A2222AA", "A3333AA")
LISTS = {"unlock-am.pdf", "unlock-pm.pdf", "unlock-ed.pdf", "roll.pdf", "fire-roll.pdf"}


def utc_now() -> datetime:
    return datetime.now(UTC)


class Copy:
    """A database made by hand, read as a serving copy is."""

    def __init__(self, database: duckdb.DuckDBPyConnection) -> None:
        self._database = database

    @contextmanager
    def read(self) -> Iterator[HeldReading]:
        yield reading_of(self._database, NOW)


@pytest.fixture
def state() -> Engine:
    return open_state("sqlite://")


@pytest.fixture
def database() -> duckdb.DuckDBPyConnection:
    """Moorland with people, Leeds with none, and a court, which is no prison."""
    made = database_of(PEOPLE)
    made.execute(
        "UPDATE nomis_state.agency_locations SET active_flag = 'Y', "
        "agency_location_type = CASE WHEN agy_loc_id = 'SHEFCC' THEN 'CRT' ELSE 'INST' END"
    )
    configure(made, "limited_access_feed", [(NOW,)])
    limits = [
        ("A2222AA", "restriction", "GOVERNOR", None, None),
        ("A3333AA", "exclusion", "COUSIN", None, None),
    ]
    configure(made, "limited_access", limits)
    return made


@pytest.fixture
def packer(database: duckdb.DuckDBPyConnection, state: Engine, tmp_path: Path) -> Packer:
    return Packer(Copy(database), PRODUCTS, Audit(state), tmp_path / "packs", 3)


def text_of(pdf: Path) -> str:
    reader = pypdf.PdfReader(BytesIO(pdf.read_bytes()))
    return " ".join(page.extract_text() for page in reader.pages)


def test_every_prison_with_people_has_its_five_lists(packer: Packer) -> None:
    pack = packer.write(NOW)
    assert pack.problems == ()
    assert [prison.id for prison in pack.prisons] == ["MDI"]
    assert {path.name for path in (pack.folder / "MDI").iterdir()} == LISTS
    assert verify_pack(pack.folder) == ()
    morning = text_of(pack.folder / "MDI/unlock-am.pdf")
    assert "MOORE, ANN" in morning.upper()
    assert "Printed by Gatehouse continuity pack" in " ".join(morning.split())


def test_limited_people_are_counted_and_never_named_whoever_holds_the_pack(
    packer: Packer, state: Engine
) -> None:
    """R-LAO: the holder may be the very person whom an exclusion is about."""
    pack = packer.write(NOW)
    for pdf in (pack.folder / "MDI").iterdir():
        text = text_of(pdf).upper()
        assert not [word for word in HIDDEN if word in text]
    assert "1 named + 2 not named = 3" in text_of(pack.folder / "MDI/fire-roll.pdf")
    (event,) = Audit(state).recent(9)
    assert Audit(state).subjects(event.id) == ("A1111AA", "A4444AA")


def test_each_prison_is_on_record_as_printed(packer: Packer, state: Engine) -> None:
    packer.write(NOW)
    (event,) = Audit(state).recent(9)
    assert (event.what, event.product, event.when) == (Action.PRINT, PRODUCT, NOW)
    assert event.parameters["prison"] == "MDI"
    assert "Fire roll" in str(event.parameters["lists"])


def test_an_evening_pack_has_the_lists_of_the_next_day_too(packer: Packer) -> None:
    pack = packer.write(NOW.replace(hour=18))
    assert {path.name for path in (pack.folder / "MDI").iterdir()} == LISTS | {
        f"unlock-2026-11-25-{slot}.pdf" for slot in ("am", "pm", "ed")
    }


def test_without_the_role_that_a_product_asks_for_there_is_no_list(
    database: duckdb.DuckDBPyConnection, state: Engine, tmp_path: Path
) -> None:
    """The pack is bound by policies like anybody."""
    folder = tmp_path / "products"
    folder.mkdir()
    for name in ("unlock-list", "roll"):
        text = (shipped("products") / f"{name}.json").read_text(encoding="utf-8")
        changed = text.replace("ROLE_PRISONS_REPORTING_USER", "ROLE_OTHER")
        (folder / f"{name}.json").write_text(changed, encoding="utf-8")
    packer = Packer(Copy(database), Products.load(folder), Audit(state), tmp_path / "packs", 3)
    pack = packer.write(NOW)
    assert "Denied" in pack.problems[0]
    assert not list(pack.folder.rglob("*.pdf"))


def test_a_pack_that_is_stopped_is_not_published(packer: Packer) -> None:
    stop = Event()
    stop.set()
    with pytest.raises(PackStopped):
        packer.write(NOW, stop)
    assert latest_pack(packer.folder) is None


def test_no_prison_says_what_to_check(database: duckdb.DuckDBPyConnection, packer: Packer) -> None:
    database.execute("DELETE FROM nomis_state.offender_bookings")
    with pytest.raises(PackError, match=r"no active prison.*gatehouse capture"):
        packer.write(NOW)


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A service of one prison whose changes were captured, with no server running."""
    home = tmp_path_factory.mktemp("service")
    build_estate(home / "estate", prisons=1, seed=7, now=local_now(), history_days=1)
    intake = Intake(
        home / "data" / "lake", {"nomis": home / "estate" / "nomis"}, CATALOGUE, utc_now
    )
    intake.run_once()
    intake.close()
    path = home / "gatehouse.toml"
    text = '[sources]\nnomis = "estate/nomis"\n[pack]\nfolder = "packs"\n'
    path.write_text(text, encoding="utf-8")
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["pack", *arguments])


def test_the_command_writes_a_pack_from_the_lake_and_another_checks_it(config: Path) -> None:
    written = run("--config", str(config))
    assert written.exit_code == 0, written.output
    folder = latest_pack(config.parent / "packs")
    assert folder is not None
    assert f"Wrote {folder}: 1 prisons" in written.output
    assert {path.name for path in folder.rglob("*.pdf")} >= LISTS
    assert not list((config.parent / "data").glob("pack-*")), "its own serving copy is removed"
    assert run("--verify", str(folder)).exit_code == 0
    next(folder.rglob("roll.pdf")).write_bytes(b"other")
    checked = run("--verify", str(folder))
    assert checked.exit_code == 1
    assert "roll.pdf has been changed" in checked.output


def test_the_command_says_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "gatehouse.toml"
    path.write_text('[sources]\nnomis = "nomis"\n', encoding="utf-8")
    refused = run("--config", str(path))
    assert refused.exit_code == 1
    assert "no folder is set; add [pack]" in refused.output
    path.write_text('[sources]\nnomis = "nomis"\n[pack]\nfolder = "packs"\n', encoding="utf-8")
    refused = run("--config", str(path))
    assert refused.exit_code == 1
    assert "no active prison has people in its care" in refused.output
