"""PDF: pdfium gives characters, lines and links; pdfplumber's table finder works on the lines.

``page`` takes a page's objects from pdfium, ``lines`` puts characters together to words and lines,
``tables`` finds tables by rules, ``columns`` tables by white space, ``flow`` makes paragraphs, and
``document`` puts the pages together: running heads apart, tables and paragraphs whole again.
"""

from __future__ import annotations

from pipeline.model import Document
from pipeline.read import Limits, Reader


def _sniff(data: bytes) -> str | None:
    # ISO 32000-1, 7.5.2 and Adobe's note: the header may stand anywhere in the first 1024 bytes.
    return "application/pdf" if b"%PDF-" in data[:1024] else None


def _read(data: bytes, media_type: str, limits: Limits) -> Document:
    from pipeline.read.pdf.document import read_pdf

    return read_pdf(data, media_type, limits)


READER = Reader(name="pdf", sniff=_sniff, read=_read, rank=40, tries=20)
