"""Fetching over HTTP: politely, conditionally, within limits, straight to disk."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpcore
import httpx
from protego import Protego

from pipeline import __version__
from pipeline.config import FetchSettings
from pipeline.fetch.addresses import Deadline, RefusedAddressError, VettedTransport, host_of, without_secrets

_REDIRECTS = {301: True, 302: False, 303: False, 307: False, 308: True}
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_ROBOTS_BYTES = 500_000


class FetchError(Exception):
    """Something that could not be fetched. ``reason`` is one word; ``passing`` says whether it may go well next time."""

    def __init__(self, reason: str, message: str, *, passing: bool = True) -> None:
        super().__init__(message)
        self.reason = reason
        self.passing = passing


@dataclass(slots=True)
class Answer:
    """What came back.

    ``url``: where it was found at last. ``moved_to``: the new address where every step there was permanent.
    ``path``: the body on disk, None where there is none (304, 404, 410, HEAD). ``headers``: names in small letters.
    """

    status: int
    url: str
    moved_to: str | None
    headers: dict[str, str]
    path: Path | None = None
    sha256: str = ""
    size: int = 0

    @property
    def is_unchanged(self) -> bool:
        """Whether the server says that nothing changed."""
        return self.status == 304

    @property
    def is_gone(self) -> bool:
        """Whether the publication is there no more."""
        return self.status in (404, 410)

    def body(self) -> bytes:
        """The body, read once: its file goes; b"" where there is none."""
        if self.path is None:
            return b""
        data = self.path.read_bytes()
        self.path.unlink()
        self.path = None
        return data


@dataclass(slots=True)
class Client:
    """Fetches one thing at a time, with a delay for each host.

    Args:
        settings: delays, limits, the contact.
        folder: where bodies are written to.
        sleep: waits so many seconds; tests count instead.
    """

    settings: FetchSettings
    folder: Path
    sleep: Callable[[float], None] = time.sleep
    requests: int = 0
    bytes_received: int = 0
    _last: dict[str, float] = field(default_factory=dict)
    _delays: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, Protego | None] = field(default_factory=dict)
    _deadline: Deadline = field(default_factory=Deadline)
    _http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        """Make the connection pool."""
        contact = f"; {self.settings.contact}" if self.settings.contact else ""
        agent = f"nhs-pipeline/{__version__} (library document pipeline{contact})"
        timeout = httpx.Timeout(self.settings.timeout_seconds, connect=min(20.0, self.settings.timeout_seconds))
        self._http = httpx.Client(
            transport=VettedTransport(self._deadline, private=self.settings.allow_private),
            timeout=timeout,
            headers={"User-Agent": agent, "Accept": "*/*", "Accept-Encoding": "gzip"},
            trust_env=False,
        )
        self.folder.mkdir(parents=True, exist_ok=True)
        for left in self.folder.iterdir():  # of a run that was cut off
            left.unlink()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def fetch(self, url: str, *, etag: str | None = None, modified: str | None = None, method: str = "GET", limit: int | None = None) -> Answer:
        """Fetch an address, following redirects; not at all what has not changed since.

        Raises:
            FetchError: it cannot be had; a 404 or 410 is an answer.
        """
        moved, permanent = url, True
        for _ in range(self.settings.redirects + 1):
            self._allowed(moved)
            answer = self._patiently(moved, method, {"If-None-Match": etag, "If-Modified-Since": modified}, limit)
            if answer.status not in _REDIRECTS:
                answer.moved_to = moved if permanent and moved != url and not answer.is_gone else None
                return answer
            permanent = permanent and _REDIRECTS[answer.status]
            target = answer.headers.get("location", "")
            if not target:
                raise FetchError("redirect", f"{without_secrets(moved)} redirects to nowhere", passing=False)
            moved = _without_fragment(urljoin(moved, target))
        raise FetchError("redirect", f"{without_secrets(url)} redirects more than {self.settings.redirects} times", passing=False)

    def _allowed(self, url: str) -> None:
        """Whether robots.txt lets us.

        Raises:
            FetchError: it does not, or the address is none.
        """
        try:
            host_of(url)
        except RefusedAddressError as error:
            raise FetchError("address", str(error), passing=False) from error
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        if root not in self._robots:
            self._robots[root] = self._read_robots(f"{root}/robots.txt")
        rules = self._robots[root]
        asked = rules.crawl_delay("nhs-pipeline") if rules is not None else None
        if asked:
            self._delays[host_of(url)] = min(float(asked), self.settings.patience_seconds)
        if rules is not None and not rules.can_fetch(url, "nhs-pipeline"):
            raise FetchError("robots", f"{without_secrets(url)} is closed to programs by the site's robots.txt", passing=False)

    def _read_robots(self, url: str) -> Protego | None:
        """The rules of a site (RFC 9309): none where it has none or shows none; everything is closed while it cannot be read."""
        try:
            answer = self._patiently(url, "GET", {}, _ROBOTS_BYTES)
        except FetchError as error:
            if error.reason == "refused" and not error.passing:
                return None
            raise
        for _ in range(self.settings.redirects):
            if answer.status not in _REDIRECTS:
                break
            answer = self._patiently(urljoin(url, answer.headers.get("location", "")), "GET", {}, _ROBOTS_BYTES)
        if answer.status != 200:
            return None
        return Protego.parse(answer.body().decode("utf-8", "replace"))

    def _patiently(self, url: str, method: str, headers: dict[str, str | None], limit: int | None) -> Answer:
        """One address, again and again with growing pauses while it may still go well."""
        last: FetchError | None = None
        for attempt in range(self.settings.attempts):
            if attempt:
                self.sleep(self._pause(attempt, last))
            self._wait(host_of(url))
            try:
                answer = self._once(url, method, {k: v for k, v in headers.items() if v}, limit)
            except FetchError as error:
                if not error.passing:
                    raise
                last = error
                continue
            if answer.status not in _AGAIN:
                if answer.status >= 400 and not answer.is_gone:
                    raise FetchError("refused", f"{without_secrets(url)} answers {answer.status}", passing=answer.status >= 500)
                return answer
            last = FetchError("busy" if answer.status == 429 else "server", f"{without_secrets(url)} answers {answer.status}")
            last.__cause__ = _RetryAfter(answer.headers.get("retry-after", ""))
            if last.__cause__.seconds > self.settings.patience_seconds:
                break
        assert last is not None
        raise last

    def _pause(self, attempt: int, last: FetchError | None) -> float:
        asked = last.__cause__.seconds if last is not None and isinstance(last.__cause__, _RetryAfter) else 0.0
        return max(asked, self.settings.backoff_seconds * 2.0 ** (attempt - 1))

    def _wait(self, host: str) -> None:
        """Keep the delay between two requests to one host."""
        since = time.monotonic() - self._last.get(host, -1e9)
        delay = max(self.settings.delay_seconds, self._delays.get(host, 0.0))
        if since < delay:
            self.sleep(delay - since)
        self._last[host] = time.monotonic()

    def _once(self, url: str, method: str, headers: dict[str, str], limit: int | None) -> Answer:
        self.requests += 1
        place = without_secrets(url)
        self._deadline.until = time.monotonic() + self.settings.timeout_seconds + self.settings.body_seconds
        try:
            with self._http.stream(method, url, headers=headers, follow_redirects=False) as answer:
                found = Answer(answer.status_code, url, None, {k.lower(): v for k, v in answer.headers.items()})
                if answer.status_code == 200 and method == "GET":
                    self._save(answer, found, limit or self.settings.file_bytes, place)
                return found
        except (httpx.TimeoutException, httpcore.TimeoutException) as error:
            raise FetchError("timeout", f"{place} did not answer in time") from error
        except RefusedAddressError as error:
            raise FetchError("address", str(error), passing=False) from error
        except httpx.DecodingError as error:
            raise FetchError("damaged", f"{place} sent a body that cannot be unpacked") from error
        except (httpx.HTTPError, httpcore.ConnectError, httpcore.ProtocolError, httpx.InvalidURL) as error:
            raise FetchError("connection", f"{place} cannot be reached ({type(error).__name__})", passing=not isinstance(error, httpx.InvalidURL)) from error

    def _save(self, answer: httpx.Response, found: Answer, limit: int, place: str) -> None:
        """Stream a body to disk, within limits of size and time; what is cut off is thrown away."""
        stated = answer.headers.get("content-length", "")
        if stated.isdigit() and int(stated) > limit:
            raise FetchError("too_large", f"{place} has {int(stated):,} bytes, more than the limit of {limit:,}", passing=False)
        path = self.folder / f"body-{self.requests}"
        digest, size = hashlib.sha256(), 0
        try:
            with path.open("wb") as handle:
                for piece in answer.iter_bytes():
                    size += len(piece)
                    if size > limit:
                        raise FetchError("too_large", f"{place} sends more than the limit of {limit:,} bytes", passing=False)
                    digest.update(piece)
                    handle.write(piece)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        self.bytes_received += size
        found.path, found.sha256, found.size = path, digest.hexdigest(), size


class _RetryAfter(Exception):  # noqa: N818 - it carries what a server asked for along with the error
    """How long a server asks us to wait (RFC 9110, 10.2.3)."""

    def __init__(self, header: str) -> None:
        super().__init__(header)
        self.seconds = 0.0
        if header.strip().isdigit():
            self.seconds = float(header)
        elif header.strip():
            try:
                self.seconds = max(0.0, parsedate_to_datetime(header).timestamp() - time.time())
            except (TypeError, ValueError):
                self.seconds = 0.0


def _without_fragment(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, parts.query, ""))
