"""A page as a document: its posts as articles, the rest of its text around them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import lxml.html
from lxml import etree

from pipeline.model import Article, Block, Document, Flaw, Kind, Text
from pipeline.model.places import Places
from pipeline.normalise.text import collapse
from pipeline.read.errors import ReadError
from pipeline.read.html.blocks import BlockReader, absolute, all_text, parent_of
from pipeline.read.html.decode import decode
from pipeline.read.html.posts import Post, day_of_address, describe, find_posts, iso_day
from pipeline.read.limits import Limits


def parse_html(text: str) -> etree._Element:
    """The root element of a page, however broken its markup.

    Raises:
        ReadError: there is no markup in it.
    """
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    # An XML declaration in a string is refused by lxml; control characters are no part of a page.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text))
    try:
        root = lxml.html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadError("unreadable_file", f"no markup can be read in the page ({error}): fetch it again") from error
    return root


def _meta(root: etree._Element, *names: str) -> str | None:
    for element in root.iter("meta"):
        if (element.get("property") or element.get("name") or element.get("itemprop") or "").lower() in names:
            content = collapse(element.get("content") or "")
            if content:
                return content
    return None


def _json_ld(root: etree._Element) -> Iterator[dict[str, object]]:
    """schema.org statements about posts that the page makes in JSON-LD."""
    for script in root.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json" or not script.text:
            continue
        try:
            data = json.loads(script.text)
        except ValueError:
            continue
        queue = [data]
        while queue:
            entry = queue.pop(0)
            if isinstance(entry, list):
                queue.extend(entry)
            elif isinstance(entry, dict):
                queue.extend(v for k, v in entry.items() if k == "@graph")
                if re.search(r"Article|BlogPosting", str(entry.get("@type", ""))):
                    yield entry


def read_page(data: bytes, media_type: str, limits: Limits) -> Document:
    """The model of a web page.

    Raises:
        ReadError: no markup can be read in it.
    """
    text, encoding = decode(data)
    root = parse_html(text)
    _held = list(root.iter())  # lxml makes an element anew at each visit unless someone holds it
    document = Document(reader="html", media_type=media_type)
    head = root.find(".//head/title")
    title = collapse(all_text(head)) if head is not None else ""
    canonical = next((e.get("href") for e in root.iter("link") if "canonical" in (e.get("rel") or "")), None)
    base = next((e.get("href") for e in root.iter("base") if e.get("href")), None) or canonical or _meta(root, "og:url")
    for name, value in (("title", title), ("url", canonical or _meta(root, "og:url")), ("site", _meta(root, "og:site_name"))):
        if value:
            document.properties[name] = collapse(value)
    body = root.find("body")
    if body is None:
        body = root
    if encoding == "cp1252":
        document.properties["encoding"] = encoding
    elements = find_posts(body)
    posts = [describe(e) for e in elements]
    if len(posts) == 1:
        _single(posts[0], root, canonical)
    elif not posts and _is_single_post(root):
        post = describe(_main(body))
        _single(post, root, canonical)
        posts = [post]
    document.blocks = _page_blocks(body, posts, base, limits)
    if not any(True for _ in document.texts()) and not document.articles:
        document.flaws.append(Flaw("no_text", "no text was found on the page: look whether it is built by scripts, and save it from a browser"))
    return document


def _is_single_post(root: etree._Element) -> bool:
    kind = (_meta(root, "og:type") or "").lower()
    return kind == "article" or _meta(root, "article:published_time") is not None or next(_json_ld(root), None) is not None


def _main(body: etree._Element) -> etree._Element:
    """The element that holds a page's main text: marked so, else the one with most of its paragraphs."""
    for path in (".//main", ".//*[@role='main']", ".//*[@id='content']", ".//*[@id='main']"):
        found = body.find(path)
        if found is not None:
            return found
    counts: dict[etree._Element, int] = {}
    for paragraph in body.iter("p", "li"):
        parent = parent_of(paragraph)
        counts[parent] = counts.get(parent, 0) + len(all_text(paragraph))
    return max(counts, key=lambda e: counts[e]) if counts else body


def _single(post: Post, root: etree._Element, canonical: str | None) -> None:
    """What a single-post page says of its post in its head, where the post itself does not say it."""
    statements = next(_json_ld(root), {})
    if post.url is None:
        post.url = canonical or _meta(root, "og:url")
    if post.published is None:
        shown = _meta(root, "article:published_time", "datepublished", "dc.date", "dcterms.date") or str(statements.get("datePublished") or "")
        day = iso_day(shown)
        if day:
            post.published, post.published_shown = day, shown
    if post.author is None:
        author = statements.get("author")
        if isinstance(author, list) and author:
            author = author[0]
        name = author.get("name") if isinstance(author, dict) else None
        post.author = collapse(str(name)) if name else _meta(root, "author")
    if post.title is None:
        heading = next((h for h in root.iter("h1") if collapse(all_text(h))), None)
        shown = collapse(all_text(heading)) if heading is not None else _meta(root, "og:title") or ""
        post.title = shown or None
        if heading is not None:
            post.skip.add(heading)
    if not post.categories:
        section = _meta(root, "article:section")
        post.categories = [section] if section else []


def _page_blocks(body: etree._Element, posts: list[Post], base: str | None, limits: Limits) -> list[Block]:
    """Articles, and what stands on the page before, between and after them."""
    articles = [_article(post, number, base, limits) for number, post in enumerate(posts, 1)]
    owned = {post.element for post in posts}
    footers = {f for f in body.iter("footer") if not any(a in owned for a in f.iterancestors())}
    skip = owned | footers | {e for post in posts for e in post.skip}
    rest = BlockReader(base, frozenset(skip), limits.depth)
    if posts and not any(post.element is body for post in posts):
        around = [b for b in rest.read(body, Places("page, ")) if not _is_chrome(b)]
        return [*articles, *around] if articles else around
    if posts:
        return list(articles)
    return rest.read(body, Places())


def _is_chrome(block: Block) -> bool:
    """Short lines of links alone beside the posts: menus without a name, credits."""
    return isinstance(block, Text) and block.kind is not Kind.HEADING and sum(m.end - m.start for m in block.links) * 10 >= 8 * len(block.text)


def _article(post: Post, number: int, base: str | None, limits: Limits) -> Article:
    place = f"post {number}"

    def fact(name: str, text: str | None) -> Text | None:
        text = collapse(text or "")
        return Text(Kind.PARAGRAPH, text, f"{place}, {name}") if text else None

    url = absolute(base, post.url) if post.url else None
    article = Article(number, place, url=url, is_protected=post.is_protected)
    if post.title:
        article.title = Text(Kind.HEADING, post.title, f"{place}, title", level=1)
    if post.published is None and url:
        post.published, post.published_shown = day_of_address(url), url
    if post.published:
        # The day as the page shows it; the machine's own form where it shows another or none.
        shown = post.published_shown if iso_day(post.published_shown) == post.published else None
        article.published = fact("date", shown or post.published)
    article.author = fact("author", post.author)
    article.categories = [t for n, c in enumerate(post.categories, 1) if (t := fact(f"category {n}", c))]
    if not post.is_protected:
        reader = BlockReader(base, frozenset(post.skip), limits.depth)
        places = Places(f"{place}, ")
        for content in post.content:
            article.blocks.extend(reader.read(content, places))
    return article
