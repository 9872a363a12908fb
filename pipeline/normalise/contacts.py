"""E-mail addresses, telephone numbers and web addresses in running text."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers

# RFC 5321 allows far more; this is what papers print, and it must not swallow the stop behind it.
_EMAIL = re.compile(r"(?<![\w.+-])[\w][\w.+'’-]*@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+", re.IGNORECASE)
# A line of a narrow column ends wherever it must: before or behind the @ or a stop of the address.
_BROKEN = re.compile(r"(?<=[\w-])\s*\n\s*(?=[@.][\w])|(?<=[\w][@.])\s*\n\s*(?=[\w])|(?<=@)\s+(?=\w+\.)|(?<=\w)\s+(?=@\w+\.)")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]+", re.IGNORECASE)
_ROLE_WORDS = {
    "contact", "contactus", "enquiries", "enquiry", "info", "information", "admin", "office", "library", "mail", "email",
    "team", "communications", "comms", "help", "hello", "secretary", "clerk", "chair", "reception", "feedback", "stp",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """Something found in a text: its value, and the words as they stand there."""

    value: str
    quote: str
    start: int
    end: int


def find_emails(text: str) -> list[Found]:
    """E-mail addresses of the text, those broken over two lines put together again."""
    gaps = [(m.start(), m.end()) for m in _BROKEN.finditer(text)] if "@" in text else []
    joined: list[str] = []
    offsets: list[int] = []
    position = 0
    for start, end in [*gaps, (len(text), len(text))]:
        joined.append(text[position:start])
        offsets.extend(range(position, start))
        position = end
    offsets.append(len(text))
    whole = "".join(joined)
    found = []
    for match in _EMAIL.finditer(whole):
        start, end = offsets[match.start()], offsets[match.end() - 1] + 1
        found.append(Found(match.group(), text[start:end], start, end))
    return found


def find_urls(text: str) -> list[Found]:
    """Web addresses printed in the text, without the punctuation that closes the sentence."""
    found = []
    for match in _URL.finditer(text):
        url = match.group().rstrip(".,;:!?'’")
        while url.endswith(")") and url.count("(") < url.count(")"):
            url = url[:-1].rstrip(".,;:")
        found.append(Found(url, url, match.start(), match.start() + len(url)))
    return found


def find_phone(text: str) -> Found | None:
    """The first telephone number of the text that can be one in Britain, as it is written."""
    for match in phonenumbers.PhoneNumberMatcher(text, "GB", leniency=phonenumbers.Leniency.POSSIBLE):
        if len(re.sub(r"\D", "", match.raw_string)) >= 9:
            return Found(match.raw_string, match.raw_string, match.start, match.end)
    return None


def email_contradicts(email: str, surname: str, given: str) -> bool:
    """True where an address names a person, and not the one beside it.

    ``ray.weldon@`` contradicts Rob Weldon and ``lois.shepard@`` Lois Shepherd; ``r.weldon@``,
    ``robw1@``, ``contactus@`` do not contradict anybody.
    """
    local = email.split("@", 1)[0].lower()
    parts = [p for p in re.split(r"[._\-+]+", re.sub(r"\d+", "", local)) if p]
    first, last = re.sub(r"[^a-z]", "", given.lower()), re.sub(r"[^a-z]", "", surname.lower())
    if len(parts) < 2 or not last or any(p in _ROLE_WORDS for p in parts):
        return False
    if last not in "".join(parts) and parts[-1] not in last:
        return parts[0] == first or (len(parts[0]) == 1 and first[:1] == parts[0]) or len(parts[-1]) > 2
    head = parts[0]
    return len(head) > 1 and bool(first) and not (head.startswith((first, last)) or first.startswith(head))
