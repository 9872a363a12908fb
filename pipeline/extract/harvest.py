"""What extractors bring home: rows with evidence, and what they could not read."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from pipeline.model import Block, Document, Table, Text
from pipeline.normalise.dates import DateFound, parse_date
from pipeline.tables import table
from pipeline.tables.codes import code

# The column that the engine fills: a document is known by its place, not by its content.
DOCUMENT_ID = "document_id"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that stand at a locator, and how a value was read from them."""

    locator: str
    text: str
    method: str = "structure"


def quote(text: Text, words: str | None = None, method: str = "structure") -> Quote:
    """The evidence that a text gives: its words, or some of them."""
    return Quote(text.locator, words if words is not None else text.shown, method)


def quotes(blocks: Iterable[Block]) -> list[Quote]:
    """The evidence for a value that takes in whole blocks."""
    found = []
    for block in blocks:
        if isinstance(block, Text) and not block.is_blank:
            found.append(Quote(block.locator, block.text or block.shown))
        elif isinstance(block, Table):
            found.extend(Quote(cell.locator, cell.text) for row in block.rows for cell in row if cell.text)
    return found


@dataclass(slots=True)
class Row:
    """A row of a table in the making."""

    table: str
    values: dict[str, Any]
    evidence: list[tuple[str, Quote]] = field(default_factory=list)

    def put(self, name: str, value: Any, *evidence: Quote) -> None:
        """Set a column and say where its value stands. A missing value (None, "", []) is left alone."""
        if value is None or value == "" or value == []:
            return
        self.values[name] = value
        self.evidence.extend((name, q) for q in evidence if q.text)

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)

    @property
    def record_id(self) -> str:
        """The primary key, its parts joined by ``/``; the document's id is filled in by the engine."""
        return "/".join(str(self.values.get(k, "{document_id}" if k == DOCUMENT_ID else "")) for k in table(self.table).key)


@dataclass(slots=True)
class Finding:
    """An issue in the making: a code of docs/issues.md, and what it is about."""

    code: str
    message: str
    table: str | None = None
    record_id: str | None = None
    field: str | None = None
    locator: str | None = None
    quote: str | None = None


@dataclass(slots=True)
class Harvest:
    """The rows and issues of one document.

    ``declared``: abbreviations of bodies that the document declares, each with the name that it stands for.
    """

    document: Document
    rows: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    declared: dict[str, str] = field(default_factory=dict)
    weights: dict[str, int] = field(default_factory=dict)
    _records: dict[str, str] = field(default_factory=dict)
    kind_override: str | None = None

    @contextmanager
    def extractor(self, kind: str | None) -> Iterator[None]:
        """While an extractor runs: how much of the document it took is how much the document is of its kind."""
        before = len(self.rows)
        yield
        if kind and len(self.rows) > before:
            words = sum(len(str(v)) for row in self.rows[before:] for v in row.values.values() if isinstance(v, str | list))
            self.weights[kind] = self.weights.get(kind, 0) + words

    def row(self, name: str, **values: Any) -> Row:
        """A new row; ``values`` are columns that need no evidence (ids, positions)."""
        row = Row(name, {k: v for k, v in values.items() if v is not None})
        self.rows.append(row)
        return row

    def of(self, name: str) -> list[Row]:
        """The rows of a table so far."""
        return [row for row in self.rows if row.table == name]

    def issue(self, name: str, message: str, *, row: Row | None = None, field: str | None = None, quote: Quote | None = None) -> None:
        """Raise an issue.

        Raises:
            KeyError: the code is not in the list.
        """
        code(name)
        self.findings.append(
            Finding(
                name,
                message,
                row.table if row else None,
                row.record_id if row else None,
                field,
                quote.locator if quote else None,
                quote.text if quote else None,
            )
        )

    def within(self, record_id: str, blocks: Iterable[str]) -> None:
        """Say that the blocks at these locators belong to a record, so that links and names in them can name it."""
        for locator in blocks:
            self._records.setdefault(locator, record_id)

    def record_at(self, locator: str) -> str | None:
        """The record that what stands at a locator belongs to: that of the block itself, or else of the nearest one around it."""
        place = locator
        while place:
            if place in self._records:
                return self._records[place]
            place = place.rpartition(",")[0]
        return None

    def date(self, row: Row, name: str, text: str, evidence: Quote, near: dt.date | None = None) -> DateFound | None:
        """Read a date field: the date, or None and an issue that says what stands there instead."""
        found = parse_date(text, near)
        if found is None:
            self.issue("unparsed_date", f"no date can be read from “{text}”; it stands as written", row=row, field=name, quote=evidence)
        elif found.impossible:
            words = text[found.start : found.end]
            self.issue("impossible_date", f"“{words}” is no day of the calendar; it stands as written", row=row, field=name, quote=evidence)
            return None
        return found


def stable_id(prefix: str, *parts: object) -> str:
    """An id that is the same in every run and for every file format: a hash of what identifies the record."""
    text = json.dumps([str(p) if p is not None else None for p in parts], ensure_ascii=False)
    return f"{prefix}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
