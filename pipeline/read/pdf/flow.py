"""Lines as paragraphs, headings and list items."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipeline.model import Kind, Text
from pipeline.model.inline import Inline, typed_bullet
from pipeline.model.places import Places
from pipeline.read.pdf.lines import WIDE, Line
from pipeline.read.pdf.page import Word

_OPENS_ITEM = re.compile(r"(?:\(?\d{1,3}[a-z]?[.)]|\(?[a-z][.)]|\d{1,2}(?:\.\d{1,2})+\.?|[ivx]{1,4}[.)])$", re.IGNORECASE)
_BULLET = re.compile(r"[\u00b7\u2022\u2023\u2043\u2219\u25aa\u25ab\u25cf\u25cb\u25a0\u25a1\u25e6\u25ba\u27a2\u2713\u2756\u00a7\uf000-\uf0ff]$|^[-–o*]$")
_JOINS = frozenset({"a", "and", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "was", "were", "will", "with"})
_SOFT = frozenset("-–—o*")
_NUMBER = re.compile(r"(\d{1,2})[.)]$")
_ENDS = re.compile(r"[.!?:;][\"”’)\]]*$")
_FIGURES = re.compile(r"[\d.,%£*†‡-]+$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*$|\S+@\S*$", re.IGNORECASE)


def opens_item(word: str) -> bool:
    """Whether a word is a number or letter that opens an item: ``4.``, ``4a)``, ``2.1``."""
    return bool(_OPENS_ITEM.match(word))


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together; ``notes`` are what stands beside them at the right edge."""

    lines: list[Line]
    bullet: str | None = None
    indent: float = 0.0
    notes: list[str] = field(default_factory=list)
    right: float = 1e9

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.lines[0].top

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.lines[-1].bottom

    @property
    def is_bold(self) -> bool:
        """Whether all of it is bold."""
        return all(n.is_bold for n in self.lines)


def paragraphs_of(lines: list[Line], right: float, leading: float, marked: Iterable[float] = ()) -> list[Paragraph]:
    """Lines as paragraphs.

    A line goes on with the paragraph before it when it stands right below it, opens no item of its own
    and looks the same, and the line before it was full: the next word would not have fitted.

    Args:
        lines: from top to bottom, in one column or cell.
        right: the right edge of that column.
        leading: the usual distance from one line to the next.
        marked: heights at which marks stand beside the lines: a sentence that ends there ends its paragraph.
    """
    found: list[Paragraph] = []
    heights = list(marked)
    listing = _is_listing(lines, right)
    for line in lines:
        bullet = _bullet_of(line)
        body = Line(line.words[1:]) if bullet and len(line.words) > 1 else line
        last = found[-1].lines[-1] if found else line
        ends = bool(_ENDS.search(last.text)) and any(last.top - 2 <= h <= last.bottom + 2 for h in heights)
        if bullet in _SOFT and found and abs(line.x0 - last.x0) < 2 and _goes_on(found[-1], line, right, leading):
            bullet = None  # a dash that happens to begin a line of running text
        ends = ends or (listing and not line.words[0].text[:1].islower() and last.text.count("(") <= last.text.count(")"))
        if found and bullet is None and not ends and _goes_on(found[-1], line, right, leading):
            found[-1].lines.append(line)
            continue
        found.append(Paragraph([body], bullet, line.x0, right=right))
    return found


def parted_at_notes(paragraph: Paragraph, heights: Iterable[float], leading: float) -> list[Paragraph]:
    """A paragraph beside which several notes stand, each on its own, as one paragraph for each note.

    It is parted behind the last sentence that ends between two notes. Notes on lines that follow one
    another are one note, and where no sentence ends between two, the paragraph stays whole.
    """
    inside = sorted(h for h in heights if paragraph.top <= h <= paragraph.bottom)
    for before, after in pairwise(inside):
        if after - before < 1.6 * leading:
            continue
        for index in range(len(paragraph.lines) - 1, -1, -1):
            line = paragraph.lines[index]
            if not before - 0.6 * leading < line.top < after - 0.6 * leading:
                continue
            ends = [n for n, w in enumerate(line.words[:-1], 1) if _ENDS.search(w.text) and line.words[n].text[:1].isupper()]
            if not ends and not (_ENDS.search(line.text) and index + 1 < len(paragraph.lines)):
                continue
            cut = ends[-1] if ends else len(line.words)
            rest = [Line(line.words[cut:])] if cut < len(line.words) else []
            first = replace(paragraph, lines=[*paragraph.lines[:index], Line(line.words[:cut])])
            second = Paragraph([*rest, *paragraph.lines[index + 1 :]], None, paragraph.lines[-1].x0, right=paragraph.right)
            return [first, *parted_at_notes(second, inside, leading)]
    return [paragraph]


def _is_listing(lines: list[Line], right: float) -> bool:
    """Whether short lines are entries of a list: most of them end where the next one's first word would have fitted."""
    if len(lines) < 3 or any(len(n.words) > 7 for n in lines):
        return False
    ended = sum(1 for a, b in pairwise(lines) if a.x1 + 0.3 * a.size + b.words[0].x1 - b.words[0].x0 < right - 1 and b.words[0].text[:1].isupper())
    return ended * 2 >= len(lines) - 1


def _bullet_of(line: Line) -> str | None:
    first = line.words[0].text
    if not _BULLET.match(first) or len(line.words) < 2:
        return None
    if first in _SOFT and line.words[1].x0 - line.words[0].x1 < 0.2 * line.size:
        return None
    return first


def _goes_on(paragraph: Paragraph, line: Line, right: float, leading: float) -> bool:
    last = paragraph.lines[-1]
    gap = line.top - last.bottom
    if gap > max(leading - last.size, 0) + 0.45 * last.size or line.top < last.top - 1:
        return False
    if abs(line.size - last.size) > 0.15 * last.size:
        return False
    first = line.words[0]
    if _FIGURES.match(last.text) and _FIGURES.match(line.text):
        return False  # figures below one another are a list, however narrow the column
    if _OPENS_ITEM.match(first.text) and last.is_bold != line.is_bold:
        return False
    alone = len(line.words) == 1 and not first.text.endswith((".", ")"))
    if _OPENS_ITEM.match(first.text) and line.x0 <= paragraph.indent + 1 and not alone:
        return False
    text_left = paragraph.lines[0].x0 if len(paragraph.lines) == 1 and paragraph.bullet else paragraph.lines[-1].x0
    if paragraph.bullet and line.x0 < text_left - 0.6 * last.size:
        return False
    if not paragraph.bullet and len(paragraph.lines) > 1 and line.x0 > text_left + 1.5 * last.size:
        return False
    if last.is_bold != line.is_bold and (last.is_bold or line.is_bold) and _all_or_nothing(paragraph):
        return False
    width = first.x1 - first.x0
    fits = last.x1 + 0.3 * last.size + width < right - 1
    if fits:
        # The next word would have fitted: the writer ended the line, unless its sentence goes on.
        return not _ENDS.search(last.text) and first.text[:1].islower() and len(last.words) > 2
    return True


def _all_or_nothing(paragraph: Paragraph) -> bool:
    return paragraph.is_bold or not any(w.bold for n in paragraph.lines for w in n.words)


def number_lists(paragraphs: list[Paragraph]) -> None:
    """Take the numbers off paragraphs that count 1, 2, 3: inside a cell they are a numbered list."""
    expected = 1
    run: list[Paragraph] = []
    for paragraph in paragraphs:
        words = paragraph.lines[0].words
        match = _NUMBER.match(words[0].text) if len(words) > 1 and not paragraph.bullet else None
        if match and int(match.group(1)) == expected:
            run.append(paragraph)
            expected += 1
    for paragraph in run if len(run) > 1 else []:
        words = paragraph.lines[0].words
        paragraph.bullet = words[0].text
        paragraph.lines[0] = Line(words[1:])


def text_of(paragraph: Paragraph, places: Places, level: int, heading: int = 0) -> Text:
    """A paragraph as a block: lines joined, addresses that a line broke put together."""
    inline = Inline()
    previous: Word | None = None
    for number, line in enumerate(paragraph.lines):
        for position, word in enumerate(line.words):
            if previous is not None:
                if position:
                    if word.x0 - previous.x1 > WIDE * word.size:
                        inline.tab()
                    else:
                        inline.add(" ")
                elif number and not _is_broken(paragraph.lines[number - 1], previous, word, paragraph.right):
                    inline.add(" ")
            inline.add(word.text, bold=word.bold, link=word.link)
            previous = word
    for note in paragraph.notes:
        inline.tab()
        inline.add(note)
    text, marks = inline.finish()
    kind, label, ordered = Kind.PARAGRAPH, None, False
    if paragraph.bullet:
        kind, label = Kind.LIST_ITEM, "•" if paragraph.bullet > "\ue000" else paragraph.bullet
        ordered = bool(_NUMBER.match(paragraph.bullet))
    elif heading:
        kind, level = Kind.HEADING, heading
    else:
        typed = typed_bullet(inline.raw)
        if typed and typed[0] not in "-–*o":
            kind, label = Kind.LIST_ITEM, "•"
            text, marks = inline.finish(len(typed[0]))
        level = 0
    return Text(kind=kind, text=text, locator=places.paragraph(), level=level, label=label, ordered=ordered, marks=marks)


def _is_broken(line: Line, last: Word, first: Word, right: float) -> bool:
    """Whether a line's end broke a word: a hyphen, an address that goes on, or a column too narrow for it."""
    before, after = last.text, first.text
    goes_on = after[:1].islower() or after[:1].isdigit() or (before.isupper() and after[:1].isupper()) or "@" in after
    if after.casefold() in _JOINS:
        goes_on = False  # a word of its own
    if len(line.words) == 1 and before[-1].isalnum() and goes_on and last.x1 + first.head > right - 1:
        return True  # not even one more letter fitted: the word did not end here
    if after[:1] in "),.;:!?%]" or (before.endswith("/") and len(before) > 1):
        return True
    if before.endswith("-") and len(before) > 1 and before[-2].isalnum() and after[:1].isalnum():
        return True
    if not _ADDRESS.search(before):
        return False
    if before.endswith(("/", ".", "-", "_", "=", "&", "?", "@", "%")) or after[:1] in "/.?&=_%@":
        return True
    return ("@" in before and "." not in before.split("@")[1]) or ("://" in before and bool(re.search(r"[/=&%\d_-]", after)) and not after[:1].isupper())


def levels_of(paragraphs: list[Paragraph]) -> list[int]:
    """The level of each list item by its indent among the items before it."""
    stack: list[float] = []
    levels = []
    for paragraph in paragraphs:
        if not paragraph.bullet:
            if not (stack and paragraph.indent > stack[0] + 2):
                stack.clear()
            levels.append(0)
            continue
        while stack and paragraph.indent < stack[-1] - 4:
            stack.pop()
        if not stack or paragraph.indent > stack[-1] + 4:
            stack.append(paragraph.indent)
        levels.append(len(stack) - 1)
    return levels
