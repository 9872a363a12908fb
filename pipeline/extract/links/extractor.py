"""Every link of the body, the notes and the furniture, in order."""

from __future__ import annotations

from pipeline.extract.harvest import Harvest, Quote
from pipeline.model import Document, Text
from pipeline.normalise.contacts import find_emails, find_urls


def extract_links(document: Document, harvest: Harvest) -> None:
    """Add the links of a document; printed web addresses that nobody made a link count too."""
    position = 0
    for text in (*document.texts(), *document.notes):
        record = harvest.record_at(text.locator)
        for url, words, where in _links(text):
            position += 1
            row = harvest.row("links", position=position, record_id=record)
            row.put("url", url, where)
            row.put("text", words, Quote(text.locator, words))


def _links(text: Text) -> list[tuple[str, str, Quote]]:
    found: list[tuple[int, str, str, Quote]] = []
    covered: list[tuple[int, int]] = []
    for number, mark in enumerate(text.links, 1):
        target = mark.target or ""
        found.append((mark.start, target, text.text[mark.start : mark.end].strip(), Quote(f"{text.locator}, link {number}", target)))
        covered.append((mark.start, mark.end))
    for url in (*find_urls(text.text), *find_emails(text.text)):
        if not any(a < url.end and url.start < b for a, b in covered) and "@" not in url.value:
            found.append((url.start, url.value, url.quote, Quote(text.locator, url.quote, "pattern")))
    return [(target, words, where) for _, target, words, where in sorted(found, key=lambda f: f[0])]
