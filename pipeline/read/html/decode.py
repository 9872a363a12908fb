"""From bytes to characters: byte order mark, strict UTF-8, what is declared, then Windows-1252.

Strict UTF-8 comes before the declaration because text in another encoding is next to never valid
UTF-8, while pages that declare ISO-8859-1 and are UTF-8 are common. What is declared as ISO-8859-1
is read as Windows-1252, as the WHATWG Encoding Standard has it.
"""

from __future__ import annotations

import codecs
import re

from bs4.dammit import EncodingDetector

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TAG = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|meta|article|main|section|div|p|h[1-6]|ul|ol|table|span|a|br|b|strong)\b[^>]*>", re.IGNORECASE)
_WIDE_TAG = re.compile(rb"(?:<\x00|\x00<)(?:[!a-zA-Z]\x00|\x00[!a-zA-Z])")


def sniff_html(data: bytes) -> str | None:
    """``text/html`` where the bytes begin like a page or a piece of one; None for feeds and other XML."""
    head = data[:4096]
    if b"\x00" in head:
        return "text/html" if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) and _WIDE_TAG.search(head) else None
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<\?xml", head) and b"<html" not in head.lower():
        return None
    if re.match(rb"(?:\xef\xbb\xbf)?\s*(?:[A-Za-z-]+:\s[^\n]*\n)*MIME-Version:", head):
        return None
    return "text/html" if _TAG.search(head) else None


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """The characters of a page and the encoding that gave them.

    Args:
        data: the page.
        declared: the character set of its HTTP header, where it is known.
    """
    for mark, marked in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(marked, "replace"), marked
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    declarations = (declared, EncodingDetector.find_declared_encoding(data, is_html=True, search_entire_document=False))
    for name in filter(None, declarations):
        try:
            encoding = codecs.lookup(name).name
        except LookupError:
            continue
        if encoding in ("iso8859-1", "ascii", "utf-8"):
            continue
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    # The five bytes that Windows-1252 leaves free are control characters in Latin-1.
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in data) if _has_free_bytes(data) else data.decode("cp1252"), "cp1252"


def _has_free_bytes(data: bytes) -> bool:
    return any(b in data for b in (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d"))
