"""Deliberate dirt in the stream: what goes wrong between a source and its reader.

Duplicates and late rows must change nothing; a key that changes leaves an old row that only the
source knows to be gone; malformed rows and files must be put aside without stopping the rest.
"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from gatehouse.estate.chance import Chance
from gatehouse.estate.live.scene import Scene

Files = list[tuple[Path, Path]]
_EVERY = 0.15
_FURTHER = 50


def renumber(scene: Scene) -> bool:
    """An alert gets another number, as when bookings merge: a key that changes.

    The stream only says what the row is now; that the old key is gone, nobody is told.
    """
    row = scene.any_of(
        "offender_alerts",
        """SELECT offender_book_id, alert_seq FROM offender_alerts
           WHERE alert_status = 'ACTIVE' AND alert_seq < 50""",
    )
    if row is None:
        return False
    scene.memory.drop("offender_alerts", row)
    scene.changes.update("offender_alerts", row, alert_seq=row["alert_seq"] + _FURTHER)
    return True


def spoil(files: Files, chance: Chance, nomis: Path) -> Files:
    """Perhaps spoil some of a step's prepared files; gives them with the spoilt ones added.

    Spoilt files stand beside the good ones under later names, so that the good rows all arrive.
    """
    spoilt: Files = []
    for prepared, final in files:
        if chance.happens(_EVERY):
            how = chance.pick((_again, _late, _keyless, _bad_stamp, _narrow, _cut_short))
            spoilt.append(how(prepared, final))
    if files and chance.happens(_EVERY / 3):
        prepared, final = files[0]
        spoilt.append(_copy(prepared, nomis / "not_a_table_we_know" / final.name, "unknown"))
    return files + spoilt


def _copy(prepared: Path, final: Path, what: str) -> tuple[Path, Path]:
    target = prepared.with_name(f"{what}-{prepared.name}")
    target.write_bytes(prepared.read_bytes())
    return target, final


def _name(final: Path, later: int) -> Path:
    """The name of some milliseconds later."""
    committed = datetime.strptime(final.stem + "+0000", "%Y%m%d-%H%M%S%f%z")
    at = committed + timedelta(milliseconds=later)
    return final.with_name(f"{at:%Y%m%d-%H%M%S}{at.microsecond // 1000:03}.parquet")


def _again(prepared: Path, final: Path) -> tuple[Path, Path]:
    """The same rows, delivered twice."""
    return _copy(prepared, _name(final, 1), "again")


def _rewrite(prepared: Path, final: Path, later: int, columns: dict[str, Any]) -> tuple[Path, Path]:
    table = pq.read_table(prepared).slice(0, 1)
    row = table.to_pylist()[0] | columns
    target = prepared.with_name(f"{later}-{prepared.name}")
    pq.write_table(pa.Table.from_pylist([row], schema=table.schema), target)
    return target, _name(final, later)


def _late(prepared: Path, final: Path) -> tuple[Path, Path]:
    """An older state of a row, delivered after the newer one: its sequence says so."""
    row = pq.read_table(prepared).slice(0, 1).to_pylist()[0]
    sequence = str(int(row["checkpoint_col"]) - 10**19).zfill(35)
    return _rewrite(
        prepared, final, 2, {"checkpoint_col": sequence, "MODIFY_USER_ID": "LATE", "Op": "U"}
    )


def _keyless(prepared: Path, final: Path) -> tuple[Path, Path]:
    """A row with none of its ids."""
    schema = pq.read_schema(prepared)
    empty = [n for n in schema.names if n.endswith(("_ID", "_SEQ", "USERNAME")) and n != "Op"]
    return _rewrite(prepared, final, 3, dict.fromkeys(empty))


def _bad_stamp(prepared: Path, final: Path) -> tuple[Path, Path]:
    """A commit time that is no time; the row itself is as it was."""
    return _rewrite(prepared, final, 4, {"_timestamp": "yesterday"})


def _narrow(prepared: Path, final: Path) -> tuple[Path, Path]:
    """A file that lacks a column of its contract."""
    table = pq.read_table(prepared)
    target = prepared.with_name(f"5-{prepared.name}")
    pq.write_table(table.drop_columns([table.column_names[5]]), target)
    return target, _name(final, 5)


def _cut_short(prepared: Path, final: Path) -> tuple[Path, Path]:
    """A file whose end never arrived."""
    target = prepared.with_name(f"6-{prepared.name}")
    whole = prepared.read_bytes()
    target.write_bytes(whole[: len(whole) // 2])
    return target, _name(final, 6)
