"""The folders of all sources, looked at together; one that is away stops no other."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from gatehouse.capture import ChangeFile, DmsFolder

_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class Found:
    """What one look found; `away` counts the sources whose folder could not be read."""

    files: list[ChangeFile] = field(default_factory=list)
    ignored: list[ChangeFile] = field(default_factory=list)
    away: int = 0


class Folders:
    """The folder of each source, by the source's short name."""

    def __init__(self, sources: Mapping[str, Path]) -> None:
        self.roots = dict(sources)
        self._folders = [DmsFolder(source, root) for source, root in sources.items()]
        self._away: set[str] = set()

    def look(self) -> Found:
        """Find what is new or rewritten since the last look."""
        found = Found()
        for folder in self._folders:
            try:
                listing = folder.look()
            except OSError as error:
                found.away += 1  # not there at this moment: waits, and the others flow
                folder.forget()  # what this look had found before it failed is found again
                self._tell_away(folder, error)
                continue
            self._tell_back(folder)
            found.files += listing.files
            found.ignored += listing.ignored
        return found

    def again(self, files: Iterable[ChangeFile]) -> None:
        """Find these files at the next look too, as ones that have to be tried again."""
        by_source = {folder.source: folder for folder in self._folders}
        for file in files:
            by_source[file.source].again(file)

    def forget(self) -> None:
        """Find every file at the next look."""
        for folder in self._folders:
            folder.forget()

    def heartbeats(self) -> Iterable[datetime]:
        """When each source that says so last was alive (UTC)."""
        return [beat for folder in self._folders if (beat := folder.heartbeat())]

    def _tell_away(self, folder: DmsFolder, error: OSError) -> None:
        if folder.source not in self._away:
            self._away.add(folder.source)
            _LOG.warning(
                "source %s waits: its folder %s cannot be read (%s); it is looked for at every "
                "turn, and the other sources go on",
                folder.source,
                folder.root,
                error.strerror or error,
            )

    def _tell_back(self, folder: DmsFolder) -> None:
        if folder.source in self._away:
            self._away.remove(folder.source)
            _LOG.info("source %s is back: its folder %s is read", folder.source, folder.root)
