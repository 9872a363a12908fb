"""Tagging: the names of organisations and people in the text of a document.

Door: ``tag(document, harvest, model)`` asks every tagger and adds its mentions to the harvest as rows of
``mentions``. To add a tagger, add a package here with a module-level ``TAGGER``: its name and a
``run`` that takes a document, a harvest and the name of the model in the settings.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.extract import Harvest
from pipeline.model import Document

__all__ = ["Tagger", "tag", "taggers"]


@dataclass(frozen=True, slots=True)
class Tagger:
    """Something that finds names: ``run`` adds rows of ``mentions`` to the harvest."""

    name: str
    run: Callable[[Document, Harvest, str], None]
    order: int = 50


@functools.cache
def taggers() -> tuple[Tagger, ...]:
    """Every tagger, in the order in which they run."""
    found = []
    for info in pkgutil.iter_modules(__path__):
        if info.ispkg:
            module = importlib.import_module(f"{__name__}.{info.name}")
            if isinstance(getattr(module, "TAGGER", None), Tagger):
                found.append(module.TAGGER)
    return tuple(sorted(found, key=lambda t: (t.order, t.name)))


def tag(document: Document, harvest: Harvest, model: str = "builtin") -> None:
    """Add the mentions of a document."""
    for tagger in taggers():
        tagger.run(document, harvest, model)
