"""Extracting: document model in, records out.

Door: ``extract(document)`` runs every extractor that applies and gives their rows and issues. An
extractor reads blocks and never learns which file format they came from.

To add a record type, add a package here with a module-level ``EXTRACTOR`` and a module in
``pipeline/tables`` that defines its tables. Nothing else changes.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.extract.harvest import Finding, Harvest, Quote, Row, quote, quotes
from pipeline.model import Document

__all__ = ["Extractor", "Finding", "Harvest", "Quote", "Row", "extract", "extractors", "quote", "quotes"]


@dataclass(frozen=True, slots=True)
class Extractor:
    """A record type's extractor.

    ``run`` gets a document and a harvest and adds rows and issues to it; where the document holds
    none of its records it adds nothing. ``kind`` names what a document is that holds mostly these.
    ``order``: extractors that look at others' rows (links) run after them.
    """

    name: str
    run: Callable[[Document, Harvest], None]
    kind: str | None = None
    order: int = 50


@functools.cache
def extractors() -> tuple[Extractor, ...]:
    """Every extractor, in the order in which they run."""
    found = []
    for info in pkgutil.iter_modules(__path__):
        if info.ispkg:
            module = importlib.import_module(f"{__name__}.{info.name}")
            if isinstance(getattr(module, "EXTRACTOR", None), Extractor):
                found.append(module.EXTRACTOR)
    return tuple(sorted(found, key=lambda e: (e.order, e.name)))


def extract(document: Document) -> Harvest:
    """All records of a document, by every extractor that finds any."""
    harvest = Harvest(document)
    for extractor in extractors():
        with harvest.extractor(extractor.kind):
            extractor.run(document, harvest)
    return harvest
