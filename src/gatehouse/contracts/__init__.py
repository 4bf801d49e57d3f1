"""What a source table is: its columns, types, key and sensitivity.

A contract says nothing of where data comes from. Everything that reads, checks or stores a
table takes its shape from here.
"""

from gatehouse.contracts.catalogue import Catalogue, UnknownTableError
from gatehouse.contracts.contract import Column, Contract, ContractError, Sensitivity, TableName
from gatehouse.contracts.reading import read_contract, write_contract
from gatehouse.contracts.types import ColumnType

__all__ = [
    "Catalogue",
    "Column",
    "ColumnType",
    "Contract",
    "ContractError",
    "Sensitivity",
    "TableName",
    "UnknownTableError",
    "read_contract",
    "write_contract",
]
