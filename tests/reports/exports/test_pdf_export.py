"""PDF: tagged, whole, literal text, the proof on every page."""

import dataclasses
import io
import re
import time as clock
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatehouse.reports.exports.glyphs import printable
from gatehouse.reports.exports.pdf import to_pdf
from gatehouse.reports.exports.typesetting import FontsMissingError, font_folder
from gatehouse.reports.sheet import ColumnKind, Sheet, SheetColumn, SheetSection
from tests.support.paper import LATE, unlock_sample

NAME = "Unlock list: Moorland (HMP & YOI), AM · Tuesday 24 November 2026"


def opened(sheet: Sheet) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(to_pdf(sheet)))


def page_texts(sheet: Sheet) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in opened(sheet).pages]


def everything(sheet: Sheet) -> str:
    return " ".join(page_texts(sheet))


def one_cell(text: str) -> Sheet:
    return dataclasses.replace(
        unlock_sample(0),
        columns=(SheetColumn("Note"),),
        sections=(SheetSection("", ((text,),)),),
    )


@pytest.fixture(scope="module")
def late_pages() -> list[str]:
    return page_texts(unlock_sample(250, warnings=(LATE,)))


def test_it_is_tagged_titled_and_in_english() -> None:
    reader = opened(unlock_sample(10))
    catalogue = str(reader.root_object)
    assert "'/MarkInfo': {'/Marked': True" in catalogue
    assert "'/Lang': 'en-GB'" in catalogue
    assert "'/DisplayDocTitle': True" in catalogue
    assert b"<pdfuaid:part>1</pdfuaid:part>" in to_pdf(unlock_sample(10))
    assert reader.metadata is not None
    assert reader.metadata.title == NAME


def test_every_page_carries_the_proof(late_pages: list[str]) -> None:
    for number, text in enumerate(late_pages, 1):
        assert text.count("OFFICIAL-SENSITIVE") == 2
        assert f"Page {number} of {len(late_pages)}" in text
        assert LATE in text
        assert "K7QM-4TXW" in text
        assert "Data as at 24 Nov 2026 05:40" in text
        assert "printed 24 Nov 2026 05:42 by MOORLAND_OFFICER (Asha Patel)" in text
        assert "Cell Name Number Cat Alerts On this session Gone Back" in text


def test_the_first_page_carries_facts_and_completeness(late_pages: list[str]) -> None:
    assert "250 listed + 0 hidden by filter + 1 could not be placed + 4 out" in late_pages[0]
    assert "Date Tuesday 24 November 2026" in late_pages[0]
    assert "End of list: 250 rows" in late_pages[-1]


def test_everybody_is_printed_once_and_in_order(late_pages: list[str]) -> None:
    cells = re.findall(r"\b\d-\d-\d{3}\b", " ".join(late_pages))
    sheet = unlock_sample(250)
    assert cells == [row[0] for section in sheet.sections for row in section.rows]


def test_each_wing_starts_a_page_and_names_every_page(late_pages: list[str]) -> None:
    starts = [page for page in late_pages if "people;" in page]
    assert len(starts) == 3
    assert all(re.search(r"House Block \d (84|83) people", page) for page in starts)
    for page in late_pages[1:]:
        wing = re.search(re.escape(NAME) + r" House Block (\d) ", page)
        assert wing
        assert set(re.findall(r"\b(\d)-\d-\d{3}\b", page)) == {wing.group(1)}


def test_a_page_with_two_wings_names_both() -> None:
    sheet = unlock_sample(90, wings=6)
    run_on = tuple(dataclasses.replace(s, page_break=False) for s in sheet.sections)
    pages = page_texts(dataclasses.replace(sheet, sections=run_on))
    assert f"{NAME} House Block 2 to House Block 3" in pages[1]


def test_a_very_long_warning_is_whole_on_page_1_and_never_fills_the_others() -> None:
    long = "Check everything. " * 60
    pages = page_texts(unlock_sample(80, warnings=(long,)))
    assert pages[0].count("Check everything.") > 60
    assert all("and 1 more warning on page 1" in page for page in pages)
    assert all("1-1-0" in page or "2-1-0" in page or "3-1-0" in page for page in pages[1:])


def test_many_warnings_are_all_listed_and_the_first_are_on_every_page() -> None:
    warnings = tuple(f"Warning number {n}." for n in range(1, 7))
    pages = page_texts(unlock_sample(80, warnings=warnings))
    assert all(warning in pages[0] for warning in warnings)
    assert all("and 3 more warnings on page 1" in page for page in pages)
    assert all("Warning number 3." in page for page in pages)


@pytest.mark.parametrize(
    "text",
    [
        "#strong[no]",
        "*bold* _it_",
        "$x^2$",
        "@ref <label>",
        "= Heading",
        "\\u{41}",
        "`raw`",
        "// no",
    ],
)
def test_markup_is_shown_literally(text: str) -> None:
    assert text in everything(one_cell(text))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_prints(text: str) -> None:
    sheet = dataclasses.replace(
        one_cell(text), title=text, warnings=(text,), facts=((text, text),), completeness=text
    )
    assert to_pdf(sheet).startswith(b"%PDF")


NAMES = "Łukasz Erdős Éloïse Žižek Öğretmen Ciarán Nguyễn Þórðr Ștefan Ḃȧ Ιωάννης Щукин"


def test_names_are_printed_with_their_accents_in_letters_without_serifs() -> None:
    assert printable(NAMES) == NAMES
    assert printable("Ọ́lá") == "Ọ́lá"  # the accent has no letter of its own with this O
    page = opened(one_cell(f"{NAMES} Ọ́lá")).pages[0]
    printed = page.extract_text().split()
    assert NAMES.split() == [word for word in printed if word in NAMES.split()]
    families = {name.partition("+")[2] for name in page._get_fonts()[0]}
    assert families == {"Arimo-Regular", "Arimo-Bold", "DejaVuSansMono-Bold"}


def test_fonts_that_were_not_built_are_missed_with_advice(tmp_path: Path) -> None:
    with pytest.raises(FontsMissingError, match=r"lacks Arimo.* run `make assets`"):
        font_folder(tmp_path)


def test_a_letter_that_the_fonts_lack_is_replaced_and_never_dropped() -> None:
    assert printable("Ⓐ") == "A"
    assert printable("李 😀") == "? ?"
    assert to_pdf(one_cell("".join(map(chr, range(0x20, 0x2300)))))


def test_long_words_break_and_short_ones_never() -> None:
    sheet = dataclasses.replace(
        unlock_sample(0),
        columns=(
            SheetColumn("Cell", weight=0.1),
            SheetColumn("Note", weight=3),
            SheetColumn("Seen", ColumnKind.TICK, weight=0.1),
        ),
        sections=(SheetSection("", (("1-2-014", "Z" * 300, None),)),),
    )
    assert "1-2-014" in everything(sheet)
    assert everything(sheet).replace("\u200b", "").replace(" ", "").count("Z") == 300


def test_wide_lists_are_landscape_and_narrow_ones_upright() -> None:
    narrow = opened(one_cell("short")).pages[0].mediabox
    columns = tuple(SheetColumn(f"Column {n}") for n in range(9))
    rows = ((("A long piece of text",) * 9),)
    wide = (
        opened(
            dataclasses.replace(
                unlock_sample(0), columns=columns, sections=(SheetSection("", rows),)
            )
        )
        .pages[0]
        .mediabox
    )
    assert narrow.width < narrow.height
    assert wide.width > wide.height


def test_the_same_sheet_gives_the_same_pages() -> None:
    sheet = unlock_sample(30)
    assert to_pdf(sheet) == to_pdf(sheet)


def test_nobody_to_list_is_said() -> None:
    assert "Nobody and nothing to list here." in everything(unlock_sample(0))


def test_a_sheet_that_is_not_sealed_says_so() -> None:
    assert "Not sealed" in everything(dataclasses.replace(unlock_sample(1), code=""))


def test_250_people_take_at_most_a_second_of_work() -> None:
    started = clock.process_time()
    to_pdf(unlock_sample(250))
    assert clock.process_time() - started < 1.0
