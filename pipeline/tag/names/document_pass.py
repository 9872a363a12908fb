"""What a document says elsewhere about the names in it: abbreviations declared in brackets, initials, repeats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.matcher import PhraseMatcher

from pipeline.normalise.names import initials_fit, initials_of
from pipeline.tag.names.lexicon import forms_set, given_names, not_names, places
from pipeline.tag.names.spans import ORG, PERSON, Name, Words

_BRACKETS = re.compile(r"\s?[(\[]([A-Za-z&][\w&/.-]{1,11})[)\]]")
_SHORT = re.compile(r"[A-Z][A-Z]{1,2}[a-z]?$|[A-Z][a-z][A-Z]$")
_SPELT = re.compile(r"\b([A-Z]{2,6}s?)\s\(([A-Z][^()]{4,80})\)")
_LINKS = frozenset({"of", "and", "the", "for", "in", "on", "&", "to", "with", "at", "by"})


@dataclass(slots=True)
class Known:
    """What the document has told so far: abbreviations of bodies and of other things, people by their initials."""

    bodies: dict[str, str] = field(default_factory=dict)
    things: set[str] = field(default_factory=set)
    printed: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)


def document_pass(passages: Sequence[tuple[Words, list[Name]]], nlp: Language, people: Sequence[str] = ()) -> dict[str, str]:
    """Add to each text's names what the others say of it, and take out what they contradict; the abbreviations
    of bodies that the document declares come back, each with the name that it stands for.

    Args:
        passages: the texts of one document with the names found so far, which are changed.
        nlp: makes the patterns.
        people: full names that the document's structure gives (attendance and the like).
    """
    known = Known()
    for words, names in passages:
        _declarations(words, names, known)
    for name in {*people, *(words.text[n.start : n.end] for words, names in passages for n in names if n.label == PERSON)}:
        initials = initials_of(name) if " " in name else None
        if initials and 2 <= len(initials) <= 4:
            known.people.add(initials)
    _spell_out(passages, known)
    lower = {t for words, _ in passages for t in words.texts if t.islower()}
    for words, names in passages:
        _initials(words, names, known)
        _things(words, names, known, lower)
    _repeats(passages, nlp, people)
    return known.bodies


def _letters(name: str) -> str:
    return "".join(w[0] for w in re.split(r"[\s\-–/]+", name) if w and w.casefold() not in _LINKS and w[0].isalnum()).upper()


def _stands_for(short: str, name: str) -> bool:
    """Whether an abbreviation can be a name's: its letters are the words' first, in order, all but one or two."""
    letters = re.sub(r"[^A-Z]", "", short.upper())
    first = _letters(name)
    if not letters or len(first) < 2:
        return False
    position = 0
    for letter in letters:
        found = first.find(letter, position)
        if found < 0:
            found_inside = re.search(letter, name.upper())
            return len(letters) >= 3 and position >= 2 and found_inside is not None
        position = found + 1
    return len(letters) >= 2


def _declarations(words: Words, names: list[Name], known: Known) -> None:
    """``Lanes Health Board (LHB)``, ``LHB (Lanes Health Board)``, ``Ann Bell (AB)``, ``Library System (LS)``."""
    text = words.text
    if "(" not in text and "[" not in text:
        return
    for match in _SPELT.finditer(text):
        body = next((n for n in names if n.label == ORG and n.start <= match.start(2) + 4 and match.start(2) <= n.start and n.end <= match.end(2)), None)
        if body is not None and _stands_for(match[1], text[body.start : body.end]):
            known.bodies.setdefault(match[1], text[body.start : body.end])
        elif body is None and _letters(match[2]).startswith(match[1].rstrip("s")):
            known.things.add(match[1])
    for match in _BRACKETS.finditer(text):
        short = match[1]
        if sum(c.isupper() for c in short) < 2 and not (len(short) == 2 and short[0].isupper()):
            continue
        start, end = match.span(1)
        before = next((n for n in names if n.end == match.start() or text[n.end : match.start()].strip() == ""), None)
        before = before if before is not None and before.end <= match.start() and match.start() - before.end <= 1 else None
        inside = next((n for n in names if n.start < end and start < n.end), None)
        if before is not None and before.label == PERSON:
            if initials_fit(short, text[before.start : before.end]) and (inside is None or inside.method != "gazetteer"):
                known.printed.add(short)
                _put(names, Name(start, end, PERSON, "rule", "declared"))
        elif short in not_names() or short in places():
            if before is not None and before.method == "model" and _stands_for(short.rstrip("s"), text[before.start : before.end]):
                names.remove(before)  # what is abbreviated so is a programme or a class
        elif before is not None and before.label == ORG:
            if _stands_for(short, text[before.start : before.end]) or (inside is not None and inside.method == "gazetteer"):
                known.bodies.setdefault(short, text[before.start : before.end])
                _put(names, Name(start, end, ORG, "rule", "declared"))
        elif _expands(short, text[: match.start()]) and (inside is None or inside.method == "model"):
            known.things.add(short)


def _expands(short: str, before: str) -> bool:
    """Whether the words before a bracket, which are no name, are what the letters stand for."""
    letters = re.sub(r"[^A-Za-z]", "", short).rstrip("s").casefold()
    tail = [w for w in re.split(r"[\s\-/]+", before)[-len(letters) - 3 :] if w]
    full = "".join(w[0] for w in tail if w.casefold() not in _LINKS).casefold()
    return len(letters) >= 2 and (full.endswith(letters) or "".join(w[0] for w in tail).casefold().endswith(letters))


def _put(names: list[Name], new: Name) -> None:
    """Add a name; one of the model's that it meets gives way."""
    if any(n.meets(new) and n.method != "model" and not (n.start == new.start and n.end == new.end and n.label != new.label) for n in names):
        return
    names[:] = [n for n in names if not n.meets(new)]
    names.append(new)


def _spell_out(passages: Sequence[tuple[Words, list[Name]]], known: Known) -> None:
    """Abbreviations that no bracket declares but that spell a body of the same document."""
    for words, names in passages:
        for name in names:
            text = words.text[name.start : name.end]
            letters = _letters(text)
            if name.label == ORG and name.method != "model" and text.count(" ") >= 2 and len(letters) >= 3 and letters not in not_names():
                known.bodies.setdefault(letters, text)


def _initials(words: Words, names: list[Name], known: Known) -> None:
    """Abbreviations of bodies, and initials of people who are named in full, wherever they stand."""
    for index, text in enumerate(words.texts):
        if len(text) < 2 or not words.caps[index] or (text not in known.bodies and not _SHORT.match(text)):
            continue
        if words.joined(index) and words.texts[index - 1] in ("@", "#", ".", "-", "_"):
            continue
        if text in known.bodies:
            _put(names, words.name(index, index + 1, ORG, "rule", "declared"))
        elif text in known.printed or (text in known.people and text not in not_names() and _is_used_as_person(words, index)):
            _put(names, words.name(index, index + 1, PERSON, "rule", "initials"))


def _is_used_as_person(words: Words, index: int) -> bool:
    """Whether initials stand where a person does: alone, first, among others, before what somebody does."""
    before = words.texts[index - 1] if index else ""
    after = words.texts[index + 1] if index + 1 < len(words) else ""
    if index + 1 < len(words) and words.caps[index + 1] and after.isalpha() and not after.isupper():
        return False
    begins = (
        index == 0
        or before in ("/", ",", ":", ";", "–", "-", "(", "&", "and", ".", "Action", "ACTION", "by", "to", "from", "with", "thanked", "asked", "+")
        or before.isspace()
    )
    ends = (
        not after or after in ("/", ",", ":", ";", ".", "–", "-", ")", "&", "’s", "'s", "and", "+") or after in forms_set("people", "verbs") or after.isspace()
    )
    return (begins and ends) or after in forms_set("people", "verbs") or (index == 0 and index + 1 == len(words))


def _things(words: Words, names: list[Name], known: Known, lower: set[str]) -> None:
    """Take out the model's bodies that the document expands from a common noun, or writes in small letters elsewhere."""

    def may_stay(name: Name) -> bool:
        text = words.text[name.start : name.end]
        if name.method != "model" or text in known.bodies:
            return True
        begins = not words.text[: name.start].strip(" •-–\t") or words.text[: name.start].rstrip()[-1:] in (".", ":", "?", "!")
        return text not in known.things and not (begins and text.istitle() and text.casefold() in lower)

    names[:] = [n for n in names if may_stay(n)]


def _repeats(passages: Sequence[tuple[Words, list[Name]]], nlp: Language, people: Sequence[str]) -> None:
    """What was surely found once is found everywhere; people by their given name alone too."""
    counts: Counter[tuple[str, str]] = Counter()
    sure: set[tuple[str, str]] = {(name, PERSON) for name in people if " " in name}
    for words, names in passages:
        for name in names:
            key = (words.text[name.start : name.end], name.label)
            counts[key] += 1
            if name.method != "model":
                sure.add(key)
    labels: dict[str, str] = {}
    for (text, label), count in sorted(counts.items()):
        if _is_distinct(text, label) and ((text, label) in sure or count >= 2) and count >= counts[(text, ORG if label == PERSON else PERSON)]:
            labels[text] = label
    labels.update((text, label) for text, label in sorted(sure) if text not in labels and _is_distinct(text, label))
    given = {t.split()[0] for t, label in labels.items() if label == PERSON and " " in t}
    for first in given & given_names() - places() - forms_set("people", "weak_given"):
        labels.setdefault(first, PERSON)
    if not labels:
        return
    matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
    for label in (PERSON, ORG):
        matcher.add(label, [nlp.make_doc(t) for t in sorted(labels) if labels[t] == label])
    for words, names in passages:
        matches = [(nlp.vocab.strings[key], start, end) for key, start, end in matcher(words.doc)]
        for label, start, end in sorted(matches, key=lambda m: m[1] - m[2]):
            new = words.name(start, end, label, "rule", "repeat")
            if not any(n.meets(new) for n in names) and _stands_alone(words, start, end, label):
                names.append(new)


def _is_distinct(text: str, label: str) -> bool:
    if text in not_names() or text in places() or text == "NHS":
        return False
    if " " in text:
        return True
    if label == PERSON:
        return text in given_names() and text not in forms_set("people", "weak_given")
    return len(text) >= 3 and sum(c.isupper() for c in text) >= 2


def _stands_alone(words: Words, start: int, end: int, label: str) -> bool:
    """Whether a match is no part of a longer name, word or address."""
    if start and words.joined(start) and words.texts[start - 1] in ("-", "@", "#", ".", "_"):
        return False
    if end < len(words) and words.joined(end) and words.texts[end] in ("-", "@", "_") and label == PERSON:
        return False
    if end - start == 1 and label == PERSON:
        follows = end < len(words) and words.caps[end] and words.texts[end][0].isalpha() and not words.texts[end].isspace()
        return not follows and not (
            start and words.caps[start - 1] and words.texts[start - 1].isalpha() and words.texts[start - 1] not in forms_set("words", "openers")
        )
    return True
