"""What stands above the attendance and in the margins: title, day, time, venue, minute taker, version."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from pipeline.extract.harvest import Quote
from pipeline.extract.minutes.attendance import Attendance, labels, split_label
from pipeline.model import Kind, Table, Text
from pipeline.normalise.dates import find_dates, find_time
from pipeline.normalise.names import looks_like_name
from pipeline.normalise.text import collapse, fold, slug

_ABOUT_MEETING = re.compile(r"\b(?:minutes|meeting|agenda|notes of|committee|board|group|forum|council|network|librarians)\b", re.IGNORECASE)
_BARE_TITLE = re.compile(
    r"(?:draft\s+)?(?:meeting\s+)?(?:minutes|agenda|notes)(?:\s+(?:of|from|for) (?:the |a )?(?:\w+ )?meeting)?\W*$|(?:the )?meeting\W*$", re.IGNORECASE
)
_HELD = re.compile(r"\b(?:held|taking place|to be held|which took place|took place)\b\s*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_AT = re.compile(r"(?:^|[\s,])(?i:at|in|venue:?)\s+(?i:the\s+)?(?P<venue>(?!\d{1,2}[.:]?\d*\s*(?:[ap]\.?m|$|,|\sin\s|\sat\s|noon|hrs))[A-Z0-9][^;]*)")
_VERSION = re.compile(r"\b(?:version|ver\.?|draft|v)\s*[.:]?\s*(?P<version>\d+(?:\.\d+)*)\b", re.IGNORECASE)
_MINUTED = re.compile(r"\b(?:minutes|notes|minuted|recorded|prepared)\s+(?:taken\s+|prepared\s+|written\s+)?by:?\s+(?P<name>[^,;.\n(]{3,50})", re.IGNORECASE)
_PAPER = re.compile(
    r"^(?:draft\s+|unconfirmed\s+|confirmed\s+|approved\s+)*(?:(?:minutes|notes|agenda|record|action notes)\s+(?:of|from|for)\s+(?:the\s+|a\s+)?)?",
    re.IGNORECASE,
)
_MEETING_OF = re.compile(r"^(?:\w+\s+){0,3}?meeting of (?:the\s+)?", re.IGNORECASE)
_MEETING_TAIL = re.compile(r"\s*[-–—:]?\s*\b(?:meetings?|minutes|agenda|notes)\b.*$", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class Fact:
    """A value and where it stands."""

    value: str
    where: Quote


@dataclass(slots=True)
class Heading:
    """What the head of the paper says, by column of ``meetings``."""

    facts: dict[str, Fact] = field(default_factory=dict)
    held_on: dt.date | None = None
    impossible: Quote | None = None
    chair: Fact | None = None
    titles: list[Text] = field(default_factory=list)
    loose: list[Text] = field(default_factory=list)

    def put(self, name: str, value: str, where: Quote) -> None:
        """Keep the first value of a column."""
        value = collapse(value).strip(" ,;")
        if value and name not in self.facts:
            self.facts[name] = Fact(value, where)

    def date(self, text: str, where: Text) -> bool:
        """Take the meeting's day from a text; whether there is one."""
        for found in find_dates(text):
            words = text[found.start : found.end]
            if found.impossible and self.impossible is None and self.held_on is None:
                self.impossible = Quote(where.locator, words, "pattern")
            if self.held_on is None and found.first is not None and (found.is_day or found.kind == "days"):
                self.held_on = found.first
                self.facts["held_on"] = Fact(found.first.isoformat(), Quote(where.locator, words, "pattern"))
                return True
        return False

    def time(self, text: str, where: Text) -> bool:
        """Take the starting time from a text; whether there is one."""
        found = find_time(text, dotted=True)
        if found and "start_time" not in self.facts:
            self.facts["start_time"] = Fact(found[0], Quote(where.locator, text[found[1] : found[2]], "pattern"))
        return found is not None


def read_label(heading: Heading, label: str, value: str, where: Text) -> bool:
    """Read a labelled line or a row of a table of facts; whether its label is one of a paper's head."""
    name = labels().match(label)
    value = value.strip()
    if name in ("date", "time"):
        dated = heading.date(value, where)
        timed = heading.time(value, where)
        rest = _AT.search(value) if dated or timed else None
        if rest:
            heading.put("venue", rest["venue"], Quote(where.locator, collapse(rest["venue"])))
        return dated or timed or name == "date"
    if name == "venue" and value:
        first = value.split("\n")[0] if "\n" in value and heading.held_on is None else value
        heading.put("venue", first, Quote(where.locator, collapse(first)))
        return True
    if name in ("minute_taker", "version", "title", "group") and value:
        if name == "minute_taker" and not looks_like_name(re.sub(r"\s*\(.*?\)|,.*", "", value)):
            return False
        key = {"group": "group_name"}.get(name, name)
        value = re.sub(r"\s*\(.*?\)|,.*", "", value) if name == "minute_taker" else value
        heading.put(key, value, Quote(where.locator, collapse(value), "label"))
        return True
    if name == "chair" and value and looks_like_name(re.sub(r"\s*\(.*?\)|,.*", "", value)):
        heading.chair = Fact(value, Quote(where.locator, collapse(value), "label"))
        return True
    return name == "other"


def read_text(heading: Heading, block: Text) -> None:
    """Read a paragraph above the attendance."""
    text = block.text
    for line in text.split("\n"):
        label = split_label(line, block.bold_lead if line == text else 0)
        if label is not None and read_label(heading, label[0], label[1], block):
            continue
        held = _HELD.search(line)
        rest = held["rest"] if held else line
        dated = heading.date(rest, block)
        timed = heading.time(rest, block) if dated or held or heading.held_on else False
        place = _AT.search(rest) if held or dated else None
        if place:
            venue = re.split(r"\s+(?:on|from|at)\s+(?=\w*\s?\d|mon|tue|wed|thu|fri)", place["venue"], flags=re.IGNORECASE)[0]
            if not find_time(venue[:8]) and not any(d.start == 0 for d in find_dates(venue)):
                heading.put("venue", venue, Quote(block.locator, collapse(venue).strip(" ,;"), "pattern"))
        if dated and "venue" not in heading.facts:
            _venue_behind(heading, rest, block)
        version = _VERSION.search(line)
        if version and len(line) < 60:
            heading.put("version", version["version"], Quote(block.locator, version["version"], "pattern"))
        taker = _MINUTED.search(line)
        if taker and looks_like_name(taker["name"].strip()):
            heading.put("minute_taker", taker["name"], Quote(block.locator, collapse(taker["name"]), "pattern"))
        if held is None and not (dated or timed or version or taker):
            heading.loose.append(block)
    if len(text) <= 200:
        heading.titles.append(block)


def _venue_behind(heading: Heading, text: str, block: Text) -> None:
    """What stands behind day and time on their line, set off by a comma or dash: "2 March 2017, 2pm, Leeds"."""
    ends = [d.end for d in find_dates(text)]
    time = find_time(text, dotted=True)
    last = max([*ends, time[2] if time else 0])
    tail = re.match(r"\s*[,–—-]\s*(?P<venue>[A-Z][^.;:?!]{2,80})$", text[last:])
    if tail and not _ABOUT_MEETING.search(tail["venue"]):
        heading.put("venue", tail["venue"], Quote(block.locator, collapse(tail["venue"]), "pattern"))


def read_facts(heading: Heading, table: Table) -> bool:
    """Read a table of labels and values (Venue | … | Date | …); whether it is one."""
    hits = 0
    for row in table.rows:
        cells = [c for c in row if c.text]
        if len(cells) == 1:
            heading.titles.extend(t for t in cells[0].texts if t.text and len(t.text) <= 200)
            inner = split_label(cells[0].text)
            texts = [t for t in cells[0].texts if t.text]
            if inner and read_label(heading, inner[0], inner[1], texts[0]):
                hits += 1
            elif not any(read_cell(heading, t) for t in texts):
                continue
            continue
        for label, value in zip(row[::2], row[1::2], strict=False):
            texts = [t for t in value.texts if t.text]
            if label.text and texts and read_label(heading, label.text, value.text, texts[0]):
                hits += 1
    return hits > 0


def read_cell(heading: Heading, block: Text) -> bool:
    """Read a lone cell of a head made as a table; whether it says anything but a title."""
    before = len(heading.facts)
    read_text(heading, block)
    return len(heading.facts) > before


def read_margins(heading: Heading, furniture: list[Text], people: Attendance) -> None:
    """Read running headers and footers: a version, and an attendee's name, who then took the minutes."""
    for block in furniture:
        for line in block.text.split("\n"):
            label = split_label(line)
            if label is not None and labels().match(label[0]) in ("minute_taker", "version"):
                read_label(heading, label[0], label[1], block)
            version = _VERSION.search(line)
            if version:
                heading.put("version", version["version"], Quote(block.locator, version["version"], "pattern"))
            taker = _MINUTED.search(line)
            if taker and looks_like_name(taker["name"].strip()):
                heading.put("minute_taker", taker["name"], Quote(block.locator, collapse(taker["name"]), "pattern"))
            for attendee in people.people:
                if re.search(rf"\b{re.escape(attendee.entry.name)}\b", line):
                    heading.put("minute_taker", attendee.entry.name, Quote(block.locator, attendee.entry.name))


def choose_title(heading: Heading) -> Text | None:
    """The paragraph that is the paper's title: one about a meeting, the fullest that is no mere "Minutes"."""
    best: tuple[int, Text] | None = None
    for place, block in enumerate(heading.titles):
        line = block.text.split("\n")[0]
        if len(line.split()) < 2 and not _ABOUT_MEETING.search(line):
            continue
        # "Minutes of the meeting held on …" names no group: another line does it better.
        line = line[: held.start()] if (held := _HELD.search(line)) and held.start() else line
        for found in list(find_dates(line))[::-1]:
            line = line[: found.start] if found.start else line
        line = re.sub(r"[\s,–—-]*\b(?:of|on|for)?[\s,–—-]*$", "", line) or line
        points = -place
        points += 8 if _ABOUT_MEETING.search(line) and not _BARE_TITLE.match(line) else 0
        points += 6 if re.search(r"\b(?:minutes|meeting|notes of|agenda)\b", line, re.IGNORECASE) and not _BARE_TITLE.match(line) else 0
        points += 2 if _BARE_TITLE.match(line) else 0
        points += 3 if block.kind is Kind.HEADING or block.is_bold or "title" in block.style or line.isupper() else 0
        points -= 8 if split_label(line) is not None or _HELD.match(line) or len(line.split()) > 25 else 0
        points -= 8 if next((d for d in find_dates(line) if d.start == 0 and d.end >= len(line) - 2), None) else 0
        if best is None or points > best[0]:
            best = (points, block)
    return best[1] if best and best[0] > -8 else None


def choose_venue(heading: Heading, title: Text | None) -> None:
    """An unlabelled line below the day, short and no name, is where the meeting was held."""
    if "venue" in heading.facts or "held_on" not in heading.facts:
        return
    day = heading.facts["held_on"].where.locator
    order = [b.locator for b in heading.titles]
    if day not in order:
        return
    for block in heading.loose:
        below = block.locator in order and order.index(block.locator) > order.index(day)
        if below and block is not title and 1 <= len(block.text.split()) <= 15 and not block.text.rstrip().endswith((":", "?", ".")):
            if not looks_like_person_line(block.text):
                heading.put("venue", block.text, Quote(block.locator, collapse(block.text)))
                return


def looks_like_person_line(text: str) -> bool:
    """Whether a line reads like an entry of an attendance list rather than a place."""
    return bool(re.search(r"\((?:[A-Z]{2,4}|chair|minutes)\)", text, re.IGNORECASE)) or bool(_ABOUT_MEETING.search(text))


def group_of(title: str) -> str | None:
    """The group that a title names: "Minutes of the X Librarians Meeting" is X Librarians'."""
    line = collapse(re.split(r"\s+(?:held|on \d)", title.split("\n")[0])[0])
    line = _PAPER.sub("", line)
    group = _MEETING_TAIL.sub("", _MEETING_OF.sub("", line)).strip(" -–—:,")
    return group if len(slug(group)) > 2 and fold(group) not in ("the", "draft") and group in title else None
