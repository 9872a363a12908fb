"""Who was there: lists, tables and side-by-side columns of names under their headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.extract.harvest import Quote
from pipeline.extract.minutes.people import Entry, is_name_entry, is_none, parse_entry, split_entries
from pipeline.model import Cell, Kind, Table, Text
from pipeline.normalise.labels import Vocabulary, vocabulary
from pipeline.normalise.names import initials_of
from pipeline.normalise.text import collapse, fold

STATUSES = ("present", "in_attendance", "apologies")
_SEPARATOR = re.compile(r"\s*[:;]\s*|\s+[-–—]\s+|\t")
_RECEIVED = re.compile(
    r"apolog(?:y|ies)\b[^.:]*?\b(?:received|noted|given|sent|accepted|recorded|tendered)?\s*(?:from|by|on behalf of)\s*:?\s*(?P<names>(?-i:[A-Z]).*)",
    re.IGNORECASE | re.DOTALL,
)
_ABSENT = re.compile(r"apolog|absent|no\b|^n$|^x$|^a$|✗|✘", re.IGNORECASE)


def labels() -> Vocabulary:
    """Labels above the items."""
    return vocabulary("pipeline.extract.minutes", "labels.toml")


def columns() -> Vocabulary:
    """Heads of columns."""
    return vocabulary("pipeline.extract.minutes", "columns.toml")


@dataclass(slots=True)
class Attendee:
    """A person with the place that names them and the heading they stand under."""

    entry: Entry
    status: str
    where: Quote
    heading: Quote | None
    parts: dict[str, Quote] = field(default_factory=dict)


@dataclass(slots=True)
class Attendance:
    """The people of a meeting, and what of the lists is no name."""

    people: list[Attendee] = field(default_factory=list)
    unread: list[Quote] = field(default_factory=list)

    def add(self, text: str, status: str, where: Text, heading: Quote | None) -> bool:
        """Add the people of a list; False where it names nobody."""
        found = False
        for written in split_entries(text):
            if is_none(written):
                continue
            entries = parse_entry(written)
            for entry in entries:
                self._append(Attendee(entry, status, Quote(where.locator, collapse(written).strip(" ,;").rstrip(".")), heading))
            found = found or bool(entries)
            if not entries and collapse(written):
                self.unread.append(Quote(where.locator, collapse(written)))
        return found

    def _append(self, attendee: Attendee) -> None:
        key = fold(attendee.entry.name)
        for other in self.people:
            if fold(other.entry.name) == key and (other.status == attendee.status or attendee.where.locator == ""):
                return
        self.people.append(attendee)

    def owners(self, initials: str) -> list[str]:
        """Names that initials can stand for at this meeting: those printed so, else those whose name has them."""
        printed = [a.entry.name for a in self.people if a.entry.initials == initials]
        if printed:
            return sorted(set(printed), key=printed.index)
        computed = [a.entry.name for a in self.people if not a.entry.initials and initials_of(a.entry.name) == initials]
        return sorted(set(computed), key=computed.index)

    def knows(self, initials: str) -> bool:
        """Whether somebody of this meeting has these initials."""
        return bool(self.owners(initials))


def status_of(text: str) -> str | None:
    """The attendance status that a heading names, if it names one."""
    field_name = labels().match(text)
    return field_name if field_name in STATUSES else None


def split_label(text: str, bold_lead: int = 0) -> tuple[str, str] | None:
    """``Present: A, B`` (or ``Present; A``, ``Present – A``, bold ``Present`` A) as label and value."""
    if bold_lead and labels().match(text[:bold_lead]):
        return text[:bold_lead], text[bold_lead:].lstrip(" :;–—-\n\t")
    first, newline, rest = text.partition("\n")
    if newline and labels().match(first):
        return first, rest
    match = _SEPARATOR.search(text)
    while match:
        head = text[: match.start()]
        if len(head) > 60:
            break
        if labels().match(head, fuzzy=len(head) > 8):
            return head, text[match.end() :].lstrip()
        match = _SEPARATOR.search(text, match.end())
    return None


def with_tabs(block: Text) -> str:
    """A text with its tabs as tabs."""
    characters = list(block.text)
    for place in block.tabs:
        if place < len(characters):
            characters[place] = "\t"
    return "".join(characters)


@dataclass(slots=True)
class AttendanceReader:
    """Reads the blocks above the items, one after another.

    ``people``: what was found. ``status``: the heading that the next names stand under.
    """

    people: Attendance = field(default_factory=Attendance)
    status: str | None = None
    heading: Quote | None = None
    tabbed: list[str | None] = field(default_factory=list)

    def text(self, block: Text) -> bool:
        """Read a paragraph; whether it belongs to the attendance."""
        tabbed = with_tabs(block)
        if self._side_by_side(tabbed, block):
            return True
        label = split_label(block.text, block.bold_lead) if block.kind is not Kind.LIST_ITEM else None
        if label is not None:
            status = status_of(label[0])
            if status is None:
                self.status = None
                return False
            self.status, self.heading = status, Quote(block.locator, collapse(label[0]).rstrip(" :;–-"), "label")
            value = tabbed[len(block.text) - len(label[1]) :] if label[1] else ""
            if value:
                # A whole list behind its label ends the list, unless it breaks off at a comma.
                self.people.add(value, status, block, self.heading)
                single = len(split_entries(value)) == 1
                self.status = status if value.rstrip().endswith((",", ";")) or single else None
            return True
        whole = status_of(block.text) if len(block.text) < 60 else None
        if whole is not None:
            self.status, self.heading = whole, Quote(block.locator, block.text.rstrip(" :;"), "label")
            return True
        received = _RECEIVED.match(block.text)
        if received and self.people.add(
            received["names"], "apologies", block, Quote(block.locator, received.group()[: received.start("names") - received.start()].strip(), "label")
        ):
            return True
        if self.status is None or block.kind is Kind.HEADING:
            self.status = None
            return False
        entries = split_entries(tabbed)
        if any(parse_entry(e) for e in entries):
            self.people.add(tabbed, self.status, block, self.heading)
            return True
        if block.kind is not Kind.LIST_ITEM:
            self.status = None
        return False

    def _side_by_side(self, tabbed: str, block: Text) -> bool:
        """Columns made with tabs: a line of headings, then lines with one name for each column."""
        fields = [f.strip() for f in tabbed.split("\t")]
        statuses = [status_of(f) if f else None for f in fields]
        if sum(s is not None for s in statuses) > 1:
            self.tabbed = statuses
            self.heading = Quote(block.locator, block.text, "label")
            return True
        if not self.tabbed:
            return False
        if len(fields) > len(self.tabbed) or not any(fields) or not all(is_name_entry(f) or is_none(f) for f in fields if f):
            self.tabbed = []
            return False
        for value, status in zip(fields, self.tabbed, strict=False):
            if value and status:
                self.people.add(value, status, block, self.heading)
        return True

    def table(self, table: Table) -> bool:
        """Read a table; whether it is one of attendance."""
        first = [status_of(c.text.split("\n")[0]) for c in table.rows[0]] if table.rows else []
        if sum(s is not None for s in first) > 1 and self._columns_of_names(table):
            return True
        return self._headed_table(table) or self._labelled_rows(table) or self._columns_of_names(table)

    def _headed_table(self, table: Table) -> bool:
        """A table with a head: Name, Initials, Organisation, Presence …."""
        grid = table.grid()
        if len(grid) < 2:
            return False
        heads = [columns().match(cell.text) if cell is not None else None for cell in grid[0]]
        if "name" not in heads or not ({"initials", "organisation", "role", "presence", "status"} & set(heads)):
            return False
        status = self.status or next((s for s in (status_of(c.text) for c in grid[0] if c is not None) if s), None) or "present"
        for row in grid[1:]:
            cells = {head: cell for head, cell in zip(heads, row, strict=True) if head and cell is not None}
            self._row(cells, status)
        self.status = None
        return True

    def _row(self, cells: dict[str, Cell], status: str) -> None:
        name = cells["name"]
        people = parse_entry(name.text.replace("\n", " "))
        where = next((t for t in name.texts if t.text), None)
        if where is None:
            return
        if not people:
            self.people.unread.append(Quote(where.locator, name.text))
            return
        presence = cells.get("presence") or cells.get("status")
        if presence is not None and _ABSENT.match(presence.text.strip()):
            status = "apologies"
        for entry in people:
            attendee = Attendee(entry, status, Quote(name.locator, collapse(name.text)), self.heading)
            for key in ("initials", "organisation", "role"):
                cell = cells.get(key)
                value = collapse(cell.text) if cell is not None else ""
                if cell is not None and value and value != "-":
                    setattr(entry, key, value)
                    attendee.parts[key] = Quote(cell.locator, value)
            if presence is not None and presence.text:
                attendee.heading = Quote(presence.locator, collapse(presence.text))
            self.people._append(attendee)

    def _labelled_rows(self, table: Table) -> bool:
        """Rows of a heading and its names: PRESENT | A, B, C. Rows without a heading go on with the last."""
        found = False
        status: str | None = None
        for row in table.rows:
            filled = [cell for cell in row if cell.text]
            if not filled:
                continue
            own = status_of(filled[0].text)
            if own and len(row) >= 2:
                status, self.heading = own, Quote(filled[0].locator, collapse(filled[0].text), "label")
                found = True
                filled = filled[1:]
            elif status is None or (row[0].text and not is_name_entry(row[0].text)):
                status = None
                continue
            if status:
                self._cells(filled, status)
        return found

    def _cells(self, cells: list[Cell], status: str) -> None:
        """Names in the cells of one row: a column of names, or a name with its role and organisation."""
        texts = [t for cell in cells for t in cell.texts if t.text]
        single = len(cells) > 1 and all(len([t for t in c.texts if t.text]) == 1 for c in cells) and is_name_entry(cells[0].text)
        if single and not all(is_name_entry(c.text) for c in cells):
            joined = "\t".join(collapse(c.text) for c in cells)
            for entry in parse_entry(joined):
                entry.as_written = collapse(cells[0].text)
                attendee = Attendee(entry, status, Quote(cells[0].locator, entry.as_written), self.heading)
                for key in ("initials", "organisation", "role"):
                    value = getattr(entry, key)
                    cell = next((c for c in cells if value and value in collapse(c.text)), None)
                    if cell is not None:
                        attendee.parts[key] = Quote(cell.locator, value)
                self.people._append(attendee)
            return
        for text in texts:
            self.people.add(with_tabs(text), status, text, self.heading)

    def _columns_of_names(self, table: Table) -> bool:
        """Columns side by side, each under its heading, in the first row or at the top of the cell."""
        grid = table.grid()
        if not grid:
            return False
        heads = [status_of(cell.text.split("\n")[0]) if cell is not None and cell.text else None for cell in grid[0]]
        if not any(heads):
            return False
        for column, status in enumerate(heads):
            if status is None:
                continue
            head = grid[0][column]
            self.heading = Quote(head.locator, head.text.split("\n")[0].rstrip(" :;"), "label") if head else None
            seen: set[int] = set()
            for number, row in enumerate(grid):
                cell = row[column]
                if cell is None or id(cell) in seen:
                    continue
                seen.add(id(cell))
                texts = [t for t in cell.texts if t.text]
                for text in texts[1:] if number == 0 else texts:
                    inner = status_of(text.text)
                    if inner:
                        status, self.heading = inner, Quote(text.locator, text.text.rstrip(" :;"), "label")
                    else:
                        self.people.add(with_tabs(text), status, text, self.heading)
        return True


def read_apologies(text: Text, people: Attendance) -> None:
    """Apologies in a sentence of an item: "Apologies were received from A, B and C"."""
    received = _RECEIVED.search(text.text)
    if received:
        lead = text.text[received.start() : received.start("names")].strip()
        names = re.split(r"\.(?:\s|$)", received["names"])[0]
        people.add(names, "apologies", text, Quote(text.locator, lead, "label"))
