"""Stories (case studies): the canonical fields, and the contact taken apart."""

from __future__ import annotations

import re

from pipeline.extract.harvest import Harvest, Quote, Row
from pipeline.extract.posts.fields import put_date, put_list, put_text, sections_of
from pipeline.extract.posts.sections import Section
from pipeline.normalise.contacts import find_emails, find_phone
from pipeline.normalise.names import is_organisation, is_role, looks_like_name

_PROSE = ("timeframe", "story", "alignment", "library_impact", "organisation_impact", "future_impacts", "lessons_learned", "sustainability")


def add_story(sections: list[Section], post: Row, harvest: Harvest) -> None:
    """Add the story that a post tells."""
    row = harvest.row("stories", story_id=post["post_id"])
    row.values["project_team"], row.values["resources_required"] = [], []
    titled = [s for s in sections_of(sections, "title") if s.text]
    if titled:
        row.put("title", titled[0].text.replace("\n", " "), *titled[0].evidence)
    else:
        row.put("title", post["title"], *(q for name, q in post.evidence if name == "title"))
    for name in _PROSE:
        put_text(row, name, sections)
    put_text(row, "organisation", sections)
    _team(row, sections)
    put_list(row, "resources_required", sections, commas=True)
    put_date(row, harvest, "completed_on", sections)
    _contact(row, sections)


def _team(row: Row, sections: list[Section]) -> None:
    """Who took part; an organisation before the bullets is whose team it is."""
    for section in sections_of(sections, "project_team"):
        points = [p for p in section.pieces if p.is_point and p.text]
        lines = [p for p in section.pieces if not p.is_point and p.text]
        if points and lines and is_organisation(lines[0].text) and row["organisation"] is None:
            row.put("organisation", lines[0].text, lines[0].quote)
        if points:
            row.put("project_team", [p.text for p in points], *(p.quote for p in points))
            return
        entries: list[str] = []
        for piece in lines:
            parts = [p.strip(" .") for p in re.split(r"\n|;|,(?![^()]*\))", piece.text)]
            entries.extend(parts if all(looks_like_name(re.sub(r"\s*\(.*?\)", "", p)) for p in parts) else [p.strip() for p in re.split(r"\n|;", piece.text)])
        row.put("project_team", [e for e in entries if e], *(p.quote for p in lines))


def _contact(row: Row, sections: list[Section]) -> None:
    """Name, role, organisation, address and telephone of a contact, in whatever order they come."""
    for name in ("contact_role", "contact_organisation"):
        put_text(row, name, sections)
    for field in ("contact_name", "contact_email", "contact_phone"):
        for section in sections_of(sections, field):
            for piece in section.pieces:
                _contact_line(row, piece.text, piece.quote)


def _contact_line(row: Row, text: str, where: Quote) -> None:
    rest = text
    for email in find_emails(text)[:1]:
        _put(row, "contact_email", email.value, where)
        rest = rest.replace(email.quote, ",")
    phone = find_phone(rest)
    if phone is not None:
        _put(row, "contact_phone", phone.value, where)
        rest = rest.replace(phone.quote, ",")
    rest = re.sub(r"\b(?:e-?mail|tel(?:ephone)?|phone|ext)\b\.?:?", ",", rest, flags=re.IGNORECASE)
    for part in re.split(r"\s+[–—-]\s+|[,;\n|(]", rest):
        part = part.strip(" .:)")
        if not part:
            continue
        if row["contact_name"] is None and looks_like_name(part):
            _put(row, "contact_name", part, where)
        elif is_role(part) and row["contact_role"] is None:
            _put(row, "contact_role", part, where)
        elif is_organisation(part) and row["contact_organisation"] is None:
            _put(row, "contact_organisation", part, where)


def _put(row: Row, name: str, value: str, where: Quote) -> None:
    if row[name] is None:
        row.put(name, value, where)
