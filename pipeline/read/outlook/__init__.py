"""Messages saved by Outlook (.msg, MS-OXMSG), read with python-oxmsg: the body and the attachments."""

from __future__ import annotations

import io

from oxmsg import Message

from pipeline.model import Document
from pipeline.normalise.text import collapse
from pipeline.read import Attachment, Limits, Reader
from pipeline.read.errors import ReadError
from pipeline.read.mail import document_of
from pipeline.read.signatures import OLE, unread_media_type

_MEDIA_TYPE = "application/vnd.ms-outlook"


def _sniff(data: bytes) -> str | None:
    return _MEDIA_TYPE if data.startswith(OLE) and unread_media_type(data) == _MEDIA_TYPE else None


def _load(data: bytes) -> Message:
    try:
        return Message.load(io.BytesIO(data))
    except Exception as error:  # the library lets through whatever broken bytes lead to
        raise ReadError("unreadable_file", f"the message is damaged ({type(error).__name__}): save it again from Outlook") from error


def _read(data: bytes, media_type: str, limits: Limits) -> Document:
    message = _load(data)
    try:
        html, plain, subject = message.html_body, message.body, message.subject
        is_empty = not (html or plain) and not _unpack(data)
    except Exception as error:
        raise ReadError("unreadable_file", f"the message is damaged ({type(error).__name__}): save it again from Outlook") from error
    if is_empty:
        raise ReadError("unreadable_file", "no text is in the message, and no attachment: save it from Outlook as .eml")
    return document_of(html or plain or "", subject or "", media_type, limits, is_html=bool(html))


def _unpack(data: bytes) -> list[Attachment]:
    return [
        Attachment(collapse(a.file_name or a.mime_type or "attachment"), a.file_bytes) for a in _load(data).attachments if a.attached_by_value and a.file_bytes
    ]


READER = Reader(name="outlook", sniff=_sniff, read=_read, rank=30, tries=30, unpack=_unpack, may_hold=lambda head: head.startswith(OLE))
