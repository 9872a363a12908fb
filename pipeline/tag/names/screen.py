"""What of the model's finds is no name: places, products, classes, job titles; and where a name really ends."""

from __future__ import annotations

import functools
import re

from pipeline.tag.names.lexicon import common_words, forms_set, given_names, not_names, places, surnames
from pipeline.tag.names.spans import ORG, PERSON, Name

_EDGES = ' \t\n\u00a0·•●○■▪-–—*.,;:|/\\"“”‘()[]{}<>&+_'
_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")
_MONTHS = frozenset(["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"])
_PLURAL = re.compile(
    r"\b(?:Boards|Councils|Trusts|Committees|CCGs|Colleges|Universities|Groups|Networks|Libraries|Partnerships|Authorities|Organisations|Services|Systems|Institutions|Providers|Drivers|Economies|Homes|Schools|Teams|Units|Centres|Agencies|Managers|Officers|Leads|Librarians)$"
)
_ADDRESS = re.compile(r"[@#]|https?:|www\.|\.(?:com|org|net|uk|nhs|docx?|pdf|pptx?|csv|html?|py|qmd|md)\b|_|=|\(\)|::")

_WORKS = re.compile(
    r"\b(?:Plans?|Programmes?|Strategy|Strategies|Framework|Review|Report|Initiative|Bulletin|Conference|Week|Day|Statistics|Scheme|Policy|Act|Awards?|Courses?|Toolkit|"
    r"Guide|Guidance|Newsletter|Journal|Survey|Pathway|Charter|Agenda|Minutes|Update|Handbook|Manual|Mandate|Summit|Workshop|Meeting|Catalogue|Website)$"
)


@functools.cache
def _phrases() -> tuple[str, ...]:
    return tuple(n for n in not_names() if n.count(" ") >= 2)


def screened(names: list[Name], text: str) -> list[Name]:
    """The model's names that may stand, with their edges set right."""
    kept = []
    for name in names:
        for part in _parted(name, text):
            fixed = _trimmed(part, text)
            if fixed is not None and _may_stand(fixed, text):
                kept.append(fixed)
    return kept


def _parted(name: Name, text: str) -> list[Name]:
    """A list with slashes is a name for each part, but for what is written so as a whole (``NHSE/I``, ``A/S``)."""
    shown = text[name.start : name.end]
    if "/" not in shown or any(len(p.strip()) < 2 for p in shown.split("/")):
        return [name]
    parts, position = [], name.start
    for piece in shown.split("/"):
        parts.append(Name(position, position + len(piece), name.label, name.method, name.source))
        position += len(piece) + 1
    return parts


def _trimmed(name: Name, text: str) -> Name | None:
    """The name without bullets, quotation marks, articles and possessives at its edges."""
    start, end = name.start, name.end
    while start < end and (text[start] in _EDGES or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in _EDGES or text[end - 1].isspace()):
        if text[end - 1] == ")" and text.count("(", start, end) >= text.count(")", start, end):
            break
        if text[end - 1] == "." and re.search(r"\b(?:Ltd|Inc|Co)\.$", text[start:end]):
            break
        end -= 1
    for lead in ("The ", "the ", "Our "):
        if text.startswith(lead, start) and end - start > len(lead):
            start += len(lead)
    match = _POSSESSIVE.search(text[start:end])
    if match and not (
        name.label == ORG and " " in text[start:end] and text[start : start + match.start()].rsplit(" ", 1)[-1] in forms_set("words", "possessives")
    ):
        end = start + match.start()
    short = re.match(r"([A-Z]{2,}(?:/[A-Z]{2,})*)\s+(?:Library|Libraries|Hospitals?|Conference|Team|Website|Network Meeting|Services?)$", text[start:end])
    end = start + short.end(1) if short and name.label == ORG and short[1] != "NHS" else end
    tail = re.search(r"(?:\s+(?:of|the|and|for|on|in|to|at|by|with|&))+$", text[start:end])
    end = start + tail.start() if tail else end
    if "\n" in text[start:end] or "\t" in text[start:end]:
        part = re.split(r"[\n\t]", text[start:end])[0]
        end = start + len(part.rstrip())
    if name.label == PERSON:
        start = _with_title(start, text)
        more = re.match(r"[-‑][A-Z][a-z]+", text[end:])
        end += more.end() if more else 0
    if end <= start:
        return None
    name.start, name.end = start, end
    return name


def _with_title(start: int, text: str) -> int:
    before = re.search(r"(\S+)[ \u00a0]$", text[:start])
    return before.start(1) if before and before[1] in forms_set("people", "titles") else start


def _may_stand(name: Name, text: str) -> bool:
    shown = " ".join(text[name.start : name.end].split())
    words = shown.replace("-", " ").split()
    if len(shown) < 2 or not any(c.isupper() for c in shown) or _ADDRESS.search(shown) or shown in not_names() or shown in _MONTHS:
        return False
    if text[max(0, name.start - 1) : name.start] in ("@", "#", "_") or text[name.end : name.end + 1] in ("@", "_"):
        return False
    if name.start and text[name.start - 1] == "/" and "http" in text[: name.start].rsplit(" ", 1)[-1]:
        return False
    if len(words) == 1 and shown.casefold() in common_words() and ((shown.istitle() and _opens(text, name.start)) or (shown.isupper() and len(shown) > 4)):
        return False
    if name.label == ORG:
        return _may_be_body(shown, words)
    return _may_be_person(shown, words)


def _opens(text: str, start: int) -> bool:
    """Whether a sentence, a row or a heading begins at an offset, where every word has a capital."""
    before = text[:start].rstrip(' \t\n•·●○■▪-–—*"“‘(')
    return not before or before[-1] in ".:?!|" or before[-1] == "\n"


def _may_be_body(shown: str, words: list[str]) -> bool:
    if _WORKS.search(shown) or any(shown.startswith(n) for n in _phrases()):
        return False
    parts = re.split(r",\s*(?:and\s+)?|\s+and\s+|\s+&\s+", shown)
    if (
        all(p in places() for p in parts)
        or (len(parts) > 2 and any(p in places() for p in parts))
        or shown in places()
        or _PLURAL.search(shown)
        or len(shown) == 1
    ):
        return False
    if shown in given_names() or shown == "NHS":  # the rules know when the NHS itself is meant
        return False
    generic, openers, roles = (forms_set("words", k) for k in ("generic", "openers", "roles"))
    if all(w in generic or w in openers or w in roles or w in ("and", "&", "of", "for", "the") for w in words):
        return shown in forms_set("words", "specific")
    return not (words[-1] in roles or re.fullmatch(r"[\d.,£%/-]+", shown))


def _may_be_person(shown: str, words: list[str]) -> bool:
    if any(c.isdigit() for c in shown) or shown in places() or len(words) > 6 or shown in forms_set("people", "titles"):
        return False
    if len(words) > 1 and all(w.casefold() in common_words() and w not in given_names() and w not in surnames() for w in words):
        return False
    no_surname, roles = forms_set("people", "no_surname"), forms_set("words", "roles")
    maybe = forms_set("people", "maybe_surname")
    if words[-1] in roles or (words[-1] in no_surname and words[-1] not in maybe) or words[0] in no_surname:
        return len(words) == 1 and words[0] in given_names()
    return not (len(words) == 1 and (shown in forms_set("words", "openers") or shown in forms_set("words", "generic")))
