"""Items by the rows of a table: number, title, discussion and action in columns of any wording."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.extract.harvest import Quote
from pipeline.extract.minutes.items import ActionCell, Item, is_part, own_number, split_heading
from pipeline.extract.minutes.numbers import ItemNumber, parse_item_number
from pipeline.extract.pieces import Piece
from pipeline.model import Cell, Table, Text


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
            column = cells.get("action") or cells.get("owner")
            actions = _texts(column) if column is not cells.get("content") else []
            self._row(numbers, title, content, actions, cells)

    def _row(self, numbers: list[Text], title: list[Text], content: list[Text], actions: list[Text], cells: dict[str, Cell | None]) -> None:
        starts = _main_numbers(numbers)
        last = parse_item_number(self.items[-1].number or "", alone=True) if self.items else None
        if starts and last is not None and is_part(starts[0][1], last) and isinstance(starts[0][1].parts[-1], str):
            starts = []  # 4b in a row of its own goes on with 4
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
        typed = own_number(lead[0]) if lead and not lead[0].is_blank else None
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
        owners = _one_text(cells.get("owner")) if cells.get("action") is not None else None
        for index, text in enumerate(actions):
            if not any(c.isalpha() for c in text.text) or re.fullmatch(r"(?i)(?:none|nil|n/?a|no actions?|to note|for information)\.?", text.text.strip()):
                continue
            level = [p for p in pieces[index : index + 1] if p.text]
            before = [p for p in pieces[:index] if p.text][-1:]
            several = sum(1 for t in actions if not t.is_blank) > 1
            beside = level or before if several or index else level or [p for p in pieces if p.text]
            item.cells.append(ActionCell(text, beside, due, status, owners))


def log_items(table: Table, heads: dict[str, int], first_row: int) -> Item:
    """The rows of an action log, a table of actions and their owners, as one item without a number."""
    item = Item(None)
    for row in table.grid()[first_row:]:
        cells = {name: row[column] for name, column in heads.items() if column < len(row)}
        for text in _texts(cells.get("action")):
            if text.text:
                item.cells.append(ActionCell(text, [], _one_text(cells.get("due")), _one_text(cells.get("status")), _one_text(cells.get("owner"))))
    return item


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
        if found and is_part(number, found[0][1]):
            continue
        if found and number.depth > found[0][1].depth:
            continue
        found.append((index, number))
    return found


def _follows(items: list[Item], number: ItemNumber) -> bool:
    last = next((parse_item_number(i.number, alone=True) for i in reversed(items) if i.number), None)
    return last is None or (number.depth == last.depth and number.parts > last.parts)
