"""The shapes of a slide: text bodies, tables, groups, SmartArt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docx.oxml.ns import nsmap
from lxml import etree

from pipeline.model import Block, Cell, Kind, Table, Text
from pipeline.model.inline import Inline, typed_bullet
from pipeline.model.places import Places
from pipeline.normalise.numerals import format_number
from pipeline.read.opc import Package, Relationship

A = "{" + nsmap["a"] + "}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{" + nsmap["r"] + "}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_BAND = 300_000  # English metric units: a third of an inch; what begins within it stands on one line
_TITLES = frozenset({"title", "ctrTitle"})
_BULLETED = frozenset({"body", "obj", ""})
_NUMBERS = {"alphaLc": "lowerLetter", "alphaUc": "upperLetter", "romanLc": "lowerRoman", "romanUc": "upperRoman", "arabic": "decimal"}


@dataclass(slots=True)
class Shape:
    """A shape with text: its element, what placeholder it fills, and where it stands.

    ``placeholder``: its type, ``""`` for a content placeholder, None for a free shape.
    """

    element: etree._Element
    placeholder: str | None
    x: float | None
    y: float | None
    place: int

    @property
    def is_title(self) -> bool:
        """Whether it is the slide's title."""
        return self.placeholder in _TITLES

    @property
    def order(self) -> tuple[int, float, float, int]:
        """Reading order: placeholders that stand where their layout has them, then lines of shapes."""
        if self.x is None or self.y is None:
            return (0, 0, 0, self.place)
        return (1, self.y // _BAND, self.x, self.place)

    @property
    def plain(self) -> str:
        """Its text, runs together."""
        return " ".join(t.text or "" for t in self.element.iter(A + "t"))

    def blocks(self, places: Places, links: dict[str, Relationship], *, typed: bool = False) -> Iterator[Block]:
        """Its paragraphs or its table. ``typed``: keep bullets that were typed as text."""
        table = self.element.find(f".//{A}tbl")
        if table is not None:
            yield _table(table, places.table(), links)
            return
        bulleted = self.placeholder is not None and self.placeholder in _BULLETED and not typed
        yield from _paragraphs(self.element.iter(A + "p"), places, links, bulleted=bulleted, typed=typed)


def shapes_of(tree: etree._Element, package: Package, links: dict[str, Relationship]) -> Iterator[Shape]:
    """The shapes of a slide, those in groups too, in the order of the file."""
    for number, (element, x, y) in enumerate(_walk(tree, 1.0, 1.0, 0.0, 0.0, package, links)):
        holder = element.find(f".//{P}nvPr/{P}ph")
        kind = None if holder is None else holder.get("type", "")
        yield Shape(element, kind, x, y, number)


def _walk(
    tree: etree._Element, sx: float, sy: float, dx: float, dy: float, package: Package, links: dict[str, Relationship]
) -> Iterator[tuple[etree._Element, float | None, float | None]]:
    for child in tree:
        if child.tag == P + "grpSp":
            own = child.find(f"{P}grpSpPr/{A}xfrm")
            gx, gy, ox, oy = sx, sy, dx, dy
            if own is not None:  # 20.1.7.5: a group scales and moves its children's space
                off, ext, child_off, child_ext = (own.find(A + n) for n in ("off", "ext", "chOff", "chExt"))
                if off is not None and ext is not None and child_off is not None and child_ext is not None:
                    gx = sx * _ratio(ext.get("cx"), child_ext.get("cx"))
                    gy = sy * _ratio(ext.get("cy"), child_ext.get("cy"))
                    ox = dx + sx * float(off.get("x", "0")) - gx * float(child_off.get("x", "0"))
                    oy = dy + sy * float(off.get("y", "0")) - gy * float(child_off.get("y", "0"))
            yield from _walk(child, gx, gy, ox, oy, package, links)
        elif child.tag in (P + "sp", P + "cxnSp", P + "graphicFrame"):
            off = child.find(f".//{A}off") if child.tag != P + "graphicFrame" else child.find(f"{P}xfrm/{A}off")
            x = dx + sx * float(off.get("x", "0")) if off is not None else None
            y = dy + sy * float(off.get("y", "0")) if off is not None else None
            diagram = child.find(f".//{DGM}relIds")
            if diagram is not None:
                part = links.get(diagram.get(R + "dm", ""))
                if part is not None and package.has(part.target):
                    yield _diagram(package.xml(part.target)), x, y
                continue
            yield child, x, y
        elif child.tag == MC + "AlternateContent":
            branch = child.find(MC + "Choice")
            branch = branch if branch is not None else child.find(MC + "Fallback")
            if branch is not None:
                yield from _walk(branch, sx, sy, dx, dy, package, links)


def _ratio(size: str | None, inner: str | None) -> float:
    return float(size or 1) / float(inner or 1) if float(inner or 0) else 1.0


def _diagram(root: etree._Element) -> etree._Element:
    """SmartArt's texts (21.4.3): the points of its data model, in order, as one body."""
    body = etree.Element(A + "txBody")
    for point in root.iter(DGM + "pt"):
        if point.get("type", "node") in ("node", "asst"):
            for paragraph in point.iter(A + "p"):
                body.append(paragraph)
    return body


def _paragraphs(elements: Iterator[etree._Element], places: Places, links: dict[str, Relationship], *, bulleted: bool, typed: bool = False) -> Iterator[Text]:
    counts: dict[int, int] = {}
    for element in elements:
        inline = Inline()
        for run in element:
            if run.tag == A + "br":
                inline.line_break()
            elif run.tag in (A + "r", A + "fld"):
                properties = run.find(A + "rPr")
                click = properties.find(A + "hlinkClick") if properties is not None else None
                link = links.get(click.get(R + "id", "")) if click is not None else None
                bold = properties is not None and properties.get("b") in ("1", "true")
                for number, part in enumerate((run.findtext(A + "t") or "").split("\v")):
                    if number:
                        inline.line_break()
                    inline.add(part, bold=bold, link=link.target if link is not None and link.external else None)
        text, marks = inline.finish()
        settings = element.find(A + "pPr")
        level = int(settings.get("lvl", "0")) if settings is not None and settings.get("lvl", "0").isdigit() else 0
        label, ordered = _label(settings, level, counts, bulleted=bulleted)
        kind = Kind.LIST_ITEM if label and text else Kind.PARAGRAPH
        glyph = typed_bullet(inline.raw) if kind is Kind.PARAGRAPH and text and not typed else None
        if glyph:
            text, marks = inline.finish(len(glyph[0]))
            kind, label = Kind.LIST_ITEM, glyph[0]
        yield Text(
            kind=kind,
            text=text,
            locator=places.paragraph() if text else "",
            level=level if kind is Kind.LIST_ITEM else 0,
            label=label if kind is Kind.LIST_ITEM else None,
            ordered=ordered and kind is Kind.LIST_ITEM,
            marks=marks,
        )


def _label(settings: etree._Element | None, level: int, counts: dict[int, int], *, bulleted: bool) -> tuple[str | None, bool]:
    """The bullet or number before a paragraph (21.1.2.4)."""
    for deeper in [k for k in counts if k > level]:
        counts.pop(deeper)
    if settings is not None:
        if settings.find(A + "buNone") is not None:
            return None, False
        number = settings.find(A + "buAutoNum")
        if number is not None:
            counts[level] = counts.get(level, int(number.get("startAt", "1")) - 1) + 1
            scheme = number.get("type", "arabicPeriod")
            style = next((s for n, s in _NUMBERS.items() if scheme.startswith(n)), "decimal")
            return format_number(counts[level], style) + (")" if "Paren" in scheme else "."), True
        if settings.find(A + "buChar") is not None:
            return "•", False
    return ("•" if bulleted else None), False


def _table(element: etree._Element, locator: str, links: dict[str, Relationship]) -> Table:
    rows: list[list[Cell]] = []
    for number, row in enumerate(element.iterchildren(A + "tr"), 1):
        cells: list[Cell] = []
        for column, cell in enumerate(row.iterchildren(A + "tc"), 1):
            if cell.get("hMerge") in ("1", "true") or cell.get("vMerge") in ("1", "true"):
                continue
            place = f"{locator}, row {number}, column {column}"
            blocks: list[Block] = list(_paragraphs(cell.iter(A + "p"), Places(f"{place}, "), links, bulleted=False))
            while blocks and isinstance(blocks[-1], Text) and blocks[-1].is_blank:
                blocks.pop()
            filled = [b for b in blocks if isinstance(b, Text) and b.text]
            if len(filled) == 1:
                filled[0].locator = place
            cells.append(Cell(blocks, place, int(cell.get("rowSpan", "1")), int(cell.get("gridSpan", "1"))))
        rows.append(cells)
    settings = element.find(A + "tblPr")
    return Table(rows, locator, 1 if settings is not None and settings.get("firstRow") in ("1", "true") else 0)
