"""Which tables a dataset reads, seen on the tree of its SQL."""

from functools import lru_cache

import sqlglot
from sqlglot import exp

from gatehouse.definitions import Dataset
from gatehouse.query.checks import DIALECT


@lru_cache(maxsize=1024)
def tables_read(dataset: Dataset) -> frozenset[str]:
    """Tables that the query names, such as `nomis.offenders`; in lower case."""
    trees = sqlglot.parse(dataset.query, read=DIALECT)
    return frozenset(
        f"{table.db}.{table.name}".lower()
        for tree in trees
        if tree is not None
        for table in tree.find_all(exp.Table)
        if table.db
    )
