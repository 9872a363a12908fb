"""What a document's result says of organisations and people: its day, its abbreviations, the names in its records."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.resolve.organisations.words import name_words
from pipeline.resolve.people.forms import plain
from pipeline.tables import tables
from pipeline.tables.definition import Link

ORG, PERSON = "ORG", "PERSON"
# The columns that tell when a paper was written, the surest first.
_DAYS = (("meetings", "held_on"), ("posts", "published_on"))
_CALENDAR = re.compile(r"\b(?:\d+|january|february|march|april|may|june|july|august|september|october|november|december|minutes|meeting|of|the|notes)\b")


@functools.cache
def linked_columns() -> dict[str, tuple[tuple[str, Link], ...]]:
    """The tables with columns that hold ids of organisations and people."""
    return {name: t.links for name, t in tables().items() if t.links}


@dataclass(frozen=True, slots=True)
class Slot:
    """A name in a record: which row and column, and the row's values beside it."""

    label: str
    name: str
    row: dict[str, Any]
    column: str
    link: Link

    def beside(self, what: str) -> str | None:
        """What stands beside a person's name: ``organisation``, ``role``, ``email``, ``initials``."""
        column = dict(self.link.beside).get(what)
        value = self.row["values"].get(column) if column else None
        return str(value) if value else None


@dataclass(slots=True)
class Paper:
    """A document as resolving sees it."""

    document_id: str
    file_name: str
    day: dt.date | None
    declared: dict[str, str]
    words: frozenset[str]
    slots: list[Slot] = field(default_factory=list)
    mentions: list[dict[str, Any]] = field(default_factory=list)
    series: dict[str, str] = field(default_factory=dict)
    scope: str = ""

    def record_of(self, row: dict[str, Any]) -> str | None:
        """The meeting, post or footprint that a row belongs to."""
        root = tables()[row["table"]].root
        return str(row["values"][root]) if root else None


def paper_of(result: dict[str, Any], document_id: str, file_name: str) -> Paper:
    """The names of a document's result."""
    slots = list(_slots(result["rows"]))
    mentions = [r for r in result["rows"] if r["table"] == "mentions"]
    days = [_day(r["values"][c]) for t, c in _DAYS for r in result["rows"] if r["table"] == t and r["values"].get(c)]
    words = frozenset(w for m in mentions if m["values"]["label"] == ORG and " " in m["values"]["text"] for w in name_words(m["values"]["text"]).telling)
    series = {r["values"]["meeting_id"]: s for r in result["rows"] if r["table"] == "meetings" and (s := _series(r["values"]))}
    day = max((d for d in days if d), default=None)
    roots = {str(r["values"][root]) for r in result["rows"] if (root := tables()[r["table"]].root) and not str(r["values"][root]).startswith("{")}
    scope = min(series.values(), default="") or min(roots, default=document_id)
    return Paper(document_id, file_name, day, dict(result.get("declared", {})), words, slots, mentions, series, scope)


def _day(value: Any) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def _slots(rows: list[dict[str, Any]]) -> Iterator[Slot]:
    columns = linked_columns()
    for row in rows:
        for column, link in columns.get(row["table"], ()):
            name = row["values"].get(link.column)
            if name:
                yield Slot(link.label, str(name), row, column, link)


def _series(meeting: dict[str, Any]) -> str | None:
    """The series that a meeting belongs to: its group, or its title without what differs from one to the next."""
    group = plain(meeting.get("group_name") or "")
    if group:
        return group
    title = " ".join(_CALENDAR.sub(" ", (meeting.get("title") or "").casefold()).split())
    return plain(title) if len(title.split()) > 1 else None
