"""Names of organisations by their form: what ends them, what begins them, and the bodies that are known."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from spacy.language import Language
from spacy.matcher import PhraseMatcher

from pipeline.tag.names.lexicon import bodies, forms, forms_set, given_names, not_names, places
from pipeline.tag.names.spans import ORG, Name, Words

_POSSESSIVE = frozenset({"’s", "'s", "’", "'"})


@dataclass(frozen=True, slots=True)
class _Head:
    words: tuple[str, ...]
    joins: bool
    is_trust: bool


@functools.cache
def _heads() -> dict[str, list[_Head]]:
    """The words that end a name, by their first word, the longest first; those in capitals throughout too."""
    found: dict[str, list[_Head]] = {}
    for section in ("trusts", "councils", "sites", "companies"):
        for head in forms()[section]["heads"]:
            for words in {tuple(head.split()), tuple(head.upper().split())}:
                found.setdefault(words[0], []).append(_Head(words, forms()[section]["joins"], section == "trusts"))
    for heads in found.values():
        heads.sort(key=lambda h: -len(h.words))
    return found


@functools.cache
def _prefixes() -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for prefix in forms()["prefixes"]["of"]:
        words = tuple(prefix.split())
        found.setdefault(words[0], []).append(words)
    for entries in found.values():
        entries.sort(key=len, reverse=True)
    return found


def _word(key: str) -> frozenset[str]:
    return forms_set("words", key)


def by_form(words: Words) -> list[Name]:
    """Names that their form gives away: ``… NHS Foundation Trust``, ``University of …``, ``NHS`` and a place."""
    found: list[Name] = []
    heads, prefixes = _heads(), _prefixes()
    index = 0
    while index < len(words):
        text = words.texts[index]
        name = None
        if words.caps[index] or text == "&" or text == "and":
            if text in prefixes:
                name = _with_prefix(words, index, prefixes[text])
            if name is None and text in heads:
                name = _with_head(words, index, heads[text])
            if name is None and text == "NHS":
                name = _with_nhs(words, index)
        if name is not None:
            found.append(name)
        index += 1
    return found


def _matches(words: Words, index: int, pattern: tuple[str, ...]) -> bool:
    return words.texts[index : index + len(pattern)] == list(pattern)


def _with_head(words: Words, index: int, heads: list[_Head]) -> Name | None:
    head = next((h for h in heads if _matches(words, index, h.words)), None)
    if head is None:
        return None
    end = index + len(head.words)
    if end < len(words) and words.texts[end] == "-" and words.joined(end):
        return None
    while end < len(words) and words.texts[end] in ("Board", "Committee", "Press", "Trust") and words.caps[end]:
        end += 1  # "NHS Hull CCG Board", "University Press"
    if end < len(words) and words.caps[end] and words.texts[end] in _heads() and any(_matches(words, end, h.words) for h in _heads()[words.texts[end]]):
        return None  # a longer head begins here: it will be found from there
    start = _begin(words, index, head)
    start = _stripped(words, start, index)
    return _checked(words, start, index, end)


def _begin(words: Words, index: int, head: _Head) -> int:
    """How far the name reaches to the left of its head."""
    start, position, has_and = index, index - 1, False
    while position >= 0:
        text = words.texts[position]
        if words.caps[position] or (text.isdigit() and len(text) == 1 and start == position + 1 and words.texts[start] in ("Boroughs", "Borough")):
            if position + 1 < start and words.texts[position + 1] in _word("and") and text.isupper() and len(text) > 1 and text != "NHS":
                break
            if start == position + 1 < index and _ends_trust(words, start):
                break
            start = position
        elif not _links(words, position, head, has_and=has_and):
            break
        else:
            has_and = has_and or text in _word("and")
        position -= 1
    return start


def _heads_before(words: Words, position: int) -> list[_Head]:
    """The heads that end right before a position."""
    return [
        h
        for length in (1, 2, 3)
        if position >= length
        for h in _heads().get(words.texts[position - length], ())
        if h.words == tuple(words.texts[position - length : position])
    ]


def _ends_trust(words: Words, position: int) -> bool:
    """Whether the words before a position end the name of a trust: what follows is another name."""
    return any(h.is_trust and len(h.words) > 1 for h in _heads_before(words, position))


def _links(words: Words, position: int, head: _Head, *, has_and: bool) -> bool:
    """Whether a word without a capital, or a sign, joins two words of one name."""
    text = words.texts[position]
    before = words.texts[position - 1] if position else ""
    if text == "of":
        return before in _word("before_of")
    if text == "the":
        return before == "of" and position > 1 and words.texts[position - 2] in _word("before_of")
    if position == 0 or not (words.caps[position - 1] or before in _POSSESSIVE):
        return False
    if text in _POSSESSIVE:
        return before in _word("possessives") or (position > 1 and words.texts[position - 2] in ("St", "St.", "Saint"))
    if text in _word("and"):
        return (head.joins or text == "&") and not _ends_name(words, position)
    if text == ",":
        return head.is_trust and has_and and not _ends_name(words, position) and _is_enumeration(words, position)
    if text in ("-", "–"):
        return words.joined(position) and words.joined(position + 1)
    if text in ("for", "on", "in"):
        return head.joins and before in ("Office", "Institute", "Council", "Commission", "Committee", "Centre")
    return text in ("upon", "le")


def _is_enumeration(words: Words, comma: int) -> bool:
    """Whether a comma parts two places of one name, not a person or a role from a body."""
    first = comma - 1
    while first > 0 and words.caps[first - 1]:
        first -= 1
    return words.texts[first] not in given_names() and words.texts[comma + 1] not in ("NHS", "The") and words.texts[comma - 1] not in _word("roles")


def _ends_name(words: Words, position: int) -> bool:
    """Whether the words before a position are a whole name already: an abbreviation, or one with a head."""
    before = words.texts[position - 1]
    if (before.isupper() and len(before) > 1 and before != "NHS") or before in ("Unit", "Team", "Service", "Services"):
        return True
    return any(h.is_trust or h.words[-1] in ("Council", "Hospital", "University") for h in _heads_before(words, position))


def _stripped(words: Words, start: int, index: int) -> int:
    """The beginning without what is no part of the name: articles, verbs, roles, stray connectors."""
    for position in range(index - 1, start - 1, -1):
        if words.texts[position] in _word("roles"):
            start = position + 1
            break
    if words.texts[index].isupper() and len(words.texts[index]) > 3:  # a heading in capitals: what an article or "of" opens is its last part
        for position in range(index - 1, start - 1, -1):
            if words.texts[position] in ("OF", "THE", "AT", "FOR", "BY"):
                start = position + 1
                break
    if start + 3 <= index and words.texts[start] in given_names() and words.caps[start + 1] and words.caps[start + 2]:
        if words.texts[start + 2] not in _word("generic") and words.texts[start + 1] not in places():
            start += 2  # a person before their body, with nothing between
    while start < index:
        text = words.texts[start]
        lone_new = text == "New" and start > 0 and start + 1 < index
        if (text in _word("openers") and not lone_new) or not (words.caps[start] or text[0].isdigit()):
            start += 1
        else:
            break
    return start


def _checked(words: Words, start: int, index: int, end: int) -> Name | None:
    """The name, if something in it is its own: "Trust Board" and "Medical Library" are classes."""
    text = words.text[words.starts[start] : words.ends[end - 1]]
    shown = " ".join(text.split())
    if shown in not_names():
        return None
    if shown in _word("specific") or shown.title() in _word("specific"):
        return words.name(start, end, ORG, "rule", "form")
    generic = _word("generic")
    own = [w for w in words.texts[start:index] if w[0].isupper() or w[0].isdigit()]
    if not own or all(w in generic or w.title() in generic for w in own):
        return None
    is_service = words.texts[end - 1] in ("Library", "Hospitals", "Hospital", "Trust", "Board")
    if is_service and all(w.isupper() and len(w) > 1 for w in own):
        return None  # "CMFT Library": the abbreviation alone is the name
    if words.texts[end - 1] in ("Library", "Board", "Trust", "University", "Hospital") and end < len(words) and words.texts[end] in _word("roles"):
        return None  # a job title
    return words.name(start, end, ORG, "rule", "form")


def _with_prefix(words: Words, index: int, prefixes: list[tuple[str, ...]]) -> Name | None:
    prefix = next((p for p in prefixes if _matches(words, index, p)), None)
    if prefix is None:
        return None
    end = index + len(prefix)
    if end < len(words) and words.texts[end] == "the":
        end += 1
    if end >= len(words) or not words.caps[end]:
        return None
    joins = prefix[0] not in ("University", "House", "Houses", "London", "Friends")
    lists = prefix[0] in ("Department", "Chartered", "Royal", "Society", "Association", "Directorate", "Ministry")
    while end < len(words):
        text = words.texts[end]
        after_cap = end + 1 < len(words) and words.caps[end + 1]
        is_word = words.caps[end] and text not in _word("openers") and not (text.isupper() and len(text) > 1)
        is_listed = text == "," and joins and lists and _and_follows(words, end)
        is_link = after_cap and (text in ("of", "-") or (text == "and" and joins and not _opens_name(words, end + 1)) or is_listed)
        if not (is_word or text == "&" or is_link):
            break
        end += 1
    while end > index and not words.caps[end - 1]:
        end -= 1
    if end < index + len(prefix) + 1:
        return None
    start = index
    while start > 0 and words.caps[start - 1] and words.texts[start - 1] not in _word("openers") and words.texts[start - 1] not in _word("roles"):
        start -= 1
    return words.name(start, end, ORG, "rule", "prefix")


def _and_follows(words: Words, comma: int) -> bool:
    return any(w in _word("and") for w in words.texts[comma : comma + 5])


def _opens_name(words: Words, index: int) -> bool:
    text = words.texts[index]
    return text in _prefixes() or text in given_names() or (text.isupper() and len(text) > 1)


def _with_nhs(words: Words, index: int) -> Name | None:
    """``NHS`` and a place (``NHS Lothian``), or the NHS itself where it is a noun of its own."""
    end = index + 1
    after = words.texts[end] if end < len(words) else ""
    if end < len(words) and words.caps[end]:
        while end < len(words) and (words.caps[end] or (words.texts[end] in ("and", "&") and end + 1 < len(words) and words.caps[end + 1])):
            end += 1
        place = words.text[words.starts[index + 1] : words.ends[end - 1]]
        if place in places() and place not in ("North", "South", "Midlands"):
            return words.name(index, end, ORG, "rule", "nhs_place")
        is_new_line = "\n" in words.text[words.ends[index] : words.starts[index + 1]]
        return words.name(index, index + 1, ORG, "rule", "nhs") if is_new_line else None
    if after.startswith(("-", "–")) and words.joined(end) and end + 1 < len(words) and words.caps[end + 1]:
        return None
    if after == "." and end + 1 < len(words) and words.joined(end + 1):
        return None
    if after == "jobs" or (index and words.texts[index - 1] in ("-", "@", "#", ".") and words.joined(index)):
        return None
    before_cap = index > 0 and words.caps[index - 1] and words.texts[index - 1] not in _word("openers") and not words.texts[index - 1].endswith((".", ":"))
    if before_cap and not after[:1].islower():
        return None
    return words.name(index, index + 1, ORG, "rule", "nhs")


class Gazetteer:
    """The bodies of the reference table, found word for word by spaCy's PhraseMatcher."""

    def __init__(self, nlp: Language) -> None:
        self._matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
        unwanted = not_names() | places()
        self._makers = frozenset(b.name for b in bodies() if b.kind in ("company", "publisher"))
        names = {n for b in bodies() for n in (b.name, *b.abbreviations) if n not in unwanted}
        spelt = {v for n in names for v in (n, n.replace(" and ", " & "), n.replace(" & ", " and "), n.replace("'", "’"))}
        self._matcher.add("ORG", [nlp.make_doc(n) for n in sorted(spelt)])

    def find(self, words: Words) -> list[Name]:
        """The known bodies in a text."""
        found = []
        for _, start, end in self._matcher(words.doc):
            if end - start == 1 and self._is_part(words, start):
                continue
            if words.texts[start] in self._makers and end < len(words) and words.caps[end]:
                continue  # a product: "Microsoft Edge"
            found.append(words.name(start, end, ORG, "gazetteer", "abbreviation" if words.texts[start].isupper() and end - start == 1 else "name"))
        return found

    @staticmethod
    def _is_part(words: Words, index: int) -> bool:
        """Whether a lone word belongs to something else: a family name, a compound, an address."""
        text = words.texts[index]
        before = words.texts[index - 1] if index else ""
        if before in given_names() and not text.isupper():
            return True
        if index + 2 < len(words) and words.texts[index + 1] == "/" and words.texts[index + 2] == "I":
            return True  # "NHSE/I"
        if index + 1 < len(words) and words.texts[index + 1] in ("-", "@", ".") and words.joined(index + 1):
            after = words.texts[index + 2] if index + 2 < len(words) and words.joined(index + 2) else ""
            return not after[:1].islower() if words.texts[index + 1] == "-" else words.texts[index + 1] == "@" or bool(after)
        return before in ("@", "#", "-", ".") and words.joined(index)
