"""Acquiring: which files there are to read.

Door: ``find_files(raw)`` gives the files of the raw folder in a fixed order, each with the hash of
its bytes. Files that no steward put there (hidden ones, lock files of open documents) are passed over.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.normalise.text import clean

_PASSED_OVER = ("~$", ".", "Thumbs.db", "desktop.ini")

__all__ = ["RawFile", "attachment_path", "find_files", "store_path"]


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file of the raw folder.

    ``name``: its path under that folder, with ``/``. ``sha256`` is empty where the file cannot be
    opened; ``problem`` says why. Of a document that was fetched, ``source_id`` is its source, ``url`` where it is from,
    ``fetched_at`` when this version came; ``withdrawn`` says that its source has it no more.
    """

    path: Path
    name: str
    size: int
    sha256: str
    problem: str | None = None
    source_id: str | None = None
    url: str | None = None
    fetched_at: str | None = None
    withdrawn: bool = False


def attachment_path(extracted: Path, sha256: str) -> Path:
    """Where a file that a message brought lies: by the hash of its bytes."""
    return extracted / "attachments" / sha256[:2] / sha256


def store_path(extracted: Path, sha256: str) -> Path:
    """Where a version of a document lies that was fetched, or that a release was made from: by the hash of its bytes."""
    return extracted / "store" / sha256[:2] / sha256


def _walk(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda e: e.name):
            if entry.name.startswith(_PASSED_OVER):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(Path(entry.path))
            elif entry.is_file() or entry.is_symlink():
                yield Path(entry.path)


def _hash(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def find_files(raw: Path) -> list[RawFile]:
    """The files under a folder, by name.

    Raises:
        FileNotFoundError: there is no such folder.
        NotADirectoryError: it is a file.
    """
    found = []
    for path in _walk(raw):
        name = clean(path.relative_to(raw).as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
        try:
            found.append(RawFile(path, name, path.stat().st_size, _hash(path)))
        except OSError as error:
            found.append(RawFile(path, name, 0, "", f"it cannot be opened ({error.strerror}): look at its permissions"))
    return sorted(found, key=lambda f: f.name)
