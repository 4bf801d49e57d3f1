"""Readers that turn what a source wrote into change events of one shape.

A reader lists files, says what each file's footer promises, and gives the SQL that turns its
rows into events or into faults. It knows nothing of where events are stored.
"""

from gatehouse.capture.dms import DmsFolder
from gatehouse.capture.event import ChangeFile
from gatehouse.capture.footer import Footer, UnreadableFileError, read_footer
from gatehouse.capture.reading import FileReading, key_digest, reading_of

__all__ = [
    "ChangeFile",
    "DmsFolder",
    "FileReading",
    "Footer",
    "UnreadableFileError",
    "key_digest",
    "read_footer",
    "reading_of",
]
