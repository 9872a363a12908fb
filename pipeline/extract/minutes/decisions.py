"""Decisions: what the meeting agreed, approved, accepted or resolved."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from pipeline.extract.harvest import Quote
from pipeline.extract.minutes.attendance import Attendance
from pipeline.extract.minutes.items import Item
from pipeline.extract.pieces import Piece
from pipeline.model import Kind
from pipeline.normalise.names import is_initials
from pipeline.normalise.text import sentences


@dataclass(frozen=True)
class Rules:
    """The patterns of decisions.toml."""

    decided: tuple[re.Pattern[str], ...]
    undecided: tuple[re.Pattern[str], ...]
    introduces: tuple[re.Pattern[str], ...]


@functools.cache
def rules() -> Rules:
    """The patterns, read once."""
    with (files("pipeline.extract.minutes") / "decisions.toml").open("rb") as handle:
        data = tomllib.load(handle)
    return Rules(*(tuple(re.compile(p, re.IGNORECASE) for p in data[name]) for name in ("decided", "undecided", "introduces")))


def is_decision(sentence: str, people: Attendance) -> bool:
    """Whether a sentence says that the meeting decided; what one person agreed to is that person's."""
    found = [m for p in rules().decided for m in p.finditer(sentence)]
    if not found or any(p.search(sentence) for p in rules().undecided):
        return False
    return any(not _is_one_persons(sentence[: m.start()], m.group(), people) for m in found)


def _is_one_persons(before: str, match: str, people: Attendance) -> bool:
    """Whether the subject of "agreed" is one person: "SG agreed to …", "Mary and agreed" …."""
    if re.match(r"(?i)(?:was|were|is|are|be|been|group|committee|members|meeting|we|all|every|those|it was)", match.lstrip(" ;:,–-")):
        return False
    words = before.split()
    if not words or before.rstrip().endswith((";", ":", ".")):
        return False
    last = words[-1].strip(",.;()")
    return is_initials(last) or any(last in a.entry.name.split() for a in people.people)


def decisions_of(item: Item, people: Attendance, skip: set[str]) -> Iterator[tuple[str, Quote]]:
    """The decisions of an item with their places.

    Args:
        item: the agenda item.
        people: the meeting's attendance.
        skip: locators of paragraphs that are somebody's report or an action, which decide nothing.
    """
    introduced: Piece | None = None
    for piece in item.content:
        if piece.block.locator in skip:
            introduced = None
            continue
        if introduced is not None:
            if _is_listed(piece, introduced):
                yield piece.text, piece.quote
                continue
            introduced = None
        text = piece.text
        if any(p.search(text.split("\n")[-1].strip()) for p in rules().introduces) and not any(p.search(text) for p in rules().undecided):
            if is_decision(text.rstrip(":") + " to", people) or re.match(r"(?i)(?:decisions?|agreed|resolved)\s*:?$", text):
                introduced = piece
                continue
        for line_start, line in _lines(text):
            for start, end in sentences(line):
                sentence = line[start:end]
                if is_decision(sentence, people):
                    yield sentence, Quote(piece.block.locator, text[line_start + start : line_start + end])


def _is_listed(piece: Piece, introduction: Piece) -> bool:
    """Whether a paragraph is an entry of the list that another introduces."""
    return piece.block.kind is Kind.LIST_ITEM and (introduction.block.kind is not Kind.LIST_ITEM or piece.block.level > introduction.block.level)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    position = 0
    for line in text.split("\n"):
        yield position, line
        position += len(line) + 1
