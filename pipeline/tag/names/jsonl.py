"""Tagging texts outside any run: lines of JSON in, lines of JSON out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pipeline.normalise.jsonl import json_lines
from pipeline.tag.names.spans import Name
from pipeline.tag.names.tagger import NameTagger

_WANTED = '"id" and "text": each line is {"id": …, "text": "…", "doc": "…" (if it is one of several of a document)}'


def _span(name: Name, text: str) -> dict[str, Any]:
    words = text[name.start : name.end]
    return {"start": name.start, "end": name.end, "label": name.label, "text": words, "method": name.method, "confidence": round(name.confidence, 3)}


def tag_lines(lines: Iterable[str], tagger: NameTagger, link: Callable[[str, str, dict[str, str]], str | None] | None = None) -> Iterator[str]:
    """Each line's names, in the order of the lines. Lines with the same ``doc`` are one document.

    Lines without ``doc`` stand for themselves. All lines are held in memory, as those of a document may
    lie apart.

    Args:
        lines: the lines.
        tagger: what finds the names.
        link: the id of what a name means, by its text, its label and the abbreviations that its document declares.

    Raises:
        BadLineError: a line is no JSON object with ``id`` and ``text``.
    """
    rows = [row for _, row in json_lines(lines, lambda row: "id" in row and isinstance(row.get("text"), str), _WANTED)]
    documents: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        doc = row.get("doc")
        documents.setdefault(f"line {number}" if doc is None else f"doc {doc}", []).append(number)
    found: list[list[dict[str, Any]]] = [[] for _ in rows]
    for numbers in documents.values():
        declared: dict[str, str] = {}
        for number, names in zip(numbers, tagger.tag([rows[n]["text"] for n in numbers], declared=declared), strict=True):
            found[number] = [_span(n, rows[number]["text"]) for n in names]
        for span in (s for n in numbers for s in found[n] if link is not None):
            ident = link(span["text"], span["label"], declared) if link is not None else None
            if ident is not None:
                span["entity_id"] = ident
    for row, spans in zip(rows, found, strict=True):
        yield json.dumps({"id": row["id"], "spans": spans}, ensure_ascii=False)
