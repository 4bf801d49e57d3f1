"""The service's configuration, `gatehouse.toml`, read once and checked whole.

Every fault is collected and told together, each with its place in the file and what is right.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any

from gatehouse.operations.fields import Faults, Table
from gatehouse.operations.sign_in import SignInSettings, read_sign_in
from gatehouse.shipped import shipped

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class SettingsError(ValueError):
    """A configuration that cannot be used; the message lists every fault."""


@dataclass(frozen=True, slots=True)
class Regime:
    """When a prison's sessions start on some weekdays (1 = Monday … 7 = Sunday; R-SLOT-2)."""

    prison: str
    weekdays: tuple[int, ...]
    am: time
    pm: time
    ed: time


@dataclass(frozen=True, slots=True)
class WingGroup:
    """A name that staff use for part of a prison, and the locations it takes in ("1-2")."""

    prison: str
    name: str
    locations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownAlert:
    """An alert that lists show; added to the national set, for one prison or (None) for all."""

    code: str
    label: str
    prison: str | None


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a running service was told.

    `data` holds what Gatehouse makes (lake, serving copy, state); `sources` maps a source to
    its folder of files. `state_url` is an SQLAlchemy URL. Without `sign_in` only the people of
    the demonstration can sign in, and outside it nobody.
    """

    demo: bool
    host: str
    port: int
    secure_cookies: bool
    data: Path
    sources: Mapping[str, Path]
    contracts: Path
    products: Path
    state_url: str
    regimes: tuple[Regime, ...] = ()
    wing_groups: tuple[WingGroup, ...] = ()
    alerts: tuple[ShownAlert, ...] = ()
    limited_access: Path | None = None
    pack_folder: Path | None = None
    packs_kept: int = 48
    sign_in: SignInSettings | None = None

    @property
    def lake(self) -> Path:
        """Where the change log and its bases lie."""
        return self.data / "lake"

    @property
    def serving_copy(self) -> Path:
        """The server's own queryable copy; may be deleted at any time."""
        return self.data / "serving.duckdb"


def load_settings(path: Path) -> Settings:
    """Read a configuration file; relative paths start at its folder."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(
            f"{path} is not there; `gatehouse init` writes one to start from"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not valid TOML: {error}") from error
    faults = Faults(path)
    settings = _settings(document, path.parent.resolve(), faults)
    if faults:
        raise SettingsError(str(faults))
    return settings


def _settings(document: dict[str, Any], home: Path, faults: Faults) -> Settings:
    root = Table(document, "", faults, home)
    service, state = root.table("service"), root.table("state")
    limited, pack = root.table("limited_access"), root.table("pack")
    sources, sign_in = root.table("sources"), root.optional_table("sign_in")
    data = service.path("data", home / "data")
    settings = Settings(
        demo=service.flag("demo", default=False),
        host=service.text("host", "127.0.0.1"),
        port=service.number("port", 8080, low=1, high=65535),
        secure_cookies=service.flag("secure_cookies", default=True),
        data=data,
        sources={name: sources.path(name, home) for name in sources.keys()},  # noqa: SIM118 - not a dict
        contracts=service.path("contracts", shipped("contracts")),
        products=service.path("products", shipped("products")),
        state_url=state.text("url", f"sqlite:///{data / 'state.sqlite'}"),
        regimes=tuple(_regime(table) for table in root.tables("regime")),
        wing_groups=tuple(_wing_group(table) for table in root.tables("wing_group")),
        alerts=tuple(_alert(table) for table in root.tables("alert")),
        limited_access=limited.optional_path("feed"),
        pack_folder=pack.optional_path("folder"),
        packs_kept=pack.number("keep", 48, low=1, high=10_000),
        sign_in=read_sign_in(sign_in) if sign_in else None,
    )
    for table in (service, state, limited, pack, root):
        table.refuse_unknown()
    _check_sign_in(settings, faults)
    if not settings.sources:
        faults.add("sources", 'name at least one, such as nomis = "/data/dms/nomis"')
    return settings


def _check_sign_in(settings: Settings, faults: Faults) -> None:
    if settings.sign_in is None:
        return
    if settings.demo:
        faults.add("sign_in", "take it out, or service.demo: the demonstration has its own people")
    if settings.sign_in.address.startswith("https:") != settings.secure_cookies:
        faults.add(
            "sign_in.address",
            "must begin with https when service.secure_cookies is true, and not when it is false",
        )


def _regime(table: Table) -> Regime:
    days = table.texts("days", WEEKDAYS)
    for day in days:
        if day not in WEEKDAYS:
            table.fault("days", f"{day!r} is not a weekday; use {', '.join(WEEKDAYS)}")
    regime = Regime(
        prison=table.text("prison"),
        weekdays=tuple(WEEKDAYS.index(day) + 1 for day in days if day in WEEKDAYS),
        am=table.clock_time("am"),
        pm=table.clock_time("pm"),
        ed=table.clock_time("ed"),
    )
    if not regime.am < regime.pm < regime.ed:
        table.fault("pm", "sessions must start in order: am, then pm, then ed")
    table.refuse_unknown()
    return regime


def _wing_group(table: Table) -> WingGroup:
    group = WingGroup(
        prison=table.text("prison"),
        name=table.text("name"),
        locations=table.texts("locations"),
    )
    for location in group.locations:
        if not location.isascii() or not location.isprintable():
            table.fault("locations", f"{location!a} holds a character that no cell path can")
    table.refuse_unknown()
    return group


def _alert(table: Table) -> ShownAlert:
    alert = ShownAlert(table.text("code"), table.text("label"), table.text("prison", "") or None)
    table.refuse_unknown()
    return alert
