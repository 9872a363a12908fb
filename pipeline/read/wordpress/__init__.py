"""Posts as the REST API of WordPress gives them, one a file (developer.wordpress.org, REST API: Posts)."""

from __future__ import annotations

import html
import re
from typing import Any

import orjson

from pipeline.model import Article, Document, Kind, Text
from pipeline.model.places import Places
from pipeline.normalise.text import collapse
from pipeline.read import Limits, Reader
from pipeline.read.errors import ReadError
from pipeline.read.html.blocks import BlockReader, all_text
from pipeline.read.html.page import parse_html

_MEDIA_TYPE = "application/vnd.wordpress.post+json"
_PROTECTED = re.compile(r"^\s*protected:\s*", re.IGNORECASE)


def _sniff(data: bytes) -> str | None:
    head = data[:2_000_000].lstrip()
    return _MEDIA_TYPE if head.startswith(b"{") and b'"rendered"' in head and b'"content"' in head and b'"link"' in head else None


def _plain(markup: str) -> str:
    return collapse(all_text(parse_html(f"<p>{markup}</p>"))) if re.search(r"[<&]", markup) else collapse(markup)


def _rendered(post: dict[str, Any], name: str) -> str:
    value = post.get(name)
    return str(value.get("rendered") or "") if isinstance(value, dict) else ""


def _read(data: bytes, media_type: str, limits: Limits) -> Document:
    try:
        post = orjson.loads(data)
    except ValueError as error:
        raise ReadError("unreadable_file", "the post is no JSON: fetch it again") from error
    if not isinstance(post, dict):
        raise ReadError("unreadable_file", "the file holds no post: fetch it again")

    def fact(name: str, text: str) -> Text | None:
        return Text(Kind.PARAGRAPH, text, f"post 1, {name}") if text else None

    link = post.get("link")
    article = Article(1, "post 1", url=link if isinstance(link, str) else None)
    title = _plain(_rendered(post, "title"))
    content = post.get("content")
    article.is_protected = bool(_PROTECTED.match(title)) or (isinstance(content, dict) and bool(content.get("protected")))
    title = _PROTECTED.sub("", title)
    if title:
        article.title = Text(Kind.HEADING, title, "post 1, title", level=1)
    day = str(post.get("date") or "")[:10]
    article.published = fact("date", day if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else "")
    article.author = fact("author", collapse(html.unescape(str(post.get("author") or ""))))
    for number, name in enumerate(n for n in post.get("categories") or [] if isinstance(n, str)):
        category = fact(f"category {number + 1}", collapse(html.unescape(name)))
        if category:
            article.categories.append(category)
    if not article.is_protected and _rendered(post, "content").strip():
        root = parse_html(_rendered(post, "content"))
        body = root.find("body")
        article.blocks = BlockReader(article.url, frozenset(), limits.depth).read(body if body is not None else root, Places("post 1, "))
    document = Document(reader="wordpress", media_type=media_type)
    if title:
        document.properties["title"] = title
    document.blocks = [article]
    return document


READER = Reader(name="wordpress", sniff=_sniff, read=_read, rank=12, tries=40)
