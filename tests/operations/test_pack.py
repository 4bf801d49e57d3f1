"""The continuity pack: complete or not published, and readable with nothing running."""

import fcntl
import shutil
import subprocess
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pypdf
import pytest

from gatehouse.operations import pack as packs
from gatehouse.operations.pack import (
    PackError,
    PackPrison,
    PackSheet,
    latest_pack,
    verify_pack,
    write_pack,
)
from gatehouse.operations.pack_manifest import read_pack
from gatehouse.reports.sheet import Sheet, SheetColumn, SheetSection

FIVE = datetime(2026, 11, 24, 5, 0)
SIX = FIVE + timedelta(hours=1)
SEVEN = FIVE + timedelta(hours=2)
LISTS = ("Unlock AM", "Unlock PM", "Unlock ED", "Roll", "Fire roll")


def sheet_of(title: str, as_at: datetime) -> Sheet:
    return Sheet(
        title=title,
        classification="OFFICIAL-SENSITIVE",
        columns=(SheetColumn("Cell"), SheetColumn("Name")),
        sections=(SheetSection("A wing", (("A-1-001", "SMITH, John"),)),),
        completeness="1 listed = 1 in our care",
        data_as_at=as_at,
        made_at=as_at,
        made_by="Gatehouse",
    )


def prison(prison_id: str, name: str, at: datetime) -> PackPrison:
    def build() -> Sequence[PackSheet]:
        return [PackSheet(each, sheet_of(f"{each}: {name}", at)) for each in LISTS]

    return PackPrison(prison_id, name, build)


def failing(prison_id: str, name: str) -> PackPrison:
    def build() -> Sequence[PackSheet]:
        raise RuntimeError("the serving copy was <busy>")

    return PackPrison(prison_id, name, build)


def both(at: datetime) -> list[PackPrison]:
    return [prison("MDI", "Moorland", at), prison("LEI", "Leeds", at)]


def page(folder: Path) -> str:
    latest = latest_pack(folder)
    assert latest is not None
    return " ".join((latest / "index.html").read_text("utf-8").split())


def test_a_pack_holds_every_list_of_every_prison(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, both(FIVE), FIVE)
    assert pack.folder == tmp_path / "2026-11-24 0500"
    assert pack.problems == ()
    assert sorted(p.relative_to(pack.folder).as_posix() for p in pack.folder.rglob("*.pdf")) == [
        f"{each}/{name}.pdf"
        for each in ("LEI", "MDI")
        for name in ("fire-roll", "roll", "unlock-am", "unlock-ed", "unlock-pm")
    ]
    text = pypdf.PdfReader(pack.folder / "MDI/unlock-am.pdf").pages[0].extract_text()
    assert "SMITH, John" in text
    assert verify_pack(pack.folder) == ()
    assert latest_pack(tmp_path) == pack.folder
    assert read_pack(pack.folder) == pack


def test_the_index_opens_from_a_disk(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, both(FIVE), FIVE)
    text = page(tmp_path)
    assert "Complete: every list of all 2 prisons was made." in text
    assert "OFFICIAL-SENSITIVE" in text
    assert "24 November 2026, 05:00" in text
    assert '<a href="MDI/unlock-am.pdf">Unlock AM: Moorland</a>' in text
    assert "http://" not in text
    assert "https://" not in text
    assert "<script" not in text
    assert 'url=2026-11-24%200500/index.html"' in (tmp_path / "index.html").read_text("utf-8")
    assert (tmp_path / "latest").read_text("utf-8") == f"{pack.folder.name}\n"


def test_anyone_can_check_it_without_gatehouse(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, both(FIVE), FIVE)
    checker = shutil.which("sha256sum")
    if checker is None:
        pytest.skip("this computer has no sha256sum")
    subprocess.run([checker, "--check", "--quiet", "SHA256SUMS"], cwd=pack.folder, check=True)


def test_a_prison_that_fails_keeps_its_last_lists_and_says_so_loudly(tmp_path: Path) -> None:
    write_pack(tmp_path, both(FIVE), FIVE)
    pack = write_pack(tmp_path, [prison("MDI", "Moorland", SIX), failing("LEI", "Leeds")], SIX)
    assert pack.problems == ("Leeds (LEI): RuntimeError: the serving copy was <busy>",)
    assert (pack.folder / "LEI/OLD made 2026-11-24 0500/unlock-am.pdf").is_file()
    assert not list((pack.folder / "LEI").glob("*.pdf"))
    text = page(tmp_path)
    assert "This pack is not complete." in text
    assert "These are OLD lists, made at 24 November 2026, 05:00. They are not current." in text
    assert "the serving copy was &lt;busy&gt;" in text
    assert "LEI/OLD%20made%202026-11-24%200500/unlock-am.pdf" in text
    assert verify_pack(pack.folder) == ()


def test_old_lists_keep_their_date_however_often_a_prison_fails(tmp_path: Path) -> None:
    write_pack(tmp_path, both(FIVE), FIVE)
    for at in (SIX, SEVEN):
        pack = write_pack(tmp_path, [prison("MDI", "Moorland", at), failing("LEI", "Leeds")], at)
    assert pack.prisons[1].made_at == FIVE
    assert len(list(pack.folder.glob("LEI/OLD made 2026-11-24 0500/*.pdf"))) == len(LISTS)
    pack = write_pack(tmp_path, both(SEVEN), SEVEN + timedelta(hours=1))
    assert pack.problems == ()
    assert not list(pack.folder.glob("LEI/OLD*"))


def test_a_prison_that_never_worked_is_named(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, [prison("MDI", "Moorland", FIVE), failing("LEI", "Leeds")], FIVE)
    assert pack.prisons[1].files == ()
    assert "There are no lists for this prison, and no earlier ones." in page(tmp_path)
    assert "Leeds <strong>(not current)</strong>" not in page(tmp_path)
    assert "Leeds</a> <strong>(not current)</strong>" in page(tmp_path)


def test_damaged_old_lists_are_not_carried_on(tmp_path: Path) -> None:
    first = write_pack(tmp_path, both(FIVE), FIVE)
    (first.folder / "LEI/roll.pdf").write_bytes(b"%PDF other people")
    pack = write_pack(tmp_path, [failing("LEI", "Leeds")], SIX)
    assert "the earlier list Roll: Leeds is damaged and was left out" in pack.problems[0]
    assert len(pack.prisons[0].files) == len(LISTS) - 1


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (list, "but gave none"),
        (lambda: [PackSheet("Roll", sheet_of("a", FIVE))] * 2, "different names"),
        (lambda: [PackSheet("///", sheet_of("a", FIVE))], "no letter or number"),
    ],
)
def test_lists_that_cannot_be_filed_are_a_problem(
    tmp_path: Path, build: Callable[[], Sequence[PackSheet]], words: str
) -> None:
    pack = write_pack(tmp_path, [PackPrison("MDI", "Moorland", build)], FIVE)
    assert words in pack.problems[0]
    assert verify_pack(pack.folder) == ("the pack holds no list",)


def test_no_name_reaches_out_of_the_pack(tmp_path: Path) -> None:
    sly = PackPrison("../../MDI", "Moorland", lambda: [PackSheet("../../x", sheet_of("x", FIVE))])
    pack = write_pack(tmp_path / "packs", [sly], FIVE)
    assert [p.path for p in pack.prisons[0].files] == ["MDI/x.pdf"]
    assert {p.name for p in tmp_path.iterdir()} == {"packs"}


def test_a_full_disk_publishes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = write_pack(tmp_path, both(FIVE), FIVE)

    def full(_folder: Path) -> str:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(packs, "checksums_text", full)
        with pytest.raises(OSError, match="No space"):
            write_pack(tmp_path, both(SIX), SIX)
    assert latest_pack(tmp_path) == first.folder
    assert not (tmp_path / "2026-11-24 0600").exists()
    write_pack(tmp_path, both(SIX), SIX)
    assert not list(tmp_path.glob(".making*"))


def test_only_the_newest_packs_are_kept(tmp_path: Path) -> None:
    (tmp_path / "our own notes").mkdir()
    for hour in range(5):
        write_pack(tmp_path, both(FIVE), FIVE + timedelta(hours=hour), keep=2)
    kept = sorted(p.name for p in tmp_path.iterdir() if p.is_dir())
    assert kept == ["2026-11-24 0800", "2026-11-24 0900", "our own notes"]


def test_the_hour_that_comes_twice_keeps_both_packs(tmp_path: Path) -> None:
    twice = datetime(2026, 10, 25, 1, 30)
    write_pack(tmp_path, both(twice), twice, keep=2)
    again = write_pack(tmp_path, both(twice), twice, keep=2)
    assert again.folder.name == "2026-10-25 0130 (2)"
    earlier = write_pack(tmp_path, both(twice), twice - timedelta(minutes=30), keep=1)
    assert latest_pack(tmp_path) == earlier.folder
    assert earlier.folder.is_dir()


@pytest.mark.parametrize("harm", ["changed", "missing", "added", "manifest", "nothing to check by"])
def test_every_harm_is_found(tmp_path: Path, harm: str) -> None:
    folder = write_pack(tmp_path, both(FIVE), FIVE).folder
    match harm:
        case "changed":
            (folder / "MDI/roll.pdf").write_bytes(b"%PDF")
            expected = "MDI/roll.pdf has been changed"
        case "missing":
            (folder / "MDI/roll.pdf").unlink()
            expected = "MDI/roll.pdf is missing"
        case "added":
            (folder / "MDI/new.pdf").write_bytes(b"%PDF")
            expected = "MDI/new.pdf does not belong to the pack"
        case "manifest":
            (folder / "manifest.json").write_text("{}", "utf-8")
            expected = f"{folder.name} cannot be checked"
        case _:
            (folder / "SHA256SUMS").unlink()
            expected = f"{folder.name} cannot be checked"
    assert any(fault.startswith(expected) for fault in verify_pack(folder))


def test_two_packs_are_not_written_at_once(tmp_path: Path) -> None:
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(PackError, match="another pack is being written"):
            write_pack(tmp_path, both(FIVE), FIVE)


def test_mistakes_are_explained(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="at least one prison"):
        write_pack(tmp_path, [], FIVE)
    with pytest.raises(PackError, match="given twice: mdi"):
        write_pack(tmp_path, [prison("MDI", "a", FIVE), prison("MDI", "b", FIVE)], FIVE)
    with pytest.raises(PackError, match="keep at least 1"):
        write_pack(tmp_path, both(FIVE), FIVE, keep=0)
    (tmp_path / "latest").write_text("../secrets\n", "utf-8")
    with pytest.raises(PackError, match="not a pack"):
        latest_pack(tmp_path)
    assert latest_pack(tmp_path / "none") is None
