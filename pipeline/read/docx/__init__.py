"""Word documents (.docx, .docm, .dotx): WordprocessingML, ISO/IEC 29500-1.

The package is opened once, each part that is needed is parsed once by lxml, and the body is walked
once. ``package`` unpacks, ``styles`` and ``numbering`` say what a paragraph inherits, ``inline``
reads runs, ``body`` walks blocks.
"""

from __future__ import annotations

from pipeline.model import Document
from pipeline.read import Limits, Reader
from pipeline.read.docx.body import read_docx
from pipeline.read.docx.package import sniff_docx


def _read(data: bytes, media_type: str, limits: Limits) -> Document:
    return read_docx(data, media_type, limits)


READER = Reader(name="docx", sniff=sniff_docx, read=_read, rank=10, tries=10)
