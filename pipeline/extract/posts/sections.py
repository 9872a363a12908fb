"""Dividing a post into its labelled and headed parts.

Hurried people type a label bold or not, with its colon inside the bold or outside or none at all,
as a heading, in a line of its own, several in one paragraph, in a table's first column or as the
term of a definition list. All of these begin a section.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as attribute

from pipeline.extract.harvest import Quote
from pipeline.extract.pieces import Piece
from pipeline.model import Article, Block, Cell, Kind, Table, Text
from pipeline.normalise.labels import Vocabulary
from pipeline.normalise.text import collapse

_UNKNOWN_WORDS = 9


@dataclass(slots=True)
class Section:
    """A part of a post: its label as written, the field it names, and its pieces.

    ``heading`` is None before the first label. ``is_label``: whether it was typed as a field's label
    rather than as a heading. ``depth``: the heading's level, 9 for a label in a paragraph.
    """

    heading: str | None = None
    where: Quote | None = None
    field: str | None = None
    is_label: bool = False
    depth: int = 9
    in_list: bool = False
    label_piece: Piece | None = None
    pieces: list[Piece] = attribute(default_factory=list)

    @property
    def text(self) -> str:
        """Its text, a paragraph a line."""
        return "\n".join(p.text for p in self.pieces if p.text)

    @property
    def evidence(self) -> list[Quote]:
        """Where its text stands."""
        return [p.quote for p in self.pieces if p.text]

    def links(self) -> Iterator[tuple[str, Quote]]:
        """Addresses its text leads to, then the one its label itself leads to."""
        for piece in self.pieces:
            yield from piece.links()
        if self.label_piece is not None:
            yield from self.label_piece.links()


def _heading_words(text: str) -> str:
    return collapse(text).rstrip(" :").rstrip()


@dataclass(slots=True)
class Divider:
    """Divides one post; ``vocabularies`` are asked in order."""

    vocabularies: tuple[Vocabulary, ...]
    sections: list[Section] = attribute(default_factory=lambda: [Section()])

    def divide(self, article: Article) -> list[Section]:
        """The sections of a post, an empty opening one left out."""
        for block in article.blocks:
            self._block(block)
        return [s for s in self.sections if s.heading is not None or s.pieces]

    def _match(self, text: str) -> str | None:
        for vocabulary in self.vocabularies:
            found = vocabulary.match(text)
            if found:
                return found
        return None

    @property
    def _current(self) -> Section:
        return self.sections[-1]

    def _begin(self, block: Text, start: int, end: int, field: str | None, *, is_label: bool, depth: int = 9) -> None:
        words = _heading_words(block.text[start:end])
        # A label that leads to the document ("Link to main document" as a link) is its own value.
        section = Section(words, Quote(block.locator, words, "label"), field, is_label, depth, block.kind is Kind.LIST_ITEM)
        section.label_piece = Piece(block, start, end, "label")
        self.sections.append(section)

    def _add(self, block: Text, start: int, end: int) -> None:
        while start < end and block.text[start] in " \n:":
            start += 1
        if start < end:
            self._current.pieces.append(Piece(block, start, end, "label"))

    def _block(self, block: Block) -> None:
        if isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Text) and not block.is_blank:
            if block.kind is Kind.HEADING:
                self._headed(block)
            else:
                self._paragraph(block)

    def _headed(self, block: Text) -> None:
        field = self._match(block.text)
        if field is None:
            inline = self._inline(block)
            if inline and inline[0][0] == 0:
                self._run_together(block, inline)
                return
        current = self._current
        # Beneath a label typed as bold text, a heading that is no field's is a heading within that field.
        nested = field is None and current.field is not None and (current.is_label or block.level > current.depth)
        if nested and current.field != "reference_list":
            self._add(block, 0, len(block.text))
            return
        self._begin(block, 0, len(block.text), field, is_label=False, depth=block.level)

    def _paragraph(self, block: Text) -> None:
        text = block.text
        inline = self._inline(block)
        bold = self._bold_label(block)
        if bold is not None and (not inline or inline[0][0] >= bold[0]):
            end, field = bold
            later = [i for i in inline if i[0] >= end]
            self._begin(block, 0, end, field, is_label=True)
            self._rest(block, end, later)
            return
        if inline:
            self._run_together(block, inline)
            return
        first_line, newline, _ = text.partition("\n")
        if newline and self._match(first_line) and block.kind is not Kind.LIST_ITEM:
            self._begin(block, 0, len(first_line), self._match(first_line), is_label=True)
            self._rest(block, len(first_line), [])
            return
        if block.kind is not Kind.LIST_ITEM and self._whole_label(block):
            return
        opening = self._opening(block)
        if opening:
            self._begin(block, 0, opening[0], opening[1], is_label=True)
            self._rest(block, opening[0], [])
            return
        self._add(block, 0, len(text))

    def _inline(self, block: Text) -> list[tuple[int, int, str]]:
        """Known labels with a colon in a paragraph; in a bullet only where bullets are labels."""
        found: dict[int, tuple[int, int, str]] = {}
        for vocabulary in reversed(self.vocabularies):
            for start, end, name in vocabulary.find_inline(block.text):
                if start not in found or end >= found[start][1]:
                    found[start] = (start, end, name)
        result: list[tuple[int, int, str]] = []
        for start, end, name in sorted(found.values()):
            if not result or start >= result[-1][1]:
                result.append((start, end, name))
        if block.kind is Kind.LIST_ITEM:
            opens = bool(result) and result[0][0] == 0
            is_label = opens and (block.bold_lead > 0 or self._current.in_list or len(self.sections) == 1)
            return result[:1] if is_label else []
        # In the middle of a paragraph, a label ends a sentence or a field, or it is just a word with a colon.
        if (
            result
            and result[0][0] != 0
            and not block.text[: result[0][0]].rstrip().endswith((".", "?", "!", ":", "\n"))
            and "\n" not in block.text[: result[0][0]][-2:]
        ):
            return []
        return result

    def _bold_label(self, block: Text) -> tuple[int, str | None] | None:
        """A bold beginning that is a label: where it ends (its colon too), and its field if known."""
        lead = block.bold_lead
        if not lead:
            return None
        words = block.text[:lead]
        if ":" in words.rstrip(" :") and not self._match(words):
            head, _, tail = words.partition(":")
            if tail.strip():
                lead, words = len(head), head  # the whole line is bold: its label is what stands before the colon
        rest = block.text[lead:]
        field = self._match(words)
        has_colon = words.rstrip().endswith(":") or rest.lstrip().startswith(":")
        end = lead + (len(rest) - len(rest.lstrip()) + 1 if rest.lstrip().startswith(":") else 0)
        if field is not None and (has_colon or not rest.strip() or rest[:1] in " \n" or words.endswith(" ")):
            return end, field
        is_short = len(words.split()) <= _UNKNOWN_WORDS
        if field is None and has_colon and is_short and block.kind is not Kind.LIST_ITEM and not words.rstrip().endswith("."):
            return end, None
        if (
            field is None
            and is_short
            and not rest.strip(" :")
            and block.kind is Kind.PARAGRAPH
            and not words.rstrip().endswith((".", ","))
            and block.style != "term"
        ):
            return end, None  # a bold line of its own is a heading
        return None

    def _whole_label(self, block: Text) -> bool:
        """A paragraph that is a label and nothing else: with a colon, as a link, or as a term."""
        text = block.text
        is_link = any(m.start == 0 and m.end >= len(text.rstrip(" :.")) for m in block.links)
        if len(text.split()) > _UNKNOWN_WORDS:
            return False
        field = self._match(text)
        if is_link and field is None and text.casefold().startswith("link to "):
            field = "main_document_url"
        known = field is not None and (is_link or block.style == "term" or text.rstrip().endswith(":") or len(self.sections) > 1)
        if known or block.style == "term":
            self._begin(block, 0, len(text), field, is_label=True)
            return True
        return False

    def _opening(self, block: Text) -> tuple[int, str] | None:
        """A label without colon or bold before its value, trusted only among other labels."""
        labelled = sum(1 for s in self.sections if s.field and s.is_label)
        if block.kind is not Kind.PARAGRAPH or labelled < 2:
            return None
        for vocabulary in self.vocabularies:
            found = vocabulary.find_opening(block.text)
            if found:
                return found
        return None

    def _rest(self, block: Text, position: int, labels: list[tuple[int, int, str]]) -> None:
        """What stands behind a label: its value, and further labels in the same paragraph."""
        for start, end, name in labels:
            self._add(block, position, start)
            self._begin(block, start, end, name, is_label=True)
            position = end
        self._add(block, position, len(block.text))

    def _run_together(self, block: Text, labels: list[tuple[int, int, str]]) -> None:
        self._rest(block, 0, labels)

    def _table(self, table: Table) -> None:
        """A table of labels and values, row by row; any other table is text of the current section."""
        labelled = sum(1 for row in table.rows if len(row) == 2 and self._match(row[0].text))
        if labelled * 2 < len(table.rows) or not labelled:
            for row in table.rows:
                for cell in row:
                    for text in cell.texts:
                        if not text.is_blank:
                            self._add(text, 0, len(text.text))
            return
        for row in table.rows:
            if len(row) == 2 and row[0].text:
                self._labelled_row(row[0], row[1])
            else:
                for cell in row:
                    for text in cell.texts:
                        self._add(text, 0, len(text.text))

    def _labelled_row(self, head: Cell, value: Cell) -> None:
        texts = [t for t in head.texts if not t.is_blank]
        label = texts[0]
        self._begin(label, 0, len(label.text), self._match(head.text), is_label=True)
        for text in (*texts[1:], *value.texts):
            if not text.is_blank:
                self._add(text, 0, len(text.text))
