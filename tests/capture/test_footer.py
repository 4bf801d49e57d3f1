"""A file's own footer against the contract: what fits, what widens, what does not."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gatehouse.capture import Footer, UnreadableFileError, read_footer
from gatehouse.contracts import Column, ColumnType, Contract, TableName

_TECHNICAL = [("Op", pa.string()), ("_timestamp", pa.string()), ("checkpoint_col", pa.string())]


def _problems(contract_type: str, file_type: pa.DataType) -> list[str]:
    contract = Contract(
        name=TableName("nomis", "things"),
        version=1,
        description="",
        columns=(
            Column("id", ColumnType("integer"), nullable=False),
            Column("value", ColumnType(contract_type)),
        ),
        key=("id",),
        subject=None,
        retention="P7Y",
    )
    schema = pa.schema([("id", pa.int64()), ("value", file_type), *_TECHNICAL])
    return Footer(schema, 0).problems(contract)


@pytest.mark.parametrize(
    ("contract_type", "file_type"),
    [
        ("integer", pa.int8()),
        ("integer", pa.int16()),
        ("integer", pa.int32()),
        ("integer", pa.uint32()),
        ("double", pa.float32()),
        ("string", pa.large_string()),
        ("string", pa.dictionary(pa.int32(), pa.string())),
        ("timestamp", pa.timestamp("ms")),
        ("decimal(11,2)", pa.decimal128(9, 2)),
        ("decimal(11,2)", pa.decimal128(9, 0)),
        ("decimal(11,2)", pa.int16()),
        ("integer", pa.null()),
    ],
)
def test_these_widen_without_loss(contract_type: str, file_type: pa.DataType) -> None:
    """V15, V16."""
    assert _problems(contract_type, file_type) == []


@pytest.mark.parametrize(
    ("contract_type", "file_type"),
    [
        ("integer", pa.uint64()),
        ("integer", pa.float64()),
        ("integer", pa.string()),
        ("string", pa.int64()),
        ("date", pa.timestamp("us")),
        ("timestamp", pa.timestamp("ns")),
        ("timestamp", pa.timestamp("us", tz="UTC")),
        ("decimal(11,2)", pa.decimal128(12, 2)),
        ("decimal(11,2)", pa.decimal128(11, 3)),
        ("decimal(11,2)", pa.int64()),
        ("boolean", pa.int8()),
        ("string", pa.struct([("a", pa.int64())])),
    ],
)
def test_these_do_not_fit(contract_type: str, file_type: pa.DataType) -> None:
    """V14, V15, V18."""
    (problem,) = _problems(contract_type, file_type)
    assert problem == f"column value is {file_type}, the contract says {contract_type}"


def test_two_spellings_of_one_column_are_a_problem() -> None:
    """B11."""
    schema = pa.schema([("id", pa.int64()), ("ID", pa.int64()), *_TECHNICAL])
    contract = Contract(
        name=TableName("nomis", "things"),
        version=1,
        description="",
        columns=(Column("id", ColumnType("integer"), nullable=False),),
        key=("id",),
        subject=None,
        retention="P7Y",
    )
    assert Footer(schema, 0).problems(contract) == [
        "column id is there 2 times, in different letter case"
    ]


def test_half_a_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "LOAD1.parquet"
    pq.write_table(pa.table({"id": [1]}), path)
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(UnreadableFileError, match="not a whole Parquet file"):
        read_footer(path)
    path.write_bytes(b"")
    with pytest.raises(UnreadableFileError):
        read_footer(path)
