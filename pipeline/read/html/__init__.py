"""Web pages: archive, category, front and single-post pages, and plain pages.

``decode`` finds the characters, ``page`` parses and drops what is not content, ``posts`` finds the
posts by structure, ``blocks`` turns elements into blocks of the document model.
"""

from __future__ import annotations

from pipeline.model import Document
from pipeline.read import Limits, Reader
from pipeline.read.html.decode import sniff_html
from pipeline.read.html.page import read_page


def _read(data: bytes, media_type: str, limits: Limits) -> Document:
    return read_page(data, media_type, limits)


READER = Reader(name="html", sniff=sniff_html, read=_read, rank=20, tries=80)
