"""Word classes for the model: the Brown clusters of ``spacy-lookups-data``, as vectors.

A word that training never showed has its class all the same ("Singapore" stands with "Toronto"), which is what a model
of names trained on little text lacks most. Only the classes of frequent words are kept, so that the model stays small.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import spacy
from spacy.lookups import load_lookups

# Words by frequency that keep their class; width of a class's vector; bits of its path in the tree of classes.
WORDS = 100_000
WIDTH = 128
_PREFIXES = (4, 6, 10, 20)


def has_clusters() -> bool:
    """Whether the tables of word classes are installed."""
    return find_spec("spacy_lookups_data") is not None


def write_vectors(target: Path, *, words: int = WORDS, seed: int = 11) -> int:
    """Write a blank pipeline whose vectors are word classes to ``target``; how many words have one.

    A class's vector is the sum of a random vector for each prefix of its path, so that classes near in the tree are alike.

    Raises:
        ModuleNotFoundError: ``spacy-lookups-data`` is not installed (``pip install 'nhs-pipeline[train]'``).
    """
    try:
        tables = load_lookups("en", ["lexeme_cluster", "lexeme_prob"])
    except ValueError as error:
        raise ModuleNotFoundError("the word classes are not installed: .venv/bin/pip install 'nhs-pipeline[train]'") from error
    nlp = spacy.blank("en")
    cluster = tables.get_table("lexeme_cluster")
    probability = tables.get_table("lexeme_prob")
    known = sorted((key for key, path in cluster.items() if path), key=lambda key: (-probability.get(key, -99.0), key))[:words]
    paths = sorted({cluster[key] for key in known})
    rows = {path: row for row, path in enumerate(paths)}
    data = np.stack([_vector(path, seed) for path in paths])
    nlp.vocab.vectors = spacy.vectors.Vectors(strings=nlp.vocab.strings, data=data, name="brown_clusters")
    for key in known:
        nlp.vocab.vectors.add(key, row=rows[cluster[key]])
    nlp.to_disk(target)
    return len(known)


def _vector(path: int, seed: int) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    total = np.zeros(WIDTH, dtype=np.float32)
    for bits in _PREFIXES:
        part = np.random.default_rng([seed, bits, path % (1 << bits)])
        total += part.normal(size=WIDTH).astype(np.float32)
    return total / np.float32(np.sqrt(len(_PREFIXES)))
