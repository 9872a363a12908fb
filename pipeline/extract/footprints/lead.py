"""The lead of a footprint: name, role, organisation and e-mail address in one cell."""

from __future__ import annotations

import itertools
import re

from pipeline.extract.harvest import Quote, Row
from pipeline.model import Cell
from pipeline.normalise.contacts import find_emails
from pipeline.normalise.names import is_organisation, is_role, looks_like_name
from pipeline.normalise.text import collapse

_BRACKET = re.compile(r"\((?P<inside>(?:[^()]|\([^()]*\))*)\)")
_INTERIM = re.compile(r"\b(?:interim|acting|temporary|joint|deputy)\b.*\blead\b|^(?:interim|acting|joint) lead$", re.IGNORECASE)


def put_lead(row: Row, cell: Cell) -> None:
    """Fill the lead's columns from its cell; a note such as "Interim Lead" is kept apart."""
    texts = [t for t in cell.texts if t.text]
    for text in texts:
        emails = find_emails(text.text)
        where = Quote(text.locator, text.text)
        if emails:
            if row["lead_email"] is None:
                row.put("lead_email", emails[0].value, Quote(text.locator, emails[0].quote))
            rest = text.text.replace(emails[0].quote, " ")
        else:
            rest = text.text
        _line(row, rest, where)
    if row["lead_email"] is None:
        _split_email(row, cell)


def _split_email(row: Row, cell: Cell) -> None:
    """An address that a narrow cell broke over two paragraphs."""
    texts = [t for t in cell.texts if t.text]
    for first, second in itertools.pairwise(texts):
        emails = find_emails(f"{first.text}\n{second.text}")
        if emails and "\n" in emails[0].quote:
            head, _, tail = emails[0].quote.partition("\n")
            row.put("lead_email", emails[0].value, Quote(first.locator, head.strip()), Quote(second.locator, tail.strip()))
            return


def _line(row: Row, text: str, where: Quote) -> None:
    for match in _BRACKET.finditer(text):
        _facts(row, collapse(match["inside"]), where)
    outside = collapse(_BRACKET.sub(" ⏎ ", text).replace("\n", " ⏎ ")).replace("⏎", "\n")
    for line in outside.split("\n"):
        line = line.strip(" ,;–-")
        if not line:
            continue
        name, _, rest = line.partition(",")
        if row["lead_name"] is None and looks_like_name(name):
            row.put("lead_name", name.strip(), Quote(where.locator, name.strip()))
            if rest.strip():
                _facts(row, rest.strip(), where)
        elif row["lead_name"] is not None and (is_role(line.split(",")[0]) or is_organisation(line)):
            _facts(row, line, where)


def _facts(row: Row, text: str, where: Quote) -> None:
    """Role and organisation: what stands before the first comma, and what stands behind it."""
    if _INTERIM.search(text):
        row.put("lead_note", text, Quote(where.locator, text))
        return
    role, comma, organisation = text.partition(",")
    role, organisation = role.strip(), organisation.strip()
    if not comma and not is_role(role):
        role, organisation = "", role
    if role and row["lead_role"] is None:
        row.put("lead_role", role, Quote(where.locator, role))
    if organisation and row["lead_organisation"] is None:
        row.put("lead_organisation", organisation, Quote(where.locator, organisation))
