"""The people of one paper: every way it writes a name brought together, initials within their meeting alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.normalise.names import is_initials, split_couple
from pipeline.resolve.people.forms import Form, compatible, form_of, plain


@dataclass(frozen=True, slots=True)
class Naming:
    """A person as a record names them, with what stands beside the name.

    ``record``: the meeting, post or footprint. ``series``: the series of meetings it belongs to.
    """

    name: str
    record: str | None = None
    series: str | None = None
    organisation_id: str | None = None
    role: str | None = None
    email: str | None = None
    initials: str | None = None


@dataclass(slots=True)
class Person:
    """One person in one paper: the names written, and what could tell that another paper means the same one."""

    forms: set[Form] = field(default_factory=set)
    names: Counter[str] = field(default_factory=Counter)
    emails: set[str] = field(default_factory=set)
    anchors: set[tuple[str, str]] = field(default_factory=set)


def merge_forms(forms: Iterable[Form], apart: Sequence[tuple[Form, Form]] = ()) -> dict[Form, Form]:
    """Which forms are one person's, within a circle where the same name is the same person; each to the first of its group.

    A form that fits two others which do not fit each other (``J Stone`` beside ``Jane Stone`` and ``John Stone``) stays alone.
    """
    ordered = sorted(set(forms))
    families: dict[str, list[Form]] = defaultdict(list)
    for form in ordered:
        families[form.circle].append(form)
    head = {form: form for form in ordered}
    parted = {frozenset(pair) for pair in apart}
    for group in families.values():
        for number, one in enumerate(group):
            for other in group[number + 1 :]:
                if not compatible(one, other) or frozenset((one, other)) in parted:
                    continue
                between = [f for f in group if f not in (one, other)]
                if any(compatible(f, one) != compatible(f, other) for f in between):
                    continue
                members = [f for f in group if head[f] in (head[one], head[other])]
                if all(compatible(a, b) for a in members for b in members):
                    first = min(head[one], head[other])
                    for form in members:
                        head[form] = first
    return head


class PaperPeople:
    """The people of a paper; ``person_of`` says whom a name means there.

    Args:
        namings: the people that records name.
        mentions: the other places where a name stands, each with its record.
        series: the series of meetings that a meeting belongs to.
    """

    def __init__(self, namings: Sequence[Naming], mentions: Sequence[tuple[str, str | None]], series: Mapping[str, str] | None = None) -> None:
        texts = dict.fromkeys([n.name for n in namings] + [t for t, _ in mentions])
        forms = {text: form for text in texts if len(split_couple(text)) == 1 and (form := form_of(text)) is not None}
        head = merge_forms(forms.values())
        self.people: dict[Form, Person] = {}
        self._of_text: dict[str, Form] = {text: head[form] for text, form in forms.items()}
        for form, first in head.items():
            self.people.setdefault(first, Person()).forms.add(form)
        self._lone_words(text for text in texts if text not in forms)
        self._initials: dict[tuple[str | None, str], set[Form]] = defaultdict(set)
        for naming in namings:
            self._note(naming)
        for text, record in mentions:
            found = self._of_text.get(text)
            if found is not None:
                self.people[found].names[text] += 1
                if record:
                    self.people[found].anchors.add(("record", record))
                    if series and record in series:
                        self.people[found].anchors.add(("series", series[record]))

    def _lone_words(self, texts: Iterable[str]) -> None:
        """A given or family name by itself is the one person of the paper who bears it."""
        by_word: dict[str, set[Form]] = defaultdict(set)
        for first, person in self.people.items():
            for form in person.forms:
                by_word[form.family.replace(" ", "")].add(first)
                if form.is_full:
                    by_word[form.given[0]].add(first)
        for text in texts:
            bearers = by_word.get(plain(text).replace(" ", ""), set()) if not is_initials(text) else set()
            if len(bearers) == 1:
                self._of_text[text] = next(iter(bearers))

    def _note(self, naming: Naming) -> None:
        form = self._of_text.get(naming.name)
        if form is None:
            return
        person = self.people[form]
        person.names[naming.name] += 1
        for kind, value in (("record", naming.record), ("series", naming.series), ("org", naming.organisation_id), ("role", naming.role)):
            if value:
                person.anchors.add((kind, value))
        if naming.email:
            person.emails.add(naming.email)
            person.anchors.add(("email", naming.email.casefold()))
        if naming.initials:
            self._initials[naming.record, naming.initials].add(form)

    def person_of(self, text: str, record: str | None) -> Form | None:
        """The person (a key of ``people``) whom a name means; initials only where one of that meeting has them."""
        form = self._of_text.get(text)
        if form is None and is_initials(text):
            bearers = self._initials.get((record, text), set())
            form = next(iter(bearers)) if len(bearers) == 1 else None
        return form
