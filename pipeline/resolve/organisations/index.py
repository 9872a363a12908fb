"""The reference table as it is searched: by name, by the words of a name in any order, by abbreviation, by telling words."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import DamerauLevenshtein

from pipeline.extract.harvest import stable_id
from pipeline.reference import Organisation
from pipeline.resolve.organisations.words import NameWords, name_words, word_set

# Papers name a body before it opens (shadow boards) and long after it closed.
GRACE_DAYS = 400
# No body's name is longer; what is, is running text.
_LONGEST = 300
_PLACE_MARKS = frozenset({"city", "county", "district"})


def is_common(name: str) -> bool:
    """Whether a name tells its body from others only among people who know which is meant: letters, "Parish Council"."""
    words = name_words(name)
    return is_abbreviation(name) or words.telling <= word_set("common") | word_set("generic")


def unknown_id(name: str, scope: str = "") -> str:
    """The id of a body that no table knows: its name's words tell it from others, and ``scope`` where they are common ones."""
    words = name_words(name)
    return stable_id("org", words.kind, *(sorted(words.core) if words.kind else words.tokens), *((scope,) if is_common(name) else ()))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A body that a name may mean: ``score`` (0 to 1), and by which ``method`` it was found."""

    organisation: Organisation
    score: float
    method: str


@dataclass(slots=True)
class OrganisationIndex:
    """All bodies of the reference table, ready to be searched."""

    organisations: Sequence[Organisation]
    _ids: dict[Organisation, str] = field(default_factory=dict)
    _by_id: dict[str, Organisation] = field(default_factory=dict)
    _names: dict[str, list[Organisation]] = field(default_factory=lambda: defaultdict(list))
    _tokens: dict[tuple[str, ...], list[Organisation]] = field(default_factory=lambda: defaultdict(list))
    _cores: dict[tuple[str | None, frozenset[str]], list[Organisation]] = field(default_factory=lambda: defaultdict(list))
    _short: dict[str, list[Organisation]] = field(default_factory=lambda: defaultdict(list))
    _capitals: dict[str, list[Organisation]] = field(default_factory=lambda: defaultdict(list))
    _owners: dict[frozenset[str], set[str]] = field(default_factory=lambda: defaultdict(set))
    _telling: dict[str, list[tuple[Organisation, NameWords]]] = field(default_factory=lambda: defaultdict(list))
    _vocabulary: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def __post_init__(self) -> None:
        """Fill the tables."""
        for body in self.organisations:
            ident = stable_id("org", body.ods_code, *name_words(body.name).tokens)
            self._ids[body] = ident
            self._by_id[ident] = body
            self._names[body.name].append(body)
            written = [body.name, *(a for a in body.abbreviations if not is_abbreviation(a))]
            for name in written:
                words = name_words(name, body.kind)
                self._add(self._tokens[words.tokens], body)
                self._add(self._cores[words.kind, words.core], body)
                self._owners[words.telling].add(words.kind or body.kind)
                for token in words.telling:
                    self._telling[token].append((body, words))
            for token in (t for name in written for t in name_words(name).tokens):
                self._vocabulary[len(token)][token] += 1
            for short in body.abbreviations:
                if is_abbreviation(short):
                    self._add(self._short[short], body)
                    self._add(self._capitals[short.upper()], body)

    @staticmethod
    def _add(bodies: list[Organisation], body: Organisation) -> None:
        if body not in bodies:
            bodies.append(body)

    def id_of(self, body: Organisation) -> str:
        """The id of a body of the table."""
        return self._ids[body]

    def by_id(self, ident: str) -> Organisation | None:
        """The body with an id."""
        return self._by_id.get(ident)

    def successor(self, body: Organisation) -> Organisation | None:
        """The body that took over, walked to today's; None where it still stands or nobody did."""
        seen = {body}
        while body.successor:
            following = next((b for b in self._names.get(body.successor, ()) if b not in seen), None)
            if following is None:
                break
            seen.add(following)
            body = following
        return body if len(seen) > 1 else None

    def abbreviated(self, short: str) -> list[Organisation]:
        """The bodies that an abbreviation may stand for."""
        return list(self._short.get(short, ())) or (list(self._capitals.get(short, ())) if len(short) > 3 else [])

    def spelt_out(self, name: str) -> str | None:
        """A name with an abbreviation of one body alone among its words spelt out (``HEE North West``)."""
        parts = name.split()
        if len(parts) < 2:
            return None
        for number, part in enumerate(parts):
            bodies = self._short.get(part.strip(",;"), ())
            if len(bodies) == 1 and len(part) >= 3:
                return " ".join([*parts[:number], bodies[0].name, *parts[number + 1 :]])
        return None

    def candidates(self, name: str) -> list[Candidate]:
        """The bodies that a written-out name may mean, the likeliest first.

        1.0 for the words of a name in order, 0.97 for the same words in any order or without what only marks the
        kind, 0.9 and less where words that many bodies share differ or a telling word has a slip, 0.75 where a
        part of the telling words stands alone. Likeness of letters over a whole name counts for nothing.
        """
        if len(name) > _LONGEST:
            return []
        words = name_words(name, brackets=True)
        if "(" not in name or words.tokens not in self._tokens:
            words = name_words(name)
        exact = [b for b in self._tokens.get(words.tokens, ()) if self._fits(words, b)]
        if exact:
            return [Candidate(b, 1.0, "name") for b in exact]
        found = [Candidate(b, 0.97, "name") for b in self._cores.get((words.kind, words.core), ()) if self._fits(words, b)]
        if not found and words.kind is None:
            # Papers of library services leave "NHS Trust" out, not "Council" or "CCG": a bare place may be its trust alone.
            found = [Candidate(b, 0.9, "name") for b in self._cores.get(("nhs_trust", words.core), ())]
        return found or self._by_telling_words(words)

    @staticmethod
    def _fits(words: NameWords, body: Organisation) -> bool:
        """Whether the kinds do not contradict each other, nor "city" and "county"."""
        theirs = name_words(body.name, body.kind)
        mine, other = set(words.tokens) & _PLACE_MARKS, set(theirs.tokens) & _PLACE_MARKS
        if words.kind == "council" and mine and other and mine != other:
            return False
        return not (words.kind and theirs.kind and words.kind != theirs.kind)

    def _by_telling_words(self, words: NameWords) -> list[Candidate]:
        telling = frozenset(self._mended(t) for t in words.telling)
        slips = len(telling - words.telling)
        core = frozenset(self._mended(t) for t in words.core)
        marked = words.kind is not None or "hospital" in words.tokens
        alone = self._owners.get(telling, set()) == {"nhs_trust"}
        found: dict[Organisation, Candidate] = {}
        for body, theirs in {id(e[1]): e for t in telling for e in self._telling.get(t, ())}.values():
            if not self._fits(words, body) or (words.kind != theirs.kind and (words.kind, theirs.kind) != (None, "nhs_trust")):
                continue
            score = (
                0.9
                if core == theirs.core and len(core) > 1 and words.kind == theirs.kind
                else self._score(words, telling, theirs, slips=slips, marked=marked, alone=alone)
            )
            if score and score > (found[body].score if body in found else 0):
                found[body] = Candidate(body, score, "words")
        return sorted(found.values(), key=lambda c: (-c.score, c.organisation.name))

    @staticmethod
    def _score(words: NameWords, telling: frozenset[str], theirs: NameWords, *, slips: int, marked: bool, alone: bool) -> float:
        differing = len((words.core - words.telling) ^ (theirs.core - theirs.telling))
        if telling == theirs.telling:
            bare = words.core - {"nhs"} == words.telling
            if not marked and theirs.kind == "nhs_trust" and bare and (theirs.core != theirs.telling or "nhs" in words.core):
                # A bare place is no hospital of that place, and "NHS" before one is its health authority. Two places
                # together that one trust alone has in its name are that trust.
                return 0.82 if len(telling) > 1 and "nhs" not in words.core and alone else 0.6
            if theirs.kind is None and (differing or len(telling) < 2):
                return 0.9 if slips and not differing and len(telling) >= 2 else 0.6
            return 0.92 - 0.04 * slips - 0.02 * differing
        if words.kind and telling < theirs.telling and not slips:
            return 0.75
        return 0.5 if telling & theirs.telling and len(telling & theirs.telling) * 2 >= len(telling | theirs.telling) else 0.0

    def _mended(self, token: str) -> str:
        """A word with a slip of one letter (of two in ten) as the word of the table that it surely is; else as it is."""
        if len(token) < 5 or token in self._vocabulary[len(token)]:
            return token
        slips = 2 if len(token) >= 10 else 1
        near = {
            known: count
            for length in range(len(token) - slips, len(token) + slips + 1)
            for known, count in self._vocabulary.get(length, Counter[str]()).items()
            if known[0] == token[0] and DamerauLevenshtein.distance(known, token, score_cutoff=slips) <= slips
        }
        ranked = sorted(near, key=lambda known: (-near[known], known))
        return ranked[0] if ranked and (len(ranked) == 1 or near[ranked[0]] >= 20 * near[ranked[1]]) else token

    def choose(self, found: Iterable[Candidate], day: dt.date | None, prefer: Callable[[Organisation], bool] | None = None) -> Candidate | None:
        """The one of the candidates that a name means, or None where two stand near each other.

        Args:
            found: the candidates.
            day: the day of the paper: among bodies of one name the one that stood then.
            prefer: what the rest of the paper speaks for.
        """
        ranked = sorted(found, key=lambda c: -c.score)
        if not ranked:
            return None
        near = [c for c in ranked if ranked[0].score - c.score < 0.06]
        if len(near) > 1 and day is not None:
            for grace in (0, GRACE_DAYS):
                alive = [c for c in near if c.organisation.existed_on(day, grace)]
                if len(alive) == 1:
                    return alive[0]
                near = alive or near
        if len(near) > 1 and prefer is not None:
            near = [c for c in near if prefer(c.organisation)] or near
        if len(near) > 1 and len(lines := self._lines(near)) == 1:
            return lines[0]
        return near[0] if len(near) == 1 else None

    def _lines(self, near: list[Candidate]) -> list[Candidate]:
        """Candidates of which others took over are left out: the last of a line stands for it."""
        bodies = {c.organisation for c in near}
        return [c for c in near if c.organisation.successor is None or not any(b.name == c.organisation.successor for b in bodies)]


def is_abbreviation(text: str) -> bool:
    """Whether a short form is letters that stand for words (``CMFT``, ``SECAmb``, ``RD&E``), not a name cut short."""
    return " " not in text and sum(c.isupper() or c.isdigit() for c in text) >= 2 and word_set("generic").isdisjoint({text.casefold()})
