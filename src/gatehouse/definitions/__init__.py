"""Data product definitions: one file, one product, read into one model."""

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
