"""A stretch of a text, as extractors pass it about: part of a paragraph with its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.harvest import Quote
from pipeline.model import Kind, Text


@dataclass(slots=True)
class Piece:
    """Part of a text (often all of it): what stands between two offsets.

    ``method``: how a value is read from it, for the evidence.
    """

    block: Text
    start: int = 0
    end: int = -1
    method: str = "structure"

    def __post_init__(self) -> None:
        if self.end < 0:
            self.end = len(self.block.text)

    @property
    def text(self) -> str:
        """Its words."""
        return self.block.text[self.start : self.end].strip()

    @property
    def quote(self) -> Quote:
        """Its evidence."""
        return Quote(self.block.locator, self.text, self.method)

    @property
    def is_point(self) -> bool:
        """Whether it is a bullet or numbered line with a mark of its own."""
        return self.block.kind is Kind.LIST_ITEM and self.block.label is not None and self.start == 0

    def cut(self, start: int, end: int | None = None) -> Piece:
        """The part of it between two offsets of the whole text."""
        return Piece(self.block, max(start, self.start), self.end if end is None else min(end, self.end), self.method)

    def links(self) -> Iterator[tuple[str, Quote]]:
        """Addresses it leads to, each with the evidence of the link."""
        for number, mark in enumerate(self.block.links, 1):
            if self.start <= mark.start < self.end and mark.target:
                yield mark.target, Quote(f"{self.block.locator}, link {number}", mark.target)
