"""Items by their numbered headings: which of a paper's numbered paragraphs are its items.

Papers number other lists too. Paragraphs that look alike (heading level, bold, computed or typed number,
depth) are candidates together, and the look whose numbers climb longest is the spine of the paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.extract.harvest import Quote
from pipeline.extract.minutes.items import HEADING_WORDS, Item, is_part, own_number, split_heading
from pipeline.extract.minutes.numbers import ItemNumber, parse_item_number
from pipeline.extract.pieces import Piece
from pipeline.model import Block, Kind, Table, Text
from pipeline.normalise.dates import find_dates
from pipeline.normalise.text import collapse


@dataclass(frozen=True, slots=True)
class Candidate:
    """A numbered paragraph that may open an item: its place among the blocks, and how it looks."""

    place: int
    number: ItemNumber
    look: tuple[object, ...]
    weight: float


def numbered_items(blocks: list[Block]) -> list[Item]:
    """Items by their numbered headings; what stands before the first is an item without a number.

    Papers number other lists too. Paragraphs that look alike (heading level, bold, computed or typed,
    depth) are candidates together, and the look whose numbers climb longest, headings before bold
    before plain, is that of the items.
    """
    spine = _spine(blocks)
    items = [Item(None)]
    starts = {c.place: c.number for c in spine}
    main = spine[0].number.depth if spine else 1
    ended = False
    for place, block in enumerate(blocks):
        if place in starts and isinstance(block, Text):
            items.append(_open(block, starts[place]))
            ended = False
        elif isinstance(block, Text) and spine and place > spine[-1].place and _is_outside(block, blocks[spine[-1].place]):
            ended = True  # annexes and the like behind the last item
        elif not ended:
            _extend(items[-1], block, main)
        else:
            items.append(Item(None)) if items[-1].number is not None else None
            _extend(items[-1], block, main)
    return items


def _open(block: Text, number: ItemNumber) -> Item:
    typed = not (block.label and block.ordered)
    item = Item(number.text, Quote(block.locator, number.written))
    piece = Piece(block, number.end if typed else 0)
    tab = next((t for t in reversed(block.tabs) if t > piece.start), None)
    if (
        tab is not None
        and len(block.text[tab:].split()) <= 2
        and re.fullmatch(r"\s*(?:[A-Z][A-Za-z]{1,3}|All)(?:[/&,\s]+(?:[A-Z][A-Za-z]{1,3}))*\s*", block.text[tab:])
    ):
        piece = piece.cut(piece.start, tab)  # initials at the right edge of a heading lead the item
    item.heading, rest = split_heading(piece)
    if rest is not None:
        item.pieces.append(rest)
    return item


def _extend(item: Item, block: Block, main: int) -> None:
    if isinstance(block, Text):
        if block.is_blank:
            return
        number = own_number(block)
        typed = not (block.label and block.ordered)
        start = 0
        if number is not None and item.number is not None and (_is_part_text(number, item.number) or (number.is_letter and typed)):
            item.add_sub_item(number, Quote(block.locator, number.written))
            start = number.end if typed else 0
        item.pieces.append(Piece(block, start))
    elif isinstance(block, Table):
        item.pieces.extend(Piece(t) for row in block.rows for cell in row for t in cell.texts if t.text)


def _is_part_text(number: ItemNumber, of: str) -> bool:
    whole = parse_item_number(of, alone=True)
    return whole is not None and not number.is_letter and is_part(number, whole)


def _is_outside(block: Text, last: Block) -> bool:
    """Whether a heading without a number ends the items: as high as the last item's own heading."""
    return block.kind is Kind.HEADING and isinstance(last, Text) and last.kind is Kind.HEADING and block.level <= last.level


def _look(block: Text, number: ItemNumber) -> tuple[tuple[object, ...], float]:
    computed = bool(block.label and block.ordered)
    short = len(block.text.split()) <= HEADING_WORDS
    if block.kind is Kind.HEADING:
        return ("heading", block.level, number.depth), 4.0
    if block.bold_lead > (number.end if not computed else 0):
        return ("bold", computed, number.depth), 3.0
    if computed:
        return ("list", block.level, number.depth), 1.5 if short else 1.0
    return ("typed", block.kind == Kind.LIST_ITEM, number.depth, number.is_firm), 1.4 if short and number.is_firm else 0.8


def _candidates(blocks: list[Block]) -> Iterator[Candidate]:
    for place, block in enumerate(blocks):
        if not isinstance(block, Text) or block.is_blank:
            continue
        number = own_number(block)
        if number is None or number.is_letter or not block.text:
            continue
        if any(d.start <= 1 and d.is_day and d.end > number.end - 2 and not block.label for d in find_dates(block.text[:40])):
            continue
        look, weight = _look(block, number)
        yield Candidate(place, number, look, weight)


def _climb(candidates: list[Candidate]) -> list[Candidate]:
    """The longest climb of numbers in order, small steps before leaps; quadratic in one look's candidates."""
    candidates = candidates[:400]
    best: list[tuple[float, int]] = []
    for i, candidate in enumerate(candidates):
        # A climb that begins at 1 (or 0) is worth more than one that begins anywhere.
        first = candidate.number.parts[-1]
        score, previous = (1.5 if first in (0, 1) else 1.0), -1
        for j in range(i):
            if _climbs(candidates[j].number, candidate.number):
                step = _step(candidates[j].number, candidate.number)
                value = best[j][0] + (1.0 if step == 1 else 0.55 if step <= 3 else 0.2)
                if value > score:
                    score, previous = value, j
        best.append((score, previous))
    if not best:
        return []
    place = max(range(len(best)), key=lambda n: (best[n][0], -n))
    chain = []
    while place >= 0:
        chain.append(candidates[place])
        place = best[place][1]
    return chain[::-1]


def _climbs(a: ItemNumber, b: ItemNumber) -> bool:
    if a.depth != b.depth or [type(p) for p in a.parts] != [type(p) for p in b.parts]:
        return False
    return b.parts >= a.parts


def _step(a: ItemNumber, b: ItemNumber) -> int:
    if a.parts == b.parts:
        return 2  # a number printed twice stays twice
    for x, y in zip(a.parts, b.parts, strict=True):
        if x != y:
            return y - x if isinstance(x, int) and isinstance(y, int) else 1
    return 1


def _spine(blocks: list[Block]) -> list[Candidate]:
    groups: dict[tuple[object, ...], list[Candidate]] = {}
    everything = list(_candidates(blocks))
    for candidate in everything:
        groups.setdefault(candidate.look, []).append(candidate)
    best: list[Candidate] = []
    best_score = 0.0
    for members in groups.values():
        chain = _climb(members)
        if len(chain) < 2 and not (chain and chain[0].weight >= 3):
            continue
        score = (len(chain) ** 0.7) * (sum(c.weight for c in chain) / len(chain)) / max(chain[0].number.depth, 1) ** 0.5
        score *= 0.5 + 0.5 * len(chain) / len(members)
        if score > best_score:
            best, best_score = chain, score
    return _fill_gaps(best, everything)


def _fill_gaps(spine: list[Candidate], everything: list[Candidate]) -> list[Candidate]:
    """Items that look otherwise (a forgotten bold) but carry exactly the number that is missing."""
    if not spine:
        return []
    result = [spine[0]]
    for candidate in [*spine[1:], None]:
        upper = candidate.place if candidate is not None else 10**9
        missing = result[-1].number
        for other in everything:
            fits = result[-1].place < other.place < upper and other.number.depth == missing.depth and other.weight >= 1.4
            if (
                fits
                and _climbs(result[-1].number, other.number)
                and _step(result[-1].number, other.number) == 1
                and result[-1].number.parts != other.number.parts
            ):
                if candidate is None or (_climbs(other.number, candidate.number) and other.number.parts != candidate.number.parts):
                    if candidate is not None or other.weight >= spine[0].weight * 0.75:
                        result.append(other)
        if candidate is not None:
            result.append(candidate)
    return result


def headed_items(blocks: Iterable[Block]) -> list[Item]:
    """Items of a paper without numbers: each heading or bold line opens one."""
    items = [Item(None)]
    for block in blocks:
        if (
            isinstance(block, Text)
            and (block.kind is Kind.HEADING or (block.is_bold and block.kind is Kind.PARAGRAPH))
            and len(collapse(block.text).split()) <= HEADING_WORDS
        ):
            items.append(Item(None, heading=Piece(block)))
        else:
            _extend(items[-1], block, 1)
    return items
