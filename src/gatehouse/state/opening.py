"""Opening the state database, upgraded to the newest shape."""

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

_MIGRATIONS = Path(__file__).parent / "migrations"
_BUSY_MS = 10_000
_ALONE = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": "SELECT pg_advisory_xact_lock(723481)",  # any number, the same everywhere
}


def open_state(url: str) -> Engine:
    """Open the state database at an SQLAlchemy URL, creating and upgrading it as needed.

    `sqlite://` alone is a database in memory, for tests. Raises `ValueError` for a kind of
    database other than SQLite and PostgreSQL, the driver's error when it cannot be reached, and
    Alembic's when it was written by a newer Gatehouse.
    """
    where = make_url(url)
    if where.get_backend_name() not in _ALONE:
        raise ValueError(
            f"state cannot be kept in {where.get_backend_name()}; give a URL that starts with "
            "sqlite:/// or postgresql+psycopg://"
        )
    engine = _engine(where)
    _upgrade(engine)
    return engine


def _engine(url: URL) -> Engine:
    """An engine whose errors quote no bound value: they may be names, and are logged."""
    if url.get_backend_name() != "sqlite":
        return create_engine(url, hide_parameters=True, pool_pre_ping=True)
    if url.database in (None, "", ":memory:"):
        engine = create_engine(
            url,
            hide_parameters=True,
            poolclass=StaticPool,
            connect_args={"check_same_thread": False},
        )
    else:
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Make SQLite keep foreign keys, wait for a lock, and let readers read while one writes."""
    if not isinstance(connection, sqlite3.Connection):
        return
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.close()


def _upgrade(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with engine.begin() as connection:
        # One server upgrades while others that start beside it wait; a failure leaves no half.
        connection.exec_driver_sql(_ALONE[engine.dialect.name])
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
