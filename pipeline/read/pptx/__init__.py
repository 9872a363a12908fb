"""PowerPoint decks (.pptx, .pptm, .ppsx): PresentationML, ISO/IEC 29500-1, parts 19 to 21.

Each slide becomes a ``Slide``: its title a heading, its bullets list items with levels, its tables
tables, in reading order. A text that repeats on most slides is furniture; notes are kept with their slide.
"""

from __future__ import annotations

from pipeline.model import Document
from pipeline.read import Limits, Reader
from pipeline.read.opc import sniff_package

_P = "application/vnd.openxmlformats-officedocument.presentationml"
_MAIN = {
    f"{_P}.presentation.main+xml": f"{_P}.presentation",
    f"{_P}.slideshow.main+xml": f"{_P}.slideshow",
    f"{_P}.template.main+xml": f"{_P}.template",
    "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml": "application/vnd.ms-powerpoint.presentation.macroEnabled.12",
}


def _sniff(data: bytes) -> str | None:
    return sniff_package(data, _MAIN)


def _read(data: bytes, media_type: str, limits: Limits) -> Document:
    from pipeline.read.pptx.deck import read_deck

    return read_deck(data, media_type, limits)


READER = Reader(name="pptx", sniff=_sniff, read=_read, rank=12, tries=11)
