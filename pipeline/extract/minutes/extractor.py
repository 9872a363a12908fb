"""Minutes and agendas as rows."""

from __future__ import annotations

import datetime as dt
import re

from pipeline.extract.harvest import Harvest, Quote, Row, stable_id
from pipeline.extract.minutes.actions import EVERYBODY, Action, cell_actions, find_due, line_actions
from pipeline.extract.minutes.attendance import Attendance, Attendee, read_apologies, status_of, with_tabs
from pipeline.extract.minutes.decisions import decisions_of
from pipeline.extract.minutes.heading import choose_title, choose_venue, group_of, read_margins
from pipeline.extract.minutes.items import Item
from pipeline.extract.minutes.paper import Paper, take_apart
from pipeline.extract.minutes.people import parse_entry
from pipeline.extract.minutes.updates import updates_of
from pipeline.model import Document
from pipeline.normalise.names import initials_of, is_initials, looks_like_name
from pipeline.normalise.text import collapse, fold, slug

_TAKES_MINUTES = re.compile(r"\b(?:minut|note|scribe|clerk to)", re.IGNORECASE)
_DRAFT_WORDS = re.compile(r"\b(?:draft|unconfirmed|confirmed|approved|minutes|minute|notes|agenda|of|the|meeting)\b", re.IGNORECASE)


def extract_minutes(document: Document, harvest: Harvest) -> None:
    """Add the meeting that a document records, if it is minutes or an agenda."""
    paper = take_apart(document)
    if paper is None:
        return
    people = paper.attendance.people
    for item in paper.items:
        _attendance_in_item(item, people)
    read_margins(paper.heading, document.furniture, people)
    meeting = _meeting(paper, people, harvest, document)
    _attendance(people, meeting, harvest)
    near = meeting["held_on"]
    counts = {"points": 0, "actions": 0, "decisions": 0, "updates": 0, "items": 0}
    seen: dict[str, int] = {}
    for item in paper.items:
        _item(item, meeting, people, near, counts, seen, harvest, is_agenda=paper.is_agenda)
    harvest.within(meeting["meeting_id"], [t.locator for t in document.texts()])
    if paper.is_agenda:
        harvest.kind_override = "agenda"
    for quote in people.unread:
        if len(quote.text.split()) <= 40:
            harvest.issue("missing_field", f"“{quote.text[:120]}” in the attendance is no name that can be read", row=meeting, field="attendance", quote=quote)


def _attendance_in_item(item: Item, people: Attendance) -> None:
    """Attendance or apologies that are an item of the agenda themselves."""
    status = status_of(item.title) if item.title else None
    if status is None and item.title is None and item.pieces:
        for piece in item.content[:1]:
            read_apologies(piece.block, people)
        return
    if status is None:
        return
    heading = item.heading.quote if item.heading else None
    before = len(people.people)
    for piece in item.content:
        read_apologies(piece.block, people)
        if len(people.people) > before and piece.block.kind != "list_item":
            continue
        inner = re.match(r"(?:were\s+|have been\s+)?(?:received|noted)?\s*(?:from)?\s*:?\s*", piece.text, re.IGNORECASE)
        text = piece.text[inner.end() :] if inner else piece.text
        entries = [e for part in re.split(r"[;\n]|,(?![^()]*\))", text) for e in parse_entry(part)]
        words = len(text.split())
        if entries and len(entries) * 4 >= words // 2:
            people.add(with_tabs(piece.block) if text == piece.text and piece.start == 0 else text, status, piece.block, heading)


def _meeting(paper: Paper, people: Attendance, harvest: Harvest, document: Document) -> Row:
    heading = paper.heading
    for attendee in people.people:
        if attendee.entry.role and _TAKES_MINUTES.search(attendee.entry.role):
            heading.put("minute_taker", attendee.entry.name, Quote(attendee.where.locator, attendee.entry.name))
    title = choose_title(heading)
    choose_venue(heading, title)
    kind = "agenda" if paper.is_agenda else "minutes"
    line = collapse(title.text.split("\n")[0]) if title is not None else heading.facts["title"].value if "title" in heading.facts else None
    words = line or document.properties.get("title") or "Untitled meeting"
    core = slug(_DRAFT_WORDS.sub(" ", words))
    first = next((i.title for i in paper.items if i.title), None) if heading.held_on is None else None
    meeting_id = stable_id("mtg", core, heading.held_on, kind, first)
    row = harvest.row("meetings", meeting_id=meeting_id, record_kind=kind)
    if title is not None:
        row.put("title", line, Quote(title.locator, line or ""))
    elif "title" in heading.facts:
        row.put("title", words, heading.facts["title"].where)
    elif "title" in document.properties:
        row.put("title", words, Quote("property title", words))
    else:
        row.values["title"] = words
    group = heading.facts.get("group_name")
    if group is not None:
        row.put("group_name", group.value, group.where)
    elif line and title is not None:
        group_name = group_of(line)
        row.put("group_name", group_name, Quote(title.locator, group_name or ""))
    if heading.held_on is not None:
        row.put("held_on", heading.held_on, heading.facts["held_on"].where)
    elif heading.impossible is not None:
        harvest.issue("impossible_date", f"“{heading.impossible.text}” is no day of the calendar", row=row, field="held_on", quote=heading.impossible)
    for name in ("start_time", "venue", "minute_taker", "version"):
        fact = heading.facts.get(name)
        if fact is not None:
            row.put(name, fact.value, fact.where)
    if heading.chair is not None:
        _chair(heading.chair.value, heading.chair.where, people)
    return row


def _chair(text: str, where: Quote, people: Attendance) -> None:
    """Who chaired, named above the list: a role of somebody in it, or one more person present."""
    for entry in parse_entry(text):
        same = next((a for a in people.people if fold(a.entry.name) == fold(entry.name)), None)
        if same is not None:
            same.entry.role = same.entry.role or "Chair"
            return
        entry.role = entry.role or "Chair"
        people.people.insert(0, Attendee(entry, "present", where, None))


def _attendance(people: Attendance, meeting: Row, harvest: Harvest) -> None:
    order = {"present": 0, "in_attendance": 1, "apologies": 2}
    for position, attendee in enumerate(sorted(people.people, key=lambda a: order[a.status]), 1):
        entry = attendee.entry
        row = harvest.row("attendance", meeting_id=meeting["meeting_id"], position=position)
        here = attendee.where.locator
        row.put("name", entry.name, Quote(here, _name_quote(entry.name, entry.as_written)))
        if entry.initials:
            row.put("initials", entry.initials, attendee.parts.get("initials") or Quote(here, entry.initials))
        else:
            row.put("initials", initials_of(entry.name))
        row.put("status", attendee.status, attendee.heading or Quote(here, entry.as_written))
        for name in ("role", "organisation", "note"):
            value = getattr(entry, name)
            if value:
                row.put(name, value, attendee.parts.get(name) or Quote(here, value.split("; ")[0]))
        row.put("as_written", entry.as_written, Quote(here, entry.as_written))


def _name_quote(name: str, written: str) -> str:
    """The words that give a name; of a couple's shared name, the words for both."""
    return name if name in written else written


def _item(
    item: Item, meeting: Row, people: Attendance, near: dt.date | None, counts: dict[str, int], seen: dict[str, int], harvest: Harvest, *, is_agenda: bool
) -> None:
    meeting_id = meeting["meeting_id"]
    content = item.content
    if item.number is not None:
        counts["items"] += 1
        row = harvest.row("agenda_items", meeting_id=meeting_id, position=counts["items"], sub_items=[])
        row.put("item_no", item.number, *([item.where] if item.where else []))
        row.put("sub_items", item.sub_items, *item.sub_quotes)
        if item.heading is not None:
            row.put("heading", item.title, Quote(item.heading.block.locator, item.title or ""))
        row.put("text", "\n".join(p.text for p in content), *(p.quote for p in content))
    if item.number is None and item.heading is None and not item.cells:
        return
    updates = updates_of(item, people)
    for piece in content:
        counts["points"] += 1
        level = piece.block.level if piece.block.kind == "list_item" else 0
        point = harvest.row("discussion_points", meeting_id=meeting_id, position=counts["points"], item_no=item.number, level=level)
        point.put("text", piece.text, piece.quote)
        if item.number and item.where:
            point.put("item_no", item.number, item.where)
    for update in updates:
        counts["updates"] += 1
        row = harvest.row("updates", meeting_id=meeting_id, position=counts["updates"])
        if item.number and item.where:
            row.put("item_no", item.number, item.where)
        row.put("contributor", update.contributor.text, update.contributor)
        if update.organisation is not None:
            row.put("organisation", update.organisation.text, update.organisation)
        row.put("text", "\n".join(p.text for p in update.pieces if p.text), *(p.quote for p in update.pieces if p.text))
    if is_agenda:
        return
    actions = [a for cell in item.cells for a in cell_actions(cell, item, people, near)]
    actions += line_actions(item, people, near)
    for action in actions:
        counts["actions"] += 1
        _action(action, item, meeting, people, counts["actions"], seen, harvest)
    skip = {p.block.locator for u in updates for p in (u.head, *u.pieces)}
    for text, where in decisions_of(item, people, skip):
        counts["decisions"] += 1
        key = f"{item.number}/{slug(text)}"
        seen[key] = seen.get(key, 0) + 1
        row = harvest.row("decisions", position=counts["decisions"], meeting_id=meeting_id, decision_id=stable_id("dec", meeting_id, key, seen[key]))
        if item.number and item.where:
            row.put("item_no", item.number, item.where)
        row.put("text", text, where)
        due = find_due(text, near, where)
        if due is not None:
            row.put("due_on", due[0], due[1])


def _action(action: Action, item: Item, meeting: Row, people: Attendance, position: int, seen: dict[str, int], harvest: Harvest) -> None:
    key = f"{action.item_no}/{slug(action.text)}/{'/'.join(action.owners)}"
    seen[key] = seen.get(key, 0) + 1
    row = harvest.row(
        "actions", action_id=stable_id("act", meeting["meeting_id"], key, seen[key]), meeting_id=meeting["meeting_id"], position=position, status=action.status
    )
    row.values["owners_as_written"], row.values["owner_names"] = [], []
    if item.number and item.where:
        row.put("item_no", item.number, item.where)
    row.put("text", action.text, *action.where)
    if action.owners:
        row.put("owners_as_written", action.owners, *([action.owners_where] if action.owners_where else action.where))
    if action.status_where is not None:
        row.evidence.append(("status", action.status_where))
    if action.due is not None:
        row.put("due_on", action.due[0], action.due[1])
    row.values["owner_names"] = _owner_names(action, row, people, harvest)
    if not action.is_aligned:
        harvest.issue("unaligned_action", "initials stand beside several paragraphs; the action takes in all of them", row=row, quote=action.owners_where)


def _owner_names(action: Action, row: Row, people: Attendance, harvest: Harvest) -> list[str]:
    names: list[str] = []
    for owner in action.owners:
        if owner.casefold() in EVERYBODY:
            continue
        found = people.owners(owner)
        if len(found) == 1:
            names.append(found[0])
            continue
        by_name = [a.entry.name for a in people.people if a.entry.name == owner or a.entry.name.split()[0] == owner]
        if len(by_name) == 1 or owner in by_name:
            names.append(owner if owner in by_name else by_name[0])
        elif looks_like_name(owner) and len(owner.split()) > 1 and not is_initials(owner):
            names.append(owner)
        else:
            why = f"may be any of {', '.join(found)}" if found else "are nobody's in this meeting's attendance"
            harvest.issue("unresolved_initials", f"the initials {owner} {why}; they stand as written", row=row, field="owner_names", quote=action.owners_where)
    return names
