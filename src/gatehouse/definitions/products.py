"""The products a service holds: every definition in a folder that could be read."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from gatehouse.definitions.model import Product
from gatehouse.definitions.node import DefinitionError
from gatehouse.definitions.reading import read_definition


class UnknownProductError(KeyError):
    """No product has that id."""

    def __str__(self) -> str:
        return str(self.args[0])


class Products(Mapping[str, Product]):
    """Products by id. A file that cannot be read is a fault, and hides no other."""

    def __init__(self, products: Iterable[Product], faults: Iterable[DefinitionError] = ()) -> None:
        self._products = {product.id: product for product in products}
        self.faults = tuple(faults)

    @classmethod
    def load(cls, folder: Path) -> "Products":
        """Read every `*.json` of a folder, in order of name."""
        products: dict[str, Product] = {}
        faults: list[DefinitionError] = []
        for file in sorted(folder.glob("*.json")):
            try:
                product = read_definition(file)
                _must_be_new(product, products, file)
            except DefinitionError as fault:
                faults.append(fault)
            else:
                products[product.id] = product
        return cls(products.values(), faults)

    def __getitem__(self, product_id: str) -> Product:
        try:
            return self._products[product_id]
        except KeyError:
            known = ", ".join(self._products) or "none"
            raise UnknownProductError(
                f'no product has the id "{product_id}"; there are: {known}'
            ) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._products)

    def __len__(self) -> int:
        return len(self._products)


def _must_be_new(product: Product, products: Mapping[str, Product], file: Path) -> None:
    if product.id in products:
        raise DefinitionError(
            file, "$.id", f'another file has the id "{product.id}"; give each product its own'
        )
