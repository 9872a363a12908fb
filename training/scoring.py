"""Strict scores: a name counts where its span and its label are both right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Spans = Iterable[tuple[int, int, str]]


@dataclass(slots=True)
class Score:
    """Names found rightly, found wrongly and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """The share of what is there that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right + self.wrong + self.missed else 0.0

    def __str__(self) -> str:
        return f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}"


def score(pairs: Iterable[tuple[Spans, Spans]]) -> dict[str, Score]:
    """Scores by label and of both together (``ALL``) over (wanted, found) of each text."""
    scores = {"PERSON": Score(), "ORG": Score(), "ALL": Score()}
    for wanted, found in pairs:
        want, got = set(wanted), set(found)
        for kind, spans in (("right", want & got), ("wrong", got - want), ("missed", want - got)):
            for span in spans:
                for label in (span[2], "ALL"):
                    setattr(scores[label], kind, getattr(scores[label], kind) + 1)
    return scores
