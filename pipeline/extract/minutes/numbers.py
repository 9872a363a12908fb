"""Numbers of agenda items: ``4``, ``4a)``, ``2.2.3``, ``03.18.02``, ``GBP/2122/214``."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TYPED = re.compile(
    r"(?:(?:agenda\s+)?item\s+(?:no\.?\s*)?)?"
    r"(?P<no>[A-Z]{2,6}(?:[/-]\d{1,4}){1,3}|\d{1,3}(?:[.:]\d{1,3}){1,4}|\d{1,4}/\d{1,4}(?:/\d{1,4})?|\d{1,3}\s?\(?[a-z]?\)?(?![\w]))"
    r"(?P<stop>\s?[.)\]:]+|\s?[–—-](?=\s))?(?P<gap>[\s]*)",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"\(?(?P<letter>[a-z]|[ivx]{1,4})[).]\)?(?P<gap>\s*)(?=\S|$)")


@dataclass(frozen=True, slots=True)
class ItemNumber:
    """A number before a text: ``text`` as the dataset keeps it, ``written`` as printed, ``end`` where the text goes on.

    ``parts``: what it counts (``4a`` is 4 and a). ``is_letter``: a lone ``a)``, whose item must be known.
    ``is_firm``: whether a stop or bracket behind it says that it is a number.
    """

    text: str
    written: str
    end: int
    parts: tuple[int | str, ...]
    is_letter: bool = False
    is_firm: bool = True

    @property
    def depth(self) -> int:
        """1 for ``4``, 2 for ``4a`` and ``4.1``."""
        return len(self.parts)


def _parts(number: str) -> tuple[int | str, ...]:
    found: list[int | str] = []
    for token in re.findall(r"\d+|[A-Za-z]+", number):
        found.append(int(token) if token.isdigit() else token.lower())
    return tuple(found)


def parse_item_number(text: str, *, alone: bool = False) -> ItemNumber | None:
    """The item number that a text begins with, or None.

    Args:
        text: a paragraph, a cell or a computed label.
        alone: whether nothing but the number may stand there (a cell of numbers).
    """
    lead = len(text) - len(text.lstrip())
    letter = _LETTERED.match(text, lead)
    if letter and (not alone or letter.end() >= len(text.rstrip())):
        return ItemNumber(letter["letter"], letter.group().strip(), letter.end(), (letter["letter"],), is_letter=True)
    match = _TYPED.match(text, lead)
    if not match:
        return None
    number = re.sub(r"[\s()]", "", match["no"])
    rest = text[match.end() :]
    if alone:
        if rest.strip() or not number:
            return None
    else:
        if not rest.strip() or not (match["stop"] or match["gap"]):
            return None
        if not match["stop"] and not rest[:1].isupper():
            return None  # "5 members asked", "2.5 WTE"
        if (match["stop"] or "").strip() in (".", ":") and rest[:1].isdigit() and not match["gap"]:
            return None  # "10.30am"
    written = text[lead : match.end("stop") if match["stop"] else match.end("no")].strip()
    return ItemNumber(number, written, match.end(), _parts(number), is_firm=bool(match["stop"]) or "/" in number or "." in number)
