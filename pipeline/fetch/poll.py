"""One look at one source: its listings and documents, each asked for only where it may have changed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from pipeline.fetch.addresses import without_secrets
from pipeline.fetch.client import Answer, Client, FetchError
from pipeline.fetch.sources import Source
from pipeline.fetch.store import CURRENT, WITHDRAWN, Held, SourceState, Store, kept_headers

_PACKED = frozenset({".pdf", ".doc", ".docx", ".docm", ".ppt", ".pptx", ".xls", ".xlsx", ".odt", ".odp", ".rtf", ".zip", ".eml", ".msg"})
_PAGE = re.compile(rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_ODD = re.compile(r"[^\w.()+-]+")


@dataclass(slots=True)
class Poll:
    """What a kind of source works with.

    ``now``: the time of the poll, ISO 8601 in UTC. ``say``: takes a line for the log. Counts: documents ``new``,
    ``changed``, ``withdrawn``; ``problems``: what went wrong, a line each.
    """

    source: Source
    state: SourceState
    client: Client
    store: Store
    now: str
    say: Callable[[str], None] = lambda _: None
    new: int = 0
    changed: int = 0
    withdrawn: int = 0
    problems: list[str] = field(default_factory=list)
    _listed: dict[str, dict[str, object]] = field(default_factory=dict)

    def listing(self, url: str, limit: int = 50_000_000) -> Answer:
        """A page, feed or index, where it changed since the last poll that went well.

        Raises:
            FetchError: it cannot be had.
        """
        known = self.state.listings.get(url, {})
        answer = self.client.fetch(url, etag=known.get("etag"), modified=known.get("last_modified"), limit=limit)
        if answer.status == 200:
            self._listed[url] = {"etag": answer.headers.get("etag"), "last_modified": answer.headers.get("last-modified")}
        return answer

    def remember(self, url: str, **facts: object) -> None:
        """Keep facts about a listing, such as the addresses that it led to."""
        self._listed.setdefault(url, dict(self.state.listings.get(url, {}))).update(facts)

    def recalled(self, url: str, fact: str) -> object:
        """A fact that an earlier poll kept."""
        return self.state.listings.get(url, {}).get(fact)

    def commit_listings(self) -> None:
        """Believe the listings: only now, when all that they led to was dealt with, may they be asked for conditionally."""
        if not self.problems:
            self.state.listings.update(self._listed)

    def document(self, key: str, url: str, name: str | None = None, *, modified: str | None = None, force: bool = False) -> None:
        """Bring a document up to date. What cannot be had now stays as it was, with its problem.

        Args:
            key: what the source knows it by.
            url: where it is.
            name: its name; by default made from the address.
            modified: what the source says of its last change: where that is as before, nothing is asked.
            force: ask even so.
        """
        held = self.state.documents.get(key)
        if held is not None and held.sha256 and held.status == CURRENT and modified and held.modified == modified and not held.problem and not force:
            return
        fixed = name
        try:
            answer = self.client.fetch(url, etag=held.etag if held and held.sha256 else None, modified=held.last_modified if held and held.sha256 else None)
            self._take(key, url, fixed, modified, held, answer)
        except FetchError as error:
            self.problem(str(error))
            held = held or Held(fixed or self.name_for(url), url)
            held.problem = str(error)
            self.state.documents[key] = held
        self.save()

    def _take(self, key: str, url: str, name: str | None, modified: str | None, held: Held | None, answer: Answer) -> None:
        if answer.is_gone:
            self.withdraw([key])
            if held is None:
                self.say(f"{without_secrets(url)} is not there ({answer.status})")
            return
        where = answer.moved_to or url
        if answer.moved_to and name is None and key == url:
            self.state.documents.pop(key, None)
            key = answer.moved_to
            held = self.state.documents.get(key) or held
        if answer.is_unchanged and held is not None:
            self.new += held.status == WITHDRAWN  # it is there again
            held.url, held.name, held.status, held.problem = where, name or self.name_for(where), CURRENT, None
            held.modified = modified or held.modified
            self.state.documents[key] = held
            return
        self._refuse_wrong(answer, where)
        arrival = {
            "source_id": self.source.id, "url": where, "name": name or self.name_for(where), "asked": url, "fetched_at": self.now, "status": answer.status,
            "headers": kept_headers(answer.headers),
        }  # fmt: skip
        assert answer.path is not None
        self.store.put(answer.path, answer.sha256, arrival)
        fresh = Held(name or self.name_for(where), where, answer.sha256, answer.size, CURRENT, self.now)
        fresh.etag, fresh.last_modified, fresh.modified = answer.headers.get("etag"), answer.headers.get("last-modified"), modified
        self.replace(key, held, fresh)

    def replace(self, key: str, held: Held | None, fresh: Held) -> None:
        """Put a document's newest version in the place of what was held."""
        if held is not None and held.sha256 == fresh.sha256:
            fresh.fetched_at = held.fetched_at
        if held is None or not held.sha256 or held.status == WITHDRAWN:
            self.new += 1
        elif held.sha256 != fresh.sha256:
            self.changed += 1
        self.state.documents[key] = fresh

    def record(self, key: str, url: str, name: str, data: bytes, *, modified: str | None = None) -> None:
        """Take a document whose bytes a listing brought."""
        held = self.state.documents.get(key)
        sha256 = self.store.put_bytes(data, {"source_id": self.source.id, "url": url, "name": name, "fetched_at": self.now})
        fresh = Held(name, url, sha256, len(data), CURRENT, self.now, modified=modified)
        self.replace(key, held, fresh)

    def withdraw(self, keys: Iterable[str]) -> None:
        """Documents that the source has no more; their versions stay."""
        for key in keys:
            held = self.state.documents.get(key)
            if held is not None and not held.sha256:
                del self.state.documents[key]
            elif held is not None and held.status != WITHDRAWN:
                held.status, held.problem = WITHDRAWN, None
                self.withdrawn += 1

    def problem(self, message: str) -> None:
        """Note what went wrong; the poll goes on."""
        self.problems.append(message)
        self.say(message)

    def save(self) -> None:
        """Keep what is known so far, so that a run that is cut off loses one document at most."""
        self.store.save(self.source.id, self.state)

    def name_for(self, url: str) -> str:
        """A document's name by its address: the source, then the address's path."""
        parts = urlsplit(url)
        pieces = [p for p in PurePosixPath(unquote(parts.path)).parts if p not in ("/", "..", ".")]
        clean = [_ODD.sub("-", p).strip("-.")[:80] or "x" for p in pieces] or ["index"]
        if parts.query:
            clean[-1] += "-" + _ODD.sub("-", unquote(parts.query)).strip("-.")[:60]
        if "." not in clean[-1]:
            clean[-1] += ".html"
        return "/".join([self.source.id, *clean])

    def _refuse_wrong(self, answer: Answer, url: str) -> None:
        """Refuse what is not what its address says: an error page saved as a paper, or nothing at all."""
        assert answer.path is not None
        with answer.path.open("rb") as handle:
            head = handle.read(4096)
        if not head.strip():
            answer.path.unlink()
            raise FetchError("empty", f"{without_secrets(url)} sends an empty body")
        suffix = PurePosixPath(unquote(urlsplit(url).path)).suffix.lower()
        if suffix in _PACKED and _PAGE.match(head):
            answer.path.unlink()
            raise FetchError("wrong_content", f"{without_secrets(url)} sends a web page instead of a {suffix} file")


def utc_now() -> str:
    """The time, as it is kept."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def mapping(value: object) -> dict[str, Any]:
    """A JSON object; an empty one for what a site sent in its place."""
    return value if isinstance(value, dict) else {}


def listed(value: object) -> list[Any]:
    """A JSON array; an empty one for what a site sent in its place."""
    return value if isinstance(value, list) else []


def joined(base: str, link: str) -> str | None:
    """A link as an address; None for what is none."""
    try:
        return urljoin(base, link)
    except ValueError:
        return None
