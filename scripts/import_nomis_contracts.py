"""Write contracts/nomis/*.yaml from the published NOMIS dictionary.

usage: import_nomis_contracts.py DICTIONARY.json CONTRACTS_FOLDER TABLE [TABLE …]

The dictionary is made from the DDL in ministryofjustice/prison-api (MIT, Crown copyright).
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

from gatehouse.contracts import (
    Column,
    ColumnType,
    Contract,
    Sensitivity,
    TableName,
    write_contract,
)

# Tables for which the DDL declares no key, with the one that identifies a row.
KEYS = {
    "OFFENDER_EXCLUDE_ACTS_SCHDS": ["OFFENDER_EXCLUDE_ACT_SCHD_ID"],
    "LIVING_UNITS": ["LIVING_UNIT_ID"],
}
SUBJECTS = ("ROOT_OFFENDER_ID", "OFFENDER_BOOK_ID", "OFFENDER_ID", "OIC_INCIDENT_ID")
ABOUT_RISK = re.compile(r"ALERT|ASSESS|NON_ASSOC|OIC|INCIDENT|IEP|NA_DETAILS")
IDENTIFYING = re.compile(r"(FIRST|LAST|MIDDLE|BIRTH|NAME|IDENTIFIER|_ID_DISPLAY|SEX_CODE)")


def column_type(oracle: str) -> str:
    """The contract type for an Oracle type; DATE keeps its time of day."""
    if oracle.startswith("VARCHAR"):
        return "string"
    if oracle == "DATE" or oracle.startswith("TIMESTAMP"):
        return "timestamp"
    if oracle.startswith(("BLOB", "RAW")):
        return "bytes"
    match = re.fullmatch(r"NUMBER(?:\((\d+)(?:,(\d+))?\))?", oracle)
    if not match:
        raise ValueError(f"no contract type for {oracle}")
    if match[1] is None:
        return "decimal(38,10)"
    scale = int(match[2] or 0)
    return f"decimal({match[1]},{scale})" if scale else "integer"


def sensitivity(table: str, column: str) -> Sensitivity:
    """How sensitive a column is, from its table and name."""
    if re.search(r"COMMENT|_TEXT$|DETAILS$", column):
        return Sensitivity.RESTRICTED
    if table.startswith("OFFENDER") or ABOUT_RISK.search(table):
        if ABOUT_RISK.search(table):
            return Sensitivity.CONFIDENTIAL
        return Sensitivity.PRIVATE if IDENTIFYING.search(column) else Sensitivity.INTERNAL
    return Sensitivity.INTERNAL


def sentence(text: str | None) -> str:
    """A dictionary comment as one tidy line."""
    tidy = re.sub(r"\s+", " ", (text or "").replace("- Retrofitted", "")).strip(" .")
    return tidy[:120]


def contract(table: str, entry: dict[str, Any]) -> Contract:
    """The contract of one dictionary entry."""
    names = {column["name"] for column in entry["cols"]}
    key = entry["pk"] or KEYS.get(table) or []
    subject = next((name for name in SUBJECTS if name in names), None)
    return Contract(
        name=TableName("nomis", table.lower()),
        version=1,
        description=sentence(entry["comment"]),
        columns=tuple(
            Column(
                name=column["name"].lower(),
                type=ColumnType(column_type(column["type"])),
                nullable=not column["nn"] and column["name"] not in key,
                sensitivity=sensitivity(table, column["name"]),
                description=sentence(column["comment"]),
            )
            for column in entry["cols"]
        ),
        key=tuple(name.lower() for name in key),
        subject=subject.lower() if subject else None,
    )


def main() -> None:
    """Write one file per table named on the command line."""
    dictionary, folder, *tables = sys.argv[1:]
    entries = json.loads(Path(dictionary).read_text(encoding="utf-8"))
    for table in tables:
        made = contract(table, entries[table])
        write_contract(made, Path(folder) / "nomis" / f"{table.lower()}.yaml")


if __name__ == "__main__":
    main()
