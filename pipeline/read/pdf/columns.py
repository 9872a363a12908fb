"""What white space alone arranges: tables without rules, columns side by side, marks at the right edge."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from pipeline.read.pdf.lines import Line
from pipeline.read.pdf.page import Word

_MARK = re.compile(r"\(?(?:[A-Z][A-Za-z]{1,3}|[Aa]ll|ALL)\)?(?:[/,&][A-Z][A-Za-z]{1,3})*$")
_HEAD = re.compile(r"(?:actions?|action by|lead|owner)$", re.IGNORECASE)
_LABEL = re.compile(r"(?:[\u2022\u25cf\u25cb\u25a0\u25aa\uf000-\uf0ff•·–-]|\(?[\da-z]{1,4}(?:\.\d{1,3})*[.):]?|[A-Z]{2,5}/\d+\S*)$")
_GUTTER = 1.5


@dataclass(slots=True)
class SideNote:
    """Initials at the right edge, and the height at which they stand."""

    text: str
    middle: float


@dataclass(slots=True)
class Columns:
    """Lines that white space divides into columns: the gutters, and the lines' parts by column."""

    lines: list[Line]
    bounds: list[float]

    def parts(self, line: Line) -> list[list[Word]]:
        """A line's words by column."""
        cells: list[list[Word]] = [[] for _ in range(len(self.bounds) + 1)]
        for word in line.words:
            cells[sum(1 for b in self.bounds if (word.x0 + word.x1) / 2 > b)].append(word)
        return cells


def take_side_notes(lines: list[Line], width: float) -> tuple[list[Line], list[SideNote]]:
    """Lines without the marks at the right edge, and the marks.

    A mark is a short word of initials' shape, the last of its line, past four fifths of the page and a
    wide gap away from the text.
    """
    kept: list[Line] = []
    notes: list[SideNote] = []
    for line in lines:
        parts = line.segments()
        last = parts[-1]
        if last.x0 > 0.78 * width and len(last.words) <= 3 and (_MARK.match(last.text.replace(" ", "")) or _HEAD.match(last.text)) and len(last.text) <= 14:
            if not _HEAD.match(last.text):
                notes.append(SideNote(last.text, last.words[0].middle))
            if len(parts) > 1:
                kept.append(Line([w for part in parts[:-1] for w in part.words]))
            continue
        kept.append(line)
    return kept, notes


def find_columns(lines: list[Line], leading: float) -> list[Line | Columns]:
    """Lines, with those that white space arranges in columns taken together."""
    found: list[Line | Columns] = []
    position = 0
    while position < len(lines):
        columns = _columns_from(lines, position, leading)
        if columns is None:
            found.append(lines[position])
            position += 1
        else:
            found.append(columns)
            position += len(columns.lines)
    return found


def _columns_from(lines: list[Line], start: int, leading: float) -> Columns | None:
    if len(lines[start].segments(_GUTTER)) < 2:
        return None
    best: Columns | None = None
    several = 0
    covered: list[tuple[float, float]] = []
    for end in range(start, len(lines)):
        if end > start and lines[end].top - lines[end - 1].bottom > 1.6 * leading:
            break
        run = lines[start : end + 1]
        covered = _cover(covered, lines[end])
        size = max(lines[start].size, lines[end].size)
        bounds = [(a[1] + b[0]) / 2 for a, b in pairwise(covered) if b[0] - a[1] > _GUTTER * size]
        if not bounds:
            break
        several += len(lines[end].segments(_GUTTER)) > 1
        if several >= 2 and len(run) >= 2:
            best = Columns(run, bounds)
    if best is None:
        return None
    while len(best.lines) > 2 and len(best.lines[-1].segments(_GUTTER)) < 2 and best.parts(best.lines[-1])[0] and not _is_listing(best):
        best = Columns(best.lines[:-1], best.bounds)
    return None if _is_hanging(best) else best


def _cover(covered: list[tuple[float, float]], line: Line) -> list[tuple[float, float]]:
    """The stretches that words reach into, those of one more line added."""
    merged: list[tuple[float, float]] = []
    for x0, x1 in sorted([*covered, *((w.x0, w.x1) for w in line.words)]):
        if merged and x0 <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged


def _is_listing(columns: Columns) -> bool:
    """Whether lists stand side by side, so that the longest goes on alone."""
    first = columns.parts(columns.lines[0])
    return sum(1 for cell in first if cell) > 1 and all(len(cell) <= 6 for line in columns.lines for cell in columns.parts(line))


def _is_hanging(columns: Columns) -> bool:
    """Numbers or bullets before hanging text are no column."""
    firsts = [" ".join(w.text for w in columns.parts(line)[0]) for line in columns.lines]
    filled = [f for f in firsts if f]
    return bool(filled) and len(columns.bounds) == 1 and all(_LABEL.match(f) for f in filled)


def is_prose(columns: Columns) -> bool:
    """Whether the columns are a page's text in two columns rather than a table: long lines in both."""
    if len(columns.lines) < 8:
        return False
    counts = [[len(cell) for cell in columns.parts(line)] for line in columns.lines]
    widths = [sum(column) / len(counts) for column in zip(*counts, strict=True)]
    return all(w >= 4 for w in widths)
