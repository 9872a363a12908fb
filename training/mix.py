"""The training mix: public corpora, annotated papers, the same with other names, and generated sentences."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from training.corpus import Line, annotated, open_lines
from training.sentences import Filler, generate

_PLACES = Path(__file__).parents[1] / "pipeline/tag/names/lexicon/places.txt"


@dataclass(frozen=True, slots=True)
class Mix:
    """How much of what: ``repeat`` of the annotated lines as they are, ``swapped`` of them with other names."""

    repeat: int = 2
    swapped: int = 1
    generated: int = 5000
    places: bool = False
    seed: int = 11


@cache
def _places() -> re.Pattern[str]:
    names = [n for n in _PLACES.read_text(encoding="utf-8").split("\n")[1:] if n]
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True)) + r")(?!\w)")


def with_places(line: Line) -> Line:
    """The places of a text marked too, where no name is: a model that must tell them from bodies learns bodies better."""
    taken = [(s, e) for s, e, _ in line.spans]
    found = [(m.start(), m.end(), "LOC") for m in _places().finditer(line.text) if not any(s < m.end() and m.start() < e for s, e in taken)]
    return Line(line.text, tuple(sorted([*line.spans, *found])), line.document, line.ident)


def training_lines(folder: Path, mix: Mix) -> list[Line]:
    """All lines to train on, shuffled."""
    train, _ = annotated(folder)
    filler = Filler(mix.seed)
    lines = [*train * mix.repeat, *(filler.swapped(n) for _ in range(mix.swapped) for n in train), *generate(mix.generated, mix.seed)]
    if mix.places:
        lines = [with_places(n) for n in lines]
    lines += open_lines(folder, places=mix.places)
    random.Random(mix.seed).shuffle(lines)
    return lines
