"""A whole document, and finding again what stands at a locator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.model.blocks import Article, Block, Slide, Table, Text


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something a reader could not read: a code of docs/issues.md, what happened, and where."""

    code: str
    message: str
    locator: str | None = None


@dataclass(slots=True)
class Document:
    """What a reader made of a file.

    ``blocks``: the body in reading order. ``furniture``: running headers and footers, navigation and
    the like. ``notes``: footnotes and endnotes. ``comments``: reviewers' remarks. ``properties``: what
    the file says of itself (``title``, ``author``, …). ``flaws``: what could not be read.
    ``confidence``: how sure the reader is of the words of a page that it had to recognise, 0 to 1.
    """

    reader: str
    media_type: str
    blocks: list[Block] = field(default_factory=list)
    furniture: list[Text] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    comments: list[Text] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    pages: int | None = None
    flaws: list[Flaw] = field(default_factory=list)
    confidence: dict[str, float] = field(default_factory=dict)
    _index: dict[str, str] | None = field(default=None, repr=False, compare=False)

    @property
    def articles(self) -> list[Article]:
        """The posts it holds, in order."""
        return [b for b in self.blocks if isinstance(b, Article)]

    @property
    def slides(self) -> list[Slide]:
        """The slides it holds, in order."""
        return [b for b in self.blocks if isinstance(b, Slide)]

    @property
    def tables(self) -> list[Table]:
        """The tables of the body, nested ones and those of articles left out."""
        return [b for b in self.blocks if isinstance(b, Table)]

    def confidence_at(self, locator: str) -> float | None:
        """How sure the reader is of the words at a locator, 0 to 1; None where it read them as they are."""
        return self.confidence.get(locator.partition(",")[0]) if self.confidence else None

    def find(self, locator: str) -> str | None:
        """What stands at a locator: a text with its label, a cell, a table, the address of a link.

        None where the locator leads nowhere. The index is made at the first call.
        """
        if self._index is None:
            self._index = dict(_indexed(self))
        return self._index.get(locator)

    def texts(self) -> Iterator[Text]:
        """Every text of the body in reading order, those in cells and articles too."""
        return walk_texts(self.blocks)


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks in reading order, with those inside cells, articles and slides."""
    for block in blocks:
        yield block
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from walk(cell.blocks)
        elif isinstance(block, Article):
            yield from walk(block.blocks)
        elif isinstance(block, Slide):
            if block.title is not None:
                yield block.title
            yield from walk(block.blocks)


def walk_texts(blocks: Iterable[Block]) -> Iterator[Text]:
    """Headings, paragraphs and list items in reading order, blank ones left out."""
    return (b for b in walk(blocks) if isinstance(b, Text) and not b.is_blank)


def _indexed(document: Document) -> Iterator[tuple[str, str]]:
    for block in walk(document.blocks):
        yield from _entries(block)
    for text in (*document.furniture, *document.notes, *document.comments):
        yield from _entries(text)
    for name, value in document.properties.items():
        yield f"property {name}", value


def _entries(block: Block) -> Iterator[tuple[str, str]]:
    if isinstance(block, Text):
        if block.locator:
            yield block.locator, block.shown
            for number, mark in enumerate(block.links, 1):
                yield f"{block.locator}, link {number}", mark.target or ""
    elif isinstance(block, Table):
        yield block.locator, block.text
        for number, row in enumerate(block.rows, 1):
            yield f"{block.locator}, row {number}", "\n".join(cell.shown for cell in row)
            for cell in row:
                yield cell.locator, cell.shown
    elif isinstance(block, Slide):
        for note in block.notes:
            yield from _entries(note)
    else:
        for text in (block.title, block.published, block.author, *block.categories):
            if text is not None:
                yield from _entries(text)
        if block.url:
            yield f"{block.locator}, address", block.url
