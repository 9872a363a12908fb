"""Files inside files: the attachments of messages are documents of their own.

They are laid by the hash of their bytes into ``extracted/attachments`` and named after the message:
``inbox/notes.eml/minutes.docx``.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from pipeline.acquire import RawFile, attachment_path
from pipeline.normalise.text import clean
from pipeline.read import Limits, attachments_of


def with_attachments(files: Iterable[RawFile], extracted: Path, limits: Limits) -> list[RawFile]:
    """The files and, behind each message, what it brings, messages inside messages too."""
    found: list[RawFile] = []
    waiting = list(files)[::-1]
    while waiting:
        file = waiting.pop()
        found.append(file)
        if file.problem is None:
            waiting.extend(reversed(_inside(file, extracted, limits)))
    return found


def _inside(file: RawFile, extracted: Path, limits: Limits) -> list[RawFile]:
    made: list[RawFile] = []
    names: set[str] = set()
    try:
        attachments = attachments_of(file.path, limits)
    except Exception as error:  # whatever a damaged message leads to must not end the run, nor be passed over
        problem = f"what is attached cannot be unpacked ({type(error).__name__}): save it from the message into the raw folder"
        return [RawFile(file.path, f"{file.name}/attachments", 0, "", problem)]
    for attachment in attachments:
        name = clean(attachment.name.replace("/", "_").replace("\\", "_")) or "attachment"
        stem, suffix, number = PurePosixPath(name).stem, PurePosixPath(name).suffix, 1
        while name in names:
            number += 1
            name = f"{stem} ({number}){suffix}"
        names.add(name)
        sha256 = hashlib.sha256(attachment.data).hexdigest()
        path = attachment_path(extracted, sha256)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            aside = path.with_name(f".{path.name}.{os.getpid()}")
            aside.write_bytes(attachment.data)
            aside.replace(path)
        made.append(RawFile(path, f"{file.name}/{name}", len(attachment.data), sha256))
    return made
