"""Fetching: publications from the places that a steward lists, politely and without losing or doubling any.

Door: ``load_sources(folder)`` reads the list; ``fetch_sources(...)`` looks at those that are due; ``fetched_files(extracted)``
gives what they have now as files like those of the raw folder.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.acquire import RawFile
from pipeline.config import FetchSettings
from pipeline.fetch.client import Client, FetchError
from pipeline.fetch.kinds import kind
from pipeline.fetch.poll import Poll, utc_now
from pipeline.fetch.sources import Source, SourceError, load_sources
from pipeline.fetch.store import WITHDRAWN, SourceState, Store

__all__ = ["FetchResult", "Source", "SourceError", "SourceState", "Store", "fetch_sources", "fetched_files", "is_due", "load_sources", "source_states"]


@dataclass(frozen=True, slots=True)
class FetchResult:
    """How a look at a source went: documents ``new``, ``changed``, ``withdrawn``; ``problems``, a line each."""

    source_id: str
    new: int
    changed: int
    withdrawn: int
    problems: tuple[str, ...]
    requests: int
    bytes_received: int


def is_due(source: Source, state: SourceState, now: str) -> bool:
    """Whether it is time to look at a source again; one that failed is tried again at a tenth of its interval."""
    if state.last_checked is None:
        return True
    wait = source.interval / 10 if state.last_error else source.interval
    return dt.datetime.fromisoformat(now) >= dt.datetime.fromisoformat(state.last_checked) + wait


def fetch_sources(
    sources: Iterable[Source],
    extracted: Path,
    settings: FetchSettings,
    *,
    everything: bool = False,
    failing: bool = False,
    say: Callable[[str], None] = lambda _: None,
    sleep: Callable[[float], None] = time.sleep,
) -> list[FetchResult]:
    """Look at the sources that are enabled and due, one after another.

    Args:
        sources: the places.
        extracted: where the store lies.
        settings: how to fetch.
        everything: look at all that are enabled, due or not.
        failing: look at those that failed last time, due or not.
        say: takes a line for the log.
        sleep: waits so many seconds.

    Never raises for a source's sake: what went wrong is in its result and its state.
    """
    store = Store(extracted)
    results = []
    client = Client(settings, store.incoming, sleep)
    try:
        for source in sources:
            state, now = store.state(source.id), utc_now()
            if source.enabled and (everything or (failing and state.last_error) or is_due(source, state, now)):
                results.append(_look(Poll(source, state, client, store, now, say)))
    finally:
        client.close()
    return results


def _look(look: Poll) -> FetchResult:
    requests, received = look.client.requests, look.client.bytes_received
    look.say(f"looking at {look.source.id}")
    try:
        kind(look.source.kind)(look)
    except FetchError as error:
        look.problem(str(error))
    except Exception as error:  # a site may send anything; it must cost no other source
        look.problem(f"{look.source.id}: the program failed on what it sent ({type(error).__name__})")
    look.commit_listings()
    state = look.state
    state.last_checked = look.now
    state.last_error = look.problems[0] if look.problems else None
    state.failures = state.failures + 1 if look.problems else 0
    if look.new or look.changed or look.withdrawn:
        state.last_changed = look.now
    look.save()
    used = look.client.requests - requests, look.client.bytes_received - received
    return FetchResult(look.source.id, look.new, look.changed, look.withdrawn, tuple(look.problems), *used)


def source_states(extracted: Path) -> dict[str, SourceState]:
    """What is known of every source that was ever looked at, by its id."""
    store = Store(extracted)
    folder = extracted / "store/sources"
    return {p.stem: store.state(p.stem) for p in sorted(folder.glob("*.json"))} if folder.is_dir() else {}


def fetched_files(extracted: Path) -> list[RawFile]:
    """What the sources have now, and what they had and withdrew, as files; a version lies where the store keeps it."""
    store = Store(extracted)
    found: dict[str, RawFile] = {}
    for source_id, state in source_states(extracted).items():
        # What is there now comes first, so that it keeps its plain name where a withdrawn one had the same.
        for key, held in sorted(state.documents.items(), key=lambda item: (item[1].status == WITHDRAWN, item[0])):
            if held.sha256:
                name = held.name if held.name not in found else _told_apart(held.name, key)
                path, gone = store.path(held.sha256), held.status == WITHDRAWN
                found[name] = RawFile(path, name, held.size, held.sha256, None, source_id, held.url, held.fetched_at, gone)
    return [found[name] for name in sorted(found)]


def _told_apart(name: str, key: str) -> str:
    """A name for a document whose own another has: two addresses may differ only in what names leave out."""
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}-{hashlib.sha256(key.encode()).hexdigest()[:6]}{path.suffix}"))
