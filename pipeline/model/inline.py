"""Putting a text together from its runs, so that white space and marks come out right."""

from __future__ import annotations

import re
import unicodedata

from pipeline.model.blocks import Mark
from pipeline.normalise.text import clean

_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")

# Glyphs that writers type, or Word puts, before a list entry. A hyphen, dash, asterisk or small o
# may be text: they count only with white space behind them.
_GLYPH = re.compile(
    r"(?P<glyph>[\u00b7\u2022\u2023\u2043\u2219\u25aa\u25ab\u25cf\u25cb\u25a0\u25a1\u25e6\u25ba\u25b6\u27a2\u2713\u2714\u2756\u274f\u00a7\uf000-\uf0ff]+)\s*(?=\S)"
)
_SOFT_GLYPH = re.compile(r"(?P<glyph>[-–—*+]|o(?=\s{2,}|\u00a0))[\s\u00a0]+(?=\S)")


def typed_bullet(raw: str) -> tuple[str, int] | None:
    """The bullet glyph that a writer typed before a text, and the offset behind it.

    ``raw`` has its white space as typed: an ``o`` is a bullet only before the gap that Word leaves
    when a list is pasted.
    """
    lead = len(raw) - len(raw.lstrip())
    match = _GLYPH.match(raw, lead) or _SOFT_GLYPH.match(raw, lead)
    return (match["glyph"], match.end()) if match else None


class Inline:
    """Collects the runs of one paragraph: ``add``, ``tab``, ``line_break``; then ``finish``."""

    __slots__ = ("_length", "_marks", "_parts", "_raw", "_space")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._marks: list[list[object]] = []
        self._length = 0
        self._space = True  # whether a space now would be a second one
        self._raw = ""

    @property
    def raw(self) -> str:
        """The first characters as they were typed, for telling typed bullets."""
        return self._raw

    def add(self, text: str, *, bold: bool = False, italic: bool = False, link: str | None = None) -> None:
        """Add a run of text."""
        if not text:
            return
        if len(self._raw) < 16:
            self._raw += text[:24]
        if not text.isprintable() or "  " in text:  # most runs need no cleaning at all
            text = _SPACES.sub(" ", clean(text))
        if self._space and text.startswith(" "):
            text = text[1:]
        if not text:
            return
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        self._space = text.endswith(" ")
        if bold:
            self._mark("bold", start, None)
        if italic:
            self._mark("italic", start, None)
        if link:
            self._mark("link", start, link)

    def _mark(self, kind: str, start: int, target: str | None) -> None:
        for mark in reversed(self._marks[-3:]):
            if mark[2] == kind and mark[1] == start and mark[3] == target:
                mark[1] = self._length
                return
        self._marks.append([start, self._length, kind, target])

    def tab(self) -> None:
        """Add a tab: a space that remembers that it was one."""
        if len(self._raw) < 16:
            self._raw += "\t"
        if not self._space:
            self._parts.append(" ")
            self._length += 1
            self._space = True
        if self._length:
            self._marks.append([self._length - 1, self._length, "tab", None])

    def line_break(self) -> None:
        """Begin a new line of the same paragraph."""
        if self._parts and self._space and self._parts[-1].endswith(" "):
            self._parts[-1] = self._parts[-1][:-1]
            self._length -= 1
        if self._length and not (self._parts and self._parts[-1].endswith("\n")):
            self._parts.append("\n")
            self._length += 1
        self._space = True

    def note(self, target: str) -> None:
        """A reference to a note stands here."""
        self._marks.append([self._length, self._length, "note", target])

    def finish(self, skip: int = 0) -> tuple[str, tuple[Mark, ...]]:
        """The text and its marks.

        Args:
            skip: how many characters of the finished text to leave out at its beginning (a typed bullet).
        """
        text = "".join(self._parts)
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
        end = len(text.rstrip())
        text = text[:end]
        while skip < end and text[skip].isspace():
            skip += 1
        marks = []
        for start, stop, kind, target in self._marks:
            a, b = max(int(start) - skip, 0), min(int(stop), end) - skip  # type: ignore[call-overload]
            if kind in ("bold", "italic", "link"):
                while a < b and text[skip + b - 1].isspace():
                    b -= 1
            if b > a or (kind == "note" and b >= a):
                marks.append(Mark(a, b, str(kind), None if target is None else str(target)))
        return text[skip:], tuple(marks)
