"""Data product definitions: one file, one product, read into one model.

The format is 1.0.0. Gatehouse adds two things to it, and other readers ignore both:

- a column of a dataset's schema may say `"scope": "establishment"`: the id of the prison that
  decides who may see the row. A dataset without exactly one does not run.
- a policy may be of type `disclosure`; what it says is under `disclosure`, see
  `gatehouse.access.disclosure`.

A query is DuckDB SQL over the schemas `nomis` and `config`. It takes a prompt as the single value
`(SELECT name FROM prompt_)`, and the caller's `username` or working `caseload` as
`(SELECT username FROM context_)`.
"""

from gatehouse.definitions.checks import check_product
from gatehouse.definitions.model import (
    Dataset,
    Datasource,
    Field,
    FieldType,
    Filter,
    Forgiven,
    Metadata,
    Parameter,
    Product,
    Report,
    ReportField,
)
from gatehouse.definitions.node import DefinitionError
from gatehouse.definitions.products import Products, UnknownProductError
from gatehouse.definitions.reading import read_definition

__all__ = [
    "Dataset",
    "Datasource",
    "DefinitionError",
    "Field",
    "FieldType",
    "Filter",
    "Forgiven",
    "Metadata",
    "Parameter",
    "Product",
    "Products",
    "Report",
    "ReportField",
    "UnknownProductError",
    "check_product",
    "read_definition",
]
