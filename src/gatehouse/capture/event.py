"""What a change event is: one row of a table, with its place in the order of all changes.

An event carries the contract's columns and beside them:

| column | meaning |
|---|---|
| `_op` | I inserted, U updated, D deleted |
| `_epoch` | which full load it belongs to; a verified full load opens a new one |
| `_sequence` | the source's sequence: 35 digits (stream), 14 (reload) or empty (full load) |
| `_timestamp` | commit time at the source, UTC; transfer time in a full load |
| `_file`, `_row` | the file it came in and its row there, counted from 0 |
| `_absent` | columns the file did not have: not the same as empty; NULL when it had all |
"""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

# The order of events: later wins. No part is ever NULL.
ORDER = ("_epoch", "_sequence", "_timestamp", "_file", "_row")

EVENT_FIELDS = (
    pa.field("_op", pa.string()),
    pa.field("_epoch", pa.int64()),
    pa.field("_sequence", pa.string()),
    pa.field("_timestamp", pa.timestamp("us")),
    pa.field("_file", pa.string()),
    pa.field("_row", pa.int64()),
    pa.field("_absent", pa.list_(pa.string())),
)


@dataclass(frozen=True, slots=True)
class ChangeFile:
    """A file of changes as found in a folder; `stamp` changes when the file is rewritten."""

    source: str
    table: str
    name: str
    path: Path
    size: int
    modified_ns: int

    @property
    def stamp(self) -> tuple[int, int]:
        """Size and modification time: what tells a rewritten file from the one seen before."""
        return self.size, self.modified_ns
