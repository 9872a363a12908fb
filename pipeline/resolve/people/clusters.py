"""The people of all papers: two papers mean the same person only where something besides the name agrees."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rapidfuzz.distance import DamerauLevenshtein

from pipeline.extract.harvest import stable_id
from pipeline.normalise.names import is_initials
from pipeline.normalise.text import fold
from pipeline.resolve.lookups import Lookups
from pipeline.resolve.people.forms import Form, compatible, form_of
from pipeline.resolve.people.grouping import Person, merge_forms

PERSON = "PERSON"
# What agrees beside the name, the surest first.
ANCHORS = ("email", "record", "org", "series", "role")
# A pair of people is worth a steward's look; of a crowd of one name only the first are paired.
_SAME_NAME, _NEAR_NAME, _CROWD = 0.6, 0.8, 12
_CALLED = {"email": "e-mail address", "record": "record", "org": "organisation", "series": "series of meetings", "role": "role"}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two rows that may be one: their ids, how likely, and why."""

    a: str
    b: str
    score: float
    reason: str


@dataclass(slots=True)
class Node:
    """A person of a paper, or of several where name and what tells it are the same to the letter."""

    ident: str
    forms: frozenset[Form]
    anchors: frozenset[tuple[str, str]]
    names: Counter[str]
    emails: set[str]
    references: set[str]


@dataclass(slots=True)
class PersonRow:
    """One person of the dataset."""

    ident: str
    name: str
    aliases: list[str]
    emails: list[str]


@dataclass(slots=True)
class PeopleClusters:
    """Gathers the people of papers (``add``), then says who is who (``settle``, ``person_of``)."""

    lookups: Lookups
    _nodes: dict[str, Node] = field(default_factory=dict)
    _head: dict[str, str] = field(default_factory=dict)
    _suppressed: set[str] = field(default_factory=set)
    decided: set[str] = field(default_factory=set)

    def ident_of(self, person: Person, document_id: str, file_name: str) -> str:
        """The id of what a person of a paper is gathered under."""
        return self._identity(person, document_id, file_name)[0]

    def _identity(self, person: Person, document_id: str, file_name: str) -> tuple[str, frozenset[tuple[str, str]]]:
        anchors = {a for a in person.anchors if a[0] != "role" or _is_post(a[1])}
        apart = [f"{n} @ {file_name}" for n in person.names]
        own = self.lookups.differ(PERSON, apart, [*person.names, *self._others(person, file_name)]) if self.lookups.decisions else False
        telling = min(((ANCHORS.index(k), k, v) for k, v in anchors if k != "role"), default=(9, "document", document_id))
        form = max(person.forms, key=lambda f: (len("".join(f.given)), f))
        ident = stable_id("per", form.family, *form.given, form.sex, telling[1], telling[2], *((document_id,) if own else ()))
        return ident, frozenset() if own else frozenset(anchors)

    def add(self, person: Person, document_id: str, file_name: str) -> None:
        """Add a person of a paper."""
        ident, anchors = self._identity(person, document_id, file_name)
        node = self._nodes.get(ident)
        if node is None:
            node = self._nodes[ident] = Node(ident, frozenset(), frozenset(), Counter(), set(), {ident})
        node.forms |= person.forms
        node.anchors |= anchors
        node.names.update(person.names)
        node.emails |= person.emails
        node.references.update(person.names, (f"{n} @ {file_name}" for n in person.names))

    def _others(self, person: Person, file_name: str) -> Iterator[str]:
        """Names in other files that a decision sets against this person's."""
        names = {n.casefold() for n in person.names}
        for row in self.lookups.decisions:
            for reference in (row.a, row.b):
                name, _, place = reference.partition(" @ ")
                if place and place != file_name and name.casefold() in names:
                    yield reference

    def settle(self) -> None:
        """Bring together the people who are one."""
        self._head = {ident: ident for ident in self._nodes}
        for group in self._families().values():
            self._join_family(group)
        self._decide()

    def _families(self) -> dict[str, list[Node]]:
        families: dict[str, list[Node]] = defaultdict(list)
        for ident in sorted(self._nodes):
            node = self._nodes[ident]
            families[min(node.forms).circle].append(node)
        return families

    def _join_family(self, group: list[Node]) -> None:
        members: dict[str, set[Form]] = {n.ident: set(n.forms) for n in group}
        inside: dict[str, list[str]] = {n.ident: [n.ident] for n in group}
        for kind in ANCHORS:
            circles: dict[str, list[Node]] = defaultdict(list)
            for node in group:
                for anchor_kind, value in node.anchors:
                    if anchor_kind == kind:
                        circles[value].append(node)
            for value in sorted(circles):
                circle = circles[value]
                if len(circle) > 1:
                    self._join_circle(circle, kind, members, inside)

    def _join_circle(self, circle: list[Node], kind: str, members: dict[str, set[Form]], inside: dict[str, list[str]]) -> None:
        """Join those of a circle (one employer, one series of meetings, one address) whose names are one person's."""
        forms = [f for node in circle for f in node.forms if f.is_full or kind != "role"]
        first = merge_forms(forms)
        leaders: dict[Form, Node] = {}
        for node in circle:
            for form in sorted(node.forms):
                head = first.get(form)
                if head is None:
                    continue
                leader = leaders.setdefault(head, node)
                a, b = self._head[leader.ident], self._head[node.ident]
                if a == b or not all(compatible(x, y) for x in members[a] for y in members[b]):
                    continue
                if self.lookups.differ(PERSON, self._references(inside[a]), self._references(inside[b])):
                    continue
                keep, gone = min(a, b), max(a, b)
                for ident in inside[gone]:
                    self._head[ident] = keep
                members[keep] |= members.pop(gone)
                inside[keep] += inside.pop(gone)

    def _references(self, idents: Iterable[str]) -> set[str]:
        return {r for ident in idents for r in self._nodes[ident].references}

    def _decide(self) -> None:
        """Carry out the steward's "same" and "suppress"."""
        if not self.lookups.decisions:
            return
        clusters = self._clusters()
        by_reference: dict[str, str] = {}
        for head, nodes in clusters.items():
            for reference in self._references(n.ident for n in nodes):
                by_reference.setdefault(fold(reference), head)
        for head, nodes in clusters.items():
            references = sorted(self._references(n.ident for n in nodes))
            row = self.lookups.same_as(PERSON, references)
            target = by_reference.get(fold(row.b)) if row else None
            if target is not None and target != head:
                into = self._walk(target)
                for ident, present in list(self._head.items()):
                    if present == head and into != head:
                        self._head[ident] = into
                        self.decided.add(ident)
            if self.lookups.is_suppressed(PERSON, references):
                self._suppressed.update(n.ident for n in nodes)

    def _walk(self, ident: str) -> str:
        while self._head[ident] != ident:
            ident = self._head[ident]
        return ident

    def _clusters(self) -> dict[str, list[Node]]:
        clusters: dict[str, list[Node]] = defaultdict(list)
        for ident in sorted(self._nodes):
            clusters[self._walk(ident)].append(self._nodes[ident])
        return clusters

    def person_of(self, ident: str) -> str | None:
        """The person whom what was added belongs to; None where the steward says that it is none."""
        return None if ident in self._suppressed else self._walk(ident)

    def rows(self) -> list[PersonRow]:
        """A row for each person, by id."""
        found = []
        for head, nodes in sorted(self._clusters().items()):
            if all(n.ident in self._suppressed for n in nodes):
                continue
            names: Counter[str] = Counter()
            for node in nodes:
                names.update(node.names)
            written = [n for n in names if not is_initials(n) and form_of(n) is not None]
            name = max(written, key=lambda n: (_fullness(n), names[n], n))
            renamed = self.lookups.name_of(PERSON, [*self._references(n.ident for n in nodes)])
            emails = sorted({e for n in nodes for e in n.emails}, key=str.casefold)
            found.append(PersonRow(head, renamed or name, sorted(n for n in written if n != (renamed or name)), emails))
        return found

    def redirects(self) -> Iterator[tuple[str, str]]:
        """Ids that a person would have alone, each with the id that the person has."""
        for ident in sorted(self._nodes):
            head = self._walk(ident)
            if head != ident and ident not in self._suppressed:
                yield ident, head

    def doubts(self) -> list[Doubt]:
        """Pairs that are near and were left apart."""
        clusters = {h: n for h, n in self._clusters().items() if not any(m.ident in self._suppressed for m in n)}
        forms = {h: sorted({f for n in nodes for f in n.forms}) for h, nodes in clusters.items()}
        found: dict[tuple[str, str], Doubt] = {}
        families: dict[str, list[str]] = defaultdict(list)
        circles: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for head, nodes in clusters.items():
            families[forms[head][0].circle].append(head)
            for kind, value in {a for n in nodes for a in n.anchors if a[0] in ("email", "org", "series")}:
                for form in forms[head]:
                    circles[kind, value, form.given[0] if form.given else ""].append(head)
        for heads in families.values():
            for a, b in _pairs(heads):
                shared = {x for n in clusters[a] for x in n.anchors} & {x for n in clusters[b] for x in n.anchors}
                if shared and any(_near(x, y) for x in forms[a] for y in forms[b]):
                    found[a, b] = Doubt(a, b, _NEAR_NAME, f"names alike, and one {_CALLED[min(shared)[0]]}")
                elif any(compatible(x, y) for x in forms[a] for y in forms[b]):
                    reason = "names that fit, but more than one may be meant" if shared else "the same name, and nothing else that agrees"
                    found[a, b] = Doubt(a, b, _SAME_NAME, reason)
        for anchor, heads in sorted(circles.items()):
            for a, b in _pairs(heads):
                if (a, b) not in found and any(_near(x, y) for x in forms[a] for y in forms[b]):
                    found[a, b] = Doubt(a, b, _NEAR_NAME, f"names alike, and one {_CALLED[anchor[0]]}")
        return [d for d in found.values() if not self._settled(d, clusters)]

    def _settled(self, doubt: Doubt, clusters: dict[str, list[Node]]) -> bool:
        ours, theirs = ([r for n in clusters[h] for r in n.references] for h in (doubt.a, doubt.b))
        return self.lookups.differ(PERSON, ours, theirs)


def _pairs(heads: list[str]) -> Iterator[tuple[str, str]]:
    ordered = sorted(set(heads))[:_CROWD]
    return ((a, b) for n, a in enumerate(ordered) for b in ordered[n + 1 :])


def _near(a: Form, b: Form) -> bool:
    """Whether two names differ by a slip of the pen."""
    if not a.given or not b.given or (a.sex and b.sex and a.sex != b.sex):
        return False
    if a.family == b.family:
        return a.is_full and b.is_full and DamerauLevenshtein.distance(a.given[0], b.given[0]) == 1
    near = DamerauLevenshtein.distance(a.family, b.family, score_cutoff=2) <= (1 if min(len(a.family), len(b.family)) < 7 else 2)
    return near and a.given[0] == b.given[0]


def _fullness(name: str) -> tuple[int, int]:
    form = form_of(name)
    assert form is not None
    return sum(len(g) > 1 for g in form.given), len("".join(form.given))


_MEETING_ROLES = frozenset(
    {"chair", "chairman", "chairwoman", "chairperson", "vice chair", "minutes", "notes", "minute taker", "secretary", "clerk", "treasurer"}
)


def _is_post(role: str) -> bool:
    """Whether a role is a post at work, not a duty at a meeting that anybody may have."""
    return role.casefold().strip(" .") not in _MEETING_ROLES and len(role.split()) > 1
