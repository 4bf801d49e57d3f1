"""A contract says what a table is; a wrong one says where it is wrong."""

from pathlib import Path

import pyarrow as pa
import pytest

from gatehouse.contracts import (
    Catalogue,
    Column,
    ColumnType,
    Contract,
    ContractError,
    Sensitivity,
    TableName,
    UnknownTableError,
    read_contract,
    write_contract,
)
from gatehouse.shipped import shipped

ALERTS = """\
table: nomis.offender_alerts
version: 1
description: Alerts held about a person.
key: [offender_book_id, alert_seq]
subject: offender_book_id
columns:
  offender_book_id: {type: integer, nullable: false}
  alert_seq: {type: integer, nullable: false}
  alert_code: {type: string, nullable: false, sensitivity: confidential}
  fee: {type: "decimal(11,2)"}
"""


def _write(folder: Path, text: str) -> Path:
    path = folder / "offender_alerts.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_contract_gives_names_types_and_what_must_be_filled(tmp_path: Path) -> None:
    contract = read_contract(_write(tmp_path, ALERTS))
    assert contract.name == TableName("nomis", "offender_alerts")
    assert contract.required == ("offender_book_id", "alert_seq", "alert_code")
    assert contract.arrow_schema.field("fee").type == pa.decimal128(11, 2)
    assert contract.column("alert_code").sensitivity is Sensitivity.CONFIDENTIAL
    assert contract.column("fee").type.duckdb == "DECIMAL(11,2)"


def test_a_contract_written_reads_back_unchanged(tmp_path: Path) -> None:
    contract = read_contract(_write(tmp_path, ALERTS))
    write_contract(contract, tmp_path / "again.yaml")
    assert read_contract(tmp_path / "again.yaml") == contract


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("key: [offender_book_id, alert_seq]", "key: []"), "has no key"),
        (("key: [offender_book_id, alert_seq]", "key: [booking]"), "'booking' is named as key"),
        (("type: string", "type: varchar"), "unknown type 'varchar'; a contract may use"),
        (("decimal(11,2)", "decimal(2,11)"), "not less than scale"),
        (("nullable: false, sens", "nullabel: false, sens"), "unknown keys nullabel"),
        (("version: 1", "verison: 1"), "unknown keys verison"),
        (("version: 1\n", ""), "'version' is missing"),
        (("table: nomis.offender_alerts", "table: offender_alerts"), "write the source too"),
        (("table: nomis.offender", "table: NOMIS.Offender"), "not a usable name"),
        (("sensitivity: confidential", "sensitivity: secret"), "'secret'"),
        (("alert_code: {type: string", "alert_code: {kind: string"), "unknown keys kind"),
    ],
)
def test_a_wrong_contract_names_its_file_and_fault(
    tmp_path: Path, change: tuple[str, str], says: str
) -> None:
    path = _write(tmp_path, ALERTS.replace(*change))
    with pytest.raises(ContractError) as caught:
        read_contract(path)
    assert says in str(caught.value)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("text", ["just words", "{unclosed: ["])
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ContractError, match=r"expected a mapping|cannot be read as YAML"):
        read_contract(_write(tmp_path, text))


def test_every_contract_that_ships_can_be_read() -> None:
    catalogue = Catalogue.load(shipped("contracts"))
    assert TableName("nomis", "offender_bookings") in catalogue
    assert len(catalogue) == len(list(shipped("contracts").glob("*/*.yaml")))


def test_an_unknown_table_says_which_file_to_add() -> None:
    catalogue = Catalogue.load(shipped("contracts"))
    with pytest.raises(UnknownTableError, match=r"add contracts/nomis/no_such_table\.yaml"):
        catalogue[TableName("nomis", "no_such_table")]


def test_an_empty_folder_is_an_error_not_an_empty_catalogue(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="no contracts found"):
        Catalogue.load(tmp_path)


def test_two_contracts_for_one_table_are_refused() -> None:
    contract = Contract(
        name=TableName("nomis", "t"),
        version=1,
        description="",
        columns=(Column("id", ColumnType("integer")),),
        key=("id",),
    )
    with pytest.raises(ContractError, match="two contracts"):
        Catalogue([contract, contract])


def test_a_column_declared_twice_is_refused() -> None:
    with pytest.raises(ContractError, match="declared twice: id"):
        Contract(
            name=TableName("nomis", "t"),
            version=1,
            description="",
            columns=(Column("id", ColumnType("integer")), Column("id", ColumnType("string"))),
            key=("id",),
        )
