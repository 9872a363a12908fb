"""RSS and Atom: what their entries link to."""

from __future__ import annotations

import feedparser

from pipeline.fetch.client import FetchError
from pipeline.fetch.poll import Poll, joined


def poll(look: Poll) -> None:
    """Bring the documents of a feed's entries up to date.

    Raises:
        FetchError: the feed cannot be had.
    """
    poll_feed(look, look.source.url)


def poll_feed(look: Poll, url: str, *, pages: bool = False) -> None:
    """The entries of a feed, or of all its pages; documents that it lists no more are asked whether they are still there.

    Raises:
        FetchError: the feed cannot be had, or is none.
    """
    answer = look.listing(url)
    if answer.is_gone:
        raise FetchError("gone", f"the feed of {look.source.id} is not there ({answer.status})", passing=False)
    if answer.is_unchanged:
        return
    entries = entries_of(answer.body(), answer.url)
    if entries is None:
        raise FetchError("wrong_content", f"the feed of {look.source.id} is no feed", passing=False)
    number, seen = 1, dict(entries)
    while pages and entries:
        number += 1
        more = look.client.fetch(f"{url}{'&' if '?' in url else '?'}paged={number}")
        entries = (entries_of(more.body(), more.url) or {}) if not more.is_gone else {}
        if set(entries) <= set(seen):
            break
        seen.update(entries)
    for link, updated in seen.items():
        look.document(link, link, modified=updated)
    for key in [k for k in look.state.documents if k not in seen and look.state.documents[k].status == "current"]:
        look.document(key, look.state.documents[key].url)


def entries_of(data: bytes, base: str) -> dict[str, str | None] | None:
    """The links of a feed's entries, each with the day of its last change; None for what is no feed."""
    feed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    if not feed.get("version") and not feed.entries:
        return None
    found: dict[str, str | None] = {}
    for entry in feed.entries:
        enclosures = [e.get("href") for e in entry.get("enclosures", []) if e.get("href")]
        link = enclosures[0] if enclosures else entry.get("link")
        url = joined(base, str(link)) if link else None
        if url is not None:
            found.setdefault(url, dict.get(entry, "updated") or entry.get("published"))
    return found
