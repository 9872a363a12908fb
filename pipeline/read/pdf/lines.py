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
        sizes = sorted(w.bottom - w.top for w in self.words)
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


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Words as lines from top to bottom: a word belongs to the line whose height its middle meets.

    Words that lie over one another, as a slide's footer over its last bullet, belong to different lines.
    """
    groups: list[list[Word]] = []
    spans: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda w: (round(w.middle, 1), w.x0)):
        fit: list[tuple[float, list[Word]]] = []
        for (top, bottom), group in zip(spans[-3:], groups[-3:], strict=True):
            shared = min(bottom, word.bottom) - max(top, word.top)
            if top <= word.middle <= bottom and shared > 0.5 * min(word.size, bottom - top) and not _covers(group, word):
                fit.append((abs(bottom - top - word.size), group))
        if fit:
            min(reversed(fit), key=lambda f: f[0])[1].append(word)
        else:
            groups.append([word])
            spans.append((word.top, word.bottom))
    lines = [Line(sorted(group, key=lambda w: w.x0)) for group in groups]
    return sorted(lines, key=lambda n: (n.top, n.x0))


def _covers(group: list[Word], word: Word) -> bool:
    """Whether a word lies over one of the group by more than half of the narrower."""
    return any(min(w.x1, word.x1) - max(w.x0, word.x0) > 0.5 * min(w.x1 - w.x0, word.x1 - word.x0) for w in group)
