"""Configuration as tables: what the settings say, put where the products' SQL can join it."""

import csv
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from gatehouse.operations.clock import LONDON
from gatehouse.operations.settings import Regime, SettingsError, ShownAlert

# Alerts that every wing needs to see at unlock; a prison may add to them, never take away.
NATIONAL_ALERTS: tuple[ShownAlert, ...] = tuple(
    ShownAlert(code, label, None)
    for code, label in (
        ("HA", "ACCT open"),
        ("HA1", "ACCT post-closure"),
        ("XCU", "Controlled unlock"),
        ("XEL", "Escape list"),
        ("XELH", "Escape list heightened"),
        ("XER", "Escape risk"),
        ("PEEP", "PEEP"),
        ("XTACT", "TACT"),
        ("RNO121", "No one-to-one"),
        ("RCON", "Conflict"),
        ("XSA", "Staff assaulter"),
        ("RSS", "Risk to staff"),
        ("XHT", "Hostage taker"),
        ("XNR", "Not for release"),
        ("XVL", "Violent"),
        ("CSIP", "CSIP"),
        ("OFR", "Food refusal"),
        ("VIP", "Isolated prisoner"),
    )
)

REGIME = pa.schema(
    [
        ("prison_id", pa.string()),
        ("weekday", pa.int32()),
        ("am_start", pa.time64("us")),
        ("pm_start", pa.time64("us")),
        ("ed_start", pa.time64("us")),
    ]
)
ALERT_SHOWN = pa.schema([("prison_id", pa.string()), ("code", pa.string()), ("label", pa.string())])
LIMITED_ACCESS = pa.schema(
    [
        ("prison_number", pa.string()),
        ("kind", pa.string()),
        ("username", pa.string()),
        ("since", pa.timestamp("us")),
        ("until", pa.timestamp("us")),
    ]
)
LIMITED_ACCESS_FEED = pa.schema([("as_at", pa.timestamp("us"))])


def regime_table(regimes: tuple[Regime, ...]) -> pa.Table:
    """`config.regime`: one row per prison and weekday."""
    rows = [
        {
            "prison_id": regime.prison,
            "weekday": weekday,
            "am_start": regime.am,
            "pm_start": regime.pm,
            "ed_start": regime.ed,
        }
        for regime in regimes
        for weekday in regime.weekdays
    ]
    seen: set[tuple[object, object]] = set()
    for row in rows:
        key = (row["prison_id"], row["weekday"])
        if key in seen:
            raise SettingsError(f"regime: {key[0]} has two regimes for weekday {key[1]}; keep one")
        seen.add(key)
    return pa.Table.from_pylist(rows, schema=REGIME)


def alert_table(added: tuple[ShownAlert, ...]) -> pa.Table:
    """`config.alert_shown`: the national set and what prisons add."""
    rows = [
        {"prison_id": alert.prison, "code": alert.code, "label": alert.label}
        for alert in (*NATIONAL_ALERTS, *added)
    ]
    return pa.Table.from_pylist(rows, schema=ALERT_SHOWN)


def limited_access_tables(feed: Path | None) -> tuple[pa.Table, pa.Table]:
    """`config.limited_access` and the time of its feed; no feed means nobody is limited."""
    if feed is None:
        return LIMITED_ACCESS.empty_table(), LIMITED_ACCESS_FEED.empty_table()
    rows = _feed_rows(feed)
    # The file's own time says how old the feed is.
    as_at = datetime.fromtimestamp(feed.stat().st_mtime, LONDON).replace(tzinfo=None)
    return (
        pa.Table.from_pylist(rows, schema=LIMITED_ACCESS),
        pa.Table.from_pylist([{"as_at": as_at}], schema=LIMITED_ACCESS_FEED),
    )


def _feed_rows(feed: Path) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    with feed.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                rows.append(_feed_row(row))
            except (KeyError, ValueError) as error:
                raise SettingsError(f"{feed}, line {number}: {error}") from error
    return rows


def _feed_row(row: dict[str, str]) -> dict[str, object]:
    if row["kind"] not in ("exclusion", "restriction"):
        raise ValueError(f"kind is {row['kind']!r}; use exclusion or restriction")
    if not row["prison_number"]:
        raise ValueError("prison_number is empty")
    return {
        "prison_number": row["prison_number"].upper(),
        "kind": row["kind"],
        "username": row["username"].upper(),
        "since": datetime.fromisoformat(row["since"]),
        "until": datetime.fromisoformat(row["until"]) if row.get("until") else None,
    }
