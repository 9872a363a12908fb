"""A page's characters, ruled lines and links, as pdfium has them."""

from __future__ import annotations

import ctypes
import itertools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_LINE = 3.0  # points: anything thinner is a line, whatever it was drawn as
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_BOLD = ("bold", "black", "heavy", "semibold", "demi")


@dataclass(slots=True)
class Word:
    """Characters that stand together: their box from the page's top left corner, in points.

    ``head``: the width of the first character.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    bold: bool = False
    link: str | None = None
    head: float = 0.0

    @property
    def middle(self) -> float:
        """The height at which it stands."""
        return (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        """The height of its line box: near enough its font's size."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Edge:
    """A ruled line, horizontal or vertical."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def is_horizontal(self) -> bool:
        """Whether it runs from left to right."""
        return self.x1 - self.x0 >= self.bottom - self.top


@dataclass(slots=True)
class Page:
    """A page: its size, words in the order of the file, and ruled lines."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    images: int = 0


def read_page(pdf: pdfium.PdfDocument, index: int) -> Page:
    """A page of an open document; everything that pdfium holds for it is given back."""
    handle = pdf[index]
    try:
        width, height = handle.get_size()
        page = Page(index + 1, width, height)
        left, _, _, top = handle.get_bbox()
        page.words = list(_words(handle, left, top))
        _objects(handle.raw, page, left, top)
        _links(pdf, handle, page, left, top)
        return page
    finally:
        handle.close()


def _words(handle: pdfium.PdfPage, left: float, top: float) -> Iterator[Word]:
    text_page = raw.FPDFText_LoadPage(handle.raw)
    try:
        yield from _collect(text_page, left, top)
    finally:
        raw.FPDFText_ClosePage(text_page)


def _collect(text_page: object, left: float, page_top: float) -> Iterator[Word]:
    """Characters that follow one another on one line without a gap are a word."""
    box = raw.FS_RECTF()
    reference = ctypes.byref(box)
    get_unicode, get_box = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    word: Word | None = None
    high = 0
    last = (0.0, 0.0)
    for index in range(raw.FPDFText_CountChars(text_page)):
        code = get_unicode(text_page, index)
        if 0xD800 <= code < 0xDC00:  # half of a character beyond the basic plane: its other half follows
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 32
            high = 0
        if code == 2:
            code = 45  # pdfium's mark for a hyphen at a line's end
        if code in (10, 13):
            continue  # pdfium's guess at a line's end, wrong before a raised letter: the boxes tell
        if code <= 32 or code in (0xA0, 0x200B, 0xFEFF, 0xFFFE):
            if word is not None:
                yield word
                word = None
            continue
        if not get_box(text_page, index, reference):
            continue
        x0, x1, top, bottom = box.left - left, box.right - left, page_top - box.top, page_top - box.bottom
        char = _LIGATURES.get(code) or chr(code)
        is_ligature, last = last == (x0, x1), (x0, x1)  # its letters share one box
        if word is not None:
            height = word.bottom - word.top
            if abs(top - word.top) < height * 0.5 and (is_ligature or -height < x0 - word.x1 < height * 0.25):
                word.text += char
                # Comparisons, not max and min: this runs for every character.
                if x1 > word.x1:
                    word.x1 = x1
                if top < word.top:
                    word.top = top
                if bottom > word.bottom:
                    word.bottom = bottom
                continue
            yield word
        word = Word(char, x0, top, x1, bottom, _is_bold(text_page, index), head=x1 - x0)
    if word is not None:
        yield word


_NAME = ctypes.create_string_buffer(128)
_FLAGS = ctypes.c_int()


def _is_bold(text_page: object, index: int) -> bool:
    if raw.FPDFText_GetFontWeight(text_page, index) >= 600:
        return True
    length = raw.FPDFText_GetFontInfo(text_page, index, _NAME, 128, ctypes.byref(_FLAGS))
    name = _NAME.raw[: max(min(length, 128) - 1, 0)].decode("latin-1").lower() if length else ""
    return any(word in name for word in _BOLD)


def _objects(container: object, page: Page, left: float, top: float) -> None:
    """Ruled lines, and how many pictures there are, of a page and of forms in it."""
    for index in range(raw.FPDFPage_CountObjects(container)):
        _object(raw.FPDFPage_GetObject(container, index), page, left, top, 0)


def _object(thing: object, page: Page, left: float, top: float, depth: int) -> None:
    kind = raw.FPDFPageObj_GetType(thing)
    if kind == raw.FPDF_PAGEOBJ_PATH:
        page.edges.extend(_path(thing, left, top))
    elif kind == raw.FPDF_PAGEOBJ_IMAGE:
        page.images += 1
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < 4:
        for index in range(raw.FPDFFormObj_CountObjects(thing)):
            _object(raw.FPDFFormObj_GetObject(thing, index), page, left, top, depth + 1)


def _path(thing: object, left: float, top: float) -> Iterator[Edge]:
    """The straight lines of a drawn path: a thin box is one line, a larger one its four sides."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(thing, ctypes.byref(fill), ctypes.byref(stroke))
    if not fill.value and not stroke.value:
        return
    # The bounds of a stroked path reach as far as its pen: a thick line would come out as a box.
    if fill.value and not stroke.value and raw.FPDFPath_CountSegments(thing) <= 6:
        bounds = [ctypes.c_float() for _ in range(4)]
        if raw.FPDFPageObj_GetBounds(thing, *(ctypes.byref(b) for b in bounds)):
            x0, y0, x1, y1 = (b.value for b in bounds)
            yield from _sides(x0 - left, top - y1, x1 - left, top - y0)
        return
    yield from _subpaths(thing, left, top)


def _sides(x0: float, top: float, x1: float, bottom: float) -> Iterator[Edge]:
    width, height = x1 - x0, bottom - top
    if width < _LINE and height < _LINE:
        return
    if height < _LINE:
        middle = (top + bottom) / 2
        yield Edge(x0, middle, x1, middle)
    elif width < _LINE:
        middle = (x0 + x1) / 2
        yield Edge(middle, top, middle, bottom)
    else:
        yield Edge(x0, top, x1, top)
        yield Edge(x0, bottom, x1, bottom)
        yield Edge(x0, top, x0, bottom)
        yield Edge(x1, top, x1, bottom)


def _subpaths(thing: object, left: float, page_top: float) -> Iterator[Edge]:
    """Boxes and lines that one path draws together; curves are passed over."""
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(thing, ctypes.byref(matrix))
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    curved = False

    def flush() -> Iterator[Edge]:
        if len(points) > 1 and not curved:
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            if len(points) == 2 or len(points) in (4, 5):
                yield from _sides(min(xs), min(ys), max(xs), max(ys))
            else:
                for (ax, ay), (bx, by) in itertools.pairwise(points):
                    if abs(ax - bx) < 1 or abs(ay - by) < 1:
                        yield from _sides(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))

    for index in range(raw.FPDFPath_CountSegments(thing)):
        segment = raw.FPDFPath_GetPathSegment(thing, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        px = matrix.a * x.value + matrix.c * y.value + matrix.e - left
        py = page_top - (matrix.b * x.value + matrix.d * y.value + matrix.f)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            yield from flush()
            points, curved = [], False
        elif kind == raw.FPDF_SEGMENT_BEZIERTO:
            curved = True
        points.append((px, py))
    yield from flush()


def _links(pdf: pdfium.PdfDocument, handle: pdfium.PdfPage, page: Page, left: float, top: float) -> None:
    """Give the words inside a link annotation its address (ISO 32000-1, 12.5.6.5)."""
    position, link = ctypes.c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(handle.raw, ctypes.byref(position), ctypes.byref(link)):
        action = raw.FPDFLink_GetAction(link)
        if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
            continue
        length = raw.FPDFAction_GetURIPath(pdf.raw, action, None, 0)
        buffer = ctypes.create_string_buffer(length)
        raw.FPDFAction_GetURIPath(pdf.raw, action, buffer, length)
        address = buffer.raw[: max(length - 1, 0)].decode("utf-8", "replace").strip()
        box = raw.FS_RECTF()
        if not address or not raw.FPDFLink_GetAnnotRect(link, ctypes.byref(box)):
            continue
        x0, x1 = box.left - left, box.right - left
        y0, y1 = sorted((top - box.top, top - box.bottom))
        for word in page.words:
            if x0 - 1 <= (word.x0 + word.x1) / 2 <= x1 + 1 and y0 - 1 <= word.middle <= y1 + 1:
                word.link = address
