"""Scanned pages: pictures of the printed sample papers, read again by Tesseract where it is installed."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest

import pipeline.read.pdf.document as document_module
import pipeline.read.pdf.ocr as ocr
from pipeline.check.verify import verify_release
from pipeline.config import Settings
from pipeline.engine import run
from pipeline.extract import extract
from pipeline.publish import open_release
from pipeline.read import read_bytes

PRINTED = Path(__file__).resolve().parents[1] / "fixtures" / "pdf"
installed = pytest.mark.skipif(ocr.recogniser() is None, reason="Tesseract is not installed")

TABLE = "\t".join(["level", "page_num", "block_num", "par_num", "line_num", "word_num", "left", "top", "width", "height", "conf", "text"])
ROWS = [
    (4, 1, 1, 1, 1, 0, 300, 300, 600, 40, -1, ""),
    (5, 1, 1, 1, 1, 1, 300, 300, 100, 40, 96.0, "Minutes"),
    (5, 1, 1, 1, 1, 2, 420, 310, 100, 25, 64.0, 'of"'),
    (4, 1, 1, 1, 2, 0, 300, 360, 600, 50, -1, ""),
    (5, 1, 1, 1, 2, 1, 300, 370, 150, 40, 80.0, "Apologies"),
    (5, 1, 1, 1, 2, 2, 500, 370, 10, 40, 95.0, " "),
]


def scan(name: str) -> bytes:
    """A printed paper as a scanner gives it: a picture for each page, no text."""
    pdf = pdfium.PdfDocument(PRINTED / f"{name}.pdf")
    pictures = [page.render(scale=200 / 72, grayscale=True).to_pil() for page in pdf]
    out = io.BytesIO()
    pictures[0].save(out, "PDF", resolution=200, save_all=True, append_images=pictures[1:])
    return out.getvalue()


def test_tesseracts_table_becomes_words_in_points_of_one_height() -> None:
    found = ocr.words_of("\n".join([TABLE, *("\t".join(map(str, row)) for row in ROWS)]))
    assert found is not None and [w.text for w in found.words] == ["Minutes", 'of"', "Apologies"]
    assert found.confidence == 0.8
    first, second, third = found.words
    assert (first.x0, first.x1) == (72.0, 96.0) and first.middle == second.middle == pytest.approx(76.8)
    assert len({round(w.size, 6) for w in found.words}) == 1 and third.middle == pytest.approx(92.4)
    assert ocr.words_of(TABLE) is None


def test_without_tesseract_a_scan_is_listed_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (ocr, document_module):
        monkeypatch.setattr(module, "recogniser", lambda: None)
    flaws = read_bytes(scan("procurement-board-2016-09-26")).flaws
    assert flaws and all(f.code == "needs_ocr" and "install Tesseract" in f.message for f in flaws)


@installed
def test_a_scan_gives_the_meeting_and_says_how_sure_it_is(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    data = scan("procurement-board-2016-09-26")
    (tmp_path / "raw" / "scan.pdf").write_bytes(data)
    run(tmp_path / "raw", tmp_path / "out", Settings())
    release = open_release(tmp_path / "out")
    printed = extract(read_bytes((PRINTED / "procurement-board-2016-09-26.pdf").read_bytes()))
    meetings = release.table("meetings")
    assert [str(d) for d in meetings["held_on"]] == [str(r["held_on"]) for r in printed.of("meetings")]
    assert len(release.table("attendance")) == len(printed.of("attendance"))
    evidence = release.table("evidence")
    assert len(evidence) and evidence["confidence"].between(0.5, 1).all()
    assert set(release.table("issues")["code"]) >= {"read_by_ocr"} and "needs_ocr" not in set(release.table("issues")["code"])
    assert verify_release(tmp_path / "raw", tmp_path / "out").holds


def test_ruled_lines_of_a_picture_are_found_whitened_and_letters_left() -> None:
    pixels = np.full((600, 600), 255, np.uint8)
    for y in (100, 300, 500):
        pixels[y : y + 3, 100:503] = 0
    for x in (100, 300, 500):
        pixels[100:503, x : x + 3] = 0
    pixels[150:190, 150:154] = 0  # the stroke of a letter
    edges = ocr.find_rules(pixels, 300)
    point = 72 / 300
    assert {round(e.top / point / 10) * 10 for e in edges if e.is_horizontal} == {100, 300, 500}
    assert {round(e.x0 / point / 10) * 10 for e in edges if not e.is_horizontal} == {100, 300, 500}
    assert all(abs(e.x0 / point - 100) < 4 and abs(e.x1 / point - 502) < 4 for e in edges if e.is_horizontal)
    assert (pixels < 200).sum() == 40 * 4
    assert ocr.find_rules(np.full((600, 600), 255, np.uint8), 300) == []


@installed
def test_the_table_of_a_scan_has_its_rows_and_columns() -> None:
    name = "northmere-patch-2016-09-22"
    scanned, printed = read_bytes(scan(name)), read_bytes((PRINTED / f"{name}.pdf").read_bytes())
    theirs = max(printed.tables, key=lambda t: len(t.rows))
    ours = max(scanned.tables, key=lambda t: len(t.rows))
    assert len(ours.rows) == len(theirs.rows) and [len(r) for r in ours.rows] == [len(r) for r in theirs.rows]
    found = {w for row in ours.rows for cell in row for w in cell.text.split()}
    wanted = {w for row in theirs.rows for cell in row for w in cell.text.split()}
    assert len(found & wanted) > 0.8 * len(wanted)


@installed
def test_an_empty_picture_needs_a_person(tmp_path: Path) -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.new("L", (600, 800), 255).save(out, "PDF")
    assert [f.code for f in read_bytes(out.getvalue()).flaws] == ["needs_ocr"]
