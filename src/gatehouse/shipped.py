"""Files that ship with Gatehouse: contracts and data products.

In a wheel they lie inside the package; in a checkout they are the folders at its root.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parents[1]


def shipped(name: str) -> Path:
    """The folder of that name, `contracts` or `products`."""
    inside = _PACKAGE / "shipped_files" / name
    return inside if inside.exists() else _CHECKOUT / name
