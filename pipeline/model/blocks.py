"""Blocks: the pieces of a document, free of any file format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a piece of text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something about a stretch of a text: ``bold``, ``italic``, ``link``, ``tab``, ``note``.

    ``start``, ``end``: character offsets, end exclusive. ``target``: where a link leads, or the
    number of a note.
    """

    start: int
    end: int
    kind: str
    target: str | None = None


@dataclass(slots=True)
class Text:
    """A heading, paragraph or list item.

    ``text``: one line, or several where the writer broke lines inside the paragraph; never with a
    bullet glyph or a computed number, which is ``label`` (``4a)``, ``2.1``, ``•``).
    ``level``: of a heading from 1, of a list item from 0, else 0.
    ``style``: the style's name where the format has styles, folded to lower case.
    """

    kind: Kind
    text: str
    locator: str
    level: int = 0
    label: str | None = None
    ordered: bool = False
    marks: tuple[Mark, ...] = ()
    style: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it; such paragraphs are kept in cells, where they align lists."""
        return not self.text and not self.label

    @property
    def is_bold(self) -> bool:
        """Whether all of it is bold, spaces and closing colons aside."""
        return self._bold_end() >= len(self.text.rstrip(" :;.\u2013-")) > 0

    @property
    def bold_lead(self) -> int:
        """How many characters from its beginning are bold."""
        return self._bold_end()

    def _bold_end(self) -> int:
        end = 0
        for mark in self.marks:
            if mark.kind == "bold" and not self.text[end : mark.start].strip(" :"):
                end = max(end, mark.end)
        return end

    @property
    def links(self) -> Iterator[Mark]:
        """The links that stand in it, in order."""
        return (m for m in self.marks if m.kind == "link" and m.target)

    @property
    def tabs(self) -> tuple[int, ...]:
        """Offsets of the spaces that the writer typed as tabs."""
        return tuple(m.start for m in self.marks if m.kind == "tab")

    @property
    def shown(self) -> str:
        """The text as a reader sees it, its label before it."""
        return f"{self.label} {self.text}" if self.label else self.text


@dataclass(slots=True)
class Cell:
    """A cell of a table: its blocks, and how many rows and columns it covers."""

    blocks: list[Block]
    locator: str
    rowspan: int = 1
    colspan: int = 1

    @property
    def text(self) -> str:
        """The cell's text, a paragraph a line, blank paragraphs left out."""
        return "\n".join(t for t in (_text_of(b) for b in self.blocks) if t)

    @property
    def shown(self) -> str:
        """The cell's text with the labels of its list items."""
        return "\n".join(b.shown if isinstance(b, Text) else _text_of(b) for b in self.blocks if _text_of(b) or (isinstance(b, Text) and b.label))

    @property
    def texts(self) -> list[Text]:
        """Its headings, paragraphs and list items, blank ones too, nested tables' among them."""
        found: list[Text] = []
        for block in self.blocks:
            if isinstance(block, Text):
                found.append(block)
            elif isinstance(block, Table):
                found.extend(t for row in block.rows for cell in row for t in cell.texts)
        return found


@dataclass(slots=True)
class Table:
    """A table: rows of anchor cells (a spanned place holds nothing), the first ``header_rows`` its head."""

    rows: list[list[Cell]]
    locator: str
    header_rows: int = 0

    @property
    def text(self) -> str:
        """All cells' text: a row a line, cells parted by tabs."""
        return "\n".join("\t".join(cell.text.replace("\n", " ") for cell in row) for row in self.rows)

    def grid(self) -> list[list[Cell | None]]:
        """The table as a matrix: a spanning cell stands in every place it covers, None where none is."""
        grid: list[list[Cell | None]] = [[] for _ in self.rows]
        for r, row in enumerate(self.rows):
            column = 0
            for cell in row:
                while column < len(grid[r]) and grid[r][column] is not None:
                    column += 1
                for rr in range(r, min(r + cell.rowspan, len(grid))):
                    line = grid[rr]
                    line.extend([None] * (column + cell.colspan - len(line)))
                    line[column : column + cell.colspan] = [cell] * cell.colspan
                column += cell.colspan
        width = max((len(line) for line in grid), default=0)
        for line in grid:
            line.extend([None] * (width - len(line)))
        return grid


@dataclass(slots=True)
class Article:
    """A post: an entry of an archive page, a page of its own, or an item of a feed.

    Its title, dates and names are texts with locators of their own, so that they can be evidence.
    """

    number: int
    locator: str
    title: Text | None = None
    url: str | None = None
    published: Text | None = None
    author: Text | None = None
    categories: list[Text] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    is_protected: bool = False

    @property
    def text(self) -> str:
        """The article's text, a paragraph a line."""
        return "\n".join(t for t in (_text_of(b) for b in self.blocks) if t)


@dataclass(slots=True)
class Slide:
    """A slide of a deck: its title, what stands on it in reading order, and the speaker's notes."""

    number: int
    locator: str
    title: Text | None = None
    blocks: list[Block] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The slide's text without its title, a paragraph a line."""
        return "\n".join(t for t in (_text_of(b) for b in self.blocks) if t)


Block = Text | Table | Article | Slide


def _text_of(block: Block) -> str:
    return block.text
