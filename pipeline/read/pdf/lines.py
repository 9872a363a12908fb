"""Words in lines, and lines in segments parted by wide gaps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.read.pdf.page import Word

# A gap wider than this many line heights was made with a tab or a column, not with a space.
WIDE = 1.1


@dataclass(slots=True)
class Line:
    """Words that stand at one height, from left to right.

    ``x0``, ``x1``, ``top``, ``bottom``: its box; ``size``: the height of most of its words.
    """

    words: list[Word]
    x0: float = field(init=False)
    x1: float = field(init=False)
    top: float = field(init=False)
    bottom: float = field(init=False)
    size: float = field(init=False)

    def __post_init__(self) -> None:
        self.x0 = self.words[0].x0
        self.x1 = max(w.x1 for w in self.words)
        self.top = min(w.top for w in self.words)
        self.bottom = max(w.bottom for w in self.words)
        sizes = sorted(w.size for w in self.words)
        self.size = sizes[len(sizes) // 2]

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(w.text for w in self.words)

    @property
    def is_bold(self) -> bool:
        """Whether all of it is bold, bullets and punctuation aside."""
        letters = [w for w in self.words if any(c.isalnum() for c in w.text)]
        return bool(letters) and all(w.bold for w in letters)

    def segments(self, wide: float = WIDE) -> list[Line]:
        """Its parts, where gaps wider than ``wide`` line heights stand between them."""
        parts: list[list[Word]] = [[self.words[0]]]
        for before, word in zip(self.words, self.words[1:], strict=False):
            if word.x0 - before.x1 > wide * max(before.size, word.size):
                parts.append([])
            parts[-1].append(word)
        return [Line(p) for p in parts]


@dataclass(slots=True)
class _Group:
    """Words of one line so far: the height of its first word, and how far it reaches to the right."""

    words: list[Word]
    top: float
    bottom: float
    right: float

    @property
    def size(self) -> float:
        return self.bottom - self.top

    def holds(self, word: Word) -> bool:
        """Whether a word's middle meets the line, and it lies over no word of it by more than half of the narrower."""
        if not self.top <= word.middle <= self.bottom:
            return False
        if min(self.bottom, word.bottom) - max(self.top, word.top) <= 0.5 * min(word.size, self.size):
            return False
        if word.x0 >= self.right:
            return True
        return not any(min(w.x1, word.x1) - max(w.x0, word.x0) > 0.5 * min(w.x1 - w.x0, word.x1 - word.x0) for w in self.words)


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Words as lines from top to bottom: a word belongs to the line whose height its middle meets.

    Words that lie over one another, as a slide's footer over its last bullet, belong to different lines.
    """
    groups: list[_Group] = []
    for word in sorted(words, key=lambda w: (round(w.middle, 1), w.x0)):
        best: _Group | None = None
        for group in reversed(groups[-3:]):
            if group.holds(word) and (best is None or abs(group.size - word.size) < abs(best.size - word.size)):
                best = group
        if best is None:
            groups.append(_Group([word], word.top, word.bottom, word.x1))
        else:
            best.words.append(word)
            best.right = max(best.right, word.x1)
    lines = [Line(sorted(g.words, key=lambda w: w.x0)) for g in groups]
    return sorted(lines, key=lambda n: (n.top, n.x0))
