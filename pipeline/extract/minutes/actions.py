"""Actions: what stands in an action column, on an ``ACTION:`` line, or beside initials at the right edge."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from dataclasses import dataclass

from pipeline.extract.harvest import Quote
from pipeline.extract.minutes.attendance import Attendance
from pipeline.extract.minutes.items import ActionCell, Item
from pipeline.extract.pieces import Piece
from pipeline.model import Kind
from pipeline.normalise.dates import find_dates, parse_date
from pipeline.normalise.names import is_initials, looks_like_name
from pipeline.normalise.text import collapse, sentences

EVERYBODY = frozenset({"all", "everyone", "everybody", "all members", "all present", "group", "committee", "the group"})
_ONE = r"(?:[A-Z][A-Za-z]{0,3}[A-Z][a-z]{0,2}|[A-Z]{2,4}|(?i:all|everyone|everybody)|[A-Z][a-z’'-]+\s[A-Z][a-z’'-]+(?:-[A-Z][a-z]+)?)"
_JOIN = r"\s*(?:/|&|\+|,\s*(?:and\s)?|\band\b)\s*"
_OWNERS = re.compile(rf"(?P<owners>{_ONE}(?:{_JOIN}{_ONE})*)(?![A-Za-z])")
_LABEL = re.compile(
    r"^[\[(*]*\s*(?:agreed\s+)?(?P<label>actions?)(?:\s+(?:points?|items?|required|agreed|for|by|on|to))?\s*(?:\d{1,3}\b\.?)?\s*"
    r"(?P<owners>[^:]{0,60}?)\s*(?P<sep>:|\s[–—-](?=\s)|\.\s)\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_BARE_LABEL = re.compile(r"^[\[(*]*\s*(?:agreed\s+)?actions?(?:\s+(?:points?|items?|required|agreed))?\s*[:–—-]?\s*[\])*]*$", re.IGNORECASE)
_TRAILING = re.compile(r"\s*[\[(*]*\s*\bactions?(?:\s+(?:by|for))?\s*[:–—-]?\s*(?P<owners>[^\[\]():]{2,50}?)\s*[\])*.]*$", re.IGNORECASE)
_WILL = re.compile(
    r"(?:to|will|should|must|shall|would|needs?|is to|are to|agreed to|asked to|volunteered to|offered to|has to|have to|had to|can|could)\b", re.IGNORECASE
)
_DONE = re.compile(
    r"(?:(?:has|have|had)\s+(?:now\s+|already\s+|since\s+)?(?!to\b)\w+|(?!need)\w{2,}ed\b|"
    r"sent|wrote|met|spoke|gave|made|took|put|got|found|brought|held|ran|did|told|asked)\b",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"(?:^|[-–—:.;(\[\s])(?:action(?:ed)?\s+)?(?:completed?|done|closed|actioned|discharged)\s*[.)\]!]*$|"
    r"^\W*action (?:is )?(?:now )?(?:completed?|done|closed)\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\b(?:by|before|no later than|deadline:?|due(?: by| on)?:?|on or before)\s+(?:the\s+)?(?:end of (?:the )?(?:day|play|business)\s+(?:on\s+)?)?$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Action:
    """Something that somebody is to do: its words, whose it is, by when, and whether it is done."""

    text: str
    where: list[Quote]
    owners: list[str]
    owners_where: Quote | None
    item_no: str | None
    due: tuple[dt.date, Quote] | None = None
    status: str = "open"
    is_aligned: bool = True
    status_where: Quote | None = None


def split_owners(text: str) -> list[str]:
    """``MS/AB/SF`` or ``CD and PE`` as a list of owners."""
    parts = [p.strip(" .()[]") for p in re.split(_JOIN, text)]
    return [p for p in parts if p]


def owners_only(text: str, people: Attendance) -> list[str]:
    """The owners that a text names and nothing else; empty where it says more.

    Initials that nobody of the meeting has pass too (they are reported later), words do not.
    """
    stripped = re.sub(r"\((?:[^()]*)\)", "", collapse(text)).strip(" .:;[]*–-") or collapse(text).strip(" ()[].")
    stripped = re.sub(r"^(?:actions?|by)\s*[:–-]?\s+", "", stripped, flags=re.IGNORECASE)
    parts = split_owners(stripped)
    if not parts or len(parts) > 8:
        return []
    for part in parts:
        if part.casefold() in EVERYBODY or is_initials(part) or people.knows(part):
            continue
        if any(part == a.entry.name or part == a.entry.name.split()[0] for a in people.people):
            continue
        if not (len(part.split()) in (2, 3) and looks_like_name(part)):
            return []
    return parts


def _leading(text: str, people: Attendance) -> tuple[list[str], int]:
    """Owners that open a sentence, and where it goes on; none where the words only look like owners."""
    match = _OWNERS.match(text)
    while match:
        owners = split_owners(match["owners"])
        rest = text[match.end() :]
        known = all(o.casefold() in EVERYBODY or people.knows(o) or any(a.entry.name == o for a in people.people) for o in owners)
        shaped = all(is_initials(o) or o.casefold() in EVERYBODY for o in owners)
        verb = _WILL.match(rest.lstrip()) or _DONE.match(rest.lstrip()) or re.match(r"\s*[:–—-]\s", rest)
        if owners and ((known and (verb or re.match(r"\s+[a-z]", rest))) or (shaped and verb)):
            return owners, match.end()
        match = None
    return [], 0


def _status(after: str, whole: str) -> str:
    """Whether an action's words say that it is done."""
    after = after.lstrip(" :–—-")
    if _CLOSED.search(whole):
        return "done"
    if _WILL.match(after):
        return "open"
    return "done" if _DONE.match(after) else "open"


def find_due(text: str, near: dt.date | None, where: Quote) -> tuple[dt.date, Quote] | None:
    """The day by which something is to be done: a date that "by" or its like stands before."""
    for found in find_dates(text, near):
        if found.is_day and found.first is not None and _BY.search(text[: found.start]):
            return found.first, Quote(where.locator, text[found.start : found.end], "pattern")
    return None


def cell_actions(cell: ActionCell, item: Item, people: Attendance, near: dt.date | None) -> list[Action]:
    """The actions of one paragraph of an action column."""
    text = cell.text.text
    where = Quote(cell.text.locator, text)
    due = None
    if cell.due is not None:
        found = parse_date(cell.due.text, near)
        due = (found.first, cell.due) if found is not None and found.is_day and found.first else None
    done = cell.status is not None and bool(_CLOSED.search(" " + cell.status.text))
    owners, by = _owners_and_day(text, people, near)
    due = due or ((by[0], Quote(where.locator, by[1])) if by else None)
    if owners:
        beside = cell.beside
        mine = [p for p in beside if any(re.search(rf"\b{re.escape(o)}\b", p.text) for o in owners)]
        aligned = len(beside) == 1 or len(mine) == 1
        chosen = mine if len(mine) == 1 else beside
        words = "\n".join(p.text for p in chosen)
        if not words and item.title and item.heading:
            words, quotes = item.title, [item.heading.quote]
        else:
            quotes = [p.quote for p in chosen]
        if not words:
            return []
        action = Action(words, quotes, owners, where, item.number, due or find_due(words, near, quotes[0]), "done" if done else "open", aligned)
        action.status_where = cell.status if done else None
        return [action]
    actions = []
    label = _LABEL.match(text)
    if label and not label["owners"].strip():
        text = label["rest"]
    for part in _split_sentences(text, people):
        action = _sentence_action(part, Quote(cell.text.locator, part), item.number, people, near)
        action.due = action.due or due
        if cell.owners is not None and (named := owners_only(cell.owners.text, people)):
            action.owners, action.owners_where = named, cell.owners
        if done:
            action.status, action.status_where = "done", cell.status
        actions.append(action)
    return actions


def _owners_and_day(text: str, people: Attendance, near: dt.date | None) -> tuple[list[str], tuple[dt.date, str] | None]:
    """``CD`` or ``BR/CD by 1 March``: owners, and the day they have, where a text says nothing more."""
    owners = owners_only(text, people)
    if owners:
        return owners, None
    match = re.match(r"(?P<owners>.{2,40}?)\s*[-–—,:(]?\s*\b(?:by|before|due)\b\s*(?P<day>.{3,30})$", text.strip())
    if match:
        found = parse_date(match["day"], near)
        if found is not None and found.is_day and found.first and len(match["day"]) <= found.end - found.start + 4:
            return owners_only(match["owners"], people), (found.first, match["day"][found.start : found.end])
    return [], None


def _split_sentences(text: str, people: Attendance) -> list[str]:
    """A paragraph of an action column at the sentences that name an owner of their own."""
    parts: list[str] = []
    for line in text.split("\n"):
        starts = [a for a, b in sentences(line) if a == 0 or _leading(line[a:b], people)[0]]
        bounds = [*starts, len(line)] if starts else [0, len(line)]
        parts.extend(line[a:b].strip() for a, b in itertools.pairwise(bounds))
    return [p for p in parts if p]


def _sentence_action(text: str, where: Quote, item_no: str | None, people: Attendance, near: dt.date | None) -> Action:
    owners, end = _leading(text, people)
    after = text[end:]
    owners_where = Quote(where.locator, text[:end].strip()) if owners else None
    separator = re.match(r"\s*[:–—-]\s+", after)
    body = after[separator.end() :] if owners and separator else text
    if not owners:
        trailing = re.search(r"(?:\s[–—-]\s*|\(|:\s*|,\s*|\s)(?P<owners>[A-Za-z/&, ]{2,30}?)\)?\.?$", text)
        found = owners_only(trailing["owners"], people) if trailing else []
        if (
            trailing
            and found
            and all(is_initials(o) or o.casefold() in EVERYBODY for o in found)
            and all(people.knows(o) or o.casefold() in EVERYBODY for o in found)
        ):
            owners, owners_where = found, Quote(where.locator, trailing["owners"].strip())
            body = text[: trailing.start()].rstrip(" –—-(,:")
    body = body.strip()
    return Action(
        body,
        [Quote(where.locator, body)],
        owners,
        owners_where,
        item_no,
        find_due(text, near, where),
        _status(after if owners and end else "", text),
    )


def line_actions(item: Item, people: Attendance, near: dt.date | None) -> list[Action]:
    """Actions in the text of an item: labelled lines, lists under "Actions:", initials at the right edge."""
    actions: list[Action] = []
    pieces = item.content
    listing = False
    for index, piece in enumerate(pieces):
        text = piece.text
        if _BARE_LABEL.match(text):
            listing = True
            continue
        found = _labelled(piece, pieces[:index], item, people, near)
        if found is None and listing:
            if piece.block.kind is Kind.LIST_ITEM or _leading(text, people)[0]:
                found = [_sentence_action(p, Quote(piece.block.locator, p), item.number, people, near) for p in _split_sentences(text, people)]
            else:
                listing = False
        if found is None:
            found = _right_edge(piece, pieces[:index], item, people, near)
        for action in found or []:
            _close(action, pieces[index + 1 : index + 2], piece)
            actions.append(action)
    return actions


def _close(action: Action, following: list[Piece], piece: Piece) -> None:
    """An action is done where the line below it, one level deeper, says so."""
    for later in following:
        deeper = later.block.level > piece.block.level or later.block.kind is not piece.block.kind
        if deeper and len(later.text.split()) <= 5 and _CLOSED.search(" " + later.text):
            action.status, action.status_where = "done", later.quote


def _labelled(piece: Piece, before: list[Piece], item: Item, people: Attendance, near: dt.date | None) -> list[Action] | None:
    text = piece.text
    match = _LABEL.match(text)
    if match:
        named = match["owners"].strip(" ()[]")
        rest = match["rest"].strip()
        if text[:1] in "[(*":
            rest = rest.rstrip("])*").strip()
        owners = split_owners(named) if named else []
        if named and not _are_owners(named, people):
            return (
                None
                if match["label"].islower() or match["sep"] != ":"
                else [_sentence_action(rest, Quote(piece.block.locator, rest), item.number, people, near)]
                if rest
                else None
            )
        if not rest:
            return None
        if owners:
            return [_owned(rest, Quote(piece.block.locator, rest), owners, Quote(piece.block.locator, named), item, near)]
        if match["sep"].startswith("."):
            return None
        alone = owners_only(rest, people)
        if alone:
            return _about_previous(alone, Quote(piece.block.locator, rest), before, item, near)
        return [_sentence_action(p, Quote(piece.block.locator, p), item.number, people, near) for p in _split_sentences(rest, people)]
    lone = re.match(r"^[\[(*]*\s*actions?\s+(?P<owners>[^:]{2,40}?)\s*[\])*.]*$", text, re.IGNORECASE)
    if lone and owners_only(lone["owners"], people):
        return _about_previous(owners_only(lone["owners"], people), Quote(piece.block.locator, lone["owners"]), before, item, near)
    trailing = _TRAILING.search(text)
    if trailing and trailing.start() > 0 and owners_only(trailing["owners"], people):
        body = text[: trailing.start()].strip()
        return [
            _owned(body, Quote(piece.block.locator, body), owners_only(trailing["owners"], people), Quote(piece.block.locator, trailing["owners"]), item, near)
        ]
    inline = re.search(r"(?<=[.;!?])\s+[\[(*]*(?P<label>ACTION|Action)\s*[:–—-]\s*(?P<rest>.+)$", text, re.DOTALL)
    if inline:
        rest = inline["rest"].strip(" ])*")
        return [_sentence_action(rest, Quote(piece.block.locator, rest), item.number, people, near)]
    return None


def _are_owners(text: str, people: Attendance) -> bool:
    """Whether the words between "ACTION" and its colon name owners: one word is enough (``cmt-elect``)."""
    return (
        bool(owners_only(text, people))
        or len(text.split()) == 1
        or (all(o[:1].isupper() or o.casefold() in EVERYBODY for o in split_owners(text)) and len(text.split()) <= 4)
    )


def _owned(text: str, where: Quote, owners: list[str], owners_where: Quote, item: Item, near: dt.date | None) -> Action:
    return Action(text, [Quote(where.locator, text)], owners, owners_where, item.number, find_due(text, near, where), _status("", text))


def _about_previous(owners: list[str], where: Quote, before: list[Piece], item: Item, near: dt.date | None) -> list[Action]:
    """Owners alone: what they are to do stands in the paragraph before."""
    previous = next((p for p in reversed(before) if p.text and not _LABEL.match(p.text)), item.heading)
    if previous is None or not previous.text:
        return []
    return [_owned(previous.text, previous.quote, owners, where, item, near)]


def _right_edge(piece: Piece, before: list[Piece], item: Item, people: Attendance, near: dt.date | None) -> list[Action] | None:
    """Initials behind a tab, in a line of their own, or bold behind the text: the paragraph is theirs to do."""
    block, text = piece.block, piece.text
    tab = next((t for t in reversed(block.tabs) if t >= piece.start), None)
    if tab is not None:
        tail = block.text[tab : piece.end].strip()
        owners = owners_only(tail, people)
        if owners and len(tail) <= 30 and all(is_initials(o) or o.casefold() in EVERYBODY for o in owners):
            body = block.text[piece.start : tab].strip()
            where = Quote(block.locator, tail)
            if body:
                return [_owned(body, Quote(block.locator, body), owners, where, item, near)]
            return _about_previous(owners, where, before, item, near)
    if len(text) <= 24 and block.kind is Kind.PARAGRAPH:
        owners = owners_only(text, people)
        if owners and all(people.knows(o) or o.casefold() in EVERYBODY for o in owners) and before:
            return _about_previous(owners, piece.quote, before, item, near)
    for mark in block.marks:
        tail = block.text[mark.start : piece.end]
        if mark.kind == "bold" and mark.start > piece.start and mark.end >= piece.end and len(tail) <= 24:
            owners = owners_only(tail, people)
            if owners and all(people.knows(o) or o.casefold() in EVERYBODY for o in owners):
                body = block.text[piece.start : mark.start].strip()
                return [_owned(body, Quote(block.locator, body), owners, Quote(block.locator, tail.strip()), item, near)] if body else None
    return None
