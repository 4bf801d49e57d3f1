"""Generate the code lists of the synthetic estate from a folder of the NOMIS code lists.

    python scripts/import_estate_codes.py FOLDER src/gatehouse/estate/codes

Keeps only what the estate uses. See the README in the output folder for source and licence.
"""

import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

DOMAINS = frozenset(
    [
        "AGY_LOC_TYPE",
        "BOOK_STS",
        "CALC_REASON",
        "CHG_HOUS_RSN",
        "ESCORT",
        "ETHNICITY",
        "EVENT_STS",
        "HOU_UN_TYPE",
        "ID_TYPE",
        "IEP_LEVEL",
        "ILOC_TYPE",
        "INT_SCH_RSN",
        "INT_SCH_TYPE",
        "LIVING_UNIT",
        "LIV_UN_RSN",
        "MOVE_DIRECT",
        "MOVE_RSN",
        "MOVE_TYPE",
        "MOV_APP_STAT",
        "MOV_APP_TYPE",
        "NAME_TYPE",
        "NON_ASSO_RSN",
        "NON_ASSO_TYP",
        "OFF_PRG_STS",
        "OIC_HEAR",
        "OIC_SANCT",
        "PA_SLOT",
        "PS_CATEGORY",
        "PS_PA_OC",
        "SENT_TERM",
        "SEX",
        "SUP_LVL_TYPE",
        "TAP_ABS_STYP",
        "TAP_ABS_TYPE",
        "VISIT_TYPE",
        "VIS_STS",
        "YOUTH_ADULT",
    ]
)
STATUSES = frozenset(
    [
        "RX",
        "JR",
        "TRL",
        "ADIMP_ORA",
        "SENT03",
        "YOI_ORA",
        "SEC91_03_ORA",
        "IPP",
        "LIFE",
        "LR_ORA",
        "FTR_ORA",
        "DET",
        "CIVIL",
        "SENT",
    ]
)
NOT_KEPT = frozenset({"MHI", "STC3", "CKI", "DAI", "FYI"})
FIRST = ("MDI", "LEI", "NHI")
OPEN = frozenset(
    [
        "AGI",
        "EHI",
        "ESI",
        "FDI",
        "HBI",
        "HDI",
        "KMI",
        "KVI",
        "LYI",
        "NSI",
        "SPI",
        "SUI",
        "TCI",
        "UPI",
    ]
)
TRAINING_B = frozenset(["DGI", "GHI", "GTI", "LGI", "RHI", "SLI", "VEI", "HCI", "MSI", "CLI"])
SIZES = {"local": 850, "training": 850, "high": 760, "open": 380, "women": 330, "youth": 130}
FIXED = {"MDI": 1000, "LEI": 1100, "NHI": 400}
ESTATE = 87_000


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def write(path: Path, head: tuple[str, ...], body: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(body)


def kind(row: dict[str, str]) -> str:
    prison = row["prison_id"]
    if prison in OPEN:
        return "open"
    if row["types"] in {"YCS", "YOI", "STC"}:
        return "youth"
    if row["male"] == "false":
        return "women"
    if "A" in row["cats"]:
        return "high"
    return "training" if "C" in row["cats"] or prison in TRAINING_B else "local"


def prisons(path: Path) -> list[tuple[str, str, str, str, int]]:
    kept = [r for r in rows(path) if r["active"] == "true" and r["prison_id"] not in NOT_KEPT]
    kept.sort(key=lambda r: FIRST.index(r["prison_id"]) if r["prison_id"] in FIRST else len(FIRST))
    wanted = sum(SIZES[kind(r)] for r in kept if r["prison_id"] not in FIXED)
    scale = (ESTATE - sum(FIXED.values())) / wanted
    return [
        (
            r["prison_id"],
            r["name"],
            "F" if r["male"] == "false" else "M",
            kind(r),
            FIXED.get(r["prison_id"], round(SIZES[kind(r)] * scale)),
        )
        for r in kept
    ]


def references(source: Path) -> Iterator[tuple[object, ...]]:
    for r in rows(source / "reference_codes.csv"):
        if r["DOMAIN"] in DOMAINS:
            parents = (r["PARENT_DOMAIN"], r["PARENT_CODE"])
            yield (
                r["DOMAIN"],
                r["CODE"],
                r["DESCRIPTION"],
                r["LIST_SEQ"],
                r["ACTIVE_FLAG"],
                *parents,
            )
    seen: set[str] = set()
    for r in rows(source / "alert_codes.csv"):
        if r["type"] not in seen:
            seen.add(r["type"])
            yield ("ALERT", r["type"], r["type_description"][:40], len(seen), "Y", "", "")
        yield (
            "ALERT_CODE",
            r["code"],
            r["description"][:40],
            r["list_seq"],
            r["active"],
            "ALERT",
            r["type"],
        )


def main(source: Path, target: Path) -> None:
    head = ("domain", "code", "description", "list_seq", "active_flag", "parent_domain")
    write(target / "reference_codes.csv", (*head, "parent_code"), references(source))
    write(
        target / "prisons.csv",
        ("prison_id", "name", "sex", "kind", "population"),
        prisons(source / "prisons.csv"),
    )
    write(
        target / "imprisonment_statuses.csv",
        ("imprisonment_status", "description", "band_code", "rank_value", "active_flag"),
        (
            tuple(r.values())
            for r in rows(source / "imprisonment_statuses.csv")
            if r["IMPRISONMENT_STATUS"] in STATUSES
        ),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
