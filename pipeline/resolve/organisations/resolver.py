"""From a name in a paper to a body: declared abbreviations, the reference table, the steward's decisions."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.reference import Organisation
from pipeline.resolve.organisations.index import GRACE_DAYS, Candidate, OrganisationIndex, is_abbreviation, unknown_id
from pipeline.resolve.organisations.words import name_words

# What is less likely is no link but a candidate for the steward.
TAKEN = 0.8
WORTH_A_LOOK = 0.5


@dataclass(frozen=True, slots=True)
class Match:
    """What a name means.

    ``organisation_id``: the id of its row, None where several bodies are meant by it.
    ``organisation``: the body of the reference table, None for one that it does not hold. ``name``: the name that
    was looked up at last. ``near``: bodies that it may be and that were not taken.
    """

    organisation_id: str | None
    organisation: Organisation | None
    name: str
    score: float
    method: str
    near: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperContext:
    """What a paper says that helps: its ``day``, the abbreviations it declares, the words around, and within which
    ``scope`` (a series of meetings, a record) a common name means one body.
    """

    day: dt.date | None = None
    scope: str = ""
    declared: Mapping[str, str] = field(default_factory=dict)
    words: frozenset[str] = frozenset()

    def speaks_for(self, body: Organisation) -> bool:
        """Whether the paper holds words that tell this body from others."""
        return bool(name_words(body.name).telling & self.words)


class OrganisationResolver:
    """Resolves names; equal names of one paper are looked up once."""

    def __init__(self, index: OrganisationIndex) -> None:
        self.index = index
        self._candidates = functools.lru_cache(maxsize=65536)(index.candidates)

    def resolve(self, name: str, paper: PaperContext) -> Match:
        """The body that a name means in a paper."""
        spelt = paper.declared.get(name)
        if spelt is not None and spelt != name:
            found = self._by_name(spelt, paper)
            return Match(found.organisation_id, found.organisation, found.name, min(found.score, 0.97), "declared", found.near)
        if is_abbreviation(name):
            short = self._by_abbreviation(name, paper)
            if short is not None:
                return short
        return self._by_name(name, paper)

    def _by_abbreviation(self, name: str, paper: PaperContext) -> Match | None:
        bodies = self.index.abbreviated(name)
        if not bodies:
            return None
        found = [Candidate(b, 0.93, "abbreviation") for b in bodies if b.existed_on(paper.day, 1500)]
        taken = self.index.choose(found, paper.day, paper.speaks_for)
        if taken is None:
            return Match(None, None, name, 0.0, "ambiguous", tuple(Candidate(b, 0.6, "abbreviation") for b in bodies))
        return self._taken(taken, name)

    def _taken(self, taken: Candidate, name: str, near: tuple[Candidate, ...] = ()) -> Match:
        return Match(self.index.id_of(taken.organisation), taken.organisation, name, taken.score, taken.method, near)

    def _by_name(self, name: str, paper: PaperContext) -> Match:
        found = self._candidates(name)
        if not found or found[0].score < TAKEN:
            spelt = self.index.spelt_out(name)
            better = self._candidates(spelt) if spelt else []
            found = better if better and better[0].score >= TAKEN else found
        # A name in full stands for itself on any day; what is read into words must have existed then.
        likely = [c for c in found if c.score >= TAKEN and (c.score >= 0.97 or c.organisation.existed_on(paper.day, GRACE_DAYS))]
        taken = self.index.choose(likely, paper.day, paper.speaks_for)
        head, comma, _ = name.rpartition(", ")
        if taken is None and comma and name_words(head).kind:  # "Ashmere NHS FT, Northmere"
            without = self._by_name(head, paper)
            if without.organisation is not None and without.score >= 0.97:
                return without
        if taken is not None:
            return self._taken(taken, name)
        sole = self._sole_part(found, paper)
        if sole is not None:
            return self._taken(sole, name)
        near = tuple(c for c in found if c.score >= WORTH_A_LOOK)[:5]
        return Match(unknown_id(name, paper.scope), None, name, 0.0, "unknown", near)

    @staticmethod
    def _sole_part(found: list[Candidate], paper: PaperContext) -> Candidate | None:
        """The one body whose telling words a name with its kind's marks holds in part (``Wrightington NHS FT``), and that stood then."""
        part = [c for c in found if c.score >= 0.75]
        standing = [c for c in part if c.organisation.existed_on(paper.day)] if paper.day else part
        return Candidate(standing[0].organisation, TAKEN, "part") if len(standing) == 1 and len(part) <= 2 else None
