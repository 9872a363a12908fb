"""An agenda item: its number, its heading, its paragraphs, the actions beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.extract.harvest import Quote
from pipeline.extract.minutes.numbers import ItemNumber, parse_item_number
from pipeline.extract.pieces import Piece
from pipeline.model import Kind, Text

HEADING_WORDS = 16


@dataclass(slots=True)
class ActionCell:
    """A paragraph of an action column: what stands beside it, and the row's other columns.

    ``owners``: the row's column of owners, where the action has one beside it.
    """

    text: Text
    beside: list[Piece]
    due: Quote | None = None
    status: Quote | None = None
    owners: Quote | None = None


@dataclass(slots=True)
class Item:
    """An agenda item: number and heading with their places, its paragraphs, the actions in its column.

    ``number`` is None for what stands before the first item or under a heading without a number.
    """

    number: str | None
    where: Quote | None = None
    heading: Piece | None = None
    sub_items: list[str] = field(default_factory=list)
    sub_quotes: list[Quote] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    cells: list[ActionCell] = field(default_factory=list)

    @property
    def title(self) -> str | None:
        """The heading without its colon."""
        return (self.heading.text.rstrip(" :").replace("\n", " ") or None) if self.heading else None

    @property
    def content(self) -> list[Piece]:
        """Its paragraphs that say something."""
        return [p for p in self.pieces if p.text]

    def add_sub_item(self, number: ItemNumber, where: Quote) -> None:
        """Note the number of a part (``a)`` under 4 is 4a)."""
        text = f"{self.number or ''}{number.text}" if number.is_letter else number.text
        if text not in self.sub_items:
            self.sub_items.append(text)
            self.sub_quotes.append(where)


def split_heading(piece: Piece) -> tuple[Piece | None, Piece | None]:
    """A numbered paragraph as heading and text: by its bold, its line break, its colon or its length."""
    block, text = piece.block, piece.text
    if not text:
        return None, None
    bold_end = block.bold_lead
    body = block.text[piece.start : piece.end]
    if piece.start < bold_end < piece.start + len(body.rstrip(" :.–-")):
        rest = piece.cut(bold_end + len(block.text[bold_end:]) - len(block.text[bold_end:].lstrip(" :–—-.\n")))
        return piece.cut(piece.start, bold_end), rest if rest.text else None
    line_end = body.find("\n")
    if 0 < line_end <= 150:
        return piece.cut(piece.start, piece.start + line_end), piece.cut(piece.start + line_end)
    if block.kind is Kind.HEADING or block.is_bold:
        return piece, None
    colon = re.match(r"([^.:;?!]{2,90}?)(?::|\s[–—-])\s+(?=\S)", body)
    if colon and len(colon.group(1).split()) <= 9 and len(body) - colon.end() > 2 and not re.search(r"\d$", colon.group(1)):
        rest = piece.cut(piece.start + colon.end())
        if rest.text and (len(body.split()) > HEADING_WORDS or body.rstrip().endswith(".")):
            return piece.cut(piece.start, piece.start + colon.end(1)), rest
    words = text.split()
    if len(words) <= HEADING_WORDS and not (text.endswith(".") and len(words) > 5):
        return piece, None
    return None, piece


def own_number(text: Text) -> ItemNumber | None:
    """The number of a text, computed or typed."""
    if text.label and text.ordered:
        return parse_item_number(text.label, alone=True)
    return parse_item_number(text.text) if text.kind is not Kind.LIST_ITEM or text.label is None else None


def is_part(number: ItemNumber, of: ItemNumber) -> bool:
    """Whether a number is another's part: 4a or 4.1 of 4."""
    return number.depth > of.depth and number.parts[: of.depth] == of.parts
