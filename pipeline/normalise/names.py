"""People's names: titles and honours apart, initials, what looks like a name at all."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files

from nameparser import HumanName
from nameparser.config import Constants

from pipeline.normalise.text import collapse


@functools.cache
def _words() -> dict[str, frozenset[str]]:
    with (files("pipeline.normalise") / "people.toml").open("rb") as handle:
        return {key: frozenset(w.casefold() for w in value) for key, value in tomllib.load(handle).items()}


@functools.cache
def _constants() -> Constants:
    constants = Constants()
    # The library's own titles hold professions that are first names too ("Law", "Judge", "Prince").
    constants.titles.clear()
    constants.titles.add(*sorted(_words()["titles"]))
    # Honours are taken off before: case tells "MA" from Jane Ma, which the library does not look at.
    constants.suffix_acronyms.clear()
    constants.suffix_not_acronyms.clear()
    return constants


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in its parts: ``titles`` and ``honours`` as written, ``given`` and ``family`` names."""

    titles: str
    given: str
    family: str
    honours: str

    @property
    def core(self) -> str:
        """The name without titles and honours."""
        return " ".join(p for p in (self.given, self.family) if p)


@functools.lru_cache(maxsize=8192)
def parse_name(text: str) -> PersonName:
    """The parts of a person's name. A lone word is a family name."""
    words = collapse(text).replace(",", " ").split()
    honours: list[str] = []
    while len(words) > 1 and is_honour(words[-1]):
        honours.insert(0, words.pop())
    human = HumanName(" ".join(words), constants=_constants())
    given = " ".join(p for p in (human.first, human.middle) if p)
    family = human.last
    if given and not family:
        given, family = "", given
    return PersonName(human.title, given, family, " ".join(honours))


def is_honour(word: str) -> bool:
    """Whether a word is a title behind a name: ``OBE``, ``FRCP``; case tells ``MA`` from a family name."""
    return word.casefold().strip(".") in _words()["honours"] and sum(c.isupper() for c in word) > 1


def initials_of(name: str) -> str | None:
    """The initials of a name (``Una Ember-Thorne`` UET, ``JJ Macready`` JJM); None for a lone name."""
    parsed = parse_name(name)
    if not parsed.given:
        return None
    letters = []
    for word in parsed.given.replace(".", " ").split():
        letters.append(word if word.isupper() and len(word) <= 3 else word[0].upper())
    particles = _words()["particles"]
    for word in re.split(r"[\s-]+", parsed.family):
        if word and word.casefold() not in particles:
            letters.append(word[0].upper())
    return "".join(letters) or None


def initials_fit(initials: str, name: str) -> bool:
    """Whether printed initials can be a name's: ``SG``, ``RCp`` (Rachel Cooper), ``BMc``, ``JMo``, ``BMG``."""
    parsed = parse_name(name)
    words = [w for w in re.split(r"[\s.\-’']+", parsed.core) if w]
    letters = re.sub(r"[^A-Za-z\u00c0-\u024f]", "", initials)
    if not words or not letters:
        return False
    if letters[0].casefold() != words[0][0].casefold():
        return False
    return _spell(letters.casefold(), [w.casefold() for w in words])


def _spell(letters: str, words: list[str]) -> bool:
    """Whether the letters can be read off the words: from each a run in order, beginning with its first."""
    if not letters:
        return True
    if not words:
        return False
    if letters[0] == words[0][0]:
        taken, position = 0, 0
        while taken < len(letters):
            position = words[0].find(letters[taken], position)
            if position < 0:
                break
            taken += 1
            position += 1
            if _spell(letters[taken:], words[1:]):
                return True
        if _spell(letters[1:], words[1:]):
            return True
    return _spell(letters, words[1:])


INITIALS = r"[A-Z]{2,4}[a-z]?|[A-Z][a-z]?[A-Z][a-z]{0,2}|[A-Z]{1,2}[a-z][A-Z]?"
_INITIALS = re.compile(rf"(?:{INITIALS})\Z")


def is_initials(text: str) -> bool:
    """Whether a word has the shape of initials: ``SG``, ``RCp``, ``MWh``, ``UET``; not ``All`` or ``Ann``."""
    return bool(_INITIALS.match(text)) and (sum(c.isupper() for c in text) >= 2)


_WORD = r"(?:[A-Z\u00c0-\u00de\u0100-\u024f][\w’'\-\u00c0-\u024f]*\.?|[A-Z]{1,3}\.?)"
_NAME = re.compile(rf"{_WORD}(?:\s+(?:{_WORD}|(?:de|da|di|del|della|van|von|der|den|la|le|bin|al|el|ap|du|dos|y)\b))*\Z")


def looks_like_name(text: str) -> bool:
    """Whether the words have a person's name's shape: one to six, capitalised, none an organisation's
    or a role's. A lone word passes only with a title before it or in title case.
    """
    text = collapse(text).strip(" .,;:")
    if not text or len(text) > 60 or any(c.isdigit() for c in text) or not _NAME.match(text):
        return False
    words = [w.strip(".,'’").casefold() for w in text.split()]
    if len(words) > 6:
        return False
    known = _words()
    bare = [w for w in words if w not in known["titles"] and w not in known["honours"]]
    if not bare or any(w in known["not_names"] or w in known["organisation_words"] or w in known["role_words"] for w in bare):
        return False
    if len(words) == 1:
        return text.istitle() and len(text) > 1
    return not (len(bare) == 1 and text.split()[-1].isupper() and len(text.split()[-1]) > 3)


def is_title(word: str) -> bool:
    """Whether a word is a title that stands before a name (``Dr``, ``Cllr``)."""
    return word.strip(".,").casefold() in _words()["titles"]


def is_role(text: str) -> bool:
    """Whether words name what somebody is or does at a meeting or at work (``Chair``, ``Library Manager``)."""
    words = [w.casefold() for w in re.findall(r"[\w'’]+", text)]
    return bool(words) and any(w in _words()["role_words"] for w in words)


def is_organisation(text: str) -> bool:
    """Whether words name a body: an organisation word among them, or an acronym of three letters or more."""
    words = re.findall(r"[\w'’&]+", text)
    if any(w.casefold() in _words()["organisation_words"] for w in words):
        return True
    return len(words) <= 3 and bool(words) and any(w.isupper() and len(w) >= 3 for w in words) and not is_role(text)


def is_proper(text: str) -> bool:
    """Whether a phrase is a proper name of some place or body: capitalised words, none a remark's."""
    words = re.findall(r"[\w'’&-]+", text)
    known = _words()
    return (
        bool(words)
        and all(
            (w[0].isupper() or w in ("of", "and", "&", "the")) and w.casefold() not in known["remarks"] and w.casefold() not in known["titles"] for w in words
        )
        and not any(c.isdigit() for c in text)
    )


def split_couple(text: str) -> list[str]:
    """``Mr & Mrs D Brand`` as two names, ``Mr D Brand`` and ``Mrs D Brand``; any other name as it is."""
    match = re.match(r"(?P<a>[A-Z][a-z]+)\.?\s*(?:&|and|/)\s*(?P<b>[A-Z][a-z]+)\.?\s+(?P<name>.+)", text)
    if match and is_title(match["a"]) and is_title(match["b"]):
        return [f"{match['a']} {match['name']}", f"{match['b']} {match['name']}"]
    return [text]
