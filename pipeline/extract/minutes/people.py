"""An entry of an attendance list, taken apart: name, initials, role, organisation, note."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.normalise.names import initials_fit, is_initials, is_organisation, is_proper, is_role, is_title, looks_like_name, split_couple
from pipeline.normalise.text import collapse

_BRACKETS = re.compile(r"[(\[](?P<inside>[^()\[\]]*)[)\]]")
_NONE = re.compile(r"(?:none|nil|n/?a|no apologies|see (?:above|below|list|attached).*|as above|as below|tbc|not recorded|-)\.?$", re.IGNORECASE)
_ROLE_TAIL = 3


@dataclass(slots=True)
class Entry:
    """A person of an attendance list; ``as_written`` is the entry as it stands there."""

    name: str
    as_written: str
    initials: str | None = None
    role: str | None = None
    organisation: str | None = None
    note: str | None = None


def split_outside_brackets(text: str, separators: str) -> list[str]:
    """The text at separators that no bracket encloses, parts trimmed, empty ones left out."""
    parts, depth, start = [], 0, 0
    for position, char in enumerate(text):
        if char in "([":
            depth += 1
        elif char in ")]":
            depth = max(depth - 1, 0)
        elif depth == 0 and char in separators:
            parts.append(text[start:position])
            start = position + 1
    parts.append(text[start:])
    return [p.strip() for p in parts if p.strip()]


def is_none(text: str) -> bool:
    """Whether a list says that it has no entries, or that they stand elsewhere."""
    return bool(_NONE.match(text.strip()))


def _bare(text: str) -> str:
    """An entry without brackets and without initials behind the name."""
    words = collapse(_BRACKETS.sub(" ", text)).strip(" .;:").split()
    while len(words) > 1 and is_initials(words[-1]) and initials_fit(words[-1], " ".join(words[:-1])):
        words.pop()
    return " ".join(words)


def is_name_entry(text: str) -> bool:
    """Whether an entry is a name, brackets and initials aside; names joined by a slash count."""
    return (bool(text.strip()) and all(looks_like_name(_bare(p)) for p in split_outside_brackets(text, "/"))) or bool(
        re.match(r"(?:Mr|Dr)\.? (?:&|and) (?:Mrs|Ms|Dr)\.? ", text)
    )


def split_entries(text: str) -> list[str]:
    """The entries of a list in one paragraph: at line breaks and semicolons, at commas where these
    part names rather than a name from its role, and at the last "and".
    """
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 1:
        return [e for line in lines for e in split_entries(line)]
    if ";" in text:
        return [e for part in split_outside_brackets(text, ";") for e in _split_and(part)]
    parts = [p for part in split_outside_brackets(text, ",") for p in _split_and(part)]
    names = [p for p in parts if is_name_entry(p)]
    full = sum(1 for p in names if len(_bare(p).split()) > 1)
    # "Cat Small, Librarian, Hull" is one person: a lone capitalised word is a place as soon as it is a name.
    if len(parts) > 1 and len(names) * 2 > len(parts) and (full > 1 or (full == 0 and len(names) == len(parts))):
        return _rejoin(parts)
    return [text.strip()] if len(parts) == 1 or len(split_outside_brackets(text, ",")) > 1 else parts


def _split_and(text: str) -> list[str]:
    match = re.search(r"^(?:and\s+)?(?P<a>.+?)\s+(?:and|&)\s+(?P<b>.+)$", text)
    if match and is_name_entry(match["a"]) and is_name_entry(match["b"]) and not is_title(match["a"]):
        return [match["a"], match["b"]]
    return [re.sub(r"^and\s+", "", text)]


def _rejoin(parts: list[str]) -> list[str]:
    """A part that is no name (a role, an organisation) belongs to the name before it."""
    joined: list[str] = []
    for part in parts:
        if joined and not is_name_entry(part):
            joined[-1] += f", {part}"
        else:
            joined.append(part)
    return joined


def parse_entry(text: str) -> list[Entry]:
    """The people of one entry: one, or those joined by a slash or a couple's title; empty where none is named.

    ``text`` may have tabs where columns were made with them.
    """
    written = collapse(text).strip(" ,;").rstrip(".")
    if not written or is_none(written):
        return []
    people = split_outside_brackets(text, "/") if "/" in _BRACKETS.sub("", text) else [text]
    if len(people) > 1 and not all(looks_like_name(_bare(re.split(r"[\t,]", p)[0])) for p in people):
        people = [text]
    entries = []
    for person in people:
        for single in split_couple(collapse(person)) if "&" in person or " and " in person else [person]:
            entry = _parse_one(single, written)
            if entry is not None:
                entries.append(entry)
    return entries


def _parse_one(text: str, written: str) -> Entry | None:
    brackets = [collapse(m["inside"]) for m in _BRACKETS.finditer(text)]
    # What follows a bracket is another fact, but for a by-name: "Louise (Lou) Small".
    by_name = re.match(r"\s*\w+\s*[(\[]", text)
    fields = [collapse(p) for p in re.split(r"\t+|,|\s[–—-]+\s|:\s", _BRACKETS.sub(" " if by_name else "\t", text)) if collapse(p)]
    if not fields:
        return None
    name, initials, tail = _name_and_initials(fields[0].strip(" .;"))
    if is_initials(name) and len(fields) > 1 and initials_fit(name, fields[1]):  # "SG – Sol Gower"
        initials, name = name, fields.pop(1)
    if not looks_like_name(name):
        return None
    entry = Entry(name=name, as_written=written, initials=initials)
    for part in ([tail] if tail else []) + fields[1:]:
        _assign(entry, part.strip(" .;"), in_brackets=False)
    for inside in brackets:
        for part in re.split(r"\s[–—-]\s|[,;]|\s/\s", inside) if _is_compound(inside, name) else [inside]:
            _assign(entry, part.strip(), in_brackets=True)
    return entry


def _name_and_initials(text: str) -> tuple[str, str | None, str]:
    """``Name XX Role`` as name, initials and the rest."""
    words = text.split()
    for place in range(1, len(words)):
        if is_initials(words[place]) and initials_fit(words[place], " ".join(words[:place])):
            return " ".join(words[:place]), words[place], " ".join(words[place + 1 :])
    for place in range(2, len(words)):  # "Jane Smith Library Manager": the name ends where its words stop being a name's
        head, rest = " ".join(words[:place]), " ".join(words[place:])
        if looks_like_name(head) and not looks_like_name(" ".join(words[: place + 1])) and (is_role(rest) or is_organisation(rest)):
            return head, None, rest
    return text, None, ""


def _is_compound(inside: str, name: str) -> bool:
    """Whether a bracket holds several facts (``Clerk - BMc``, ``Chair, Bolton``) rather than a remark."""
    parts = [p.strip() for p in re.split(r"\s[–—-]\s|[,;]|\s/\s", inside)]
    return len(parts) > 1 and all(is_role(p) or is_organisation(p) or is_initials(p) for p in parts)


def _assign(entry: Entry, part: str, *, in_brackets: bool) -> None:
    """A fact beside a name, put where it belongs."""
    if not part:
        return
    if is_initials(part) and (initials_fit(part, entry.name) and not (part.isupper() and is_role(part))):
        entry.initials = entry.initials or part
    elif _is_role_phrase(part) and entry.role is None and (not in_brackets or len(part.split()) <= 6):
        entry.role = part
    elif (is_organisation(part) and entry.organisation is None and (not in_brackets or len(part.split()) <= 9) and not part[:1].islower()) or (
        entry.organisation is None and not part[:1].islower() and (not in_brackets or is_proper(part))
    ):
        entry.organisation = part
    elif is_initials(part) and in_brackets and part.isupper() and len(part) == 2:
        return  # initials that are somebody else's: not a fact about this person
    else:
        entry.note = f"{entry.note}; {part}" if entry.note else part


def _is_role_phrase(text: str) -> bool:
    """Whether a phrase is a role: a role word among its last words, or before an "of" or "for"."""
    head = re.split(r"\s(?:of|for|to|at|and)\s", text)[0]
    words = re.findall(r"[\w'’-]+", text)
    return any(is_role(w) for w in words[-_ROLE_TAIL:]) or is_role(" ".join(head.split()[-2:]))
