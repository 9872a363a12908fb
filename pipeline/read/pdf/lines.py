"""Words in lines, and lines in segments parted by wide gaps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.read.pdf.page import Word

# A gap wider than this many line heights was made with a tab or a column, not with a space.
WIDE = 1.1


@dataclass(slots=True)
class Line:
    """Words that stand at one height, from left to right."""

    words: list[Word]

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return max(w.x1 for w in self.words)

    @property
    def top(self) -> float:
        """Its upper edge."""
        return min(w.top for w in self.words)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return max(w.bottom for w in self.words)

    @property
    def size(self) -> float:
        """The height of most of its words."""
        sizes = sorted(w.size for w in self.words)
        return sizes[len(sizes) // 2]

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
    """Words as lines from top to bottom: a word belongs to the line whose height its middle meets."""
    lines: list[Line] = []
    spans: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda w: (round(w.middle, 1), w.x0)):
        for back in range(len(lines) - 1, max(-1, len(lines) - 4), -1):
            top, bottom = spans[back]
            if top <= word.middle <= bottom and min(bottom, word.bottom) - max(top, word.top) > 0.5 * min(word.size, bottom - top):
                lines[back].words.append(word)
                break
        else:
            lines.append(Line([word]))
            spans.append((word.top, word.bottom))
    for line in lines:
        line.words.sort(key=lambda w: w.x0)
    return sorted(lines, key=lambda n: (n.top, n.x0))
