"""Names of organisations and people: where each stands, how it was found and how sure it is.

The order of work on a document: what the extractors understood (``structure``), rules and gazetteer
(``organisations``, ``people``), the model (``backend``) and what of it may stand (``screen``), then the
document as a whole (``document_pass``). Offsets are those of the block's text, without its label.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from pipeline.extract import Harvest
from pipeline.model import Article, Document, Slide, Text
from pipeline.tag import Tagger
from pipeline.tag.names.confidence import confidence_of
from pipeline.tag.names.spans import Name
from pipeline.tag.names.structure import structure_names
from pipeline.tag.names.tagger import name_tagger

__all__ = ["TAGGER", "name_tagger", "names_of"]


def tagged_texts(document: Document) -> Iterator[Text]:
    """Every text that names are looked for in: the body, titles and authors of posts, notes of slides, footnotes, comments."""
    articles: list[Text] = [
        t for b in document.blocks if isinstance(b, Article) for t in (b.title, b.author, *b.categories) if t is not None
    ]  # fmt: skip
    notes = [n for b in document.blocks if isinstance(b, Slide) for n in b.notes]
    seen: set[str] = set()
    for text in (*document.texts(), *articles, *notes, *document.notes, *document.comments):
        if text.text and text.locator and text.locator not in seen:
            seen.add(text.locator)
            yield text


def names_of(document: Document, harvest: Harvest, model: str = "builtin") -> list[tuple[Text, list[Name]]]:
    """Each text of a document with its names, in order.

    Raises:
        MissingModelError: the model is not installed.
    """
    texts = list(tagged_texts(document))
    known, people = structure_names(harvest, texts)
    found = name_tagger(model).tag([t.text for t in texts], people, harvest.declared)
    result = []
    for text, sure, names in zip(texts, known, found, strict=True):
        for name in sure:
            name.confidence = confidence_of(name, text.text)
        merged = [*sure, *(n for n in names if not any(n.meets(s) for s in sure))]
        result.append((text, sorted(merged, key=lambda n: n.start)))
    return result


def _run(document: Document, harvest: Harvest, model: str) -> None:
    for text, names in names_of(document, harvest, model):
        if not names:
            continue
        record = harvest.record_at(text.locator)
        for name in names:
            key = f"{text.locator}|{name.start}|{name.end}|{name.label}"
            harvest.row(
                "mentions",
                mention_id=f"men-{{document_id}}-{hashlib.sha256(key.encode()).hexdigest()[:10]}",
                document_id="{document_id}",
                record_id=record,
                locator=text.locator,
                start=name.start,
                end=name.end,
                text=text.text[name.start : name.end],
                label=name.label,
                method=name.method,
                confidence=round(name.confidence, 3),
            )


TAGGER = Tagger(name="names", run=_run)
