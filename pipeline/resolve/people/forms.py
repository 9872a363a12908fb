"""People's names as they are compared: which can be one person's."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from importlib.resources import files

from pipeline.normalise.names import is_initials, parse_name

_MEN = frozenset({"mr", "sir", "lord", "master", "brother"})
_WOMEN = frozenset({"mrs", "ms", "miss", "dame", "lady", "baroness", "sister"})
# Nobody's name is longer; what is, is running text.
_LONGEST = 120
_AUTHOR = re.compile(r"[A-Z][\w’'-]+[a-z] [A-Z]{1,3}\Z")


@dataclass(frozen=True, slots=True, order=True)
class Form:
    """A name without titles and honours, small letters without accents: ``given`` names or initials, ``family`` name.

    Parts of a family name are parted by a space, whatever the hyphens. ``sex``: "m" or "f" where a title tells it,
    else "". A name without given names is one with a title (``Dr Stone``).
    """

    family: str
    given: tuple[str, ...]
    sex: str = ""

    @property
    def circle(self) -> str:
        """The last part of the family name: names that do not share it are not compared."""
        return self.family.rpartition(" ")[2]

    @property
    def is_full(self) -> bool:
        """Whether its first given name is written out."""
        return bool(self.given) and len(self.given[0]) > 1


def plain(text: str) -> str:
    """Small letters without accents, hyphens and apostrophes."""
    text = unicodedata.normalize("NFKD", text.replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("æ", "ae").replace("ß", "ss"))
    return re.sub(r"[^a-z ]", "", "".join(c for c in text if not unicodedata.combining(c)).casefold().replace("-", " ")).strip()


def _turned(name: str) -> str:
    """A name that has its family name first (``Ember, Jane``; ``Bell LA``, as citations have it) the usual way round."""
    family, comma, given = name.partition(",")
    if comma and "," not in given and given.strip() and " " not in family.strip() and not given.strip().isupper():
        return f"{given.strip()} {family.strip()}"
    if _AUTHOR.match(name):
        family, _, given = name.rpartition(" ")
        return f"{given} {family}"
    return name


@functools.lru_cache(maxsize=65536)
def form_of(name: str) -> Form | None:
    """The form of a name; None for initials and for a lone word without a title, which name nobody by themselves."""
    if len(name) > _LONGEST or is_initials(name.strip()):
        return None
    parsed = parse_name(_turned(name))
    family = plain(parsed.family)
    if not family or (not parsed.given and not parsed.titles):
        return None
    given: list[str] = []
    for word in re.split(r"[\s.]+", parsed.given):
        bare = plain(word)
        if bare:
            # "JJ" are two initials, "Jo" is a name.
            given.extend(bare if word.isupper() and 1 < len(word) <= 3 else [bare.replace(" ", "")])
    titles = {t.casefold().strip(".") for t in parsed.titles.split()}
    sex = "m" if titles & _MEN else "f" if titles & _WOMEN else ""
    return Form(family, tuple(given), sex)


@functools.cache
def _short_names() -> dict[str, frozenset[str]]:
    groups = tomllib.loads((files("pipeline.resolve.people") / "short_names.toml").read_text(encoding="utf-8"))["groups"]
    found: dict[str, set[str]] = {}
    for group in groups:
        for name in group:
            found.setdefault(name, set()).update(group)
    return {name: frozenset(others) for name, others in found.items()}


def _given_fit(a: str, b: str) -> bool:
    if a == b:
        return True
    if len(a) == 1 or len(b) == 1:
        return a[0] == b[0]
    return b in _short_names().get(a, ())


def _letters(form: Form) -> str:
    return "".join((*form.given, form.family)).replace(" ", "")


def compatible(a: Form, b: Form) -> bool:
    """Whether two names can be one person's: the same family name, given names that do not contradict each other.

    An initial fits a name that begins with it; a short name fits its long one (``Steve``, ``Stephen``); a middle name
    may be missing; what titles say of the sex may not differ.
    """
    if a.sex and b.sex and a.sex != b.sex:
        return False
    if a.circle == b.circle and a.is_full and _letters(a) == _letters(b):  # "Mary-Jane", "Ember-Thorne" without their hyphens
        return True
    if a.family != b.family:
        return False
    if not a.given or not b.given:
        return True
    if not _given_fit(a.given[0], b.given[0]):
        return False
    return all(_given_fit(x, y) for x, y in zip(a.given[1:], b.given[1:], strict=False))
