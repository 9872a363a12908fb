from __future__ import annotations

from pipeline.check import check_grounding
from pipeline.extract import extract
from pipeline.model import Table, Text
from pipeline.read import read_bytes
from tests.samples.decks import briefing


def test_slides_have_titles_bullets_with_levels_tables_and_notes() -> None:
    document = read_bytes(briefing())
    first, points, boxes, table = document.slides
    assert first.title is not None and first.title.text == "Footprints and libraries"
    assert [(b.level, b.text) for b in points.blocks if isinstance(b, Text)] == [
        (0, "Know your footprint"),
        (1, "its lead"),
        (1, "its population"),
        (0, "Offer evidence early"),
    ]
    assert [n.text for n in points.notes] == ["Say who leads.", "* Ask for questions"]
    assert [b.text for b in boxes.blocks] == ["first", "second", "third"], "boxes are read in lines from the top"
    assert isinstance(table.blocks[0], Table) and table.blocks[0].header_rows == 1
    assert document.find("slide 2, notes, paragraph 1") == "Say who leads."


def test_what_repeats_on_most_slides_is_furniture() -> None:
    document = read_bytes(briefing())
    assert len(document.furniture) == 4 and not any("#SMLibs" in s.text for s in document.slides)


def test_slides_are_rows_and_a_footprint_table_on_a_slide_is_one() -> None:
    document = read_bytes(briefing())
    found = extract(document)
    assert [r["title"] for r in found.of("slides")] == ["Footprints and libraries", "What is asked of us", "Steps", "The South March footprints, 2017"]
    assert [(r["stp_no"], r["population"]) for r in found.of("footprints")] == [(51, 900_000), (52, 1_250_000)]
    assert check_grounding(document, found)[1] == 0
