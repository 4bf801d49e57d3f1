"""Alembic migrations of the state database, run by `open_state`."""
