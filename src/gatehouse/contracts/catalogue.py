"""All the contracts a service knows, by table name."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from gatehouse.contracts.contract import Contract, ContractError, TableName
from gatehouse.contracts.reading import read_contract


class UnknownTableError(LookupError):
    """No contract is known for a table."""


class Catalogue:
    """A read-only set of contracts."""

    def __init__(self, contracts: Iterable[Contract]) -> None:
        self._contracts: dict[TableName, Contract] = {}
        for contract in contracts:
            if contract.name in self._contracts:
                raise ContractError(f"{contract.name} has two contracts; keep one")
            self._contracts[contract.name] = contract

    @classmethod
    def load(cls, folder: Path) -> "Catalogue":
        """Read every `<source>/<table>.yaml` under a folder."""
        files = sorted(folder.glob("*/*.yaml"))
        if not files:
            raise ContractError(f"{folder}: no contracts found (looked for <source>/<table>.yaml)")
        return cls(read_contract(file) for file in files)

    def __getitem__(self, name: TableName) -> Contract:
        try:
            return self._contracts[name]
        except KeyError:
            raise UnknownTableError(
                f"no contract for {name}; add contracts/{name.source}/{name.table}.yaml"
            ) from None

    def __contains__(self, name: object) -> bool:
        return name in self._contracts

    def __iter__(self) -> Iterator[Contract]:
        return iter(self._contracts.values())

    def __len__(self) -> int:
        return len(self._contracts)
