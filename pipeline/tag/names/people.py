"""Names of people by rule: after a title, a given name with a family name, authors of citations, beside an address."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.normalise.contacts import find_emails
from pipeline.tag.names.lexicon import body_names, forms_set, given_names, not_names, places, surnames
from pipeline.tag.names.spans import PERSON, Name, Words

# Vancouver style: family name, initials without stops; in a row with others, or before a year.
_CITED = re.compile(
    r"(?<![\w’'-])((?:(?:van|von|de|der|la|le|Mc|O['’])\s?)*[A-Z][a-z’'\u00c0-\u024f]+(?:[- ][A-Z][a-z\u00c0-\u024f]+)?\s[A-Z]{1,3})"
    r"(?=\s*[,.;:(]|\s+(?:et al|and\b|&)|\s*$)"
)
_YEAR = re.compile(r"\(?\b(?:19|20)\d\d\b")
_HYPHENS = ("-", "‑", "–")


def _words(key: str) -> frozenset[str]:
    return forms_set("people", key)


def _is_surname(words: Words, index: int) -> bool:
    """Whether a word can be a family name: capitalised letters, no class word, no place of work."""
    text = words.texts[index]
    if not words.caps[index] or len(text) < 2 or not all(c.isalpha() or c in "’'" for c in text):
        return False
    if text in _words("maybe_surname"):
        return index + 1 >= len(words) or not words.caps[index + 1]
    return text not in _words("no_surname") and text not in not_names() and text not in forms_set("words", "roles")


def _family(words: Words, index: int) -> int:
    """The end of a family name that begins at a word; the index itself where none does."""
    end = index
    while end < len(words) and words.texts[end] in _words("particles") and end + 1 < len(words) and end - index < 2:
        end += 1
    if end >= len(words) or not _is_surname(words, end):
        return index
    end += 1
    while end + 1 < len(words) and words.texts[end] in _HYPHENS and words.joined(end) and words.joined(end + 1) and words.caps[end + 1]:
        end += 2
    return end


def by_title(words: Words) -> list[Name]:
    """``Dr Amara Bell``, ``Lord Alder of Wyvern``, ``Mr & Mrs P Stone``."""
    found = []
    titles = _words("titles")
    for index, text in enumerate(words.texts):
        if text not in titles or (index and words.texts[index - 1] in titles) or (index > 1 and words.texts[index - 2] in titles):
            continue
        end = index + 1
        while end < len(words) and (words.texts[end] in titles or (words.texts[end] == "." and words.joined(end))):
            end += 1
        if end + 1 < len(words) and words.texts[end] in ("&", "and") and words.texts[end + 1] in titles:
            end += 2  # "Mr & Mrs D Stone" stands for two and is written as one
        begin = end
        while end < len(words) and end - begin < 3 and words.caps[end] and _is_initial(words.texts[end]):
            end += 1
            if end < len(words) and words.texts[end] == "." and words.joined(end):
                end += 1
        last = _family(words, end)
        while last > end:
            end = last
            if end >= len(words) or words.texts[end] in _words("particles") or _breaks(words, end):
                break
            if len(words.texts[end]) == 1 and words.caps[end] and _family(words, end + 1) > end + 1:
                end += 1  # "Professor Idris A Idris"
            last = _family(words, end) if not words.texts[end].isupper() or len(words.texts[end]) > 4 else end
        if end < len(words) - 1 and words.texts[end] == "of" and words.texts[index] in ("Lord", "Lady", "Baroness", "Baron") and words.caps[end + 1]:
            end += 2
        if end > begin and any(len(w) > 1 for w in words.texts[begin:end]):
            found.append(words.name(index, end, PERSON, "rule", "title"))
    return found


def _is_initial(text: str) -> bool:
    return (len(text.rstrip(".")) == 1 and text[0].isupper()) or (len(text) == 2 and text.isupper() and text not in not_names())


def by_given_name(words: Words) -> list[Name]:
    """A given name and the family name behind it."""
    found = []
    given, weak = given_names(), _words("weak_given")
    index = 0
    while index < len(words):
        text = words.texts[index]
        if text not in given or (index and words.texts[index - 1] in ("-", ".", "@") and words.joined(index)):
            index += 1
            continue
        end = index + 1
        while end + 1 < len(words) and words.texts[end] in _HYPHENS and words.joined(end) and words.joined(end + 1) and words.caps[end + 1]:
            end += 2
        while end + 1 < len(words) and len(words.texts[end].rstrip(".")) == 1 and words.caps[end] and words.caps[end + 1] and "\n" not in _gap(words, end):
            end += 1
        last = _family(words, end) if end < len(words) and not _breaks(words, end) else end
        if last == end or (text in weak and not any(w in surnames() for w in words.texts[end:last])) or _is_body(words, index, last):
            index += 1
            continue
        while last < len(words) and words.caps[last] and not _breaks(words, last) and _goes_on(words, last):
            last = _family(words, last)
        found.append(words.name(index, last, PERSON, "rule", "given_name"))
        index = last
    return found


def _gap(words: Words, index: int) -> str:
    return words.text[words.ends[index - 1] : words.starts[index]]


def _breaks(words: Words, index: int) -> bool:
    """Whether a line or a tab parts a word from the one before it."""
    gap = _gap(words, index)
    return "\n" in gap or "\t" in gap or words.texts[index].isspace()


def _goes_on(words: Words, index: int) -> bool:
    """Whether a third word belongs to the name: a second family name, known or last in its run."""
    text = words.texts[index]
    if not _is_surname(words, index) or (text.isupper() and not words.texts[index - 1].isupper() and len(text) < 5) or text in places():
        return False
    if text in given_names() and text not in surnames():
        return False
    return text in surnames() or index + 1 >= len(words) or not words.caps[index + 1]


def _is_body(words: Words, start: int, end: int) -> bool:
    text = words.text[words.starts[start] : words.ends[end - 1]]
    return end - start == 2 and (text in places() or text in not_names() or text in body_names())


def by_citation(words: Words) -> list[Name]:
    """Authors of citations: ``Bickley L, Marsh PD``; a lone one only before a year or "et al"."""
    matches = list(_CITED.finditer(words.text))
    found = []
    for number, match in enumerate(matches):
        start, end = match.span(1)
        if (
            match[1].rsplit(" ", 1)[0] in places()
            or match[1].split(" ")[0] in _words("no_surname") | _words("labels")
            or match[1].rsplit(" ", 1)[1] in not_names()
        ):
            continue
        gaps = [b.start() - a.end() for a, b in pairwise(matches[max(0, number - 1) : number + 2])]
        near = any(0 <= gap <= 6 for gap in gaps)
        after = words.text[end : end + 24]
        if (
            near
            or re.match(r"\s*(?:,?\s*et al|[,.]?\s*\(?(?:19|20)\d\d)", after)
            or (start == 0 and re.match(r"\s*[.,]\s", after) and _YEAR.search(words.text))
        ):
            found.append(Name(start, end, PERSON, "rule", "citation"))
    return found


def by_email(words: Words) -> list[Name]:
    """The capitalised words right before an address that spells them."""
    if "@" not in words.text:
        return []
    found = []
    for email in find_emails(words.text):
        local = email.value.split("@")[0].casefold()
        last = next((n for n in range(len(words) - 1, -1, -1) if words.ends[n] <= email.start and words.caps[n]), None)
        if last is None or len(words.text[words.ends[last] : email.start].strip(" ,:;–-(<\n\t")) > 0:
            continue
        start = last
        while start > 0 and last - start < 3 and (words.caps[start - 1] or words.texts[start - 1] in _HYPHENS) and not _breaks(words, start):
            start -= 1
        parts = [w.casefold() for w in words.texts[start : last + 1] if len(w) > 1]
        if last > start and parts and parts[-1] in local and all(w.isalpha() or w in _HYPHENS or "’" in w or "'" in w for w in words.texts[start : last + 1]):
            found.append(words.name(start, last + 1, PERSON, "rule", "email"))
    return found


def by_label(words: Words) -> list[Name]:
    """Initials behind a label ("Action: SG", "Group member responsible: TP") or before what somebody does ("SG reported")."""
    found = []
    labels, verbs = _words("labels"), _words("verbs")
    for index, text in enumerate(words.texts):
        if not (text.isupper() and 2 <= len(text) <= 3 and text.isalpha()) or text in not_names():
            continue
        before = words.texts[index - 1] if index else ""
        after = words.texts[index + 1] if index + 1 < len(words) else ""
        behind = (before == ":" and index > 1 and words.texts[index - 2] in labels) or before in ("Action", "ACTION", "Actions", "ACTIONS")
        if behind or (len(text) == 2 and after in verbs and index == 0 and after not in ("and", "is", "was")):
            found.append(words.name(index, index + 1, PERSON, "rule", "initials"))
            following = index + 1
            while following + 1 < len(words) and words.texts[following] in ("/", ",", "&") and _initial_like(words.texts[following + 1]):
                found.append(words.name(following + 1, following + 2, PERSON, "rule", "initials"))
                following += 2
    return found


def by_bracket(words: Words) -> list[Name]:
    """Capitalised words with their own initials in brackets behind them: ``Oyelaran Tamm (OT)``.

    One alone counts where a part is a known name; two in a text are a list of people.
    """
    found: list[tuple[Name, Name, bool]] = []
    for index in range(2, len(words) - 1):
        initials = words.texts[index]
        if words.texts[index - 1] not in ("(", "[") or words.texts[index + 1] not in (")", "]") or not 2 <= len(initials) <= 4:
            continue
        count = sum(c.isupper() for c in initials)
        start = index - 1 - count
        parts = words.texts[max(start, 0) : index - 1]
        if start < 0 or count < 2 or not words.caps[start] or [p[0].upper() for p in parts] != [c for c in initials if c.isupper()]:
            continue
        if any(not all(c.isalpha() or c in "’'" for c in p) or p in _words("no_surname") or p in not_names() for p in parts):
            continue
        is_known = any(p in given_names() or p in surnames() for p in parts)
        found.append((words.name(start, index - 1, PERSON, "rule", "bracket"), words.name(index, index + 1, PERSON, "rule", "bracket"), is_known))
    return [n for name, initials, known in found for n in (name, initials) if known or (sum(k for _, _, k in found) >= 1 and len(found) >= 3)]


def _initial_like(text: str) -> bool:
    return text.isupper() and 2 <= len(text) <= 3 and text.isalpha() and text not in not_names()
