"""The training mix: public corpora, annotated papers, the same with other names, and generated sentences."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from training.corpus import Line, annotated, open_lines
from training.sentences import Filler, generate


@dataclass(frozen=True, slots=True)
class Mix:
    """How much of what: ``repeat`` of the annotated lines as they are, ``swapped`` of them with other names."""

    repeat: int = 2
    swapped: int = 1
    generated: int = 5000
    seed: int = 11


def training_lines(folder: Path, mix: Mix) -> list[Line]:
    """All lines to train on, shuffled."""
    train, _ = annotated(folder)
    filler = Filler(mix.seed)
    lines = [*train * mix.repeat, *(filler.swapped(n) for _ in range(mix.swapped) for n in train), *generate(mix.generated, mix.seed)]
    lines += open_lines(folder)
    random.Random(mix.seed).shuffle(lines)
    return lines
