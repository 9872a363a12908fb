"""Elements of a page as blocks: headings, paragraphs, list items, tables."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from lxml import etree

from pipeline.model import Block, Cell, Kind, Table, Text
from pipeline.model.inline import Inline, typed_bullet
from pipeline.model.places import Places
from pipeline.normalise.numerals import format_number
from pipeline.read.errors import ReadError
from pipeline.read.html.furniture import is_furniture

HEADINGS = {f"h{n}": n for n in range(1, 7)}
BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset",
        "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "main", "menu", "nav",
        "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "legend",
    }
)  # fmt: skip
SILENT = frozenset(
    {
        "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "audio", "video", "button", "select", "input",
        "textarea", "label", "form", "head", "link", "meta", "map", "datalist", "dialog", "math",
    }
)  # fmt: skip
_MARGIN = re.compile(r"margin-left\s*:\s*(?P<size>[\d.]+)\s*(?P<unit>pt|px|em|in|cm|rem)?", re.IGNORECASE)
_MSO_LEVEL = re.compile(r"mso-list\s*:[^;]*\blevel(?P<level>\d)", re.IGNORECASE)
_POINTS = {"pt": 1.0, "px": 0.75, "em": 12.0, "rem": 12.0, "in": 72.0, "cm": 28.35, "": 1.0}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)


@dataclass(slots=True)
class BlockReader:
    """Turns elements into blocks.

    ``base``: the page's address, to make links whole. ``skip``: elements read elsewhere (a post's
    title, its date line). ``depth``: how deep markup may nest.
    """

    base: str | None = None
    skip: frozenset[etree._Element] = frozenset()
    depth: int = 250
    _pending: Inline | None = field(default=None)

    def read(self, element: etree._Element, places: Places) -> list[Block]:
        """The blocks inside an element."""
        blocks = list(self._walk(element, places, Shape(), 0))
        blocks.extend(self._flush(places, Shape()))
        return _levelled(blocks)

    def _walk(self, element: etree._Element, places: Places, shape: Shape, depth: int) -> Iterator[Block]:
        if depth > self.depth:
            raise ReadError("limit_exceeded", f"markup is nested more than {self.depth} deep")
        self._text(element.text, shape)
        for child in element:
            yield from self._child(child, places, shape, depth)
            self._text(child.tail, shape)

    def _child(self, child: etree._Element, places: Places, shape: Shape, depth: int) -> Iterator[Block]:
        tag = child.tag
        if not isinstance(tag, str) or tag in SILENT or child in self.skip or is_hidden(child) or is_furniture(child):
            return
        if tag == "br":
            if self._pending is not None:
                self._pending.line_break()
            return
        if tag not in BLOCKS:
            yield from self._walk(child, places, shape.inline(child, self.base), depth + 1)
            return
        yield from self._flush(places, shape)
        if tag == "table":
            yield from self._table(child, places, depth)
        elif tag == "hr":
            return
        elif tag in ("ul", "ol", "menu", "dir"):
            yield from self._list(child, places, shape, depth)
        else:
            inner = shape.block(child)
            yield from self._walk(child, places, inner, depth + 1)
            yield from self._flush(places, inner)

    def _list(self, element: etree._Element, places: Places, shape: Shape, depth: int) -> Iterator[Block]:
        number = int(element.get("start", "1")) if re.fullmatch(r"-?\d{1,6}", element.get("start", "1")) else 1
        level = shape.list_level + 1
        for child in element:
            if not isinstance(child.tag, str) or child in self.skip or is_hidden(child) or is_furniture(child):
                continue
            if child.tag != "li":  # a list in a list without an item around it: its items are one level deeper
                yield from self._child(child, places, Shape(list_level=level if child.tag in ("ul", "ol") else shape.list_level), depth + 1)
                yield from self._flush(places, shape)
                continue
            value = child.get("value", "")
            number = int(value) if re.fullmatch(r"-?\d{1,6}", value) else number
            label = _ordinal(number, element.get("type", "1")) + "." if element.tag == "ol" else "•"
            item = Shape(kind=Kind.LIST_ITEM, list_level=level, label=label, ordered=element.tag == "ol")
            yield from self._walk(child, places, item, depth + 1)
            yield from self._flush(places, item)
            number += 1

    def _table(self, element: etree._Element, places: Places, depth: int) -> Iterator[Block]:
        rows = [r for r in element.iterdescendants("tr") if next(r.iterancestors("table")) is element]
        if not rows or _is_layout(rows):
            for row in rows:
                for cell in row.iterchildren("td", "th"):
                    yield from self._walk(cell, places, Shape(), depth + 1)
                    yield from self._flush(places, Shape())
            return
        caption = element.find("caption")
        if caption is not None:
            yield from self._walk(caption, places, Shape(), depth + 1)
            yield from self._flush(places, Shape())
        locator = places.table()
        table = Table([], locator)
        above: dict[int, int] = {}
        for number, row in enumerate(rows, 1):
            table.rows.append(self._row(row, f"{locator}, row {number}", above, depth))
            in_head = parent_of(row).tag == "thead" or all(c.tag == "th" for c in row.iterchildren("td", "th"))
            if in_head and table.header_rows == number - 1:
                table.header_rows = number
        if table.header_rows == len(table.rows):
            table.header_rows = min(1, len(table.rows) - 1)
        if not table.header_rows and len(table.rows) > 1 and _bold_row(table.rows[0]) and not _bold_row(table.rows[1]):
            table.header_rows = 1
        yield table

    def _row(self, row: etree._Element, locator: str, above: dict[int, int], depth: int) -> list[Cell]:
        cells, column = [], 0
        for element in row.iterchildren("td", "th"):
            while above.get(column, 0) > 0:
                above[column] -= 1
                column += 1
            colspan, rowspan = _span(element.get("colspan")), _span(element.get("rowspan"))
            place = f"{locator}, column {column + 1}"
            reader = BlockReader(self.base, self.skip, self.depth - depth)
            blocks = reader.read(element, Places(place + ", "))
            texts = [b for b in blocks if isinstance(b, Text)]
            if len(texts) == 1 and len(blocks) == 1:
                texts[0].locator = place
            cells.append(Cell(blocks, place, rowspan, colspan))
            for covered in range(column, column + colspan):
                above[covered] = rowspan - 1
            column += colspan
        for later in [c for c in above if c >= column and above[c] > 0]:
            above[later] -= 1
        return cells

    def _text(self, text: str | None, shape: Shape) -> None:
        if not text or (self._pending is None and text.isspace()):
            return
        if self._pending is None:
            self._pending = Inline()
        if shape.preformatted:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self._pending.line_break()
                self._pending.add(line, bold=shape.bold, italic=shape.italic, link=shape.link)
            return
        self._pending.add(text, bold=shape.bold, italic=shape.italic, link=shape.link)

    def _flush(self, places: Places, shape: Shape) -> Iterator[Text]:
        """Close the paragraph that is being collected."""
        pending, self._pending = self._pending, None
        if pending is None:
            return
        text, marks = pending.finish()
        if not text:
            return
        kind, level, label, ordered = shape.kind, 0, None, False
        if kind is Kind.LIST_ITEM:
            level, ordered = max(shape.list_level, 0), shape.ordered
            label, shape.label = shape.label, None  # the second paragraph of an item has no number of its own
        elif kind is Kind.HEADING:
            level = shape.heading
        glyph = typed_bullet(pending.raw) if kind is Kind.PARAGRAPH or (kind is Kind.LIST_ITEM and not ordered) else None
        if glyph and (shape.indent or glyph[0] not in "-–—*+"):
            text, marks = pending.finish(len(glyph[0]))
            if kind is Kind.PARAGRAPH:
                kind, label = Kind.LIST_ITEM, glyph[0]
                level = -1 - int(shape.indent * 10) if shape.indent else (1 if glyph[0] == "o" else 0)
        yield Text(kind=kind, text=text, locator=places.paragraph(), level=level, label=label, ordered=ordered, marks=marks, style=shape.style)


@dataclass(slots=True)
class Shape:
    """What an element's text inherits from the elements around it."""

    kind: Kind = Kind.PARAGRAPH
    heading: int = 0
    list_level: int = -1
    label: str | None = None
    ordered: bool = False
    bold: bool = False
    italic: bool = False
    link: str | None = None
    indent: float = 0.0
    preformatted: bool = False
    style: str = ""

    def inline(self, element: etree._Element, base: str | None) -> Shape:
        """The shape inside an inline element."""
        tag, style = element.tag, element.get("style", "")
        bold = self.bold or tag in ("b", "strong") or bool(re.search(r"font-weight\s*:\s*(?:bold|[6-9]00)", style))
        italic = self.italic or tag in ("i", "em", "cite") or "font-style:italic" in style.replace(" ", "")
        link = self.link
        if tag == "a":
            href = (element.get("href") or "").strip()
            if href and not href.lower().startswith(("javascript:", "data:")) and not href.startswith("#"):
                link = absolute(base, href)
        if (bold, italic, link) == (self.bold, self.italic, self.link):
            return self
        return dataclasses.replace(self, bold=bold, italic=italic, link=link)

    def block(self, element: etree._Element) -> Shape:
        """The shape inside a block element."""
        tag = element.tag
        style = element.get("style", "")
        indent = _indent(style)
        if tag in HEADINGS:
            return Shape(kind=Kind.HEADING, heading=HEADINGS[tag])
        if tag == "dt":
            return Shape(style="term", bold=True)
        if tag == "dd":
            return Shape(style="definition")
        if self.kind is Kind.LIST_ITEM:
            if indent:
                self.indent = indent
            return self
        return Shape(
            kind=self.kind, heading=self.heading, list_level=self.list_level, indent=indent or self.indent, preformatted=tag == "pre", style=self.style
        )


def all_text(element: etree._Element) -> str:
    """All text inside an element, markup left out."""
    return "".join(str(t) for t in element.itertext())


def parent_of(element: etree._Element) -> etree._Element:
    """The element around another, which is not the page's root."""
    parent = element.getparent()
    assert parent is not None
    return parent


def absolute(base: str | None, href: str) -> str:
    """An address made whole against the page's own; as written where that fails."""
    if not base or re.match(r"[a-z][a-z0-9+.-]*:", href, re.IGNORECASE):
        return href
    try:
        return urljoin(base, href)
    except ValueError:
        return href


def is_hidden(element: etree._Element) -> bool:
    """Whether a reader of the page never sees an element."""
    style = element.get("style")
    return element.get("hidden") is not None or element.get("aria-hidden") == "true" or (style is not None and bool(_HIDDEN.search(style)))


def _indent(style: str) -> float:
    """The left margin that a pasted list gives its paragraphs, in points."""
    level = _MSO_LEVEL.search(style)
    if level:
        return 36.0 * int(level["level"])
    margin = _MARGIN.search(style)
    return float(margin["size"]) * _POINTS[(margin["unit"] or "").lower()] if margin else 0.0


def _levelled(blocks: list[Block]) -> list[Block]:
    """Levels of typed bullets from their margins: the smallest of a run of bullets is the first level."""
    run: list[Text] = []
    for block in [*blocks, None]:
        if isinstance(block, Text) and block.kind is Kind.LIST_ITEM and block.level < 0:
            run.append(block)
            continue
        margins = sorted({b.level for b in run}, reverse=True)
        for text in run:
            text.level = margins.index(text.level)
        run = []
    return blocks


def _ordinal(number: int, style: str) -> str:
    return format_number(number, {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}.get(style, "decimal"))


def _span(value: str | None) -> int:
    return min(max(int(value), 1), 1000) if value and value.isdigit() else 1


def _is_layout(rows: list[etree._Element]) -> bool:
    """A table of one column, or one that holds headings or other tables, lays out a page."""
    widths = [sum(_span(c.get("colspan")) for c in r.iterchildren("td", "th")) for r in rows]
    return max(widths, default=0) <= 1 or any(True for r in rows for _ in r.iterdescendants("article", "main", "nav"))


def _bold_row(row: list[Cell]) -> bool:
    texts = [t for cell in row for t in cell.texts if t.text]
    return bool(texts) and all(t.is_bold for t in texts)
