"""Reading: bytes in, document model out.

Door: ``read(path)`` gives a ``Document``; ``read_bytes(data)`` the same without a file. What a file
is, is told by its content, never by its name.

To add a format, add a package here with a module-level ``READER``: its name, the media types it
reads, a ``sniff`` that recognises them and a ``read`` that makes the model. Nothing else changes.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.model import Document
from pipeline.read.errors import ReadError
from pipeline.read.limits import Limits

__all__ = ["Attachment", "Limits", "ReadError", "Reader", "attachments_of", "media_type_of", "read", "read_bytes", "readers"]

HEAD = 65536  # bytes that are enough to tell whether a file may hold others


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that another one holds: its name there, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Reader:
    """A format's reader.

    ``sniff`` gets the bytes and gives the media type where it knows them, else None.
    ``read`` gets bytes, media type and limits and gives the model.
    ``rank`` orders readers by how much of a document they keep, the best first: where two files hold
    the same record, the lower rank wins. ``tries`` orders sniffing: strong signatures come first.
    A format that holds other files has ``unpack``, which gives them, and ``may_hold``, which tells from
    the first bytes (``HEAD`` of them) whether it is worth asking.
    """

    name: str
    sniff: Callable[[bytes], str | None]
    read: Callable[[bytes, str, Limits], Document]
    rank: int = 50
    tries: int = 50
    unpack: Callable[[bytes], list[Attachment]] | None = None
    may_hold: Callable[[bytes], bool] | None = None


@functools.cache
def readers() -> tuple[Reader, ...]:
    """Every reader, in the order in which they are asked."""
    found = []
    for info in pkgutil.iter_modules(__path__):
        if info.ispkg:
            module = importlib.import_module(f"{__name__}.{info.name}")
            if isinstance(getattr(module, "READER", None), Reader):
                found.append(module.READER)
    return tuple(sorted(found, key=lambda r: (r.tries, r.name)))


def media_type_of(data: bytes) -> tuple[str, Reader | None]:
    """The media type of some bytes, and the reader for it, if there is one."""
    from pipeline.read.signatures import unread_media_type

    for reader in readers():
        media_type = reader.sniff(data)
        if media_type:
            return media_type, reader
    return unread_media_type(data), None


def attachments_of(path: Path, limits: Limits) -> list[Attachment]:
    """The files that a file holds: none for most, and for what is too large or cannot be read.

    Raises:
        OSError: the file cannot be opened.
    """
    with path.open("rb") as handle:
        head = handle.read(HEAD)
        asked = [r for r in readers() if r.may_hold is not None and r.may_hold(head)]
        if not asked or path.stat().st_size > limits.file_bytes:
            return []
        data = head + handle.read()
    _, reader = media_type_of(data)
    return reader.unpack(data) if reader is not None and reader.unpack is not None else []


def read_bytes(data: bytes, limits: Limits | None = None) -> Document:
    """The document model of some bytes.

    Raises:
        ReadError: with the code, the reason and the remedy, when nothing can be read.
    """
    from pipeline.read.signatures import refuse

    limits = limits or Limits()
    if len(data) > limits.file_bytes:
        raise ReadError("limit_exceeded", f"the file has {len(data):,} bytes, more than the limit of {limits.file_bytes:,}")
    media_type, reader = media_type_of(data)
    if reader is None:
        raise refuse(data, media_type)
    document = reader.read(data, media_type, limits)
    document.media_type = media_type
    return document


def read(path: str | Path, limits: Limits | None = None) -> Document:
    """The document model of a file.

    Raises:
        ReadError: when nothing can be read.
        OSError: when the file cannot be opened.
    """
    path = Path(path)
    limits = limits or Limits()
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise ReadError("limit_exceeded", f"the file has {size:,} bytes, more than the limit of {limits.file_bytes:,}")
    return read_bytes(path.read_bytes(), limits)
