"""Word documents made with python-docx: paragraphs, tables and lists as people type them."""

from __future__ import annotations

import io
from collections.abc import Iterable

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import _Cell

# A cell is text; lines starting with "* " are bullets, "# " bold, blank lines blank paragraphs.
Row = Iterable[str]


def new() -> Word:
    """An empty document."""
    return Document()


def saved(document: Word) -> bytes:
    """The document's bytes."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def line(document: Word | _Cell, text: str, *, bold: bool = False, style: str | None = None) -> None:
    """A paragraph; ``**`` marks bold stretches, a tab is a tab."""
    paragraph = document.add_paragraph(style=style)
    for number, part in enumerate(text.split("**")):
        if part:
            paragraph.add_run(part).bold = True if bold or number % 2 else None


def lines(document: Word, text: str) -> None:
    """Several paragraphs: ``* `` opens a bullet, ``# `` a bold line."""
    for part in text.strip("\n").split("\n"):
        if part.startswith("* "):
            line(document, part[2:], style="List Bullet")
        elif part.startswith("# "):
            line(document, part[2:], bold=True)
        else:
            line(document, part)


def fill(cell: _Cell, text: str) -> None:
    """The paragraphs of a cell, blank ones too."""
    first = True
    for part in text.split("\n"):
        paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
        first = False
        bold = part.startswith("# ")
        if part.startswith("* "):
            paragraph.style = cell.part.document.styles["List Bullet"]
        body = part[2:] if part[:2] in ("# ", "* ") else part
        for number, run in enumerate(body.split("**")):
            if run:
                paragraph.add_run(run).bold = True if bold or number % 2 else None


def table(document: Word, rows: Iterable[Row]) -> None:
    """A table, its cells as ``fill`` takes them."""
    data = [list(row) for row in rows]
    made = document.add_table(rows=len(data), cols=max(map(len, data)), style="Table Grid")
    for row, cells in zip(made.rows, data, strict=True):
        for cell, text in zip(row.cells, cells, strict=False):
            fill(cell, text)


def landscape(document: Word) -> None:
    """Turn the page, as writers do for wide tables."""
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, section.page_height, section.page_width


def footer(document: Word, text: str) -> None:
    """A running footer."""
    document.sections[0].footer.paragraphs[0].text = text


def numbered_headings(document: Word) -> str:
    """Make Heading 1 number itself 1, 2, 3 as Word does; the id of its list."""
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), "0")
    for name, value in (("w:start", "1"), ("w:numFmt", "decimal"), ("w:pStyle", "Heading1"), ("w:lvlText", "%1."), ("w:lvlJc", "left")):
        element = OxmlElement(name)
        element.set(qn("w:val"), value)
        level.append(element)
    abstract.append(level)
    numbering.insert(0, abstract)
    instance = OxmlElement("w:num")
    instance.set(qn("w:numId"), "77")
    reference = OxmlElement("w:abstractNumId")
    reference.set(qn("w:val"), "77")
    instance.append(reference)
    numbering.append(instance)
    style = document.styles["Heading 1"].element
    properties = style.get_or_add_pPr()
    number = OxmlElement("w:numPr")
    identifier = OxmlElement("w:numId")
    identifier.set(qn("w:val"), "77")
    number.append(identifier)
    properties.append(number)
    return "77"
