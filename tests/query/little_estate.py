"""A small prison estate, a dataset and a scope to ask with."""

import duckdb

from gatehouse.access import Caller, Condition, Policy, Rule, Scope, decide
from gatehouse.definitions import Dataset, Field, FieldType, Parameter
from gatehouse.lake.tables import live_rows

POLICIES = (Policy("access", "access", (Rule("permit"),)),)
FIELDS = (
    Field("prison_id", FieldType.STRING, scope="establishment"),
    Field("number", FieldType.STRING),
    Field("born", FieldType.DATE),
)
PEOPLE = "SELECT prison_id, number, born FROM nomis.people"


def estate(*people: tuple[str, str]) -> duckdb.DuckDBPyConnection:
    """A database with people: prison and number each; by default two at MDI and one at LEI."""
    connection = duckdb.connect()
    connection.execute(
        "CREATE SCHEMA nomis; CREATE SCHEMA nomis_state; CREATE SCHEMA config;"
        "CREATE TABLE main.secret(prison_id VARCHAR);"
        "CREATE TABLE nomis_state.people("
        "prison_id VARCHAR, number VARCHAR, born DATE, _op VARCHAR)"
    )
    columns = ("prison_id", "number", "born")
    connection.execute(f"CREATE VIEW nomis.people AS {live_rows('nomis', 'people', columns)}")
    held = people or (("MDI", "A1111AA"), ("MDI", "A2222AA"), ("LEI", "A3333AA"))
    connection.executemany(
        "INSERT INTO nomis_state.people VALUES (?, ?, DATE '1990-01-02', 'I')",
        held,
    )
    return connection


def dataset(
    query: str = PEOPLE,
    fields: tuple[Field, ...] = FIELDS,
    parameters: tuple[Parameter, ...] = (),
) -> Dataset:
    """A dataset of people."""
    return Dataset("people", "People", query, fields, parameters)


def scope(*prisons: str, working: str | None = None, hidden: tuple[str, ...] = ()) -> Scope:
    """The scope of someone with these caseloads, to whom some columns are hidden."""
    caller = Caller("OFFICER", "Officer", frozenset({"READER"}), frozenset(prisons), working)
    nurse = Condition(match=("${role}", "NURSE"))
    return decide(
        caller, (*POLICIES, Policy("h", "column-level", (Rule("permit", (nurse,)),), hidden))
    )
