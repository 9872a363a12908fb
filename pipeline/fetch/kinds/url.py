"""One address; or a page and the links on it that a pattern picks."""

from __future__ import annotations

import re
from urllib.parse import urldefrag, urljoin

from lxml import etree

from pipeline.fetch.client import FetchError
from pipeline.fetch.poll import Poll


def poll(look: Poll) -> None:
    """Bring the document, or the documents that the page links to, up to date.

    Raises:
        FetchError: the page cannot be had.
    """
    url = look.source.url
    if look.source.follow is None:
        before = set(look.state.documents)
        now = str(look.recalled(url, "now") or url)
        look.document(now, now)
        moved = next((k for k in look.state.documents if k not in before and k != now), now)
        look.remember(url, now=moved)
        return
    answer = look.listing(url)
    if answer.is_gone:
        raise FetchError("gone", f"the page of {look.source.id} is not there any more ({answer.status})", passing=False)
    if answer.is_unchanged:
        links = [str(u) for u in _strings(look.recalled(url, "links"))]
    else:
        links = links_of(answer.body(), answer.url, look.source.follow)
        look.remember(url, links=links)
    for link in links:
        look.document(link, link)
    for key in [k for k in look.state.documents if k not in links]:  # moved, withdrawn, or only linked no more: it says itself
        if look.state.documents[key].status == "current":
            look.document(key, look.state.documents[key].url)


def _strings(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def links_of(data: bytes, base: str, pattern: str) -> list[str]:
    """The addresses on a page that a pattern finds itself in, each once, in order."""
    root = etree.fromstring(data, etree.HTMLParser(recover=True, no_network=True)) if data.strip() else None
    if root is None:
        return []
    home = root.find(".//base[@href]")
    base = urljoin(base, home.get("href") or "") if home is not None else base
    found: dict[str, None] = {}
    for element in root.iter("a", "area"):
        href = (element.get("href") or "").strip()
        if not href:
            continue
        try:
            url = urldefrag(urljoin(base, href))[0]
        except ValueError:
            continue
        if url.startswith(("http://", "https://")) and re.search(pattern, url):
            found[url] = None
    return list(found)
