"""One run at a time: a lock that the kernel releases when its holder ends, however it ends."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class LockHeldError(Exception):
    """Another run holds the lock on a folder."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of an extracted folder.

    Raises:
        LockHeldError: another run holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise LockHeldError(f"another run is working on {folder}; wait until it has ended") from error
        yield
