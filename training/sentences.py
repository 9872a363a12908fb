"""Sentences generated from templates, in the manner of our papers, with the places of the names in them."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.reference import packaged
from training.corpus import Line

_HERE = Path(__file__).parent
_PACKAGE = _HERE.parent / "pipeline"
_SLOT = re.compile(r"\{(\w+)\}")
_PERSONS = frozenset({"person", "titled", "first", "initials", "citation"})
_BODIES = frozenset(
    {
        "trust", "ccg", "council", "hospital", "libraryname", "university", "network", "committee", "lwab", "charity", "royalcollege", "government",
        "regulator", "national", "company", "publisher", "analytics", "short", "abbr", "abbrbody", "body", "nhs",
    }
)  # fmt: skip


@cache
def words() -> dict[str, Any]:
    """The lists of words.toml."""
    return tomllib.loads((_HERE / "words.toml").read_text(encoding="utf-8"))


@cache
def templates() -> tuple[str, ...]:
    """Every template, in the order of the files."""
    found = []
    for path in sorted((_HERE / "templates").glob("*.txt")):
        found.extend(n for n in path.read_text(encoding="utf-8").split("\n") if n.strip() and not n.startswith("#"))
    return tuple(found)


@cache
def _given_names() -> tuple[str, ...]:
    text = (_PACKAGE / "tag/names/lexicon/given_names.txt").read_text(encoding="utf-8")
    return tuple(text.split("\n", 1)[1].split())


@cache
def _surnames() -> tuple[str, ...]:
    text = (_PACKAGE / "tag/names/lexicon/surnames.txt").read_text(encoding="utf-8")
    return tuple(text.split("\n", 1)[1].split())


@cache
def _places() -> tuple[str, ...]:
    text = (_PACKAGE / "tag/names/lexicon/places.txt").read_text(encoding="utf-8")
    return tuple(n for n in text.split("\n")[1:] if n and "UK" not in n)


@cache
def _bodies() -> dict[str, list[tuple[str, list[str]]]]:
    """The organisations of the reference table by kind: (name, abbreviations)."""
    found: dict[str, list[tuple[str, list[str]]]] = {}
    for body in packaged():
        found.setdefault(body.kind, []).append((body.name.removeprefix("The "), list(body.abbreviations)))
    return found


class Filler:
    """Fills slots. The same seed gives the same sentences."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._makers: dict[str, Callable[[], str]] = {
            "person": self._person,
            "titled": self._titled,
            "first": lambda: self._pick(_given_names()),
            "surname": self._surname,
            "initials": self._initials,
            "citation": lambda: f"{self._surname()} {''.join(self._random.choices('ABCDEFGHJKLMNPRSTW', k=self._random.choice((1, 1, 2))))}",
            "trust": lambda: self._form("trust_forms"),
            "ccg": lambda: self._form("ccg_forms"),
            "council": lambda: self._form("council_forms"),
            "councils": lambda: "Councils",
            "hospital": lambda: self._form("hospital_forms"),
            "libraryname": lambda: self._form("library_forms"),
            "university": lambda: self._known("university", 0.3) or self._form("university_forms"),
            "network": lambda: self._known("network", 0.3) or self._form("network_forms"),
            "committee": lambda: self._form("committee_forms", "committee_topics"),
            "lwab": lambda: "Local Workforce Action Board",
            "charity": lambda: self._known("charity", 0.5) or self._form("charity_forms", "charity_topics"),
            "royalcollege": lambda: f"Royal College of {self._pick(words()['college_topics'])}",
            "government": self._government,
            "regulator": lambda: self._known("regulator", 1.0),
            "national": lambda: self._known("other", 1.0),
            "company": self._company,
            "publisher": lambda: self._pick(words()["publisher_names"]),
            "analytics": lambda: self._form("analytics_names", "analytics_topics"),
            "short": self._short,
            "abbr": self._acronym,
            "abbrbody": lambda: self._abbreviation() if self._random.random() < 0.6 else self._acronym(),
            "body": self._body,
            "nhs": lambda: "NHS",
            "email": self._email,
            "number": lambda: str(self._random.choice((1, 2, 3, 0.5, 4.25, 12, "7.8", "0.6 WTE", 2016))),
            "year": lambda: str(self._random.randint(1998, 2024)),
            "place": self._place,
            "postnominal": lambda: self._pick(words()["postnominals"]),
            "lead": lambda: self._random.choice(("The lead", "Lead", "The leader")),
        }
        self._lists = {
            "region": "regions", "placevenue": "placevenues", "jobtitle": "jobtitles", "programme": "programmes", "product": "products", "event": "events",
            "publication": "publications", "docname": "docnames", "reviewname": "reviews", "doctitle": "doctitles", "thing": "things", "plural": "plurals",
            "classname": "classnames", "acronymthing": "acronymthings", "plainteam": "plainteams", "month": "months",
        }  # fmt: skip

    def fill(self, template: str) -> Line:
        """A sentence from a template."""
        text, spans = "", []
        position = 0
        for match in _SLOT.finditer(template):
            text += template[position : match.start()]
            position = match.end()
            name = match[1]
            value = self._makers[name]() if name in self._makers else self._pick(words()[self._lists[name]])
            label = "PERSON" if name in _PERSONS or (name == "surname" and "et al" in template) else "ORG" if name in _BODIES else None
            start = len(text)
            text += value
            if label:
                begin = start + (4 if value.startswith(("the ", "The ")) else 0)
                spans.append((begin, len(text), label))
        text += template[position:]
        if text[:1].islower():
            text = text[0].upper() + text[1:]
        return Line(text, tuple(spans), "generated")

    def swapped(self, line: Line) -> Line:
        """The same sentence about other people and other bodies, of the same shapes."""
        text, spans, position = "", [], 0
        known: dict[tuple[str, str], str] = {}
        for start, end, label in sorted(line.spans):
            text += line.text[position:start]
            position = end
            old = line.text[start:end]
            key = (old, label)
            if key not in known:
                known[key] = self._like(old, label)
            begin = len(text)
            text += known[key]
            spans.append((begin, len(text), label))
        return Line(text + line.text[position:], tuple(spans), line.document, line.ident)

    def _like(self, old: str, label: str) -> str:
        parts = old.split()
        if label == "PERSON":
            if old.isupper() and len(old) <= 4 and old.isalpha():
                return "".join(self._random.choices("ABCDEFGHJKLMNPRSTVW", k=len(old)))
            if parts[0].rstrip(".") in words()["titles"]:
                return self._titled()
            if len(parts) == 1:
                return self._pick(_given_names()) if old in _given_names() else self._surname()
            if len(parts) == 2 and parts[1].isupper() and len(parts[1]) <= 2:
                return f"{self._surname()} {parts[1]}"
            return self._person()
        if old == "NHS":
            return old
        if old.isupper() and len(parts) == 1:
            return self._abbreviation() if self._random.random() < 0.4 else self._acronym()
        if len(parts) == 1:
            return self._pick(words()["coined"]) if self._random.random() < 0.7 else self._surname()
        return self._body()

    def _pick(self, values: Any) -> str:
        return str(self._random.choice(values))

    def _surname(self) -> str:
        name = self._pick(_surnames())
        roll = self._random.random()
        if roll < 0.02:
            return f"{self._pick(('van', 'de', 'van der', 'von', 'Al'))} {name}"
        return f"{name}-{self._pick(_surnames())}" if roll < 0.08 else name

    def _person(self) -> str:
        roll = self._random.random()
        given = self._pick(_given_names())
        if roll < 0.04:
            return f"{given[0]} {self._surname()}"
        if roll < 0.06:
            return f"{given[0]}. {self._surname()}"
        if roll < 0.09:
            return f"{given} {self._pick('ABCDEFGHJLMPRSTW')} {self._surname()}"
        if roll < 0.11:
            return f"{given} {self._surname().upper()}"
        if roll < 0.14:
            return f"{given} {self._surname()} {self._surname()}"
        return f"{given} {self._surname()}"

    def _titled(self) -> str:
        title = self._pick(words()["titles"])
        rest = self._surname() if self._random.random() < 0.35 and title not in ("Sir", "Dame") else self._person()
        if title in ("Lord", "Baroness") and self._random.random() < 0.3:
            return f"{title} {self._surname()} of {self._pick(words()['stems'])}"
        if title in ("Mr", "Mrs", "Ms") and self._random.random() < 0.5:
            return f"{title} {self._pick('ABCDEFGHJLMPRSTW')} {self._surname()}"
        return f"{title} {rest}"

    def _initials(self) -> str:
        return "".join(self._random.choices("ABCDEFGHJKLMNOPRSTVW", k=self._random.choice((2, 2, 2, 2, 2, 3))))

    def _acronym(self) -> str:
        return "".join(self._random.choices("ABCDEFGHILMNOPRSTUW", k=self._random.choice((3, 3, 4, 4, 5))))

    def _stem(self) -> str:
        return self._pick(words()["stems"]) if self._random.random() < 0.35 else self._pick([p for p in _places()[60:] if " and " not in p and " & " not in p])

    def _form(self, forms: str, topics: str | None = None) -> str:
        form = self._pick(words()[forms])
        return str(
            form.format(
                p=self._stem(), q=self._stem(), r=self._stem(), saint=self._pick(words()["saints"]), name=self._person(),
                x=self._pick(words()[topics]) if topics else "",
            )
        )  # fmt: skip

    def _known(self, kind: str, chance: float) -> str:
        return self._pick([n for n, _ in _bodies()[kind]]) if self._random.random() < chance else ""

    def _abbreviation(self) -> str:
        return self._pick([a for entries in _bodies().values() for _, abbreviations in entries for a in abbreviations])

    def _short(self) -> str:
        roll = self._random.random()
        if roll < 0.3:
            return self._acronym()
        if roll < 0.6:
            return self._abbreviation()
        if roll < 0.8:
            return self._form("trust_forms")
        return self._body()

    def _government(self) -> str:
        roll = self._random.random()
        if roll < 0.4:
            return f"{self._pick(('Department of', 'Department for', 'Ministry of'))} {self._pick(words()['department_topics'])}"
        return self._known("government", 1.0)

    def _company(self) -> str:
        if self._random.random() < 0.25:
            return self._known("company", 1.0)
        return str(self._pick(words()["company_forms"]).format(s=self._surname(), s2=self._surname(), coined=self._pick(words()["coined"])))

    def _body(self) -> str:
        kinds = ("trust", "trust", "national", "national", "charity", "regulator", "government", "university", "network", "council", "ccg", "royalcollege",
                 "company", "hospital", "abbrbody", "abbrbody", "analytics", "committee")  # fmt: skip
        return self._makers[self._pick(kinds)]()

    def _place(self) -> str:
        return self._pick(words()["places"]) if self._random.random() < 0.5 else self._pick(_places())

    def _email(self) -> str:
        host = self._pick(("nhs.net", "example.nhs.uk", "example.org", "example.ac.uk"))
        return f"{self._pick(_given_names())}.{self._surname().replace(' ', '')}@{host}".lower()


def generate(count: int, seed: int) -> Iterator[Line]:
    """Sentences from all templates in turn; with bullets and other leads that papers put before them."""
    filler = Filler(seed)
    noise = random.Random(seed + 1)
    every = templates()
    for number in range(count):
        line = filler.fill(every[number % len(every)])
        roll = noise.random()
        lead = "• " if roll < 0.05 else "- " if roll < 0.08 else f"{noise.randint(1, 12)}. " if roll < 0.12 else ""
        yield Line(lead + line.text, tuple((s + len(lead), e + len(lead), label) for s, e, label in line.spans), line.document)
