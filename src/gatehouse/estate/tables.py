"""The contracts of the tables that the estate writes."""

from functools import cache

from gatehouse.contracts import Catalogue
from gatehouse.shipped import shipped


@cache
def catalogue() -> Catalogue:
    """The contracts that ship with Gatehouse, read once."""
    return Catalogue.load(shipped("contracts"))
