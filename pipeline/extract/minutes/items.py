"""Dividing a paper into its agenda items: by the rows of a table, or by numbered headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.extract.harvest import Quote
from pipeline.extract.minutes.numbers import ItemNumber, parse_item_number
from pipeline.extract.pieces import Piece
from pipeline.model import Block, Cell, Kind, Table, Text
from pipeline.normalise.dates import find_dates
from pipeline.normalise.text import collapse

_HEADING_WORDS = 16


@dataclass(slots=True)
class ActionCell:
    """A paragraph of an action column: what stands beside it, and the row's date column."""

    text: Text
    beside: list[Piece]
    due: Quote | None = None
    status: Quote | None = None


@dataclass(slots=True)
class Item:
    """An agenda item: number and heading with their places, its paragraphs, the actions in its column.

    ``number`` is None for what stands before the first item or under a heading without a number.
    """

    number: str | None
    where: Quote | None = None
    heading: Piece | None = None
    sub_items: list[str] = field(default_factory=list)
    sub_quotes: list[Quote] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    cells: list[ActionCell] = field(default_factory=list)

    @property
    def title(self) -> str | None:
        """The heading without its colon."""
        return (self.heading.text.rstrip(" :").replace("\n", " ") or None) if self.heading else None

    @property
    def content(self) -> list[Piece]:
        """Its paragraphs that say something."""
        return [p for p in self.pieces if p.text]

    def add_sub_item(self, number: ItemNumber, where: Quote) -> None:
        """Note the number of a part (``a)`` under 4 is 4a)."""
        text = f"{self.number or ''}{number.text}" if number.is_letter else number.text
        if text not in self.sub_items:
            self.sub_items.append(text)
            self.sub_quotes.append(where)


def split_heading(piece: Piece) -> tuple[Piece | None, Piece | None]:
    """A numbered paragraph as heading and text: by its bold, its line break, its colon or its length."""
    block, text = piece.block, piece.text
    if not text:
        return None, None
    bold_end = block.bold_lead
    body = block.text[piece.start : piece.end]
    if piece.start < bold_end < piece.start + len(body.rstrip(" :.–-")):
        rest = piece.cut(bold_end + len(block.text[bold_end:]) - len(block.text[bold_end:].lstrip(" :–—-.\n")))
        return piece.cut(piece.start, bold_end), rest if rest.text else None
    line_end = body.find("\n")
    if 0 < line_end <= 150:
        return piece.cut(piece.start, piece.start + line_end), piece.cut(piece.start + line_end)
    if block.kind is Kind.HEADING or block.is_bold:
        return piece, None
    colon = re.match(r"([^.:;?!]{2,90}?)(?::|\s[–—-])\s+(?=\S)", body)
    if colon and len(colon.group(1).split()) <= 9 and len(body) - colon.end() > 2 and not re.search(r"\d$", colon.group(1)):
        rest = piece.cut(piece.start + colon.end())
        if rest.text and (len(body.split()) > _HEADING_WORDS or body.rstrip().endswith(".")):
            return piece.cut(piece.start, piece.start + colon.end(1)), rest
    words = text.split()
    if len(words) <= _HEADING_WORDS and not (text.endswith(".") and len(words) > 5):
        return piece, None
    return None, piece


# --- tables -------------------------------------------------------------------------------------


@dataclass(slots=True)
class TableItems:
    """Reads tables whose rows are items, one table after another.

    ``heads``: which column is what: number, item (a title), content, action, due, status.
    """

    heads: dict[str, int]
    width: int
    items: list[Item] = field(default_factory=list)

    def read(self, table: Table, first_row: int) -> None:
        """Add the rows of a table from ``first_row`` on."""
        for row in table.grid()[first_row:]:
            cells = {name: row[column] for name, column in self.heads.items() if column < len(row)}
            numbers = _texts(cells.get("number"))
            content = _texts(cells.get("content"))
            title = _texts(cells.get("item"))
            if cells.get("content") is not None and cells.get("content") is cells.get("number"):
                numbers = []  # a row merged over all columns
            actions = _texts(cells.get("action")) if cells.get("action") is not cells.get("content") else []
            self._row(numbers, title, content, actions, cells)

    def _row(self, numbers: list[Text], title: list[Text], content: list[Text], actions: list[Text], cells: dict[str, Cell | None]) -> None:
        starts = _main_numbers(numbers)
        if len(starts) > 1 and not title:
            # Several items in one row, kept level with each other by blank lines alone.
            bounds = [i for i, _ in starts] + [max(len(content), len(actions), len(numbers))]
            for (begin, number), end in zip(starts, bounds[1:], strict=True):
                item = self._item(number, numbers[begin])
                self._fill(item, [], content[begin:end], actions[begin:end], cells, begin=begin)
            return
        if starts:
            item = self._item(starts[0][1], numbers[starts[0][0]])
            for text in numbers[starts[0][0] + 1 :]:
                sub = parse_item_number(text.shown, alone=True)
                if sub is not None and not text.is_blank:
                    item.add_sub_item(sub, Quote(text.locator, sub.written))
            self._fill(item, title, content, actions, cells)
            return
        lead = (title or content)[:1]
        typed = _own_number(lead[0]) if lead and not lead[0].is_blank else None
        if typed is not None and not typed.is_letter and (not self.items or _follows(self.items, typed)):
            item = self._item(typed, lead[0])
            self._fill(item, title, content, actions, cells, skip=typed)
        elif (title and title[0].text) or not self.items:
            heading = next((t for t in title if t.text), None)
            self.items.append(Item(None, heading=Piece(heading) if heading else None))
            self._fill(self.items[-1], title, content, actions, cells)
        else:
            item = self.items[-1]  # the row goes on where the last one stopped
            for text in numbers:
                sub = parse_item_number(text.shown, alone=True)
                if sub is not None:
                    item.add_sub_item(sub, Quote(text.locator, sub.written))
            self._continue(item, content, actions, cells)

    def _item(self, number: ItemNumber, text: Text) -> Item:
        item = Item(number.text, Quote(text.locator, number.written, "structure"))
        self.items.append(item)
        return item

    def _fill(
        self,
        item: Item,
        title: list[Text],
        content: list[Text],
        actions: list[Text],
        cells: dict[str, Cell | None],
        *,
        begin: int = 0,
        skip: ItemNumber | None = None,
    ) -> None:
        pieces = [Piece(t) for t in content]
        if title:
            texts = [t for t in title if t.text]
            if texts:
                start = skip.end if skip is not None and texts[0].label is None else 0
                item.heading = Piece(texts[0], start)
                pieces = [Piece(t) for t in texts[1:]] + pieces
        else:
            for index, piece in enumerate(pieces):
                if not piece.text:
                    continue
                if skip is not None and piece.block.label is None:
                    piece = piece.cut(skip.end)
                head, rest = split_heading(piece)
                item.heading = head
                pieces[index] = rest if rest is not None else Piece(piece.block, piece.end, piece.end)
                break
        item.pieces.extend(p for p in pieces if p.text)
        self._actions(item, pieces, actions, cells, begin)

    def _continue(self, item: Item, content: list[Text], actions: list[Text], cells: dict[str, Cell | None]) -> None:
        pieces = [Piece(t) for t in content]
        item.pieces.extend(p for p in pieces if p.text)
        self._actions(item, pieces, actions, cells, 0)

    def _actions(self, item: Item, pieces: list[Piece], actions: list[Text], cells: dict[str, Cell | None], begin: int) -> None:
        due, status = _one_text(cells.get("due")), _one_text(cells.get("status"))
        for index, text in enumerate(actions):
            if not any(c.isalpha() for c in text.text) or re.fullmatch(r"(?i)(?:none|nil|n/?a|no actions?|to note|for information)\.?", text.text.strip()):
                continue
            level = [p for p in pieces[index : index + 1] if p.text]
            before = [p for p in pieces[:index] if p.text][-1:]
            several = sum(1 for t in actions if not t.is_blank) > 1
            beside = level or before if several or index else level or [p for p in pieces if p.text]
            item.cells.append(ActionCell(text, beside, due, status))


def _texts(cell: Cell | None) -> list[Text]:
    return cell.texts if cell is not None else []


def _one_text(cell: Cell | None) -> Quote | None:
    texts = [t for t in _texts(cell) if t.text]
    return Quote(texts[0].locator, texts[0].text) if texts else None


def _main_numbers(numbers: list[Text]) -> list[tuple[int, ItemNumber]]:
    """The numbers of a cell that open items, with their places; parts (4a, 4.1) open none beside their item."""
    found: list[tuple[int, ItemNumber]] = []
    for index, text in enumerate(numbers):
        if text.is_blank:
            continue
        number = parse_item_number(text.shown if not text.text else text.text, alone=True)
        if number is None or number.is_letter:
            continue
        if found and _is_part(number, found[0][1]):
            continue
        if found and number.depth > found[0][1].depth:
            continue
        found.append((index, number))
    return found


def _is_part(number: ItemNumber, of: ItemNumber) -> bool:
    """Whether a number is another's part: 4a or 4.1 of 4."""
    return number.depth > of.depth and number.parts[: of.depth] == of.parts


def _own_number(text: Text) -> ItemNumber | None:
    """The number of a text, computed or typed."""
    if text.label and text.ordered:
        return parse_item_number(text.label, alone=True)
    return parse_item_number(text.text) if text.kind is not Kind.LIST_ITEM or text.label is None else None


def _follows(items: list[Item], number: ItemNumber) -> bool:
    last = next((parse_item_number(i.number, alone=True) for i in reversed(items) if i.number), None)
    return last is None or (number.depth == last.depth and number.parts > last.parts)


# --- numbered headings --------------------------------------------------------------------------


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
        number = _own_number(block)
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
    return whole is not None and not number.is_letter and _is_part(number, whole)


def _is_outside(block: Text, last: Block) -> bool:
    """Whether a heading without a number ends the items: as high as the last item's own heading."""
    return block.kind is Kind.HEADING and isinstance(last, Text) and last.kind is Kind.HEADING and block.level <= last.level


def _look(block: Text, number: ItemNumber) -> tuple[tuple[object, ...], float]:
    computed = bool(block.label and block.ordered)
    short = len(block.text.split()) <= _HEADING_WORDS
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
        number = _own_number(block)
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
            and len(collapse(block.text).split()) <= _HEADING_WORDS
        ):
            items.append(Item(None, heading=Piece(block)))
        else:
            _extend(items[-1], block, 1)
    return items
