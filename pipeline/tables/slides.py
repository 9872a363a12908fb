"""Slides of briefing decks."""

from pipeline.tables.definition import Table, ident, maybe, position

SLIDES = Table(
    name="slides",
    title="Slides",
    description="One row for each slide.",
    key=("document_id", "slide_no"),
    foreign=((("document_id",), "documents"),),
    fields=(
        ident("document_id", "The document."),
        position("slide_no", "Number of the slide, from 1."),
        maybe("title", "Title of the slide."),
        maybe("text", "Its text, without a footer that repeats on most slides."),
        maybe("notes", "The speaker's notes."),
    ),
)
