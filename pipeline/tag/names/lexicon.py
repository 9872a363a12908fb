"""The word lists of the pass, read once: names of people and places, what is no name, the forms of bodies."""

from __future__ import annotations

import dataclasses
import functools
import tomllib
from importlib.resources import files
from typing import Any

from pipeline.reference import Organisation, packaged

_FOLDER = files("pipeline.tag.names") / "lexicon"


def _listed(name: str) -> list[str]:
    return (_FOLDER / name).read_text(encoding="utf-8").split("\n", 1)[1].split("\n")


@functools.cache
def given_names() -> frozenset[str]:
    """Given names."""
    return frozenset(" ".join(_listed("given_names.txt")).split())


@functools.cache
def surnames() -> frozenset[str]:
    """Family names."""
    return frozenset(" ".join(_listed("surnames.txt")).split())


@functools.cache
def common_words() -> frozenset[str]:
    """Words that running text writes in small letters (``python -m training.words`` counts them)."""
    return frozenset(" ".join(_listed("common_words.txt")).split())


@functools.cache
def places() -> frozenset[str]:
    """Places, as they are written."""
    return frozenset(n for n in _listed("places.txt") if n)


@functools.cache
def not_names() -> frozenset[str]:
    """Programmes, products, publications, classes and acronyms of things."""
    lists: dict[str, list[str]] = tomllib.loads((_FOLDER / "not_names.toml").read_text(encoding="utf-8"))
    return frozenset(n for entries in lists.values() for n in entries)


@functools.cache
def forms() -> dict[str, Any]:
    """The forms of organisations' names and the words about people."""
    return tomllib.loads((_FOLDER / "forms.toml").read_text(encoding="utf-8"))


@functools.cache
def forms_set(section: str, key: str) -> frozenset[str]:
    """One list of the forms."""
    return frozenset(forms()[section][key])


@functools.cache
def body_names() -> frozenset[str]:
    """The full names of the organisations of the reference table."""
    return frozenset(b.name for b in bodies())


@functools.cache
def bodies() -> tuple[Organisation, ...]:
    """The organisations of the reference table, their names without the article."""
    return tuple(dataclasses.replace(b, name=b.name.removeprefix("The ")) for b in packaged())
