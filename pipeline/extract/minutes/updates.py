"""Exchange of information: who reported what, for which organisation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.extract.harvest import Quote
from pipeline.extract.minutes.attendance import Attendance
from pipeline.extract.minutes.items import Item
from pipeline.extract.pieces import Piece
from pipeline.model import Kind
from pipeline.normalise.names import is_initials, is_organisation, is_role, looks_like_name
from pipeline.normalise.text import fold

_EXCHANGE = re.compile(
    r"\b(?:exchange of information|information exchange|information sharing|round[- ]?(?:robin|table|the[- ]table)|good practice|"
    r"sharing (?:of )?(?:news|information|practice)|"
    r"(?:member|members|trust|site|library|libraries|local|service|services|organisation|organisational|regional|patch|individual|departmental)['’]?s?\s+updates?|"
    r"updates? from (?:members|libraries|trusts|sites|services|around|everyone|all|each|the group)|news from|news and|local news)\b|^updates?$|^news$",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*,\s*|\s+[–—-]+\s+|\s*[–—]\s*|\s*\(|\s*:\s*|\t|\n")
_MOST_WORDS = 16


@dataclass(slots=True)
class Update:
    """A report: who, for which organisation as written, and what."""

    contributor: Quote
    organisation: Quote | None
    head: Piece
    pieces: list[Piece] = field(default_factory=list)


def is_exchange(item: Item) -> bool:
    """Whether an item's heading says that members report in turn."""
    return bool(item.title and _EXCHANGE.search(item.title))


def updates_of(item: Item, people: Attendance) -> list[Update]:
    """The reports of an item: a line that names a person and an organisation opens one.

    Where the heading does not announce an exchange, two such lines must stand there.
    """
    announced = is_exchange(item)
    found: list[Update] = []
    opened: Update | None = None
    for piece in item.content:
        update = _opening(piece, people, announced=announced)
        if update is not None:
            opened = update
            found.append(update)
        elif opened is not None:
            opened.pieces.append(piece)
    found = [u for u in found if u.pieces]
    return found if announced or len(found) >= 2 else []


def _opening(piece: Piece, people: Attendance, *, announced: bool) -> Update | None:
    block, text = piece.block, piece.text
    if block.kind is Kind.LIST_ITEM and block.label and not (block.bold_lead and announced):
        return None
    line = text.split("\n")[0]
    run_in = re.match(r"(?P<head>[^.:;]{4,110}?)\s*(?::|\s[–—-])\s+(?=\S)", line) if announced else None
    bold_end = block.bold_lead - piece.start if block.bold_lead > piece.start else 0
    if 0 < bold_end < len(line):
        head, rest_at = line[:bold_end], bold_end
    elif len(line.split()) <= _MOST_WORDS and not line.rstrip().endswith((".", ";", "?", "!")):
        head, rest_at = line, len(line)
    elif run_in and len(run_in["head"].split()) <= _MOST_WORDS:
        head, rest_at = run_in["head"], run_in.end()
    else:
        return None
    fields = [f.strip(" ).") for f in _SPLIT.split(head.strip().rstrip(" :")) if f.strip(" ).")]
    person = next((f for f in fields if _is_member(f, people)), None) or next((f for f in fields if _is_person(f, people)), None)
    if person is None or len(fields) > 5:
        return None
    others = [f for f in fields if f is not person]
    organisation = next((f for f in others if is_organisation(f) and not is_role(f.split()[-1])), None)
    if organisation is None:
        organisation = next((f for f in others if not is_role(f) and not _is_member(f, people) and f[:1].isupper()), None)
    if organisation is None and not (announced and (not others or len(line.split()) <= 5)):
        return None
    if organisation is None and not _is_member(person, people):
        return None
    where = block.locator
    update = Update(Quote(where, person), Quote(where, organisation) if organisation else None, piece)
    rest = piece.cut(piece.start + rest_at + (len(line[rest_at:]) - len(line[rest_at:].lstrip(" :–—-"))))
    if rest.text:
        update.pieces.append(rest)
    return update


def _is_person(text: str, people: Attendance) -> bool:
    if is_organisation(text) and not _is_member(text, people):
        return False
    return (looks_like_name(text) and len(text.split()) >= 2) or _is_member(text, people)


def _is_member(text: str, people: Attendance) -> bool:
    return (is_initials(text) and people.knows(text)) or any(fold(a.entry.name) == fold(text) for a in people.people)
