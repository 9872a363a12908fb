"""The organisations that a run meets: each name resolved, the steward's decisions applied, a row for each body."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from pipeline.extract.harvest import stable_id
from pipeline.normalise.text import fold
from pipeline.reference import Organisation
from pipeline.resolve.lookups import Decision, Lookups
from pipeline.resolve.organisations.index import OrganisationIndex, is_abbreviation, is_common, unknown_id
from pipeline.resolve.organisations.resolver import Match, OrganisationResolver, PaperContext
from pipeline.resolve.organisations.words import name_words, word_set

ORG = "ORG"
# How like two unknown names must be, word by word, to be worth a look; and of how many that share a word.
_ALIKE, _CROWD = 88, 40
_KINDS = (
    ("company", r"\b(?:Ltd|Limited|plc|PLC|LLP|Inc|Corp|GmbH)\b\.?"),
    ("publisher", r"\b(?:Press|Publishing|Publications|Publishers)\b(?! Office)"),
    (
        "government",
        r"\b(?:Department|Ministry|Government|Parliament|Cabinet|Treasury|House of|Select Committee|European Commission|Directorate-General)\b|^DG ",
    ),
    ("charity", r"\b(?:Charity|Charities|Charitable|Foundation(?! Trust)|Hospice|Royal College|Society)\b"),
    ("university", r"\b(?:University|Universit[éà]t?|Universidad|Universität|Polytechnic)\b"),
    ("regulator", r"\b(?:Regulator|Regulatory|Ombudsman|Inspectorate)\b"),
    ("network", r"\b(?:Network|Consortium|Alliance|Federation)\b"),
)


def kind_of(name: str) -> str:
    """The kind of a body that no table knows, by the words of its name."""
    told = name_words(name).kind
    if told in ("nhs_trust", "ccg", "council", "university"):
        return told
    if re.search(r"\b(?:Parish|Town|County|City|District|Borough) Council\b", name, re.IGNORECASE):
        return "council"
    return next((kind for kind, words in _KINDS if re.search(words, name)), "other")


@dataclass(slots=True)
class OrganisationRow:
    """One organisation of the dataset."""

    ident: str
    name: str
    kind: str
    body: Organisation | None
    aliases: list[str]
    successor_id: str | None


@dataclass(slots=True)
class OrganisationRegistry:
    """Resolves names (``resolve``), remembers what papers meant (``note``), and gives the rows."""

    index: OrganisationIndex
    lookups: Lookups
    _resolver: OrganisationResolver = field(init=False)
    _names: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _alone: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    _near: dict[tuple[str, str], tuple[float, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make the resolver."""
        self._resolver = OrganisationResolver(self.index)

    def resolve(self, name: str, paper: PaperContext) -> Match:
        """What a name means in a paper, the steward's decisions above all."""
        match = self._resolver.resolve(name, paper)
        return self._decided(name, match, paper) if self.lookups.decisions else match

    def _decided(self, name: str, match: Match, paper: PaperContext, depth: int = 0) -> Match:
        alone = unknown_id(name, paper.scope)
        ours = [name, alone]
        known = [match.organisation_id] if match.organisation_id and match.organisation_id != alone else []
        theirs = [*known, *([match.organisation.name] if match.organisation else [])]
        if self.lookups.is_suppressed(ORG, [*ours, *known]):
            return replace(match, organisation_id=None, organisation=None, score=0.0, method="suppressed", near=())
        if known and self.lookups.differ(ORG, ours, theirs):
            return Match(alone, None, name, 0.0, "lookup")
        if not known and any(unknown_id(other, paper.scope) == alone or other == alone for other in self.lookups.set_apart_from(ORG, name)):
            return Match(stable_id("org", alone, fold(name)), None, name, 0.0, "lookup")
        row = self.lookups.same_as(ORG, [*ours, *known])
        if row is not None and depth < 9:
            return self._target(row, paper, depth)
        near = tuple(c for c in match.near if not self.lookups.differ(ORG, ours, [self.index.id_of(c.organisation), c.organisation.name]))
        return replace(match, near=near)

    def _target(self, row: Decision, paper: PaperContext, depth: int) -> Match:
        """Where a decision leads: an id as it stands, a name by way of what it means."""
        if row.b.startswith("org-"):
            body = self.index.by_id(row.b)
            further = self.lookups.same_as(ORG, [row.b])
            return self._target(further, paper, depth + 1) if further is not None and depth < 9 else Match(row.b, body, row.b, 1.0, "lookup")
        found = self._decided(row.b, self._resolver.resolve(row.b, paper), paper, depth + 1)
        return replace(found, score=1.0, method="lookup", near=())

    def note(self, name: str, match: Match, scope: str) -> None:
        """Remember that a paper meant a body by a name."""
        if match.organisation_id is None:
            return
        self._names[match.organisation_id][name] += 1
        alone = unknown_id(name, scope)
        if alone != match.organisation_id:
            self._alone[alone].add((match.organisation_id, "lookup" if match.method == "lookup" else "resolution"))
        for candidate in match.near:
            pair = (match.organisation_id, self.index.id_of(candidate.organisation))
            self._near[pair] = max(self._near.get(pair, (0.0, "")), (round(candidate.score, 2), "words of the names agree in part"))

    def rows(self) -> list[OrganisationRow]:
        """A row for each body that was met, and for those that took over from them."""
        wanted = dict.fromkeys(sorted(self._names))
        for ident in list(wanted):
            body = self.index.by_id(ident)
            following = self.index.successor(body) if body else None
            if following is not None:
                wanted.setdefault(self.index.id_of(following))
        return [self._row(ident) for ident in sorted(wanted)]

    def _row(self, ident: str) -> OrganisationRow:
        body, written = self.index.by_id(ident), self._names.get(ident, Counter())
        name = self.lookups.name_of(ORG, [ident, *written, *([body.name] if body else [])]) or (body.name if body else self._fullest(written))
        following = self.index.successor(body) if body else None
        aliases = sorted(n for n in written if n != name)
        return OrganisationRow(ident, name, body.kind if body else kind_of(name), body, aliases, self.index.id_of(following) if following else None)

    @staticmethod
    def _fullest(written: Counter[str]) -> str:
        """Of the ways a body is written the one that says most; words in capitals say no more than in small letters."""
        return max(written, key=lambda n: (not is_abbreviation(n), len(name_words(n).tokens), not n.isupper(), written[n], n))

    def redirects(self) -> Iterator[tuple[str, str, str]]:
        """Ids that a name would have alone, the id of its row, and what joined them."""
        live = {r.ident for r in self.rows()}
        for alone, targets in sorted(self._alone.items()):
            idents = {ident for ident, _ in targets}
            if alone not in live and len(idents) == 1:
                yield alone, idents.pop(), min(cause for _, cause in targets)

    def doubts(self) -> list[tuple[str, str, str, str, float, str]]:
        """Near matches that were not taken: two ids, two names, how near, and why."""
        names = {r.ident: r.name for r in self.rows()}
        found = {}
        for (a, b), (score, reason) in self._near.items():
            body = self.index.by_id(b)
            if a in names and body is not None and a != b:
                found[a, b] = (names[a], body.name, score, reason)
        for a, b, score in self._alike({i: n for i, n in names.items() if self.index.by_id(i) is None}):
            if (a, b) not in found and not self.lookups.differ(ORG, [a, names[a]], [b, names[b]]):
                found[a, b] = (names[a], names[b], score, "names alike, and neither is in the reference table")
        return [(a, b, *rest) for (a, b), rest in sorted(found.items())]

    @staticmethod
    def _alike(names: dict[str, str]) -> Iterator[tuple[str, str, float]]:
        """Unknown bodies whose names are alike, among those that share a telling word."""
        by_word: dict[str, list[str]] = defaultdict(list)
        for ident, name in sorted(names.items()):
            words = name_words(name)
            for token in words.telling - word_set("common") or {" ".join(words.tokens)}:
                by_word[token].append(ident)
        seen = set()
        for idents in by_word.values():
            for number, a in enumerate(idents[:_CROWD]):
                for b in idents[number + 1 : _CROWD]:
                    if (a, b) not in seen:
                        seen.add((a, b))
                        score = fuzz.token_sort_ratio(names[a].casefold(), names[b].casefold())
                        if score >= _ALIKE:  # equal letters ("JET") of two papers tell less than words that are alike
                            yield a, b, 0.6 if is_common(names[a]) else round(score / 100, 2)
