"""The words of an organisation's name: short forms spelt out, and how much each tells."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_TOKEN = re.compile(r"[a-z0-9]+")
_PHRASES = (
    (re.compile(r"\bclinical commissioning groups?\b"), "ccg"),
    (re.compile(r"\bintegrated care boards?\b"), "icb"),
    (re.compile(r"\bn\.?\s?h\.?\s?s\.?(?=\W|$)"), "nhs"),
    (re.compile(r"\bnational health service\b(?= +\S)"), "nhs"),
    (re.compile(r"^nhs$"), "national health service"),
    (re.compile(r"\bf\.?t\.?(?=\W|$)"), "foundation trust"),
    (re.compile(r"\bnhs f\.? t(?:rust)?\b"), "nhs foundation trust"),
    (re.compile(r"\bgps\b"), "general practitioners"),
    (re.compile(r"\bahsn\b"), "academic health science network"),
    (re.compile(r"\bnhs t$"), "nhs trust"),
    (re.compile(r"\bnhs foundation$"), "nhs foundation trust"),
    (re.compile(r"\bhealth care\b"), "healthcare"),
    (re.compile(r"\b(?:mbc|metropolitan bc)$"), "metropolitan borough council"),
    (re.compile(r"\bcc$"), "county council"),
    (re.compile(r"\bbc$"), "borough council"),
    (re.compile(r"\bdc$"), "district council"),
    (re.compile(r"\b(?:london|royal) borough (?:council )?of (.+?)(?: council)?$"), r"\1 borough council"),
    (re.compile(r"\bcity of (.+) council$"), r"\1 city council"),
    (re.compile(r"\bnorth[- ]east\b"), "northeast"),
    (re.compile(r"\bnorth[- ]west\b"), "northwest"),
    (re.compile(r"\bsouth[- ]east\b"), "southeast"),
    (re.compile(r"\bsouth[- ]west\b"), "southwest"),
)


@functools.cache
def _words() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("pipeline.resolve.organisations") / "lexicon/words.toml").read_text(encoding="utf-8"))


@functools.cache
def word_set(section: str, key: str = "words") -> frozenset[str]:
    """One list of ``words.toml``."""
    return frozenset(w if w in _words()["short"].values() else _singular(w) for w in _words()[section][key])


@dataclass(frozen=True, slots=True)
class NameWords:
    """A name as it is compared.

    ``tokens``: its words in order, short forms spelt out, joining words left out. ``kind``: the kind of body that
    its words say it is (``nhs_trust``, ``ccg``, ``icb``, ``council``, ``university``), or None. ``core``: the words
    that are no marks of that kind. ``telling``: those of the core that few bodies share.
    """

    tokens: tuple[str, ...]
    kind: str | None
    core: frozenset[str]
    telling: frozenset[str]


def _singular(token: str) -> str:
    """A word without the s of its plural or its owner, the same for either of two ways of writing a name."""
    return token[:-1] if len(token) > 4 and token.endswith("s") and not token.endswith(("ss", "us", "is")) else token


# The kinds that names of bodies tell.
KINDS = ("nhs_trust", "ccg", "icb", "council", "university")


def _kind(tokens: list[str]) -> str | None:
    have = set(tokens)
    if "icb" in have:
        return "icb"
    if "ccg" in have:
        return "ccg"
    if "trust" in have and ("nhs" in have or "foundation" in have):
        return "nhs_trust"
    if "council" in tokens[-1:] and "research" not in have and "parish" not in have and "town" not in have:
        return "council"
    if "university" in have and not have & {"hospital", "trust", "nhs", "board", "press", "healthcare", "library"}:
        return "university"
    return None


@functools.lru_cache(maxsize=65536)
def name_words(name: str, kind: str | None = None, *, brackets: bool = False) -> NameWords:
    """A name as it is compared with others; what stands in brackets is left out.

    ``kind``: of a body whose kind is known, whatever its name's words say. ``brackets``: leave nothing out.
    """
    text = unicodedata.normalize("NFKD", name)
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    text = re.sub(r"[’'`´]", "", text).replace("&", " and ").replace("+", " and ")
    text = _BRACKETS.sub(" ", text) if not brackets and not text.startswith(("(", "[")) else text
    text = re.sub(r"\s+", " ", text).strip(" .,;:-")
    for pattern, spelt in _PHRASES:
        text = pattern.sub(spelt, text)
    short, joining = _words()["short"], word_set("joining")
    tokens = [short.get(t) or _singular(t) for t in _TOKEN.findall(text)]
    tokens = [t for t in tokens if t not in joining] or tokens
    kind = kind if kind in KINDS else _kind(tokens)
    while kind in ("ccg", "nhs_trust", "icb") and len(tokens) > 2 and tokens[-1] in word_set("trailing"):
        tokens.pop()
    marks = word_set("marks", kind) if kind else frozenset()
    core = frozenset(tokens) - marks or frozenset(tokens)
    return NameWords(tuple(tokens), kind, core, core - word_set("generic") or core)
