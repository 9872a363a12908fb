"""What drivers and stories have in common: taking a field's text, date, address or list from its section."""

from __future__ import annotations

import re

from pipeline.extract.harvest import Harvest, Row
from pipeline.extract.posts.sections import Section
from pipeline.normalise.contacts import find_urls


def sections_of(sections: list[Section], field: str) -> list[Section]:
    """The sections whose label names a field, those with text or links first."""
    found = [s for s in sections if s.field == field]
    return sorted(found, key=lambda s: not (s.pieces or s.links()))


def put_text(row: Row, name: str, sections: list[Section], field: str | None = None) -> None:
    """A field of prose: all text under its label (under each, where the label comes twice)."""
    found = [s for s in sections_of(sections, field or name) if s.text]
    row.put(name, "\n".join(s.text for s in found), *(q for s in found for q in s.evidence))


def put_date(row: Row, harvest: Harvest, name: str, sections: list[Section], *, bounds: bool = False) -> None:
    """A date field: as written, as EDTF, and its bounds where the table has them."""
    section = next((s for s in sections_of(sections, name) if s.text), None)
    if section is None:
        return
    words = section.text.split("\n")[0]
    evidence = section.pieces[0].quote
    row.put(f"{name}_as_written", words, evidence)
    found = harvest.date(row, name, words, evidence)
    if found is not None:
        row.put(name, found.edtf, evidence)
        if bounds:
            row.values[f"{name}_from"], row.values[f"{name}_to"] = found.first, found.last


def put_url(row: Row, name: str, sections: list[Section]) -> None:
    """An address field: where its section leads, else the address printed there."""
    for section in sections_of(sections, name):
        for target, evidence in section.links():
            row.put(name, target, evidence)
            return
        for piece in section.pieces:
            for url in find_urls(piece.text):
                row.put(name, url.value, piece.quote)
                return


def is_address_only(section: Section) -> bool:
    """Whether all that stands under a label is an address or a link."""
    text = section.text
    if not text:
        return False
    rest = text
    for url in find_urls(text):
        rest = rest.replace(url.quote, "")
    return not rest.strip(" .") and bool(list(section.links()) or find_urls(text))


def put_list(row: Row, name: str, sections: list[Section], *, commas: bool) -> None:
    """A list field: its bullets, else its lines, else (where a line is no sentence) its commas' parts."""
    entries: list[str] = []
    evidence = []
    for section in sections_of(sections, name):
        has_points = any(p.is_point for p in section.pieces)
        for piece in section.pieces:
            if not piece.text or (has_points and not piece.is_point):
                continue
            for line in piece.text.split("\n"):
                entries.extend(_parts(line) if commas and not piece.is_point else [line.strip()])
            evidence.append(piece.quote)
    row.put(name, [e for e in entries if e], *evidence)


def _parts(line: str) -> list[str]:
    parts = [p.strip(" .") for p in re.split(r"[;,](?![^()]*\))\s*(?:and\s+(?=\w))?", line)]
    is_sentence = re.search(r"[.!?]\s+[A-Z]", line) or any(len(p.split()) > 7 for p in parts)
    return [line.strip()] if is_sentence else [p for p in parts if p]
