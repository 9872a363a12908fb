"""Walking the body of a Word document, once, into blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from lxml import etree

from pipeline.model import Block, Cell, Document, Flaw, Kind, Table, Text
from pipeline.model.inline import Inline, typed_bullet
from pipeline.model.places import Places
from pipeline.normalise.text import collapse
from pipeline.read.docx.inline import RunReader
from pipeline.read.docx.names import PPR, RPR, SDT, SDT_CONTENT, STRICT, TBL, TC, TR, VAL, P, W
from pipeline.read.docx.numbering import Counters, Definitions, Label, parse_numbering
from pipeline.read.docx.styles import NO_STYLE, Style, Styles, parse_styles
from pipeline.read.errors import ReadError
from pipeline.read.limits import Limits
from pipeline.read.opc import Package, parse_xml

_LIST_STYLE = re.compile(r"list (?:bullet|number|continue)? ?([2-5])\b")
_STYLE, _NUMBERING, _OUTLINE, _DELETED = W + "pStyle", W + "numPr", W + "outlineLvl", W + "del"
_CONTAINERS = frozenset({SDT, SDT_CONTENT, W + "ins", W + "moveTo", W + "customXml", W + "smartTag"})
_CORE = {
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "author": "{http://purl.org/dc/elements/1.1/}creator",
    "created": "{http://purl.org/dc/terms/}created",
    "modified": "{http://purl.org/dc/terms/}modified",
}


@dataclass(slots=True)
class BodyReader:
    """Turns the elements of one part into blocks."""

    styles: Styles
    counters: Counters
    runs: RunReader
    limits: Limits
    boxes: int = 0
    count: int = 0
    flaws: list[Flaw] = field(default_factory=list)
    _carried: list[etree._Element] = field(default_factory=list)

    def blocks(self, elements: Iterable[etree._Element], places: Places, depth: int = 0) -> Iterator[Block]:
        """The blocks of some sibling elements; blank paragraphs are kept as blank texts."""
        if depth > 40:
            raise ReadError("limit_exceeded", "tables are nested more than 40 deep")
        for element in elements:
            tag = element.tag
            if tag == P:
                yield from self._paragraph(element, places, depth)
            elif tag == TBL:
                yield self._table(element, places.table(), depth)
            elif tag == SDT:
                content = element.find(SDT_CONTENT)
                properties = element.find(W + "sdtPr")
                if content is not None and (properties is None or properties.find(W + "showingPlcHdr") is None):
                    yield from self.blocks(content, places, depth)
            elif tag in _CONTAINERS:
                yield from self.blocks(element, places, depth)
            elif tag == W + "altChunk":
                self.flaws.append(Flaw("unsupported_format", "a part in another format is embedded here: open the file in Word and save it again"))

    def _paragraph(self, element: etree._Element, places: Places, depth: int) -> Iterator[Block]:
        style_id = numbering = outline = None
        properties = element.find(PPR)
        if properties is not None:
            for child in properties:  # once through, as this is where most of the time goes
                tag = child.tag
                if tag == _STYLE:
                    style_id = child.get(VAL)
                elif tag == _NUMBERING:
                    numbering = child
                elif tag == _OUTLINE:
                    outline = _outline(child)
                elif tag == RPR and child.find(_DELETED) is not None:
                    self._carried.append(element)  # its end was deleted: it runs on into the next one
                    return
        self.count += 1
        if self.count > self.limits.blocks:
            raise ReadError("limit_exceeded", f"the document has more than {self.limits.blocks:,} paragraphs")
        style = self.styles.paragraph(style_id)
        inline = Inline()
        for part in (*self._carried, element):
            self.runs.paragraph(part, style, inline)
        self._carried.clear()
        text, marks = inline.finish()
        label, level = self._label(numbering, style, style_id)
        if label is not None and not text and not label.ordered:
            label = None  # a bullet before nothing is nothing; an empty paragraph's number is printed
        heading = style.heading_level if outline is None else outline
        kind, ordered = Kind.PARAGRAPH, False
        if heading and text:
            kind, level, ordered = Kind.HEADING, heading, bool(label and label.ordered)
        elif label is not None:
            kind, ordered = Kind.LIST_ITEM, label.ordered
            styled = _LIST_STYLE.match(style.name)
            level = max(level, int(styled.group(1)) - 1) if styled else level
        glyph = typed_bullet(inline.raw) if kind is Kind.PARAGRAPH and text else None
        if glyph:
            kind, level = Kind.LIST_ITEM, 1 if glyph[0] == "o" else 0
            skip = len(glyph[0]) if text.startswith(glyph[0]) else 0
            text, marks = inline.finish(skip)
            label = Label(glyph[0], ordered=False)
        else:
            level = level if kind is not Kind.PARAGRAPH else 0
        yield Text(
            kind=kind,
            text=text,
            locator=places.paragraph() if text or label else "",
            level=level,
            label=label.text if label else None,
            ordered=ordered,
            marks=marks,
            style=style.name if style is not NO_STYLE else "",
        )
        while self.runs.boxes:
            box = self.runs.boxes.pop(0)
            self.boxes += 1
            inner = Places(f"text box {self.boxes}, ")
            yield from (b for b in self.blocks(box, inner, depth + 1) if not (isinstance(b, Text) and b.is_blank))

    def _label(self, numbering: etree._Element | None, style: Style, style_id: str | None) -> tuple[Label | None, int]:
        """The number or bullet of a paragraph, direct numbering before its style's, and its level."""
        num_id, level = style.num_id, style.num_level
        direct = False
        if numbering is not None:
            identifier, depth = numbering.find(W + "numId"), numbering.find(W + "ilvl")
            if identifier is not None:
                num_id, direct = identifier.get(VAL), True
            if depth is not None and (depth.get(VAL) or "").isdigit():
                level = int(depth.get(VAL, "0"))
        if not num_id or num_id == "0":
            return None, 0
        if level is None or not direct:
            tied = self.counters.style_level(num_id, style_id or self.styles.default_paragraph or "")
            level = tied if tied is not None else level or 0
        return self.counters.next(num_id, level), level

    def _table(self, element: etree._Element, locator: str, depth: int) -> Table:
        rows: list[list[Cell]] = []
        above: dict[int, Cell] = {}
        heads = 0
        for number, row in enumerate(_rows(element), 1):
            cells, above, is_head = self._row(row, f"{locator}, row {number}", above, depth)
            rows.append(cells)
            if is_head and heads == number - 1:
                heads = number
        table = Table(rows, locator, heads)
        if not heads:
            table.header_rows = _guess_heads(table)
        return table

    def _row(self, row: etree._Element, locator: str, above: dict[int, Cell], depth: int) -> tuple[list[Cell], dict[int, Cell], bool]:
        properties = row.find(W + "trPr")
        column = 0
        cells: list[Cell] = []
        reaching: dict[int, Cell] = {}
        if properties is not None:
            before = properties.find(W + "gridBefore")
            column = int(before.get(VAL, "0")) if before is not None else 0
            if column:
                cells.append(Cell([], f"{locator}, column 1", 1, column))
        for element in _cells(row):
            settings = element.find(W + "tcPr")
            span, merge = 1, None
            if settings is not None:
                grid = settings.find(W + "gridSpan")
                span = max(int(grid.get(VAL, "1")), 1) if grid is not None else 1
                merge = settings.find(W + "vMerge")
                across = settings.find(W + "hMerge")
                if across is not None and across.get(VAL, "continue") == "continue" and cells:
                    cells[-1].colspan += span
                    column += span
                    continue
            if merge is not None and merge.get(VAL, "continue") == "continue" and column in above:
                anchor = above[column]
                if reaching.get(column) is not anchor:
                    anchor.rowspan += 1
                for covered in range(column, column + span):
                    reaching[covered] = anchor
            else:
                cell = self._cell(element, f"{locator}, column {column + 1}", span, depth)
                cells.append(cell)
                if merge is not None:
                    for covered in range(column, column + span):
                        reaching[covered] = cell
            column += span
        head = properties.find(W + "tblHeader") if properties is not None else None
        return cells, reaching, head is not None and head.get(VAL, "1") not in ("0", "false", "off")

    def _cell(self, element: etree._Element, locator: str, span: int, depth: int) -> Cell:
        places = Places(f"{locator}, ")
        blocks = list(self.blocks(element, places, depth + 1))
        while blocks and isinstance(blocks[-1], Text) and blocks[-1].is_blank:
            blocks.pop()
        texts = [b for b in blocks if isinstance(b, Text) and b.locator.startswith(places.prefix + "paragraph")]
        if len(texts) == 1 or (sum(1 for t in texts if t.text) == 1 and places.paragraphs == 1):
            for text in texts:
                if text.text:
                    text.locator = locator
        return Cell(blocks, locator, 1, span)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == TR:
            properties = child.find(W + "trPr")
            if properties is None or properties.find(W + "del") is None:
                yield child
        elif child.tag in _CONTAINERS:
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == TC:
            properties = child.find(W + "tcPr")
            if properties is None or properties.find(W + "cellDel") is None:
                yield child
        elif child.tag in _CONTAINERS:
            yield from _cells(child)


def _outline(element: etree._Element) -> int | None:
    """A paragraph's own outline level, 1 to 9; 0 where it says that it is body text."""
    value = element.get(VAL, "")
    return None if not value.isdigit() else int(value) + 1 if int(value) < 9 else 0


def _guess_heads(table: Table) -> int:
    """1 where the first row alone is bold throughout: writers mark heads so rather than as heads."""
    if len(table.rows) < 2:
        return 0

    def is_bold(row: list[Cell]) -> bool:
        texts = [t for cell in row for t in cell.texts if t.text]
        return bool(texts) and all(t.is_bold for t in texts)

    return 1 if is_bold(table.rows[0]) and not is_bold(table.rows[1]) else 0


def _part(package: Package, name: str) -> etree._Element:
    data = package.bytes(name)
    for strict, transitional in STRICT.items():
        if strict in data:
            data = data.replace(strict, transitional)
    return parse_xml(data, name)


def read_docx(data: bytes, media_type: str, limits: Limits) -> Document:
    """The model of a Word document.

    Raises:
        ReadError: the package or its main part cannot be read.
    """
    package = Package(data, limits)
    relationships = package.relationships(package.main)
    targets: dict[str, list[str]] = {}
    for relationship in relationships.values():
        if not relationship.external and package.has(relationship.target):
            targets.setdefault(relationship.type, []).append(relationship.target)
    styles = parse_styles(package.bytes(targets[RT.STYLES][0])) if RT.STYLES in targets else Styles({}, None)
    definitions = parse_numbering(package.bytes(targets[RT.NUMBERING][0])) if RT.NUMBERING in targets else Definitions({}, {})
    root = _part(package, package.main)
    body = root.find(W + "body")
    if body is None:
        raise ReadError("unreadable_file", "the Word document has no body: open it in Word and save it again")
    document = Document(reader="docx", media_type=media_type, properties=_properties(package))

    def reader(part: str) -> BodyReader:
        links = relationships if part == package.main else package.relationships(part)
        return BodyReader(styles, Counters(definitions), RunReader(styles, links), limits)

    walker = reader(package.main)
    document.blocks = [b for b in walker.blocks(body, Places()) if not (isinstance(b, Text) and b.is_blank)]
    document.flaws = walker.flaws
    for kind, relationship_type in (("header", RT.HEADER), ("footer", RT.FOOTER)):
        for number, name in enumerate(sorted(set(targets.get(relationship_type, [])), key=_natural), 1):
            texts = _plain(reader(name), _part(package, name), f"{kind} {number}, ")
            document.furniture.extend(texts)
    for kind, relationship_type, item in (("footnote", RT.FOOTNOTES, "footnote"), ("endnote", RT.ENDNOTES, "endnote"), ("comment", RT.COMMENTS, "comment")):
        for name in targets.get(relationship_type, []):
            texts = _numbered(reader(name), _part(package, name), kind, item)
            (document.comments if kind == "comment" else document.notes).extend(texts)
    return document


def _natural(name: str) -> list[int | str]:
    return [int(p) if p.isdigit() else p for p in re.split(r"(\d+)", name)]


def _plain(walker: BodyReader, elements: Iterable[etree._Element], prefix: str) -> list[Text]:
    """The texts of a part that is kept apart, tables' cells among them."""
    found: list[Text] = []
    for block in walker.blocks(elements, Places(prefix)):
        if isinstance(block, Text) and block.text:
            found.append(block)
        elif isinstance(block, Table):
            found.extend(t for row in block.rows for cell in row for t in cell.texts if t.text)
    return found


def _numbered(walker: BodyReader, root: etree._Element, kind: str, item: str) -> list[Text]:
    """Footnotes, endnotes or comments; separators (17.11.23) are none."""
    found: list[Text] = []
    number = 0
    for element in root.iterchildren(W + item):
        if element.get(W + "type", "normal") not in ("normal", ""):
            continue
        texts = _plain(walker, element, f"{kind} {number + 1}, ")
        if texts:
            number += 1
            found.extend(texts)
    return found


def _properties(package: Package) -> dict[str, str]:
    """What the file says of itself; a damaged properties part costs nothing but itself."""
    for relationship in package.relationships("").values():
        if relationship.type == RT.CORE_PROPERTIES and package.has(relationship.target):
            try:
                root = package.xml(relationship.target)
            except ReadError:
                return {}
            values = {name: collapse(root.findtext(tag) or "") for name, tag in _CORE.items()}
            return {name: value for name, value in values.items() if value}
    return {}
