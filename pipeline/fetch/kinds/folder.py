"""A folder of this machine or its network: what lies in it is as good as fetched."""

from __future__ import annotations

from pathlib import Path

from pipeline.acquire import find_files
from pipeline.fetch.client import FetchError
from pipeline.fetch.poll import Poll
from pipeline.fetch.store import CURRENT, Held


def poll(look: Poll) -> None:
    """Take every file; one that is there no more is withdrawn.

    Raises:
        FetchError: there is no such folder.
    """
    folder = Path(look.source.url)
    if not folder.is_dir():
        raise FetchError("folder", f"there is no folder {folder}")
    seen = set()
    for file in find_files(folder):
        seen.add(file.name)
        if file.problem:
            look.problem(f"{file.path.name}: {file.problem}")
            continue
        held = look.state.documents.get(file.name)
        if held is not None and held.sha256 == file.sha256 and held.status == CURRENT:
            continue
        look.store.keep_copy(file.path, file.sha256)
        where = file.path.resolve().as_uri()
        look.replace(file.name, held, Held(f"{look.source.id}/{file.name}", where, file.sha256, file.size, CURRENT, look.now))
        look.save()
    look.withdraw(k for k in list(look.state.documents) if k not in seen)
