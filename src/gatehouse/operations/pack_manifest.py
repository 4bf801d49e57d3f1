"""What a continuity pack holds, written beside it so that it can be checked without Gatehouse.

`manifest.json` says which prisons and lists are inside and when each was made. `SHA256SUMS` covers
every file, the manifest too, in the form that `sha256sum --check` reads.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

MANIFEST, CHECKSUMS, INDEX = "manifest.json", "SHA256SUMS", "index.html"
_FORMAT = "gatehouse continuity pack 1"


class PackError(Exception):
    """A pack that cannot be written or read; the text says what to do."""


@dataclass(frozen=True, slots=True)
class PackFile:
    """One list as a PDF. `path` is within the pack, with forward slashes."""

    path: str
    title: str
    rows: int
    data_as_at: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class PackedPrison:
    """One prison's lists. With a `problem` they are those of an earlier pack, or none.

    `made_at` is when these very files were made; None when there are none.
    """

    id: str
    name: str
    made_at: datetime | None
    files: tuple[PackFile, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """One published pack."""

    folder: Path
    made_at: datetime
    classification: str
    prisons: tuple[PackedPrison, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        """What could not be made, one line per prison; empty when the pack is complete."""
        return tuple(f"{p.name} ({p.id}): {p.problem}" for p in self.prisons if p.problem)


def digest_of(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def manifest_text(pack: Pack) -> str:
    """The manifest, for programs and for a person with a text editor."""
    document = {
        "format": _FORMAT,
        "made_at": pack.made_at,
        "classification": pack.classification,
        "complete": not pack.problems,
        "prisons": [asdict(prison) for prison in pack.prisons],
    }
    return json.dumps(document, indent=2, ensure_ascii=False, default=datetime.isoformat) + "\n"


def read_pack(folder: Path) -> Pack:
    """The pack in `folder`, by its manifest alone. Raises `PackError`."""
    try:
        document = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if document["format"] != _FORMAT:
            raise PackError(f"{folder.name} is of format {document['format']!r}, not {_FORMAT!r}")
        prisons = tuple(map(_prison, document["prisons"]))
        made_at = datetime.fromisoformat(document["made_at"])
        return Pack(folder, made_at, document["classification"], prisons)
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise PackError(f"{folder.name} is not a whole continuity pack: {fault}") from fault


def checksums_text(folder: Path) -> str:
    """One line per file in `folder`."""
    return "".join(
        f"{digest_of((folder / path).read_bytes())}  {path}\n" for path in _paths(folder)
    )


def verify_pack(folder: Path) -> tuple[str, ...]:
    """Every fault of the pack in `folder`, in words; empty when it is whole and unchanged.

    A pack whose checksums cannot be read is a fault: what was not checked is not good.
    """
    try:
        expected = _read_checksums(folder)
        pack = read_pack(folder)
    except (OSError, ValueError, PackError) as fault:
        return (f"{folder.name} cannot be checked: {fault}",)
    named = {file.path: file.sha256 for prison in pack.prisons for file in prison.files}
    found = set(_paths(folder))
    faults = [f"{path} is missing" for path in sorted(set(expected) - found)]
    faults += [f"{path} does not belong to the pack" for path in sorted(found - set(expected))]
    faults += [
        f"{path} has been changed"
        for path in sorted(found & set(expected))
        if digest_of((folder / path).read_bytes()) != expected[path]
    ]
    faults += [
        f"{path} is not the file that the manifest names"
        for path, sha256 in sorted(named.items())
        if expected.get(path) != sha256
    ]
    if not named:
        faults.append("the pack holds no list")
    return tuple(faults)


def _read_checksums(folder: Path) -> dict[str, str]:
    lines = (folder / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    pairs = (line.split("  ", 1) for line in lines)
    return {path: digest for digest, path in pairs}


def _paths(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name != CHECKSUMS
    )


def _prison(kept: Mapping[str, object]) -> PackedPrison:
    made_at, files = kept["made_at"], kept["files"]
    if not isinstance(files, list):
        raise TypeError("files should be a list")
    return PackedPrison(
        id=str(kept["id"]),
        name=str(kept["name"]),
        made_at=datetime.fromisoformat(str(made_at)) if made_at else None,
        files=tuple(map(_file, files)),
        problem=str(kept["problem"]),
    )


def _file(kept: Mapping[str, object]) -> PackFile:
    return PackFile(
        path=str(kept["path"]),
        title=str(kept["title"]),
        rows=int(str(kept["rows"])),
        data_as_at=datetime.fromisoformat(str(kept["data_as_at"])),
        sha256=str(kept["sha256"]),
    )
