"""The parts of a paper: whether it is minutes or an agenda, its head, and the blocks of its items."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.extract.minutes.attendance import AttendanceReader, columns, labels
from pipeline.extract.minutes.heading import Heading, read_facts, read_text
from pipeline.extract.minutes.items import Item
from pipeline.extract.minutes.numbers import parse_item_number
from pipeline.extract.minutes.rows import TableItems, log_items
from pipeline.extract.minutes.spine import headed_items, numbered_items
from pipeline.model import Article, Block, Cell, Document, Kind, Table, Text, walk_texts

_MINUTES = re.compile(r"\bminutes?\b|\bnotes of\b|\bmeeting notes\b|\baction notes\b", re.IGNORECASE)
_AGENDA = re.compile(r"\bagenda\b", re.IGNORECASE)
_MEETING = re.compile(r"\bmeetings?\b", re.IGNORECASE)
_ACTION = re.compile(r"^[\[(*]*\s*actions?\b[^.]{0,30}:", re.IGNORECASE)
_HEAD_BLOCKS = 15


@dataclass(slots=True)
class Paper:
    """A paper taken apart: its head, who was there, and its items."""

    heading: Heading
    attendance: AttendanceReader
    items: list[Item]
    is_agenda: bool = False
    evidence: list[str] = field(default_factory=list)


def table_heads(table: Table) -> tuple[dict[str, int], int] | None:
    """Which column of a table of items is what, and its first row; None where it is no such table."""
    grid = table.grid()
    for number, row in enumerate(grid[:3]):
        heads: dict[str, int] = {}
        for column, cell in enumerate(row):
            name = columns().match(cell.text.replace("\n", " ")) if cell is not None and 0 < len(cell.text) <= 60 else None
            if name is not None:
                heads.setdefault("item2" if name == "item" and "item" in heads else name, column)
        if "name" in heads or len({id(c) for c in row}) < 2:
            continue
        heads = _settle(heads, grid, number)
        if ("content" in heads or "item" in heads) and {"number", "action", "owner"} & heads.keys():
            return heads, number + 1
    return None


def log_heads(table: Table) -> tuple[dict[str, int], int] | None:
    """The columns of an action log and its first row; None where a table is none."""
    for number, row in enumerate(table.grid()[:2]):
        heads: dict[str, int] = {}
        for column, cell in enumerate(row):
            name = columns().match(cell.text.replace("\n", " ")) if cell is not None and 0 < len(cell.text) <= 60 else None
            if name is not None:
                heads.setdefault(name, column)
        if {"action", "owner"} <= heads.keys() and not {"content", "name"} & heads.keys():
            return heads, number + 1
    return None


def _settle(heads: dict[str, int], grid: list[list[Cell | None]], number: int) -> dict[str, int]:
    """Which of number, title or content a column called "Item" is: its cells decide."""
    heads = dict(heads)
    if "item" in heads and "number" not in heads:
        cells = [row[heads["item"]] for row in grid[number + 1 :]]
        texts = [c.text or " ".join(t.label or "" for t in c.texts) for c in cells if c is not None and (c.text or any(t.label for t in c.texts))]
        numbered = sum(1 for t in texts if parse_item_number(t.split("\n")[0], alone=True))
        if texts and numbered * 2 > len(texts) and ("content" in heads or "item2" in heads):
            heads["number"] = heads.pop("item")
            if "item2" in heads:
                heads["item"] = heads.pop("item2")
    heads.pop("item2", None)
    if "item" in heads and "content" not in heads:
        heads["content"] = heads.pop("item")
    if "status" in heads and "due" in heads and heads["status"] == heads["due"]:
        heads.pop("status")
    if "content" not in heads and "item" not in heads and "number" in heads and {"action", "owner"} & heads.keys():
        free = [c for c in range(len(grid[number])) if c not in heads.values()]
        if len(free) == 1:  # the column between number and action that nobody named
            heads["content"] = free[0]
    return heads


def signals(document: Document, has_table: bool) -> int:
    """How much speaks for a paper being minutes or an agenda; three is enough."""
    texts = list(document.texts())
    head = texts[:_HEAD_BLOCKS]
    points = 0
    if any(_MINUTES.search(t.text) and len(t.text) < 200 for t in head):
        points += 2
    if any(_AGENDA.search(t.text) and len(t.text) < 120 for t in head):
        points += 1
    if any(_MEETING.search(t.text) and len(t.text) < 200 for t in head):
        points += 1
    points += 1 if _MINUTES.search(document.properties.get("title", "")) else 0
    points += 2 if has_table else 0
    points += 1 if any(_ACTION.match(t.text) for t in texts) else 0
    return points


def take_apart(document: Document) -> Paper | None:
    """The parts of minutes or an agenda; None where the document is neither."""
    if any(isinstance(b, Article) for b in document.blocks):
        return None
    logs = [(b, found) for b in document.blocks if isinstance(b, Table) and table_heads(b) is None and (found := log_heads(b)) is not None]
    logged = {id(b) for b, _ in logs}
    blocks = [b for b in document.blocks if id(b) not in logged]
    tables = {n: heads for n, b in enumerate(blocks) if isinstance(b, Table) and (heads := table_heads(b)) is not None}
    points = signals(document, bool(tables))
    if points < 1:
        return None
    places = _item_tables(blocks, tables)
    numbered = numbered_items([b if isinstance(b, Text) else Text(Kind.PARAGRAPH, "", "") for b in blocks]) if not places else []
    first = min(places) if places else _first_item(blocks, numbered)
    paper = Paper(Heading(), AttendanceReader(), [])
    _read_head(paper, blocks[:first])
    for place in places[:1]:  # rows above a table's head belong to the paper's
        table = blocks[place]
        above = tables[place][1] - 1
        if isinstance(table, Table) and above:
            _read_head(paper, [Table(table.rows[:above], table.locator)])
    if paper.attendance.people.people:
        points += 2
    if points < 3:
        return None
    if places:
        paper.items = _table_items(blocks, places, tables)
    elif len(numbered) > 1:
        paper.items = numbered_items(blocks[first:])
    else:
        paper.items = headed_items(blocks[first:])
    paper.items.extend(log_items(table, heads, first_row) for table, (heads, first_row) in logs)
    words = " ".join(t.text for t in list(walk_texts(blocks[: max(first, 1)]))[:8])
    has_minutes = bool(_MINUTES.search(words)) or any(i.cells for i in paper.items)
    paper.is_agenda = bool(_AGENDA.search(words)) and not has_minutes
    return paper


def _item_tables(blocks: list[Block], tables: dict[int, tuple[dict[str, int], int]]) -> list[int]:
    """The tables whose rows are the items; a mere list of headings gives way to numbered headings."""
    places = []
    for place, (heads, first_row) in tables.items():
        table = blocks[place]
        assert isinstance(table, Table)
        is_listing = not {"action", "owner"} & heads.keys() and all(len(c.text.split()) <= 14 for row in table.rows[first_row:] for c in row)
        if is_listing:
            items = numbered_items([b if isinstance(b, Text) else Text(Kind.PARAGRAPH, "", "") for b in blocks])
            headings = [i for i in items if i.heading is not None and i.heading.block.kind is Kind.HEADING]
            if len(headings) >= 2 or len(items) > max(3, len(table.rows) // 2):
                continue
        places.append(place)
    return places


def _first_item(blocks: list[Block], numbered: list[Item]) -> int:
    """Where the items begin: at the first numbered heading, else at the first heading behind the attendance."""
    opening = next((i for i in numbered if i.number is not None), None)
    if opening is not None and opening.where is not None:
        for place, block in enumerate(blocks):
            if isinstance(block, Text) and block.locator == opening.where.locator:
                return place
    reader = AttendanceReader()
    last = 0
    for place, block in enumerate(blocks):
        taken = reader.table(block) if isinstance(block, Table) else reader.text(block) if isinstance(block, Text) else False
        if taken:
            last = place + 1
    return last if last else min(len(blocks), 6)


def _read_head(paper: Paper, blocks: list[Block]) -> None:
    for block in blocks:
        if isinstance(block, Table):
            taken = paper.attendance.table(block)
            facts = {labels().match(row[0].text) for row in block.rows if row and row[0].text}
            if not taken or facts & {"date", "time", "venue"}:
                read_facts(paper.heading, block)
        elif isinstance(block, Text) and not block.is_blank:
            if not paper.attendance.text(block):
                read_text(paper.heading, block)


def _table_items(blocks: list[Block], places: list[int], tables: dict[int, tuple[dict[str, int], int]]) -> list[Item]:
    """Items of all tables of items; a table of as many columns right behind one, without a head, goes on with it."""
    reader: TableItems | None = None
    items: list[Item] = []
    for place in range(places[0], len(blocks)):
        block = blocks[place]
        if isinstance(block, Table):
            width = max((sum(c.colspan for c in r) for r in block.rows), default=0)
            if place in tables and place in places:
                heads, first_row = tables[place]
                reader = TableItems(heads, width, items)
                reader.read(block, first_row)
            elif reader is not None and width == reader.width:
                reader.read(block, 0)
        elif isinstance(block, Text) and not block.is_blank:
            pass  # what stands behind the tables belongs to no item
    return items
