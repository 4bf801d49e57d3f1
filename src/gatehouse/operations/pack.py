"""The continuity pack: every prison's lists as PDFs in a folder, for when Gatehouse is down.

A pack is complete or not published: it is written beside the others under a hidden name and
renamed when it is whole. A prison whose lists fail keeps those of its last pack, dated, and says
so. Only old packs are ever removed.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from gatehouse.operations.pack_index import index_page, latest_page
from gatehouse.operations.pack_manifest import (
    CHECKSUMS,
    INDEX,
    MANIFEST,
    Pack,
    PackedPrison,
    PackError,
    PackFile,
    checksums_text,
    digest_of,
    manifest_text,
    read_pack,
    verify_pack,
)
from gatehouse.reports.exports.pdf import to_pdf
from gatehouse.reports.sheet import Sheet

__all__ = [
    "Pack",
    "PackError",
    "PackPrison",
    "PackSheet",
    "latest_pack",
    "verify_pack",
    "write_pack",
]

KEEP = 26
"""Packs kept: a day of hourly ones, and the nightly one before."""

LATEST = "latest"
_PACK_NAME = re.compile(r"\d{4}-\d\d-\d\d \d{4}( \(\d+\))?")
_MAKING, _REMOVING, _LOCK = ".making ", ".removing ", ".lock"
_UNSAFE = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class PackSheet:
    """One list of a prison; `name` becomes the file's name: "Unlock AM" is unlock-am.pdf."""

    name: str
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class PackPrison:
    """One prison, and how its lists are made: the unlock lists, the roll, the fire roll."""

    id: str
    name: str
    build: Callable[[], Sequence[PackSheet]]


def write_pack(
    folder: Path, prisons: Sequence[PackPrison], now: datetime, *, keep: int = KEEP
) -> Pack:
    """Make and publish one pack in `folder`, then remove all but the newest `keep` packs.

    Look at `Pack.problems`: a prison that fails does not stop the others. Raises `PackError` when
    another pack is being written, and `OSError` when the disk fails; then nothing is published.
    """
    _check(prisons, keep)
    folder.mkdir(parents=True, exist_ok=True)
    with _only_writer(folder):
        _remove_leftovers(folder)
        name = _free_name(folder, now)
        making = folder / f"{_MAKING}{name}"
        making.mkdir()
        pack = _write(making, prisons, now, _previous(folder))
        making.rename(folder / name)
        _point_to(folder, name)
        _remove_old(folder, keep, newest=name)
    return replace(pack, folder=folder / name)


def latest_pack(folder: Path) -> Path | None:
    """The folder of the newest published pack, or None before the first."""
    try:
        name = (folder / LATEST).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    if not _PACK_NAME.fullmatch(name) or not (folder / name).is_dir():
        raise PackError(f"the file {LATEST} names {name!r}, which is not a pack in {folder.name}")
    return folder / name


def _check(prisons: Sequence[PackPrison], keep: int) -> None:
    if not prisons:
        raise PackError("a pack needs at least one prison; check which prisons are configured")
    if keep < 1:
        raise PackError(f"keep is {keep}; keep at least 1 pack")
    folders = [_file_name(prison.id) for prison in prisons]
    if twice := sorted({name for name in folders if folders.count(name) > 1}):
        raise PackError(f"prisons are given twice: {', '.join(twice)}; give each once")


def _write(
    making: Path, prisons: Sequence[PackPrison], now: datetime, previous: Pack | None
) -> Pack:
    packed: list[PackedPrison] = []
    markings: set[str] = set()
    for prison in prisons:
        try:
            sheets = _sheets(prison)
            pdfs = [(item, to_pdf(item.sheet)) for item in sheets]
        except Exception as fault:  # noqa: BLE001 - one prison's fault may not stop the others
            problem = f"{type(fault).__name__}: {fault}"
            packed.append(_kept(making, prison, problem, previous))
            continue
        markings |= {item.sheet.classification for item in sheets}
        files = tuple(_write_list(making, prison, item, pdf) for item, pdf in pdfs)
        packed.append(PackedPrison(prison.id, prison.name, now, files))
    if not markings and previous is not None:
        markings = {previous.classification}
    pack = Pack(making, now, " / ".join(sorted(markings)), tuple(packed))
    _write_file(making / INDEX, index_page(pack).encode())
    _write_file(making / MANIFEST, manifest_text(pack).encode())
    _write_file(making / CHECKSUMS, checksums_text(making).encode())
    return pack


def _sheets(prison: PackPrison) -> Sequence[PackSheet]:
    sheets = prison.build()
    names = [_file_name(item.name) for item in sheets]
    if not names or len(set(names)) != len(names):
        raise PackError(f"it should give lists with different names, but gave {names or 'none'}")
    return sheets


def _write_list(making: Path, prison: PackPrison, item: PackSheet, pdf: bytes) -> PackFile:
    path = f"{_folder_name(prison.id)}/{_file_name(item.name)}.pdf"
    _write_file(making / path, pdf)
    sheet = item.sheet
    return PackFile(path, sheet.title, sheet.row_count, sheet.data_as_at, digest_of(pdf))


def _kept(making: Path, prison: PackPrison, problem: str, previous: Pack | None) -> PackedPrison:
    """The prison's last lists, in a folder whose name says how old they are."""
    old = next((p for p in previous.prisons if p.id == prison.id), None) if previous else None
    if previous is None or old is None or old.made_at is None:
        return PackedPrison(prison.id, prison.name, None, (), problem)
    folder = f"{_folder_name(prison.id)}/OLD made {old.made_at:%Y-%m-%d %H%M}"
    files: list[PackFile] = []
    for file in old.files:
        source = previous.folder / file.path
        content = source.read_bytes() if source.is_file() else b""
        if digest_of(content) != file.sha256:
            problem += f"; the earlier list {file.title} is damaged and was left out"
            continue
        path = f"{folder}/{source.name}"
        _write_file(making / path, content)
        files.append(replace(file, path=path))
    return PackedPrison(
        prison.id, prison.name, old.made_at if files else None, tuple(files), problem
    )


def _previous(folder: Path) -> Pack | None:
    """The last pack; one that cannot be read is as if there were none, and is not touched."""
    try:
        latest = latest_pack(folder)
        return read_pack(latest) if latest else None
    except PackError:
        return None


def _write_file(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _point_to(folder: Path, name: str) -> None:
    for target, text in ((LATEST, f"{name}\n"), (INDEX, latest_page(name))):
        hidden = folder / f".{target}"
        _write_file(hidden, text.encode())
        hidden.replace(folder / target)


@contextmanager
def _only_writer(folder: Path) -> Iterator[None]:
    with (folder / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PackError(
                f"another pack is being written in {folder.name}; wait until it is done"
            ) from None
        yield


def _free_name(folder: Path, now: datetime) -> str:
    """The minute it is made; the hour that comes twice in October gives a second one."""
    name = f"{now:%Y-%m-%d %H%M}"
    copies = 1
    while (folder / name).exists():
        copies += 1
        name = f"{now:%Y-%m-%d %H%M} ({copies})"
    return name


def _remove_leftovers(folder: Path) -> None:
    """What a run that was stopped left behind; it was never published."""
    for path in folder.iterdir():
        if path.is_dir() and path.name.startswith((_MAKING, _REMOVING)):
            shutil.rmtree(path)


def _remove_old(folder: Path, keep: int, newest: str) -> None:
    """All but the newest packs; renamed first, so that half a pack is never seen.

    The clock may have gone back, so the one just made counts as the newest whatever its name.
    """
    older = sorted(
        path
        for path in folder.iterdir()
        if path.is_dir() and _PACK_NAME.fullmatch(path.name) and path.name != newest
    )
    for path in older[: max(0, len(older) + 1 - keep)]:
        hidden = folder / f"{_REMOVING}{path.name}"
        path.rename(hidden)
        shutil.rmtree(hidden)


def _folder_name(prison_id: str) -> str:
    return _file_name(prison_id).upper()


def _file_name(name: str) -> str:
    """A name that every disk takes and no path can hide in."""
    safe = _UNSAFE.sub("-", name.lower()).strip("-")
    if not safe:
        raise PackError(f"{name!r} has no letter or number to name a file by")
    return safe
