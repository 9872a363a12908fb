"""The models that find names in text: our own, none, any spaCy package, GLiNER, or somebody else's.

``ner.model`` of ``pipeline.toml`` chooses. Whatever it is, rules, screen and document pass stay.
"""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Callable, Sequence
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.tag.names.spans import ORG, PERSON, Name

BUILTIN = Path(__file__).with_name("builtin")
GROUP = "nhs_pipeline.ner"
# The labels of other people's models, in ours; what is not here is passed over.
LABELS = {"PERSON": PERSON, "PER": PERSON, "ORG": ORG, "ORGANIZATION": ORG, "ORGANISATION": ORG}


class MissingModelError(Exception):
    """The model that the settings name is not there; the message says how to get it."""


class Backend(Protocol):
    """Something that finds names in tokenised texts."""

    name: str

    def find(self, docs: Sequence[Doc]) -> list[list[Name]]:
        """The names of each text."""


class NoModel:
    """Rules alone."""

    name = "none"

    def find(self, docs: Sequence[Doc]) -> list[list[Name]]:
        """No name in any text."""
        return [[] for _ in docs]


class SpacyModel:
    """A spaCy pipeline with an entity recogniser. ``shares_tokens``: its tokens are those of the docs."""

    def __init__(self, nlp: Language, name: str, *, shares_tokens: bool) -> None:
        self.name = name
        self._nlp = nlp
        self._shares_tokens = shares_tokens

    def find(self, docs: Sequence[Doc]) -> list[list[Name]]:
        """The names of each text, places and the like left out."""
        given = (
            [Doc(self._nlp.vocab, words=[t.text for t in d], spaces=[bool(t.whitespace_) for t in d]) for d in docs]
            if self._shares_tokens
            else [d.text for d in docs]
        )
        return [
            [Name(e.start_char, e.end_char, LABELS[e.label_], "model", "model") for e in doc.ents if e.label_ in LABELS]
            for doc in self._nlp.pipe(given, batch_size=128)
        ]


class GlinerModel:
    """A GLiNER model on disk (extra ``gliner``)."""

    def __init__(self, model: object, name: str) -> None:
        self.name = name
        self._model = model

    def find(self, docs: Sequence[Doc]) -> list[list[Name]]:
        """The names of each text."""
        labels = {"person": PERSON, "organization": ORG}
        found = []
        for doc in docs:
            entities = self._model.predict_entities(doc.text, list(labels), threshold=0.5)  # type: ignore[attr-defined]
            found.append([Name(e["start"], e["end"], labels[e["label"]], "model", "model") for e in entities if e["label"] in labels])
        return found


@functools.lru_cache(maxsize=2)
def backend(name: str) -> Backend:
    """The model of that name: ``builtin``, ``none``, an entry point's, ``gliner:PATH``, a spaCy package or folder.

    Raises:
        MissingModelError: it is not installed.
    """
    if name == "none":
        return NoModel()
    if name == "builtin":
        return _builtin()
    for entry in entry_points(group=GROUP):
        if entry.name == name:
            make: Callable[[], Backend] = entry.load()
            return make()
    if name.startswith("gliner:"):
        return _gliner(name.removeprefix("gliner:"))
    if not spacy.util.is_package(name) and not (Path(name) / "meta.json").is_file():
        raise MissingModelError(
            f"the model {name!r} of the setting ner.model is not installed: install it with `.venv/bin/python -m spacy download {name}`, "
            "name a folder that holds a spaCy pipeline, or set ner.model to builtin"
        )
    nlp = spacy.load(name)
    labels = {label for pipe in nlp.pipe_names if hasattr(nlp.get_pipe(pipe), "labels") for label in nlp.pipe_labels.get(pipe, [])}
    if not labels & set(LABELS):
        raise MissingModelError(f"the model {name!r} of the setting ner.model tags neither people nor organisations: choose one with an entity recogniser")
    return SpacyModel(nlp, name, shares_tokens=False)


def check_model(name: str) -> None:
    """Make sure that a model is there before a run begins.

    Raises:
        MissingModelError: it is not installed.
    """
    if name == "builtin":
        _builtin_folder()
    else:
        backend(name)


def _builtin_folder() -> Path:
    if not (BUILTIN / "meta.json").is_file():
        raise MissingModelError(f"the built-in model is missing from {BUILTIN.name}/: install the package again, or set ner.model to none")
    return BUILTIN


def _builtin() -> Backend:
    return SpacyModel(spacy.load(_builtin_folder()), "builtin", shares_tokens=True)


def _gliner(path: str) -> Backend:
    if importlib.util.find_spec("gliner") is None:
        raise MissingModelError("GLiNER is not installed: `.venv/bin/pip install 'nhs-pipeline[gliner]'`, or set ner.model to builtin")
    from gliner import GLiNER

    try:
        return GlinerModel(GLiNER.from_pretrained(path, local_files_only=True), f"gliner:{path}")
    except OSError as error:
        raise MissingModelError(f"no GLiNER model is at {path!r}: fetch one and name its folder in ner.model") from error
