"""Answers that a browser saves."""

from typing import Final

from starlette.responses import Response

_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(content: bytes, kind: str, name: str) -> Response:
    """A file of a kind ("pdf"), to be saved as `name`, which holds plain letters only."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return Response(content, media_type=_TYPES[kind], headers=headers)
