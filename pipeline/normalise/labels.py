"""Labels by meaning: which field a heading or a column head names, however hurriedly it was typed.

A vocabulary is a TOML file: one table for each canonical field, with ``labels`` (phrases that name
it) and ``words`` (sets of words that name it wherever they all occur, ``*`` standing for any end).
A new label is one line there.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from rapidfuzz import fuzz, process

from pipeline.normalise.text import fold

_EDGE = " \t:;.,-?*_()[]\"'"


def label_key(text: str) -> str:
    """A label without what its typing adds: case, colon, quotation marks, ``the``, ``&``, a number before it."""
    key = fold(text).replace("&", " and ").replace("/", " / ")
    key = re.sub(r"[\"“”]", "", key)
    key = re.sub(r"\s+", " ", key).strip(_EDGE)
    return re.sub(r"^(?:the|a|an) ", "", key)


@dataclass(frozen=True)
class Vocabulary:
    """Phrases and word sets that name the canonical fields of one kind of record."""

    phrases: dict[str, str]
    word_sets: tuple[tuple[tuple[re.Pattern[str], ...], str], ...]

    def match(self, text: str, *, fuzzy: bool = True) -> str | None:
        """The canonical field that a label names, or None.

        Args:
            text: the label, with or without colon.
            fuzzy: whether a slip of the keyboard is forgiven (a long phrase, one letter in ten).
        """
        key = label_key(text)
        if not key or len(key) > 90:
            return None
        if key in self.phrases:
            return self.phrases[key]
        if len(key) >= 5 and key.replace(" ", "") in self._unspaced:
            return self._unspaced[key.replace(" ", "")]  # a narrow column broke its words
        words = re.findall(r"[\w']+", key)
        if len(words) <= 12:
            for patterns, field in self.word_sets:
                if all(any(p.fullmatch(w) for w in words) for p in patterns):
                    return field
        if fuzzy and len(key) >= 7:
            best = process.extractOne(key, self._long, scorer=fuzz.ratio, score_cutoff=90)
            if best:
                return self.phrases[best[0]]
        return None

    @functools.cached_property
    def _unspaced(self) -> dict[str, str]:
        return {p.replace(" ", ""): f for p, f in self.phrases.items() if len(p) >= 5}

    @functools.cached_property
    def _long(self) -> list[str]:
        return [p for p in self.phrases if len(p) >= 7]

    @functools.cached_property
    def _inline(self) -> re.Pattern[str]:
        """Any phrase of the vocabulary as typed in running text, the longest first."""
        alternatives = []
        for phrase in sorted(self.phrases, key=len, reverse=True):
            pattern = r"\s*".join(re.escape(w) for w in re.findall(r"[\w']+|[^\w\s]", phrase))
            pattern = re.sub(r"(?<=\w)\\s\*(?=\w)", r"\\s+", pattern)
            pattern = pattern.replace(r"\s+and\s+", r"\s*(?:and|&)\s*").replace("'", "['‘’]")
            alternatives.append(pattern)
        return re.compile(r"(?<![\w/])(?:the\s+)?[“\"‘']?(?P<label>" + "|".join(alternatives) + r")[”\"’']?\s*\??\s*(?P<colon>:)", re.IGNORECASE)

    def find_inline(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Labels with a colon behind them inside a paragraph, as ``(start, end behind the colon, field)``.

        One that does not open the paragraph or a line counts only with a capital letter.
        """
        if ":" not in text:
            return
        for match in self._inline.finditer(text):
            before = text[: match.start()].rstrip(" \t")
            opens = not before or before.endswith("\n")
            if not opens and not text[match.start("label")].isupper():
                continue
            yield match.start(), match.end(), self.phrases[label_key(match["label"])]

    def find_opening(self, text: str) -> tuple[int, str] | None:
        """A label of two words or more that opens the text without a colon, as ``(end, field)``.

        What follows must look like a value (a capital, a digit, a quotation mark), so that the
        sentence "Date of publication was moved" is no label.
        """
        match = self._bare.match(text)
        if not match or not re.match(r"\s+[A-Z0-9“\"‘'£\u00c0-\u00de]", text[match.end() :]):
            return None
        return match.end(), self.phrases[label_key(match.group("label"))]

    @functools.cached_property
    def _bare(self) -> re.Pattern[str]:
        phrases = sorted((p for p in self.phrases if " " in p), key=len, reverse=True)
        body = "|".join(r"\s+".join(re.escape(w) for w in p.split(" ")) for p in phrases)
        return re.compile(rf"(?P<label>{body or '(?!)'})(?!\w)", re.IGNORECASE)


@functools.cache
def vocabulary(package: str, name: str = "labels.toml") -> Vocabulary:
    """The vocabulary file of a package.

    Raises:
        ValueError: one phrase is given to two fields.
    """
    with (files(package) / name).open("rb") as handle:
        data = tomllib.load(handle)
    phrases: dict[str, str] = {}
    word_sets = []
    for field, entry in data.items():
        for phrase in entry.get("labels", []):
            key = label_key(phrase)
            if phrases.setdefault(key, field) != field:
                raise ValueError(f"{package}/{name}: the label {phrase!r} is given to {phrases[key]} and to {field}")
        for words in entry.get("words", []):
            patterns = tuple(re.compile(re.escape(w.casefold()).replace(r"\*", r"[\w']*")) for w in words)
            word_sets.append((patterns, field))
    return Vocabulary(phrases, tuple(word_sets))
