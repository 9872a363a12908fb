"""Pages put together: running heads apart, tables and paragraphs that cross a page whole again."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field
from statistics import median

import pypdfium2 as pdfium

from pipeline.model import Block, Cell, Document, Flaw, Kind, Table, Text
from pipeline.model.places import Places
from pipeline.normalise.text import collapse
from pipeline.read.errors import ReadError
from pipeline.read.limits import Limits
from pipeline.read.pdf.columns import Columns, SideNote, find_columns, is_prose, take_side_notes
from pipeline.read.pdf.flow import Paragraph, levels_of, number_lists, opens_item, paragraphs_of, parted_at_notes, text_of
from pipeline.read.pdf.lines import Line, lines_of
from pipeline.read.pdf.ocr import recognise, recogniser
from pipeline.read.pdf.page import Page, Word, read_page
from pipeline.read.pdf.tables import RuledTable, find_tables

_PAGE_NUMBER = re.compile(r"\W*(?:page|p\.?)?\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W*$|[ivxl]{1,6}$", re.IGNORECASE)
_SPECK = 0.35  # of the usual size: smaller than any superscript, nobody can read it
_PADDING = 5.4  # points: Word's cell margin


@dataclass(slots=True)
class Sheet:
    """A page taken apart: its tables by rules, the lines outside them, and those of head and foot."""

    page: Page
    tables: list[RuledTable]
    lines: list[Line]
    furniture: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Placed:
    """A block with the place it takes on its page."""

    top: float
    bottom: float
    page: int
    block: Block
    columns: list[float] = field(default_factory=list)
    paragraph: Paragraph | None = None


def read_pdf(data: bytes, media_type: str, limits: Limits) -> Document:
    """The model of a PDF.

    Raises:
        ReadError: it is damaged, or encrypted with a password.
    """
    try:
        pdf = pdfium.PdfDocument(data)
        count = len(pdf)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError("password_protected", "the PDF is encrypted: ask its publisher for a copy without a password") from error
        raise ReadError("unreadable_file", f"the PDF is damaged ({error}): fetch it again") from error
    document = Document(reader="pdf", media_type=media_type, pages=count)
    try:
        title = collapse(str(pdf.get_metadata_value("Title") or ""))
        if title:
            document.properties["title"] = title
        sheets = []
        for index in range(count):
            try:
                page = read_page(pdf, index)
            except pdfium.PdfiumError:
                document.flaws.append(Flaw("unreadable_file", f"page {index + 1} is damaged and was left out: fetch the file again", f"page {index + 1}"))
                continue
            if not page.words and page.images:
                _recognise(pdf, page, document)
            tables, rest = find_tables(page)
            sheets.append(Sheet(page, tables, lines_of(rest)))
    finally:
        pdf.close()
    if not sheets:
        raise ReadError("unreadable_file", "no page of the PDF can be read: fetch it again")
    places = {s.page.number: Places(f"page {s.page.number}, ") for s in sheets}
    sizes = [w.size for s in sheets for w in s.page.words]
    body = median(sizes) if sizes else 10.0
    _furniture(sheets, body)
    placed = [p for sheet in sheets for p in _sheet_blocks(sheet, places[sheet.page.number], body)]
    document.blocks = [p.block for p in _joined(placed)]
    for sheet in sheets:
        for line in sheet.furniture:
            document.furniture.append(Text(Kind.PARAGRAPH, collapse(line.text), f"page {sheet.page.number}, margin {len(document.furniture) + 1}"))
    return document


def _recognise(pdf: pdfium.PdfDocument, page: Page, document: Document) -> None:
    """Read a page that is a picture, if that can be done; say how sure its words are, or what is missing."""
    place = f"page {page.number}"
    found = recognise(pdf, page.number - 1)
    if found is None:
        remedy = "no words were found in it" if recogniser() else "install Tesseract (Debian and Ubuntu: apt-get install tesseract-ocr) and run again"
        document.flaws.append(Flaw("needs_ocr", f"{place} is a picture without text: {remedy}", place))
        return
    page.words, page.edges = found.words, [*page.edges, *found.edges]
    document.confidence[place] = found.confidence
    document.flaws.append(Flaw("read_by_ocr", f"{place} is a picture; Tesseract read it and is {found.confidence:.0%} sure of its words on average", place))


def _furniture(sheets: list[Sheet], body: float) -> None:
    """Take the lines that repeat at the head or foot of pages, page numbers and specks out of the text."""
    counts: Counter[tuple[str, int]] = Counter()
    outers = [n for sheet in sheets for n in {_signature(n): n for n in sheet.lines if _is_outer(n, sheet.page.height)}.values()]
    counts.update(_signature(n) for n in outers)
    repeated = {signature for signature, count in counts.items() if len(sheets) > 1 and count >= max(2, 0.5 * len(sheets))}
    running = {_word_signature(w) for n in outers if _signature(n) in repeated for w in n.words}
    for sheet in sheets:
        _unweave(sheet, running, repeated)
        outer = [n for n in sheet.lines if _is_outer(n, sheet.page.height)]
        gone = [n for n in outer if _signature(n) in repeated or _PAGE_NUMBER.match(n.text)]
        gone += [n for n in sheet.lines if n.size < _SPECK * body and not any(n is g for g in gone)]
        sheet.furniture.extend(gone)
        sheet.lines = [n for n in sheet.lines if not any(n is g for g in gone)]


def _is_outer(line: Line, height: float) -> bool:
    return line.bottom < 0.12 * height or line.top > 0.88 * height


def _unweave(sheet: Sheet, running: set[tuple[str, int, int]], repeated: set[tuple[str, int]]) -> None:
    """Take the words of a running head or foot out of the lines that they were read into, where other text lies over it."""
    outer = [n for n in sheet.lines if _is_outer(n, sheet.page.height) and _signature(n) not in repeated]
    stray = [w for n in outer for w in n.words if _word_signature(w) in running]
    if not stray:
        return
    gone = {id(w) for w in stray}
    sheet.furniture.extend(lines_of(stray))
    sheet.lines = lines_of([w for n in sheet.lines for w in n.words if id(w) not in gone])


def _word_signature(word: Word) -> tuple[str, int, int]:
    return re.sub(r"\d+", "#", word.text), round(word.x0 / 3), round(word.top / 3)


def _signature(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", collapse(line.text)), round(line.top / 6)


def _leading(lines: list[Line]) -> float:
    """The usual distance from one line's top to the next one's."""
    steps = [b.top - a.top for a, b in itertools.pairwise(lines) if 0 < b.top - a.top < 2.2 * a.size]
    return median(steps) if steps else (lines[0].size * 1.15 if lines else 12.0)


def _sheet_blocks(sheet: Sheet, places: Places, body: float) -> list[Placed]:
    """The blocks of a page, from top to bottom."""
    number = sheet.page.number
    lines, notes = take_side_notes(sheet.lines, sheet.page.width)
    leading = _leading(lines)
    ends = sorted((n.x1 for n in lines), reverse=True)
    right = ends[min(len(ends) - 1, max(1, len(ends) // 15))] if ends else sheet.page.width
    placed: list[Placed] = []
    run: list[Line] = []
    events: list[tuple[float, object]] = [(t.box[1], t) for t in sheet.tables]
    events += [((e.top if isinstance(e, Line) else e.lines[0].top), e) for e in find_columns(lines, leading)]
    used: set[int] = set()

    def flush() -> None:
        placed.extend(_paragraphs(run, notes, used, right, leading, body, places, number))
        run.clear()

    for _, event in sorted(events, key=lambda e: e[0]):
        if isinstance(event, Line):
            run.append(event)
            continue
        flush()
        if isinstance(event, RuledTable):
            placed.append(_ruled(event, places, number))
        elif isinstance(event, Columns):
            if is_prose(event):
                for column in range(len(event.bounds) + 1):
                    part = [Line(cells[column]) for n in event.lines if (cells := event.parts(n))[column]]
                    edge = max(n.x1 for n in part)
                    placed.extend(_paragraphs(part, [], set(), edge, leading, body, places, number))
            else:
                placed.append(_by_space(event, places, number))
    flush()
    return placed


def _paragraphs(lines: list[Line], notes: list[SideNote], used: set[int], right: float, leading: float, body: float, places: Places, page: int) -> list[Placed]:
    heights = [n.middle for n in notes]
    found = [part for p in paragraphs_of(list(lines), right, leading, heights) for part in parted_at_notes(p, heights, leading)]
    for index, note in enumerate(notes):
        if index in used:
            continue
        distance, beside = min(((max(p.top - note.middle, note.middle - p.bottom, 0.0), p) for p in found), key=lambda d: d[0], default=(leading, None))
        if beside is not None and distance < 0.6 * leading:
            beside.notes.append(note.text)
            used.add(index)
    blocks = []
    for paragraph, level in zip(found, levels_of(found), strict=True):
        if len(paragraph.notes) > 1:
            paragraph.notes = ["/".join(dict.fromkeys(n.strip("()") for n in paragraph.notes))]
        size = max(n.size for n in paragraph.lines)
        words = sum(len(n.words) for n in paragraph.lines)
        heading = 0
        if size > 1.12 * body and words <= 25 and not paragraph.bullet:
            heading = 1 if size > 1.5 * body else 2
        block = text_of(paragraph, places, level, heading)
        blocks.append(Placed(paragraph.top, paragraph.bottom, page, block, paragraph=paragraph))
    return blocks


def _cell(words: list[Word], right: float, locator: str) -> tuple[list[Block], list[float]]:
    """The blocks of a cell, and the heights at which they begin."""
    lines = lines_of(words)
    if not lines:
        return [], []
    found = paragraphs_of(lines, right - _PADDING, _leading(lines))
    number_lists(found)
    places = Places(f"{locator}, ")
    blocks: list[Block] = [text_of(p, places, level) for p, level in zip(found, levels_of(found), strict=True)]
    if len(blocks) == 1 and isinstance(blocks[0], Text):
        blocks[0].locator = locator
    return blocks, [p.top for p in found]


def _ruled(table: RuledTable, places: Places, page: int) -> Placed:
    locator = places.table()
    rows: list[list[Cell]] = []
    for number, row in enumerate(table.rows, 1):
        cells: list[Cell] = []
        tops: list[list[float]] = []
        for ruled in row:
            place = f"{locator}, row {number}, column {ruled.column + 1}"
            blocks, heights = _cell(ruled.words, ruled.box[2], place)
            cells.append(Cell(blocks, place, ruled.rowspan, ruled.colspan))
            tops.append(heights)
        _level(cells, tops)
        rows.append(cells)
    made = Table(rows, locator)
    made.header_rows = _bold_head(made)
    return Placed(table.box[1], table.box[3], page, made, columns=table.columns)


def _level(cells: list[Cell], tops: list[list[float]]) -> None:
    """Keep what stands side by side level: blank paragraphs before one that begins lower down."""
    longest = max(tops, key=len, default=[])
    for cell, heights in zip(cells, tops, strict=True):
        if not heights or heights is longest or len(heights) >= len(longest):
            continue
        blocks: list[Block] = []
        for block, top in zip(cell.blocks, heights, strict=True):
            slot = sum(1 for t in longest if t <= top + 4) - 1
            while len(blocks) < slot:
                blocks.append(Text(Kind.PARAGRAPH, "", ""))
            blocks.append(block)
        cell.blocks = blocks


def _bold_head(table: Table) -> int:
    def is_bold(row: list[Cell]) -> bool:
        texts = [t for cell in row for t in cell.texts if t.text]
        return bool(texts) and all(t.is_bold for t in texts)

    return 1 if len(table.rows) > 1 and is_bold(table.rows[0]) and not is_bold(table.rows[1]) else 0


def _by_space(columns: Columns, places: Places, page: int) -> Placed:
    """A table that white space makes: a line with something in its first column begins a row."""
    locator = places.table()
    rows: list[list[list[list[Word]]]] = []
    for line in columns.lines:
        parts = columns.parts(line)
        if rows and not parts[0]:
            for cell, words in zip(rows[-1], parts, strict=True):
                if words:
                    cell.append(words)
        else:
            rows.append([[words] if words else [] for words in parts])
    made = []
    for number, row in enumerate(rows, 1):
        is_label = bool(row[0]) and row[0][0][-1].text.endswith(":")
        cells = []
        for column, lines in enumerate(row, 1):
            place = f"{locator}, row {number}, column {column}"
            inner = Places(f"{place}, ")
            groups = [[w for line in lines for w in line]] if is_label and column > 1 and lines else lines
            blocks: list[Block] = [text_of(Paragraph([Line(g)]), inner, 0) for g in groups]
            if is_label and column > 1 and lines:
                blocks = [text_of(Paragraph([Line(g) for g in lines]), inner, 0)]
            if len(blocks) == 1 and isinstance(blocks[0], Text):
                blocks[0].locator = place
            cells.append(Cell(blocks, place))
        made.append(cells)
    return Placed(columns.lines[0].top, columns.lines[-1].bottom, page, Table(made, locator))


def _joined(placed: list[Placed]) -> list[Placed]:
    """Blocks in order, what a page's end parted put together."""
    result: list[Placed] = []
    for item in placed:
        last = result[-1] if result else None
        if last is not None and last.page != item.page and _join(last, item):
            last.page = item.page
            continue
        result.append(item)
    return result


def _join(last: Placed, item: Placed) -> bool:
    if isinstance(last.block, Table) and isinstance(item.block, Table):
        same = len(last.columns) == len(item.columns) > 0 and all(abs(a - b) < 4 for a, b in zip(last.columns, item.columns, strict=True))
        if not same:
            return False
        rows = item.block.rows
        if rows and [c.text for c in rows[0]] == [c.text for c in last.block.rows[0]] and any(c.text for c in rows[0]):
            rows = rows[1:]
        if rows and len(rows[0]) == len(last.block.rows[-1]) and not rows[0][0].text and any(c.text for c in rows[0]):
            for cell, more in zip(last.block.rows[-1], rows[0], strict=True):
                _extend(cell, more)
            rows = rows[1:]
        last.block.rows.extend(rows)
        return True
    if isinstance(last.block, Text) and isinstance(item.block, Text):
        paragraph = last.paragraph
        is_full = paragraph is not None and paragraph.right - paragraph.lines[-1].x1 < 6 * paragraph.lines[-1].size and len(paragraph.lines) > 1
        return _continue(last.block, item.block, is_full=is_full)
    return False


def _extend(cell: Cell, more: Cell) -> None:
    """A cell goes on over a page; a sentence that the page's end broke is one again."""
    blocks = [b for b in more.blocks if not (isinstance(b, Text) and b.is_blank)]
    if cell.blocks and blocks and isinstance(cell.blocks[-1], Text) and isinstance(blocks[0], Text) and _continue(cell.blocks[-1], blocks[0], in_list=True):
        blocks = blocks[1:]
    cell.blocks.extend(blocks)


def _continue(first: Text, second: Text, *, in_list: bool = False, is_full: bool = False) -> bool:
    """Join two texts where the second goes on with the first's sentence, bracket or bullet."""
    if not first.text or first.kind is Kind.HEADING or second.kind is not Kind.PARAGRAPH:
        return False
    if opens_item(second.text.split(" ")[0]) or any(m.kind == "tab" and m.end > len(first.text) - 12 for m in first.marks):
        return False
    is_open = first.text.count("(") > first.text.count(")")
    if re.search(r"[.!?:;]$", first.text) and not is_open:
        return False
    if not (second.text[:1].islower() or first.text.endswith((",", "-")) or is_open or is_full or (in_list and first.kind is Kind.LIST_ITEM)):
        return False
    shift = len(first.text) + 1
    first.marks = (*first.marks, *(type(m)(m.start + shift, m.end + shift, m.kind, m.target) for m in second.marks))
    first.text = f"{first.text} {second.text}"
    return True
