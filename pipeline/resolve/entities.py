"""Organisations and people over all documents: gathered in a first pass, linked in a second, a row for each at the end."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.reference import Organisation
from pipeline.resolve.lookups import Lookups
from pipeline.resolve.organisations.index import OrganisationIndex
from pipeline.resolve.organisations.registry import OrganisationRegistry
from pipeline.resolve.organisations.resolver import Match, PaperContext
from pipeline.resolve.papers import ORG, PERSON, Paper, Slot, paper_of
from pipeline.resolve.people.clusters import PeopleClusters
from pipeline.resolve.people.grouping import Naming, PaperPeople

Row = tuple[str, dict[str, Any]]


@dataclass(slots=True)
class PaperLinks:
    """One document's names with what they mean; made anew in each pass, so that no document stays in memory."""

    paper: Paper
    registry: OrganisationRegistry
    people: PaperPeople = field(init=False)
    context: PaperContext = field(init=False)
    _matches: dict[str, Match] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Group the people."""
        paper = self.paper
        self.context = PaperContext(paper.day, paper.scope, paper.declared, paper.words)
        mentions = [(m["values"]["text"], m["values"]["record_id"]) for m in paper.mentions if m["values"]["label"] == PERSON]
        self.people = PaperPeople([self._naming(s) for s in paper.slots if s.label == PERSON], mentions, paper.series)

    def _naming(self, slot: Slot) -> Naming:
        record = self.paper.record_of(slot.row)
        organisation = slot.beside("organisation")
        return Naming(
            slot.name,
            record,
            self.paper.series.get(record or ""),
            self.organisation(organisation).organisation_id if organisation else None,
            slot.beside("role"),
            slot.beside("email"),
            slot.beside("initials"),
        )

    def organisation(self, name: str) -> Match:
        """What a name of an organisation means."""
        found = self._matches.get(name)
        if found is None:
            found = self._matches[name] = self.registry.resolve(name, self.context)
        return found

    def organisation_names(self) -> Iterator[tuple[str, str, Slot | None]]:
        """Each name of an organisation once: where it stands first, and the slot that holds it."""
        seen: set[str] = set()
        for slot in self.paper.slots:
            if slot.label == ORG and slot.name not in seen and not (slot.link.known_only and self.organisation(slot.name).organisation is None):
                seen.add(slot.name)
                yield slot.name, next((e[1] for e in slot.row["evidence"] if e[0] == slot.link.column), ""), slot
        for mention in self.paper.mentions:
            values = mention["values"]
            if values["label"] == ORG and values["text"] not in seen:
                seen.add(values["text"])
                yield values["text"], values["locator"], None


@dataclass(slots=True)
class Entities:
    """The organisations and people of a release: ``see`` every document, ``settle``, then ``link`` each, then ``rows``."""

    reference: Sequence[Organisation]
    lookups: Lookups
    registry: OrganisationRegistry = field(init=False)
    people: PeopleClusters = field(init=False)

    def __post_init__(self) -> None:
        """Make the table of names ready to be searched."""
        self.registry = OrganisationRegistry(OrganisationIndex(self.reference), self.lookups)
        self.people = PeopleClusters(self.lookups)

    def see(self, result: dict[str, Any], document_id: str, file_name: str) -> None:
        """First pass: gather the names of a document."""
        links = PaperLinks(paper_of(result, document_id, file_name), self.registry)
        for name, _, _ in links.organisation_names():
            self.registry.note(name, links.organisation(name), links.paper.scope)
        for person in links.people.people.values():
            self.people.add(person, document_id, file_name)

    def settle(self) -> None:
        """Between the passes: say which people are one."""
        self.people.settle()

    def link(self, result: dict[str, Any], document_id: str, file_name: str) -> DocumentLinks:
        """Second pass: what the names of a document mean."""
        return DocumentLinks(PaperLinks(paper_of(result, document_id, file_name), self.registry), self.people)

    def rows(self) -> Iterator[Row]:
        """The rows of organisations, people, candidates and redirects."""
        for body in self.registry.rows():
            facts = body.body
            yield (
                "organisations",
                {
                    "organisation_id": body.ident,
                    "name": body.name,
                    "kind": body.kind,
                    "ods_code": facts.ods_code if facts else None,
                    "aliases": body.aliases,
                    "opened_on": facts.opened_on if facts else None,
                    "closed_on": facts.closed_on if facts else None,
                    "successor_id": body.successor_id,
                },
            )
        names = {}
        for person in self.people.rows():
            names[person.ident] = person.name
            yield "people", {"person_id": person.ident, "name": person.name, "aliases": person.aliases, "emails": person.emails}
        yield from self._candidates(names)
        for old, new, cause in self.registry.redirects():
            yield "id_redirects", {"old_id": old, "new_id": new, "label": ORG, "cause": cause}
        for old, new in self.people.redirects():
            yield "id_redirects", {"old_id": old, "new_id": new, "label": PERSON, "cause": "lookup" if old in self.people.decided else "resolution"}

    def _candidates(self, names: dict[str, str]) -> Iterator[Row]:
        for a, b, a_name, b_name, score, reason in self.registry.doubts():
            yield "candidates", {"label": ORG, "a_id": a, "b_id": b, "a_name": a_name, "b_name": b_name, "score": score, "reason": reason}
        for doubt in sorted(self.people.doubts(), key=lambda d: (d.a, d.b)):
            values = {"label": PERSON, "a_id": doubt.a, "b_id": doubt.b, "a_name": names[doubt.a], "b_name": names[doubt.b]}
            yield "candidates", {**values, "score": doubt.score, "reason": doubt.reason}

    def issues(self) -> Iterator[dict[str, Any]]:
        """What is wrong with the steward's decisions: those that contradict a later one, those that met nothing."""
        for earlier, later in self.lookups.overruled:
            message = f"“{earlier.decision}” of {earlier.a} and {earlier.b} ({earlier.place}) is overruled by “{later.decision}” ({later.place})"
            yield {"code": "lookup_overruled", "message": message, "locator": earlier.place, "quote": earlier.a}
        for row in self.lookups.unused:
            message = f"“{row.decision}” of {row.a}{f' and {row.b}' if row.b else ''} ({row.place}) met nothing in this release"
            yield {"code": "lookup_unused", "message": message, "locator": row.place, "quote": row.a}


def organisation_links(reference: Sequence[Organisation], lookups: Lookups) -> Callable[[str, str, dict[str, str]], str | None]:
    """What gives a known organisation's id by a name, its label and the abbreviations that its document declares."""
    registry = OrganisationRegistry(OrganisationIndex(reference), lookups)

    def link(text: str, label: str, declared: dict[str, str]) -> str | None:
        match = registry.resolve(text, PaperContext(declared=declared)) if label == ORG else None
        return match.organisation_id if match is not None and match.organisation is not None else None

    return link


@dataclass(slots=True)
class DocumentLinks:
    """What the names of one document mean, for the rows that are written."""

    links: PaperLinks
    people: PeopleClusters
    _slots: dict[int, list[Slot]] = field(default_factory=lambda: defaultdict(list))
    _served: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        """Sort the slots by their rows."""
        for slot in self.links.paper.slots:
            self._slots[id(slot.row)].append(slot)
            if "is_shared" in slot.row["values"] and slot.label == ORG and (found := self.organisation_of(slot)):
                self._served[found].add(str(self.links.paper.record_of(slot.row)))

    def person(self, text: str, record: str | None) -> str | None:
        """The person whom a name means."""
        form = self.links.people.person_of(text, record)
        if form is None:
            return None
        paper = self.links.paper
        return self.people.person_of(self.people.ident_of(self.links.people.people[form], paper.document_id, paper.file_name))

    def fill(self, row: dict[str, Any], values: dict[str, Any]) -> Iterator[list[Any]]:
        """Put the ids into a row's values; evidence for each comes back, which is that of the name."""
        table = row["table"]
        if table == "mentions":
            text, label = values["text"], values["label"]
            values["entity_id"] = self.links.organisation(text).organisation_id if label == ORG else self.person(text, row["values"]["record_id"])
            return
        for slot in self._slots.get(id(row), ()):
            found = self.organisation_of(slot) if slot.label == ORG else self.person(slot.name, self.links.paper.record_of(row))
            if found is not None:
                values[slot.column] = found
                if "is_shared" in values and slot.label == ORG:  # one row for each body tells what two spellings hid
                    values["is_shared"] = len(self._served[found]) > 1
                yield from ([slot.column, *e[1:]] for e in row["evidence"] if e[0] == slot.link.column)

    def organisation_of(self, slot: Slot) -> str | None:
        """The organisation that a slot names."""
        match = self.links.organisation(slot.name)
        return None if slot.link.known_only and match.organisation is None else match.organisation_id

    def is_dropped(self, row: dict[str, Any]) -> bool:
        """Whether a mention names what the steward says is no organisation or person."""
        values = row["values"]
        if values["label"] == ORG:
            return self.links.organisation(values["text"]).method == "suppressed"
        form = self.links.people.person_of(values["text"], values["record_id"])
        return (form is not None and self.person(values["text"], values["record_id"]) is None) or self.people.lookups.is_suppressed(PERSON, [values["text"]])

    def affiliations(self, rows: Sequence[dict[str, Any]]) -> Iterator[Row]:
        """Who holds which role where, by these rows of the document."""
        seen = set()
        for slot in (s for r in rows for s in self._slots.get(id(r), ())):
            body = slot.beside("organisation") if slot.label == PERSON else None
            if not body:
                continue
            person, organisation = self.person(slot.name, self.links.paper.record_of(slot.row)), self.links.organisation(body).organisation_id
            key = (person, organisation, slot.beside("role") or "")
            if person and organisation and key not in seen:
                seen.add(key)
                yield "affiliations", {"person_id": person, "organisation_id": organisation, "document_id": self.links.paper.document_id, "role": key[2]}

    def name_links(self) -> Iterator[Row]:
        """How each name was resolved."""
        counts: Counter[tuple[str, str]] = Counter((m["values"]["label"], m["values"]["text"]) for m in self.links.paper.mentions)
        first: dict[tuple[str, str], str] = {}
        for mention in self.links.paper.mentions:
            first.setdefault((mention["values"]["label"], mention["values"]["text"]), mention["values"]["locator"])
        document_id = self.links.paper.document_id
        for name, locator, _ in self.links.organisation_names():
            match = self.links.organisation(name)
            base = {"document_id": document_id, "label": ORG, "name": name, "entity_id": match.organisation_id, "method": match.method}
            yield "name_links", {**base, "score": round(match.score, 2), "mentions": counts[ORG, name], "locator": locator or None}
        records: dict[str, set[str | None]] = defaultdict(set)
        for mention in self.links.paper.mentions:
            if mention["values"]["label"] == PERSON:
                records[mention["values"]["text"]].add(mention["values"]["record_id"])
        for text in sorted(records):
            found = {self.person(text, record) for record in records[text]}
            ident = found.pop() if len(found) == 1 else None
            base = {"document_id": document_id, "label": PERSON, "name": text, "entity_id": ident, "method": "grouping" if ident else "unknown"}
            yield "name_links", {**base, "score": 1.0 if ident else 0.0, "mentions": counts[PERSON, text], "locator": first[PERSON, text]}

    def issues(self) -> Iterator[dict[str, Any]]:
        """Organisations that the reference table does not know, once for each name."""
        for name, locator, slot in self.links.organisation_names():
            match = self.links.organisation(name)
            if match.organisation is not None or match.method in ("suppressed", "lookup"):
                continue
            near = "; it may be " + " or ".join(c.organisation.name for c in match.near[:3]) if match.near else ""
            what = "may be several bodies" if match.method == "ambiguous" else "is not in the reference table"
            yield {
                "code": "unresolved_organisation",
                "message": f"“{name}” {what}{near}",
                "table_name": slot.row["table"] if slot else "mentions",
                "record_id": slot.row["record_id"] if slot else None,
                "field": slot.link.column if slot else None,
                "locator": locator or None,
                "quote": name,
            }
