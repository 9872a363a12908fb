"""The same records from PDF: the sample papers as a word processor printed them, beside their Word files."""

from __future__ import annotations

import io
from pathlib import Path

import pdfplumber
import pypdfium2 as pdfium
import pytest

from pipeline.check import check_grounding
from pipeline.extract import extract
from pipeline.model import Kind, Table, Text
from pipeline.normalise.text import squeeze
from pipeline.read import ReadError, read, read_bytes
from pipeline.read.pdf.flow import Paragraph, levels_of, paragraphs_of
from pipeline.read.pdf.lines import Line, lines_of
from pipeline.read.pdf.page import Word, read_page
from pipeline.read.pdf.tables import find_boxes, find_tables
from tests.samples.papers import PAPERS
from tests.samples.printed import pdf_page, pdf_pages

PRINTED = Path(__file__).resolve().parents[1] / "fixtures" / "pdf"
SAME = [
    "action-plan-2016",
    "ashcombe-network-2017-04-07",
    "current-awareness-2017-11-14",
    "eastmarch-forum-agenda-2018-03-05",
    "footprints-south-march",
    "northmere-patch-2016-09-22",
    "procurement-board-2016-09-26",
]


def records(data: bytes) -> list[tuple[str, dict[str, object]]]:
    return [(r.table, r.values) for r in extract(read_bytes(data)).rows if r.table != "links"]


@pytest.mark.parametrize("name", SAME)
def test_a_printed_paper_gives_the_records_of_its_word_file(name: str) -> None:
    make = next(make for path, make in PAPERS.items() if Path(path).stem == name)
    assert records((PRINTED / f"{name}.pdf").read_bytes()) == records(make())


@pytest.mark.parametrize("path", sorted(PRINTED.glob("*.pdf")), ids=lambda p: p.stem)
def test_every_value_of_a_printed_paper_is_grounded_and_no_word_is_lost(path: Path) -> None:
    document = read(path)
    checked, dropped = check_grounding(document, extract(document))
    assert checked > 0 and dropped == 0
    ours = squeeze("".join(t.shown for t in (*document.texts(), *document.furniture)))
    with pdfplumber.open(path) as pdf:
        words = [w["text"] for page in pdf.pages for w in page.extract_words()]
    assert words and all(squeeze(w) in ours for w in words if w.isalnum())


@pytest.mark.parametrize("path", sorted(PRINTED.glob("*.pdf")), ids=lambda p: p.stem)
def test_cells_are_those_that_pdfplumber_finds(path: Path) -> None:
    data = path.read_bytes()
    pdf = pdfium.PdfDocument(data)
    with pdfplumber.open(io.BytesIO(data)) as theirs:
        for index, page in enumerate(theirs.pages):
            mine = read_page(pdf, index)
            boxes = [b for t in find_boxes(mine.edges) for b in t]
            wanted = [c for t in page.find_tables() for c in t.cells]
            assert len(boxes) == len(wanted)
            assert all(any(all(abs(x - y) <= 2 for x, y in zip(b, c, strict=True)) for b in boxes) for c in wanted)
            tables, rest = find_tables(mine)
            assert sum(len(c.words) for t in tables for r in t.rows for c in r) + len(rest) == len(mine.words)


def line(text: str, x: float, top: float, width: float = 5.0, *, bold: bool = False) -> Line:
    words = []
    for token in text.split():
        words.append(Word(token, x, top, x + width * len(token), top + 10, bold, head=width))
        x += width * (len(token) + 0.6)
    return Line(words)


def test_lines_become_paragraphs_by_fullness_bullets_and_gaps() -> None:
    lines = [
        line("The first line is full up to the very edge of", 0, 0),
        line("its column.", 0, 12),
        line("A new one", 0, 24),
        line("• bullet one", 10, 36),
        line("• bullet two", 10, 48),
        line("o deeper", 30, 60),
    ]
    found = paragraphs_of(lines, 240, 12)
    assert [" ".join(n.text for n in p.lines) for p in found] == [
        "The first line is full up to the very edge of its column.",
        "A new one",
        "bullet one",
        "bullet two",
        "deeper",
    ]
    assert levels_of(found) == [0, 0, 0, 0, 1]


def test_words_make_lines_and_wide_gaps_part_them() -> None:
    words = [Word("b", 60, 0, 70, 10), Word("a", 0, 1, 10, 11), Word("below", 0, 20, 30, 30)]
    lines = lines_of(words)
    assert [n.text for n in lines] == ["a b", "below"] and [s.text for s in lines[0].segments()] == ["a", "b"]
    assert isinstance(Paragraph([lines[0]]).is_bold, bool)


def test_a_row_that_crosses_a_page_is_one_and_a_repeated_head_is_dropped() -> None:
    document = read(PRINTED / "footprints-south-march.pdf")
    tables = [b for b in document.blocks if isinstance(b, Table)]
    assert len(tables) == 1 and [row[0].text for row in tables[0].rows] == ["STP no", "51", "52", "53"]


def test_running_feet_are_kept_apart_and_bullets_have_no_glyph() -> None:
    document = read(PRINTED / "wealdshire-librarians-2016-05-18.pdf")
    assert "Delia Moss" in " ".join(f.text for f in document.furniture) or document.pages == 1
    bullets = [t for t in document.texts() if t.kind is Kind.LIST_ITEM]
    assert bullets and all(isinstance(t, Text) and t.text[:1].isalnum() for t in bullets)


def test_a_damaged_pdf_is_refused() -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(b"%PDF-1.7\nnothing")
    assert caught.value.code == "unreadable_file"


def shown(words: list[tuple[float, float, float, str]]) -> list[str]:
    return [t.shown for t in read_bytes(pdf_page(words)).texts()]


def test_a_ligature_is_its_letters_and_parts_no_word() -> None:
    assert shown([(72, 700, 12, "An ef\x01cient of\x01ce"), (72, 650, 32, "Ef\x01cient")]) == ["An efficient office", "Efficient"]


@pytest.mark.parametrize("day", ["9", "19"])
def test_raised_letters_stay_with_their_number(day: str) -> None:
    words = [(72, 670, 12, day), (72 + 6.67 * len(day), 674.5, 8, "th"), (72 + 6.67 * len(day) + 10, 670, 12, "May 2016 rent")]
    assert shown(words) == [f"{day}th May 2016 rent"]


def test_words_that_lie_over_one_another_are_lines_of_their_own() -> None:
    assert shown([(72, 40, 32, "outcomes between"), (60, 46, 16, "@county"), (250, 46, 16, "#library")]) in (
        ["@county #library", "outcomes between"],
        ["outcomes between", "@county #library"],
    )


def test_a_speck_nobody_can_read_is_kept_apart() -> None:
    document = read_bytes(pdf_page([(72, 700, 12, "Minutes of the patch meeting"), (72, 650, 2, "x7k")]))
    assert [t.text for t in document.texts()] == ["Minutes of the patch meeting"]
    assert [t.text for t in document.furniture] == ["x7k"]


def test_a_damaged_page_costs_no_other_and_a_pdf_of_such_pages_is_refused() -> None:
    whole = pdf_page([(72, 700, 12, "Minutes of the patch meeting")])
    two = whole.replace(b"/Kids [4 0 R] /Count 1", b"/Kids [99 0 R 4 0 R] /Count 2")
    document = read_bytes(two)
    assert [t.text for t in document.texts()] == ["Minutes of the patch meeting"]
    assert [(f.code, f.locator) for f in document.flaws] == [("unreadable_file", "page 1")]
    with pytest.raises(ReadError) as refused:
        read_bytes(whole.replace(b"/Kids [4 0 R]", b"/Kids [99 0 R]"))
    assert refused.value.code == "unreadable_file"


def test_a_running_foot_is_taken_out_of_the_text_that_lies_over_it() -> None:
    foot = [(60.0, 30.0, 8.0, "@LanesLibraries"), (300.0, 30.0, 8.0, "lanes.example.org")]
    plain = [[(60.0, 700.0, 11.0, f"Slide {word}"), *foot] for word in ("one", "two", "three")]
    woven = [(60.0, 700.0, 11.0, "Slide four"), *foot, (150.0, 31.0, 8.0, "a late row"), (400.0, 31.0, 8.0, "9.5")]
    document = read_bytes(pdf_pages([*plain, woven]))
    shown = " ".join(t.text for t in document.texts())
    assert "a late row" in shown and "9.5" in shown and "@" not in shown
    assert sum(t.text.count("@LanesLibraries") for t in document.furniture) == 4


def test_a_paragraph_beside_which_two_notes_stand_is_one_for_each() -> None:
    lines = [
        "It was resolved to take two places at the open day and to ask the volunteers at the",
        "desk whether they would like to come. It was also agreed that the patch would write",
        "to the college about the fees for the spring term and report at the next meeting of",
        "the whole group in May.",
    ]
    words = [(60.0, 700.0 - 14 * n, 11.0, line) for n, line in enumerate(lines)]
    document = read_bytes(pdf_page([*words, (530.0, 700.0, 11.0, "AM"), (530.0, 658.0, 11.0, "BC")]))
    texts = [t.text for t in document.texts()]
    assert [t.rsplit("\t", 1)[-1][-2:] for t in texts] == ["AM", "BC"]
    assert texts[0].startswith("It was resolved") and texts[1].startswith("It was also agreed")
    stacked = read_bytes(pdf_page([*words, (530.0, 700.0, 11.0, "AM"), (530.0, 686.0, 11.0, "BC")]))
    assert [t.text.count("It was") for t in stacked.texts()] == [2]
