"""Slides: one row for each slide of a deck, with its title, text and notes."""

from pipeline.extract import Extractor, Harvest, Quote, quotes
from pipeline.model import Document, walk_texts


def _run(document: Document, harvest: Harvest) -> None:
    for slide in document.slides:
        row = harvest.row("slides", slide_no=slide.number)
        texts = [t for t in walk_texts(slide.blocks) if t.text]
        if slide.title is not None:
            row.put("title", slide.title.text, Quote(slide.title.locator, slide.title.text))
        row.put("text", "\n".join(t.text for t in texts), *quotes(texts))
        row.put("notes", "\n".join(n.text for n in slide.notes), *quotes(slide.notes))


EXTRACTOR = Extractor(name="slides", run=_run, kind="slide_deck")
