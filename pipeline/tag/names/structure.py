"""Names that the extractors understood already: attendance, leads, contributors, contacts, owners of actions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.extract import Harvest
from pipeline.extract.harvest import Quote, Row
from pipeline.model import Text
from pipeline.normalise.names import is_honour, is_initials, looks_like_name
from pipeline.normalise.text import collapse
from pipeline.tag.names.lexicon import given_names
from pipeline.tag.names.lexicon import places as place_names
from pipeline.tag.names.spans import ORG, PERSON, Name

# The columns whose values are names, and what they name.
COLUMNS = {
    ("attendance", "name"): PERSON,
    ("attendance", "initials"): PERSON,
    ("attendance", "organisation"): ORG,
    ("meetings", "minute_taker"): PERSON,
    ("updates", "contributor"): PERSON,
    ("updates", "organisation"): ORG,
    ("actions", "owners_as_written"): PERSON,
    ("footprints", "lead_name"): PERSON,
    ("footprints", "lead_organisation"): ORG,
    ("footprint_services", "organisation"): ORG,
    ("posts", "author"): PERSON,
    ("drivers", "responsible"): PERSON,
    ("stories", "contact_name"): PERSON,
    ("stories", "contact_organisation"): ORG,
}
# Values of these are a name whatever they look like: a table's column or a list's heading says so.
_SURE = frozenset(
    {("attendance", "name"), ("attendance", "initials"), ("updates", "contributor"), ("footprints", "lead_name"), ("footprint_services", "organisation")}
)
_COUPLE = ("Mr", "Mrs", "Ms", "Miss", "Dr", "Prof", "Cllr", "Rev")
_BREAK = re.compile(r"\s*(?:/|,|;|&|\band\b)\s*")


class Places:
    """The texts of a document by locator, those in a cell under the cell's too."""

    def __init__(self, texts: list[Text]) -> None:
        self._by_locator: dict[str, list[int]] = {}
        for number, text in enumerate(texts):
            parts = text.locator.split(", ")
            for length in range(len(parts), 0, -1):
                self._by_locator.setdefault(", ".join(parts[:length]), []).append(number)

    def at(self, locator: str) -> list[int]:
        """The numbers of the texts at a locator."""
        return self._by_locator.get(locator, [])


def structure_names(harvest: Harvest, texts: list[Text]) -> tuple[list[list[Name]], list[str]]:
    """The names of each text that rows of the harvest hold, and the full names of people among them."""
    places = Places(texts)
    found: list[list[Name]] = [[] for _ in texts]
    people: dict[str, None] = {}
    for row in harvest.rows:
        for column, where in row.evidence:
            label = COLUMNS.get((row.table, column))
            if label is None:
                continue
            for value in _values(row, column, label):
                if label == PERSON and " " in value:
                    people[value] = None
                _place(value, label, where, texts, places, found)
    return found, list(people)


def _values(row: Row, column: str, label: str) -> Iterator[str]:
    """The names that a value holds."""
    value = row[column]
    entries = value if isinstance(value, list) else _BREAK.split(value) if label == PERSON and column in ("responsible",) else [value]
    for entry in entries:
        text = collapse(str(entry or ""))
        if label == PERSON:
            words = text.split()
            while len(words) > 1 and is_honour(words[-1].strip(",.")):
                words.pop()
            text = " ".join(words).strip(" ,")
        if label == ORG:
            text = _without_place(text)
        if text and ((row.table, column) in _SURE or _is_name(text, label)):
            yield text


def _without_place(text: str) -> str:
    """A body without the country that stands behind its comma; nothing where it is a place alone."""
    body, _, place = text.rpartition(", ")
    text = body if body and place in place_names() else text
    return "" if text in place_names() else text


def _is_name(text: str, label: str) -> bool:
    if label == ORG:
        return any(c.isupper() for c in text) and len(text) <= 120
    return is_initials(text) or text in given_names() or (" " in text and looks_like_name(text))


@cache
def _pattern(value: str) -> re.Pattern[str]:
    """The words of a name, whatever white space parts them; "Mr K Stone" stands in "Mr & Mrs K Stone" too, which is one name."""
    words = value.split()
    rest = r"\s+".join(re.escape(w) for w in words)
    if words[0].rstrip(".") in _COUPLE and len(words) > 1:
        other = "(?:" + "|".join(_COUPLE) + r")\.?"
        tail = r"\s+".join(re.escape(w) for w in words[1:])
        rest = rf"(?:{other}\s*(?:&|and)\s*{other}\s+{tail}|{rest})"
    return re.compile(rf"(?<!\w){rest}(?!\w)")


def _place(value: str, label: str, where: Quote, texts: list[Text], places: Places, found: list[list[Name]]) -> None:
    """Mark a name in the text that its evidence names: the first place that no other has taken."""
    for number in places.at(where.locator):
        text = texts[number].text
        for match in _pattern(value).finditer(text):
            name = Name(match.start(), match.end(), label, "structure", "structure")
            if any(n.start == name.start and n.end == name.end for n in found[number]):
                return
            if not any(n.meets(name) for n in found[number]):
                found[number].append(name)
                return
