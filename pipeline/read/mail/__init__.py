"""E-mail (.eml, RFC 5322) and saved web pages (.mht, RFC 2557), told by their header lines.

A web page inside is read by the reader of web pages. Attachments are papers of their own: they are
named in an issue each, for the steward to put them into the raw folder.
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default
from itertools import groupby

from pipeline.model import Document, Flaw, Kind, Text
from pipeline.model.inline import typed_bullet
from pipeline.model.places import Places
from pipeline.normalise.text import collapse
from pipeline.read import Limits, Reader
from pipeline.read.errors import ReadError
from pipeline.read.html.page import read_page

_HEADER = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n)+\r?\n")
_TELLING = re.compile(rb"^(?:MIME-Version|Message-ID|Return-Path|Received|Snapshot-Content-Location):", re.IGNORECASE | re.MULTILINE)


def _sniff(data: bytes) -> str | None:
    head = _HEADER.match(data[:65536])
    if head is None or not _TELLING.search(head.group()):
        return None
    is_page = re.search(rb"^(?:Snapshot-Content-Location|Content-Type:\s*multipart/related)", head.group(), re.IGNORECASE | re.MULTILINE)
    return "multipart/related" if is_page else "message/rfc822"


def _read(data: bytes, media_type: str, limits: Limits) -> Document:
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)  # the default policy makes no other
    body = message.get_body(("html", "plain"))
    if body is None:
        raise ReadError("unreadable_file", "no text is in the message: put its attachments into the raw folder")
    words = _content(body)
    if body.get_content_subtype() == "html":
        document = read_page(words.encode("utf-8-sig", "replace"), media_type, limits)
    else:
        document = Document(reader="mail", media_type=media_type, blocks=[*_blocks(words)])
    document.reader = "mail"
    title, address = collapse(str(message["subject"] or "")), str(message["Snapshot-Content-Location"] or body["Content-Location"] or "").strip()
    if title:
        document.properties.setdefault("title", title)
    if re.match(r"https?://", address):
        document.properties.setdefault("url", address)
    for number, part in enumerate((p for p in message.walk() if p.get_content_disposition() == "attachment"), 1):
        name = collapse(part.get_filename() or part.get_content_type())
        document.flaws.append(
            Flaw("attachment_not_read", f"the attachment {name!r} is not read with its message: save it into the raw folder", f"attachment {number}")
        )
    return document


def _content(part: MIMEPart) -> str:
    """The characters of a part; where its character set is unknown, as UTF-8 with what does not fit marked."""
    try:
        content = part.get_content()
    except (LookupError, ValueError):
        content = (part.get_payload(decode=True) or b"").decode("utf-8", "replace")  # type: ignore[union-attr]
    return content if isinstance(content, str) else ""


def _blocks(words: str) -> list[Text]:
    """Paragraphs of a plain message, which blank lines part, and its bullets; quoted mail is kept as it stands."""
    places = Places()
    found: list[Text] = []
    lines = words.replace("\r\n", "\n").split("\n")
    for is_blank, group in groupby(lines, key=lambda n: not n.strip()):
        if is_blank:
            continue
        pending: list[str] = []
        kind, label = Kind.PARAGRAPH, None
        for line in [*group, None]:
            bullet = typed_bullet(line) if line is not None else None
            if (line is None or bullet) and pending:
                found.append(Text(kind, collapse(" ".join(pending)), places.paragraph(), label=label))
                pending = []
            if line is not None:
                kind, label = (Kind.LIST_ITEM, "•") if bullet else (kind, label) if pending else (Kind.PARAGRAPH, None)
                pending.append(line[bullet[1] :] if bullet else line)
    return found


READER = Reader(name="mail", sniff=_sniff, read=_read, rank=30, tries=65)
