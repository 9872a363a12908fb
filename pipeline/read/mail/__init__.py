"""E-mail (.eml, RFC 5322) and saved web pages (.mht, RFC 2557), told by their header lines.

A web page inside is read by the reader of web pages. Attachments are papers of their own: ``unpack``
gives them, a message that was sent on with its own attachments too.
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage, Message, MIMEPart
from email.policy import default
from itertools import groupby

from pipeline.model import Document, Kind, Text
from pipeline.model.inline import typed_bullet
from pipeline.model.places import Places
from pipeline.normalise.text import collapse
from pipeline.read import Attachment, Limits, Reader
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
    message = _message(data)
    body = message.get_body(("html", "plain"))
    if body is None and not _unpack(data):
        raise ReadError("unreadable_file", "no text is in the message, and no attachment: fetch it again")
    words = _content(body) if body is not None else ""
    is_html = body is not None and body.get_content_subtype() == "html"
    document = document_of(words, str(message["subject"] or ""), media_type, limits, is_html=is_html)
    location = body["Content-Location"] if body is not None else None
    address = str(message["Snapshot-Content-Location"] or location or "").strip()
    if re.match(r"https?://", address):
        document.properties.setdefault("url", address)
    return document


def document_of(words: str, subject: str, media_type: str, limits: Limits, *, is_html: bool) -> Document:
    """A message's words, a web page or plain, as a document whose title is its subject."""
    if is_html:
        document = read_page(words.encode("utf-8-sig", "replace"), media_type, limits)
    else:
        document = Document(reader="mail", media_type=media_type, blocks=[*_blocks(words)])
    document.reader = "mail"
    if collapse(subject):
        document.properties.setdefault("title", collapse(subject))
    return document


def _message(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)  # the default policy makes no other
    return message


def _unpack(data: bytes) -> list[Attachment]:
    """The attachments of a message, in order; pictures that its own page shows are none."""
    found: list[Attachment] = []
    waiting: list[Message] = [_message(data)]
    while waiting:
        part = waiting.pop(0)
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0)
            if isinstance(inner, Message):
                found.append(Attachment(f"{collapse(str(inner['subject'] or 'message'))}.eml", inner.as_bytes()))
        elif part.is_multipart():
            waiting[:0] = [p for p in part.get_payload() if isinstance(p, Message)]
        elif part.get_content_disposition() == "attachment" or (part.get_filename() and not part["Content-ID"]):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload:
                found.append(Attachment(collapse(part.get_filename() or part.get_content_type()), payload))
    return found


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


READER = Reader(name="mail", sniff=_sniff, read=_read, rank=30, tries=65, unpack=_unpack, may_hold=lambda head: _sniff(head) is not None)
