"""Names found in a text, and the words of a text as the rules see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc

PERSON, ORG = "PERSON", "ORG"


@dataclass(slots=True)
class Name:
    """A name in a text.

    ``start``, ``end``: character offsets, end exclusive. ``label``: PERSON or ORG. ``method``: structure,
    rule, gazetteer or model. ``source``: which rule of it, for calibration and for whoever asks why.
    ``confidence``: 0 to 1, the share of such names that were right on annotated text.
    """

    start: int
    end: int
    label: str
    method: str
    source: str
    confidence: float = 0.0

    def meets(self, other: Name) -> bool:
        """Whether they share a character."""
        return self.start < other.end and other.start < self.end


class Words:
    """The tokens of a text in plain lists, which rules walk over faster than over spaCy's objects."""

    __slots__ = ("caps", "doc", "ends", "starts", "text", "texts")

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = doc.text
        self.texts = [t.text for t in doc]
        self.starts = [t.idx for t in doc]
        self.ends = [s + len(w) for s, w in zip(self.starts, self.texts, strict=True)]
        self.caps = [w[0].isupper() for w in self.texts]

    def __len__(self) -> int:
        return len(self.texts)

    def joined(self, index: int) -> bool:
        """Whether a token follows the one before it without a space."""
        return index > 0 and self.starts[index] == self.ends[index - 1]

    def name(self, first: int, last: int, label: str, method: str, source: str) -> Name:
        """The name that takes in the tokens from ``first`` up to, not with, ``last``."""
        return Name(self.starts[first], self.ends[last - 1], label, method, source)


def without_overlap(names: Iterable[Name]) -> list[Name]:
    """The names that stay where several meet: the longer before the shorter, in the order of the text."""
    kept: list[Name] = []
    for name in sorted(names, key=lambda n: (-(n.end - n.start), n.start)):
        if not any(name.meets(k) for k in kept):
            kept.append(name)
    return sorted(kept, key=lambda n: n.start)
