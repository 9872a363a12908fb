"""The annotated texts: where they lie, which of them train and which are held out."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LABELS = ("PERSON", "ORG")

_MANUAL = "docs/ner.md says where the public originals come from, with their checksums"
# The files, and how often their lines are used. GUM, whose genres are far from the others', counts most.
OPEN = {
    "open/crossner-train.jsonl": 2,
    "open/gum-train.jsonl": 4,
    "open/gum-dev.jsonl": 4,
    "open/wikigold-train.jsonl": 1,
    "open/wikigold-dev.jsonl": 1,
    "open/uner_ewt-dev.jsonl": 1,
    "open/uner_pud-test.jsonl": 1,
    "open/btc-train.jsonl": 1,
}
ANNOTATED = ("annotated_nhs_prose.jsonl", "annotated_minutes.jsonl")
PUBLIC_TESTS = ("open/uner_ewt-test.jsonl", "open/gum-test.jsonl", "open/wikigold-test.jsonl", "open/crossner-test.jsonl")
GOLD = "gold_dev.jsonl"
HELD_OUT = 0.2


@dataclass(frozen=True, slots=True)
class Line:
    """A text with its names: ``spans`` are (start, end, label), ``document`` says which paper it is from."""

    text: str
    spans: tuple[tuple[int, int, str], ...]
    document: str = ""
    ident: str = ""


def data_folder() -> Path:
    """The folder that ``NER_DATA`` names.

    Raises:
        FileNotFoundError: it names none, or one without the annotated lines.
    """
    named = os.environ.get("NER_DATA", "")
    if not named:
        raise FileNotFoundError(f"NER_DATA names no folder: set it to the folder with the annotated texts; {_MANUAL}")
    folder = Path(named)
    missing = [n for n in (*OPEN, *ANNOTATED) if not (folder / n).is_file()]
    if missing:
        raise FileNotFoundError(f"{folder} lacks {', '.join(missing)}; {_MANUAL}")
    return folder


def read_lines(path: Path) -> list[Line]:
    """The lines of a file; labels that we do not learn (places) are left out."""
    found = []
    with path.open(encoding="utf-8") as handle:
        for raw in handle:
            if not raw.strip():
                continue
            row = json.loads(raw)
            spans = tuple((s, e, label) for s, e, label in sorted(map(tuple, row["spans"])) if label in LABELS)
            ident = str(row.get("id", ""))
            found.append(Line(row["text"], spans, ident.rpartition(":")[0], ident))
    return found


def _share(words: str) -> float:
    return int(hashlib.sha256(words.encode()).hexdigest()[:8], 16) / 16**8


def annotated(folder: Path) -> tuple[list[Line], list[Line]]:
    """The hand-annotated lines for training, and those of the documents that are held out."""
    train, held = [], []
    for name in ANNOTATED:
        for line in read_lines(folder / name):
            (held if _share(line.document) < HELD_OUT else train).append(line)
    return train, held


def open_lines(folder: Path) -> Iterator[Line]:
    """The lines of the public corpora, those of some several times."""
    for name, times in OPEN.items():
        yield from read_lines(folder / name) * times


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file that training reads."""
    return {n: hashlib.sha256((folder / n).read_bytes()).hexdigest() for n in (*OPEN, *ANNOTATED)}
