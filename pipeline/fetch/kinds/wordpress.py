"""A WordPress site: its REST API, or else its feed, or else its archive pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import orjson

from pipeline.fetch.client import Answer, FetchError
from pipeline.fetch.kinds.feed import poll_feed
from pipeline.fetch.poll import Poll, listed, mapping
from pipeline.fetch.store import CURRENT

_PAGE = 100
_MOST_PAGES = 500


def poll(look: Poll) -> None:
    """Bring the posts of a site up to date.

    Raises:
        FetchError: none of the three ways is open.
    """
    base = look.source.url.rstrip("/")
    api = f"{base}/wp-json/wp/v2/posts"
    try:
        _rest(look, api)
        return
    except _NoApiError:
        look.say(f"{look.source.id} has no REST API; its feed is read instead")
    try:
        poll_feed(look, f"{base}/feed/", pages=True)
        return
    except FetchError as error:
        if error.reason not in ("gone", "wrong_content", "refused"):
            raise
        look.say(f"{look.source.id} has no feed; its pages are read instead")
    _archive(look, base)


class _NoApiError(Exception):
    """The site's REST API is closed or not there."""


def _ask(look: Poll, url: str, method: str = "GET") -> Answer:
    try:
        answer = look.client.fetch(url, method=method, limit=50_000_000)
    except FetchError as error:
        if error.reason == "refused":
            raise _NoApiError from error
        raise
    if answer.is_gone:
        raise _NoApiError
    return answer


def _total(look: Poll, url: str) -> int | None:
    """How many posts an address of the API stands for; asked without a body where the site allows it."""
    try:
        answer = _ask(look, url, "HEAD")
    except _NoApiError:
        answer = _ask(look, url)
        answer.body()
    value = answer.headers.get("x-wp-total", "")
    return int(value) if value.isdigit() else None


def _rest(look: Poll, api: str) -> None:
    since = look.recalled(api, "modified")
    total = None
    if isinstance(since, str):
        # Two questions without a body tell whether anything is new, and whether anything is gone.
        total = _total(look, f"{api}?per_page=1")
        news = _total(look, f"{api}?per_page=1&modified_after={quote(since)}")
        if news == 0 and total == look.state.current:
            return
    newest = since if isinstance(since, str) else ""
    for post in _posts(look, api, f"&modified_after={quote(newest)}" if newest else ""):
        _record(look, post)
        newest = max(newest, _modified(post))
    look.save()
    if newest:
        look.remember(api, modified=newest)
    if isinstance(since, str) and total != look.state.current:
        there = {str(p["id"]) for p in _posts(look, api, "&_fields=id")}
        look.withdraw(k for k in list(look.state.documents) if k not in there)
        have = {k for k, held in look.state.documents.items() if held.status == CURRENT}
        _take(look, api, sorted(there - have))


def _take(look: Poll, api: str, idents: list[str]) -> None:
    """Posts that are there again, or that a poll missed."""
    for start in range(0, len(idents), _PAGE):
        for post in _posts(look, api, f"&include={','.join(idents[start : start + _PAGE])}"):
            _record(look, post)
    look.save()


def _record(look: Poll, post: dict[str, Any]) -> None:
    url = str(post.get("link") or f"{look.source.url.rstrip('/')}/?p={post['id']}")
    look.record(str(post["id"]), url, f"{look.source.id}/post-{post['id']}.json", _kept(post), modified=_modified(post))


def _modified(post: dict[str, Any]) -> str:
    return str(post.get("modified") or post.get("date") or "")


def _posts(look: Poll, api: str, more: str) -> Iterator[dict[str, Any]]:
    embed = "" if "_fields" in more else "&_embed=author,wp:term"
    for page in range(1, _MOST_PAGES + 1):
        answer = _ask(look, f"{api}?per_page={_PAGE}&page={page}&orderby=modified&order=asc{embed}{more}")
        try:
            posts = orjson.loads(answer.body())
        except ValueError as error:
            raise _NoApiError from error
        if not isinstance(posts, list) or not all(isinstance(p, dict) and "id" in p for p in posts):
            raise _NoApiError
        yield from posts
        pages = answer.headers.get("x-wp-totalpages", "")
        if len(posts) < _PAGE or (pages.isdigit() and page >= int(pages)):
            return


def _kept(post: dict[str, Any]) -> bytes:
    """What of a post is its content: counters and links of the interface change without it."""
    embedded = mapping(post.get("_embedded"))
    authors = [a["name"] for a in listed(embedded.get("author")) if isinstance(a, dict) and a.get("name")]
    terms = [t.get("name") for group in listed(embedded.get("wp:term")) for t in listed(group) if isinstance(t, dict) and t.get("taxonomy") == "category"]
    content = mapping(post.get("content"))
    kept = {
        "type": "wordpress-post",
        "id": post["id"],
        "link": post.get("link"),
        "date": post.get("date"),
        "modified": post.get("modified"),
        "title": {"rendered": mapping(post.get("title")).get("rendered", "")},
        "content": {"rendered": content.get("rendered", ""), "protected": bool(content.get("protected"))},
        "author": authors[0] if authors else None,
        "categories": terms,
    }
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, indent=1).encode()


def _archive(look: Poll, base: str) -> None:
    """The pages of posts, the newest first; a page that is not there any more is withdrawn."""
    for number in range(1, _MOST_PAGES + 1):
        key = f"page-{number}"
        url = f"{base}/" if number == 1 else f"{base}/page/{number}/"
        before = look.state.documents.get(key)
        look.document(key, url, f"{look.source.id}/{key}.html")
        held = look.state.documents.get(key)
        if held is None or held.status != "current" or (held.problem and not held.sha256):
            if number == 1 and before is None:
                raise FetchError("refused", f"{look.source.id} has neither a REST API nor a feed nor pages", passing=False)
            return
