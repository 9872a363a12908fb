"""Text as the dataset keeps it: NFC, one space for a run of white space, no control characters."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000\u180e]+")
# Zero-width characters and controls carry nothing that a reader of a table sees; soft hyphens are
# hints to a typesetter. The word joiner and BOM are the same kind of thing.
_INVISIBLE = re.compile("[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u200b\u2060\ud800-\udfff\ufeff\ufffe\uffff]")
_APOSTROPHES = str.maketrans({"‘": "'", "’": "'", "‛": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "″": '"'})
_DASHES = str.maketrans({"–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "−": "-", "―": "-"})


def clean(text: str) -> str:
    """The text in NFC without invisible characters; white space is left as it stands."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def collapse(text: str) -> str:
    """One line of text: NFC, every run of white space (no-break spaces too) one space, trimmed."""
    return _SPACES.sub(" ", clean(text)).strip()


def fold(text: str) -> str:
    """A key for comparing words: collapsed, lower case, plain quotation marks and dashes."""
    return collapse(text).translate(_APOSTROPHES).translate(_DASHES).casefold()


def squeeze(text: str) -> str:
    """The text without any white space, for finding a quote wherever its lines were broken."""
    return _SPACES.sub("", clean(text))


def slug(text: str) -> str:
    """Letters and digits of the folded text, words joined by ``-``: the core of a stable key."""
    return re.sub(r"[^0-9a-z\u00df-\uffff]+", "-", fold(text)).strip("-")


_ABBREVIATIONS = {
    "mr", "mrs", "ms", "dr", "prof", "sir", "st", "rev", "revd", "cllr", "clr", "no", "nos", "e.g", "i.e", "eg", "ie",
    "etc", "vs", "approx", "dept", "ext", "tel", "al", "fig", "p", "pp", "vol", "inc", "ltd", "co", "jan", "feb", "mar",
    "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "re", "cf", "viz", "min", "max",
}  # fmt: skip
_SENTENCE_END = re.compile(r"([.!?])[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9\u00c0-\u00de])")


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a paragraph stand, as ``(start, end)`` offsets without outer spaces.

    A full stop after an abbreviation (``Dr.``, ``e.g.``), a single letter or a number in a list of
    figures ends none.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if match.group(1) == ".":
            word = re.search(r"(\S+)$", text[start : match.start()])
            stem = word.group(1).lower().lstrip("(\"'“‘[") if word else ""
            if stem in _ABBREVIATIONS or re.fullmatch(r"[a-z]|(?:[a-z]\.)+[a-z]", stem):
                continue
        spans.append((start, match.end() - len(match.group(0)) + len(match.group(0).rstrip())))
        start = match.end()
    if start < len(text):
        spans.append((start, len(text.rstrip())))
    return [(a, b) for a, b in spans if b > a]
