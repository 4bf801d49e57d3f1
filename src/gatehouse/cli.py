"""The command line: `gatehouse …`. Each command calls one thing and says what happened."""

import getpass
import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from gatehouse.contracts import Catalogue, TableName
from gatehouse.estate.build import FolderTakenError, build_estate
from gatehouse.estate.live import Live, NoEstateError
from gatehouse.lake import (
    CopyInUseError,
    DiscardError,
    Fault,
    LakeBusyError,
    Quarantine,
    discard,
    quarantine,
    run_capture,
)
from gatehouse.operations.checking import check_service
from gatehouse.operations.clock import local_now, utc_now
from gatehouse.operations.demo import NotReadyError, run_demo
from gatehouse.operations.logs import log_to_stderr
from gatehouse.operations.pack import PackError, verify_pack
from gatehouse.operations.packing import pack_now
from gatehouse.operations.settings import Settings, SettingsError, load_settings
from gatehouse.operations.starter import write_starter
from gatehouse.operations.stopping import until_stopped
from gatehouse.operations.supervisor import ProcessDiedError
from gatehouse.web.server import serve as serve_pages

app = typer.Typer(
    help="Gatehouse: reports for prisons that prove what they are, who may see them, and that "
    "they are whole.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
estate = typer.Typer(help="A synthetic estate of prisons, for demonstration and tests.")
app.add_typer(estate, name="estate")
faults = typer.Typer(
    help="What could not be applied and why: by cause, or row by row for one table.",
    invoke_without_command=True,
)
app.add_typer(faults, name="quarantine")

Config = Annotated[
    Path, typer.Option("--config", "-c", help="The configuration file.", dir_okay=False)
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Log every batch too.")]
DEFAULT_CONFIG = Path("gatehouse.toml")
_USAGE = 2  # exit code: the command line asks for what is not there


@app.command()
def init(path: Annotated[Path, typer.Argument(help="Where to write it.")] = DEFAULT_CONFIG) -> None:
    """Write a commented configuration to start from."""
    try:
        write_starter(path)
    except FileExistsError:
        _fail(f"{path} is there already; it was left as it is")
    typer.echo(f"Wrote {path}. Set [sources] in it, then run: gatehouse check -c {path}")


@app.command()
def check(config: Config = DEFAULT_CONFIG) -> None:
    """Check the configuration, contracts and data products without starting anything."""
    report = check_service(_settings(config))
    for line in report.lines:
        typer.echo(line)
    if report.faults:
        _fail("\n".join(report.faults))


@app.command(name="capture")
def capture_changes(config: Config = DEFAULT_CONFIG, verbose: Verbose = False) -> None:
    """Capture changes from the sources into the change log, until stopped."""
    settings = _settings(config)
    log_to_stderr(verbose=verbose)
    try:
        run_capture(settings.lake, settings.sources, settings.contracts, until_stopped())
    except LakeBusyError as error:
        _fail(str(error))


@app.command()
def serve(config: Config = DEFAULT_CONFIG, verbose: Verbose = False) -> None:
    """Serve the pages."""
    settings = _settings(config)
    log_to_stderr(verbose=verbose)
    try:
        serve_pages(settings, until_stopped())
    except CopyInUseError as error:
        _fail(str(error))


@app.command()
def demo(
    folder: Annotated[Path, typer.Option(help="Where the estate and its data go.")] = Path("demo"),
    port: int = 8080,
    prisons: Annotated[int, typer.Option(min=1, max=120)] = 3,
    seed: int = 2026,
    rate: Annotated[float, typer.Option(help="Changes a second.")] = 5.0,
) -> None:
    """Build a living estate, capture it and serve it, on this machine."""
    try:
        run_demo(folder, port=port, prisons=prisons, seed=seed, rate=rate, say=typer.echo)
    except (ProcessDiedError, NotReadyError) as error:
        _fail(str(error))


@app.command()
def pack(
    config: Config = DEFAULT_CONFIG,
    verify: Annotated[
        Path | None, typer.Option(help="Check the pack in this folder instead.", file_okay=False)
    ] = None,
) -> None:
    """Write a continuity pack now, from the change log; or check one."""
    if verify is not None:
        if faults := verify_pack(verify):
            _fail("\n".join(faults))
        typer.echo(f"{verify} is whole and unchanged")
        return
    try:
        written = pack_now(_settings(config), local_now())
    except PackError as error:
        _fail(str(error))
    typer.echo(f"Wrote {written.folder}: {len(written.prisons)} prisons")
    if written.problems:
        _fail("The pack is not complete:\n" + "\n".join(written.problems))


@faults.callback()
def list_quarantine(
    context: typer.Context,
    config: Config = DEFAULT_CONFIG,
    table: Annotated[
        str | None, typer.Option(help="Every row of one, like nomis.offenders.")
    ] = None,
    history: Annotated[
        bool, typer.Option("--all", help="Also what has since been closed, and how.")
    ] = False,
) -> None:
    """List what could not be applied and why: by cause, or row by row for one table."""
    if context.invoked_subcommand:
        return
    settings = _settings(config)
    named = _table(table, settings) if table else None
    held = quarantine(settings.lake)
    if named:
        lines = [_fault_line(fault, held) for fault in held.rows(named, history=history)]
    else:
        lines = [
            f"{cause.count:>8}  {cause.table}  {cause.code}  e.g. {cause.example.reason}"
            for cause in held.causes(history=history)
        ]
    for line in lines or [f"Nothing in quarantine{f' for {named}' if named else ''}."]:
        typer.echo(line)


@faults.command(name="discard")
def discard_faults(
    ids: Annotated[list[str], typer.Argument(help="As quarantine --table lists them.")],
    reason: Annotated[str, typer.Option(help="Why what they held is not needed; it is kept.")],
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Close faults whose content is not needed. Nothing is erased; who, when and why are kept."""
    settings = _settings(config)
    now = utc_now().replace(tzinfo=None)
    try:
        closed = discard(settings.lake, ids, reason=reason, by=_user(), now=now)
    except DiscardError as error:
        _fail(str(error))
    for fault in closed:
        typer.echo(f"Discarded {fault.id}: {fault.name} {fault.file}, {_row_of(fault)}")


@estate.command()
def build(
    out: Annotated[Path, typer.Argument(help="Where to write the files.")],
    prisons: Annotated[int, typer.Option(min=1, max=120)] = 3,
    seed: int = 2026,
    dirt: Annotated[bool, typer.Option(help="Add late, repeated and malformed events.")] = False,
    history_days: Annotated[int | None, typer.Option(help="Days of past schedules.")] = None,
) -> None:
    """Write an estate as a first load: <out>/nomis/<table>/LOAD….parquet."""
    try:
        summary = build_estate(
            out, prisons=prisons, seed=seed, now=local_now(), dirt=dirt, history_days=history_days
        )
    except FolderTakenError as error:
        _fail(str(error))
    typer.echo(str(summary))


@estate.command()
def live(
    out: Annotated[Path, typer.Argument(help="An estate that `build` wrote.")],
    seed: int = 2026,
    rate: Annotated[float, typer.Option(help="Changes a second.")] = 5.0,
) -> None:
    """Keep an estate alive: write change files until stopped."""
    try:
        living = Live(out, seed=seed, clock=local_now, rate=rate)
    except NoEstateError as error:
        _fail(str(error))
    living.run(until_stopped())


def _table(name: str, settings: Settings) -> TableName:
    try:
        table = TableName.parse(name)
    except ValueError as error:
        _fail(str(error), _USAGE)
    if table not in Catalogue.load(settings.contracts):
        _fail(
            f"no contract for {table} in {settings.contracts}; "
            "name a table as source.table, like nomis.offenders",
            _USAGE,
        )
    return table


def _fault_line(fault: Fault, held: Quarantine) -> str:
    line = f"{fault.id}  {fault.file}, {_row_of(fault)}: {fault.reason}"
    if closing := held.closing(fault):
        at = f"{closing.at:%Y-%m-%d %H:%M} UTC"
        line += f" [closed: {closing.how} by {closing.by} at {at}: {closing.reason}]"
    return line


def _user() -> str:
    """Who runs this command; a user without a name, as in a container, by their number."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"


def _row_of(fault: Fault) -> str:
    return "whole file" if fault.row is None else f"row {fault.row}"


def _settings(config: Path) -> Settings:
    try:
        return load_settings(config)
    except SettingsError as error:
        _fail(str(error))


def _fail(message: str, code: int = 1) -> NoReturn:
    typer.echo(message, err=True)
    sys.exit(code)


def main() -> None:
    """Run the command line; Ctrl-C is a way to stop, not an error."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
