"""Readable tables of people and events, loaded into a database by contract."""
