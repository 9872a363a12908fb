"""What arrived: every version by the hash of its bytes, and what is known of each source.

``store/<aa>/<sha256>`` is a version, never changed; ``<sha256>.json`` beside it says from where it came, when, by which
request and with which headers. ``store/sources/<id>.json`` is what a source has now.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson

from pipeline.acquire import store_path

CURRENT, WITHDRAWN = "current", "withdrawn"
_KEPT_HEADERS = ("content-type", "content-length", "content-disposition", "etag", "last-modified", "date", "server")


@dataclass(slots=True)
class Held:
    """A document that a source has.

    ``name``: its name among all documents. ``url``: where it is now. ``sha256``: its newest version. ``problem``: why
    the last attempt to fetch it failed. ``modified``: what the source says of its last change.
    """

    name: str
    url: str
    sha256: str = ""
    size: int = 0
    status: str = CURRENT
    fetched_at: str = ""
    etag: str | None = None
    last_modified: str | None = None
    modified: str | None = None
    problem: str | None = None


@dataclass(slots=True)
class SourceState:
    """What is known of a source: its documents by key, its listings, when it was looked at and how that went."""

    documents: dict[str, Held] = field(default_factory=dict)
    listings: dict[str, dict[str, Any]] = field(default_factory=dict)
    last_checked: str | None = None
    last_changed: str | None = None
    last_error: str | None = None
    failures: int = 0

    @property
    def current(self) -> int:
        """How many documents it has now."""
        return sum(1 for d in self.documents.values() if d.status == CURRENT and d.sha256)


def write_json(path: Path, value: Any) -> None:
    """Write a file aside and rename it into place, so that it is whole or as before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with aside.open("wb") as handle:
        handle.write(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS))
        handle.flush()
        os.fsync(handle.fileno())
    aside.replace(path)


class Store:
    """The store under an extracted folder."""

    def __init__(self, extracted: Path) -> None:
        self.extracted = extracted
        self.incoming = extracted / "store/incoming"

    def path(self, sha256: str) -> Path:
        """Where a version lies."""
        return store_path(self.extracted, sha256)

    def put(self, body: Path, sha256: str, arrival: dict[str, Any]) -> None:
        """Keep a version that arrived, and note its arrival beside it; ``body`` is moved."""
        target = self.path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            body.unlink()
        else:
            body.chmod(0o444)
            body.replace(target)
        self._note(sha256, arrival)

    def put_bytes(self, data: bytes, arrival: dict[str, Any]) -> str:
        """Keep bytes as a version; their hash."""
        sha256 = hashlib.sha256(data).hexdigest()
        self.incoming.mkdir(parents=True, exist_ok=True)
        aside = self.incoming / f"bytes-{sha256[:16]}"
        aside.write_bytes(data)
        self.put(aside, sha256, arrival)
        return sha256

    def keep_copy(self, source: Path, sha256: str) -> None:
        """Keep a copy of a file that a steward put into the raw folder, once."""
        target = self.path(sha256)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = target.with_name(f".{target.name}.{os.getpid()}")
        shutil.copyfile(source, aside)
        aside.chmod(0o444)
        aside.replace(target)

    def _note(self, sha256: str, arrival: dict[str, Any]) -> None:
        side = self.path(sha256).with_name(f"{sha256}.json")
        known = orjson.loads(side.read_bytes()) if side.exists() else []
        same = ("source_id", "url", "name")
        if not any(all(a.get(k) == arrival.get(k) for k in same) for a in known):
            write_json(side, [*known, arrival])

    def arrivals(self, sha256: str) -> list[dict[str, Any]]:
        """How a version arrived."""
        side = self.path(sha256).with_name(f"{sha256}.json")
        found: list[dict[str, Any]] = orjson.loads(side.read_bytes()) if side.exists() else []
        return found

    def _state_path(self, source_id: str) -> Path:
        return self.extracted / "store/sources" / f"{source_id}.json"

    def state(self, source_id: str) -> SourceState:
        """What is known of a source."""
        path = self._state_path(source_id)
        if not path.exists():
            return SourceState()
        data = orjson.loads(path.read_bytes())
        documents = {key: Held(**held) for key, held in data.pop("documents").items()}
        return SourceState(documents=documents, **data)

    def save(self, source_id: str, state: SourceState) -> None:
        """Keep what is known of a source."""
        write_json(self._state_path(source_id), asdict(state))


def kept_headers(headers: dict[str, str]) -> dict[str, str]:
    """The headers that are kept beside a version: none that holds a secret."""
    return {k: headers[k] for k in _KEPT_HEADERS if k in headers}
