"""Typst, with what a server that runs for months needs: fonts loaded once, memory given back.

Typst has no sans-serif letters of its own, so the build puts Arimo, which is as wide as Arial,
beside this module.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import typst

_TEMPLATE = "sheet.typ"
_REMEMBERED = 10
"""Typst keeps what it worked out until it was not used in this many later documents."""

_ROWS_WORTH_KEEPING = 100

BUILT_FONTS = Path(__file__).parent / "fonts" / "build"
FONT_FILES = ("Arimo_400Regular.ttf", "Arimo_700Bold.ttf")


class FontsMissingError(RuntimeError):
    """The fonts of printed lists were not built."""


def typeset(data: Mapping[str, object], rows: int) -> bytes:
    """The template filled with `data`, as an accessible PDF (PDF/UA-1).

    Typst remembers its last documents, about 60 MB for 1,000 rows each, to set a changed one
    faster; no list is printed twice. So after a long list, empty documents push it out of memory
    (3 ms each): 15 lists of 1,000 rows then hold 150 MB instead of 800 MB.

    Raises `FontsMissingError` when the fonts were not built.
    """
    pdf = typst.compile(
        _template(),
        sys_inputs={"sheet": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        font_paths=_fonts(),
    )
    for _ in range(min(_REMEMBERED + 1, rows // _ROWS_WORTH_KEEPING)):
        typst.compile(b"", format="svg", font_paths=_fonts())
    if not isinstance(pdf, bytes):  # a list would be one image per page
        raise TypeError(f"typst gave {type(pdf).__name__} for a PDF; it should be bytes")
    return pdf


@lru_cache(maxsize=1)
def _template() -> bytes:
    return files("gatehouse.reports.exports").joinpath(_TEMPLATE).read_bytes()


def font_folder(built: Path = BUILT_FONTS) -> Path:
    """The folder of the built fonts. Raises `FontsMissingError` when one is not there."""
    if missing := [name for name in FONT_FILES if not (built / name).is_file()]:
        raise FontsMissingError(
            f"{built} lacks {' and '.join(missing)}, so no list can be printed; "
            "in a checkout run `make assets`, and in a wheel report a fault"
        )
    return built


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Our own fonts and those inside Typst: the same pages everywhere, whatever is installed."""
    return typst.Fonts(include_system_fonts=False, font_paths=[font_folder()])
