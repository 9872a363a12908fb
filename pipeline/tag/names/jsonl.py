"""Tagging texts outside any run: lines of JSON in, lines of JSON out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.tag.names.spans import Name
from pipeline.tag.names.tagger import NameTagger


class BadLineError(ValueError):
    """A line that cannot be tagged; the message says which and why."""


def _parsed(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        try:
            row = json.loads(raw)
        except ValueError as error:
            raise BadLineError(f"line {number} is no JSON ({error})") from error
        if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "id" not in row:
            raise BadLineError(
                f'line {number} has no "id" and "text": each line is {{"id": …, "text": "…", "doc": "…" (if it is one of several of a document)}}'
            )
        yield row


def tag_lines(lines: Iterable[str], tagger: NameTagger) -> Iterator[str]:
    """Each line's names, in the order of the lines. Lines with the same ``doc`` are one document.

    Lines without ``doc`` stand for themselves. All lines are held in memory, as those of a document may
    lie apart.

    Raises:
        BadLineError: a line is no JSON object with ``id`` and ``text``.
    """
    rows = list(_parsed(lines))
    documents: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        doc = row.get("doc")
        documents.setdefault(f"line {number}" if doc is None else f"doc {doc}", []).append(number)
    found: list[list[Name]] = [[] for _ in rows]
    for numbers in documents.values():
        for number, names in zip(numbers, tagger.tag([rows[n]["text"] for n in numbers]), strict=True):
            found[number] = names
    for row, names in zip(rows, found, strict=True):
        spans = [
            {"start": n.start, "end": n.end, "label": n.label, "text": row["text"][n.start : n.end], "method": n.method, "confidence": round(n.confidence, 3)}
            for n in names
        ]
        yield json.dumps({"id": row["id"], "spans": spans}, ensure_ascii=False)
