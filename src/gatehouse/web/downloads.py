"""Answers that a browser saves."""

from collections.abc import Callable, Mapping
from typing import Final

from starlette.responses import Response

from gatehouse.reports.exports.csv import to_csv
from gatehouse.reports.exports.pdf import to_pdf
from gatehouse.reports.exports.xlsx import to_xlsx
from gatehouse.reports.sheet import Sheet

EXPORTS: Final[Mapping[str, Callable[[Sheet], bytes]]] = {
    "csv": to_csv,
    "pdf": to_pdf,
    "xlsx": to_xlsx,
}

_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(content: bytes, kind: str, name: str) -> Response:
    """A file of a kind ("pdf"), to be saved as `name`, which holds plain letters only."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return Response(content, media_type=_TYPES[kind], headers=headers)
