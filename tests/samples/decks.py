"""The slide deck of raw/, made with python-pptx: titles, bullets, a table, notes, a footer that repeats."""

from __future__ import annotations

import io
from collections.abc import Callable

from pptx import Presentation
from pptx.util import Inches


def briefing() -> bytes:
    """Four slides: a title, bullets of two levels with notes, boxes side by side, a footprint table."""
    deck = Presentation()
    title = deck.slides.add_slide(deck.slide_layouts[0])
    title.shapes.title.text = "Footprints and libraries"
    title.placeholders[1].text = "A briefing for the South March\nImogen Farrow"
    points = deck.slides.add_slide(deck.slide_layouts[1])
    points.shapes.title.text = "What is asked of us"
    frame = points.placeholders[1].text_frame
    frame.text = "Know your footprint"
    for text, level in (("its lead", 1), ("its population", 1), ("Offer evidence early", 0)):
        paragraph = frame.add_paragraph()
        paragraph.text, paragraph.level = text, level
    points.notes_slide.notes_text_frame.text = "Say who leads.\n* Ask for questions"
    boxes = deck.slides.add_slide(deck.slide_layouts[5])
    boxes.shapes.title.text = "Steps"
    for text, left, top in (("third", 1, 4), ("second", 5, 2), ("first", 1, 2)):
        boxes.shapes.add_textbox(Inches(left), Inches(top), Inches(3), Inches(1)).text_frame.text = text
    table = deck.slides.add_slide(deck.slide_layouts[5])
    table.shapes.title.text = "The South March footprints, 2017"
    data = [
        ["STP no", "Footprint name", "Population (million)", "No. of CCGs"],
        ["51", "Wealdshire and the Downs", "0.9", "4"],
        ["52", "Northmere and Calderbeck", "1.25", "6"],
    ]
    made = table.shapes.add_table(3, 4, Inches(1), Inches(2), Inches(8), Inches(2)).table
    for row, cells in enumerate(data):
        for column, text in enumerate(cells):
            made.cell(row, column).text = text
    for slide in deck.slides:
        slide.shapes.add_textbox(Inches(0.5), Inches(7), Inches(8), Inches(0.4)).text_frame.text = "South March libraries   #SMLibs"
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


DECKS: dict[str, Callable[[], bytes]] = {"stp/briefing-south-march.pptx": briefing}
