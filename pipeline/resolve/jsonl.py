"""Resolving names outside any run: lines of JSON in, lines of JSON out.

People of one file are told apart as those of papers are: lines with the same name are one person where their
``context`` agrees (an e-mail address, an organisation, a role) or where neither line has one.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.normalise.dates import parse_date
from pipeline.normalise.jsonl import BadLineError, json_lines
from pipeline.normalise.text import collapse, fold
from pipeline.resolve.entities import Entities
from pipeline.resolve.organisations.resolver import PaperContext
from pipeline.resolve.organisations.words import name_words
from pipeline.resolve.papers import ORG, PERSON
from pipeline.resolve.people.forms import form_of
from pipeline.resolve.people.grouping import Person

_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
# Of a context only so many characters are looked at: it is what stands beside a name, not a paper.
_CONTEXT = 4000
_PARTS = re.compile(r"\s*[;|\n]\s*")
_SMALLER = re.compile(r"\s*,\s*|\s+(?:at|of|from|for|-|–)\s+")
_DECLARED = re.compile(r"((?:[A-Z][\w&’'-]*|of|and|the|for|&)(?:\s+(?:[A-Z][\w&’'-]*|of|and|the|for|&))+)\s*\(([A-Z][\w&.-]{1,10})\)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line to resolve."""

    ident: Any
    name: str
    label: str
    day: dt.date | None
    context: str


def _day(value: Any, number: int) -> dt.date | None:
    if not value:
        return None
    found = parse_date(str(value)) if isinstance(value, str | int) else None
    if found is None or found.first is None:
        raise BadLineError(f'line {number}: "date" is no date: {value!r}')
    return found.last or found.first


_WANTED = '"id", "name" and "label" (ORG or PERSON): {"id": 1, "name": "Bolton NHS FT", "label": "ORG"}'


def _is_whole(row: dict[str, Any]) -> bool:
    return "id" in row and isinstance(row.get("name"), str) and row.get("label") in (ORG, PERSON)


def _parsed(lines: Iterable[str]) -> Iterator[Line]:
    for number, row in json_lines(lines, _is_whole, _WANTED):
        context = row.get("context") or ""
        text = context if isinstance(context, str) else json.dumps(context, ensure_ascii=False) if not isinstance(context, dict) else _flat(context)
        yield Line(row["id"], collapse(row["name"]), row["label"], _day(row.get("date"), number), text[:_CONTEXT])


def _flat(context: dict[str, Any]) -> str:
    return "; ".join(str(v) for v in context.values() if v)


def _words(context: str) -> frozenset[str]:
    return frozenset(t for part in _PARTS.split(context) if part for t in name_words(part).tokens)


def resolve_lines(lines: Iterable[str], entities: Entities) -> Iterator[str]:
    """What each line's name means, in the order of the lines. All lines are held in memory, as people are told apart together.

    Raises:
        BadLineError: a line is no JSON object with ``id``, ``name`` and ``label``.
    """
    rows = list(_parsed(lines))
    people = {n: ident for n, row in enumerate(rows) if row.label == PERSON and (ident := _add_person(row, entities)) is not None}
    entities.settle()
    names = {p.ident: p.name for p in entities.people.rows()} if people else {}
    for number, row in enumerate(rows):
        out = _organisation(row, entities) if row.label == ORG else _person(entities.people.person_of(people[number]) if number in people else None, names)
        yield json.dumps({"id": row.ident, **out}, ensure_ascii=False)


def _organisation(row: Line, entities: Entities) -> dict[str, Any]:
    declared = {short: name for name, short in _DECLARED.findall(row.context)}
    match = entities.registry.resolve(row.name, PaperContext(row.day, "", declared, _words(row.context)))
    if match.organisation is None:
        return {"score": 0.0, "method": match.method}
    found = {"entity_id": match.organisation_id, "name": match.organisation.name, "score": round(match.score, 2), "method": match.method}
    return found | ({"ods_code": match.organisation.ods_code} if match.organisation.ods_code else {})


def _person(ident: str | None, names: dict[str, str]) -> dict[str, Any]:
    if ident is None:
        return {"score": 0.0, "method": "unknown"}
    return {"entity_id": ident, "name": names[ident], "score": 0.9, "method": "grouping"}


def _told_by(part: str, row: Line, entities: Entities) -> Iterator[tuple[str, str]]:
    """What a part of a context tells: a body where the whole names one, else what its pieces name, or a role."""
    if not part:
        return
    match = entities.registry.resolve(part, PaperContext(row.day, ""))
    if match.organisation is not None and match.organisation_id:
        yield "org", match.organisation_id
        return
    head, joint, rest = next(((part[: m.start()], m[0], part[m.end() :]) for m in _SMALLER.finditer(part)), (part, "", ""))
    yield "role", fold(head if joint.strip() == "," else part)
    if rest:
        yield from _told_by(rest.strip(" ."), row, entities)


def _add_person(row: Line, entities: Entities) -> str | None:
    form = form_of(row.name)
    if form is None:
        return None
    emails = _EMAIL.findall(row.context)
    anchors = {("email", e.casefold()) for e in emails}
    rest = _EMAIL.sub(" ", row.context)
    for part in (p.strip(" .") for p in _PARTS.split(rest)):
        anchors.update(_told_by(part, row, entities))
    if rest.strip():
        anchors.add(("series", fold(rest)))
    elif not emails:
        anchors.add(("record", "lines without context"))
    person = Person({form}, Counter([row.name]), set(emails), anchors)
    entities.people.add(person, "", "")
    return entities.people.ident_of(person, "", "")
