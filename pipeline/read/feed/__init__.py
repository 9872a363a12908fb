"""Feeds with full content: RSS 2.0 (and 0.9x, 1.0) and Atom (RFC 4287).

Each entry becomes an article, its content read like a page's.
"""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime

from lxml import etree

from pipeline.model import Article, Document, Flaw, Kind, Text
from pipeline.model.places import Places
from pipeline.normalise.text import collapse
from pipeline.read import Limits, Reader
from pipeline.read.errors import ReadError
from pipeline.read.html.blocks import BlockReader, all_text
from pipeline.read.html.page import parse_html

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
DC_DATE = "{http://purl.org/dc/elements/1.1/}date"
_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF)\b[^>]*>", re.IGNORECASE)
_PROTECTED = re.compile(r"^\s*protected:\s*", re.IGNORECASE)


def _sniff(data: bytes) -> str | None:
    head = data[:4096]
    match = _ROOT.search(head)
    if not match or b"<html" in head[: match.start()].lower():
        return None
    return "application/atom+xml" if match.group().lower().startswith(b"<feed") else "application/rss+xml"


def _local(element: etree._Element, *names: str) -> etree._Element | None:
    """The first child with one of the local names, whatever its RSS dialect's namespace."""
    for name in names:
        for child in element:
            if isinstance(child.tag, str) and (child.tag == name or (etree.QName(child).localname == name and not name.startswith("{"))):
                return child
    return None


def _value(element: etree._Element | None) -> str:
    return collapse(all_text(element)) if element is not None else ""


def _plain(markup: str) -> str:
    """Titles are text in RSS, but many carry markup or entities twice escaped."""
    return collapse(all_text(parse_html(f"<p>{markup}</p>"))) if re.search(r"[<&]", markup) else markup


def _day(text: str) -> tuple[str, str] | None:
    """The day of an RFC 822 or RFC 3339 date, in the zone it is written in, with its words."""
    match = re.match(r"\d{4}-\d\d-\d\d", text)
    if match:
        return match.group(), text
    try:
        return parsedate_to_datetime(text).date().isoformat(), text
    except (TypeError, ValueError):
        return None


def _markup(entry: etree._Element) -> str:
    content = entry.find(ATOM + "content") if entry.tag == ATOM + "entry" else entry.find(CONTENT)
    if content is None:
        content = entry.find(ATOM + "summary") if entry.tag == ATOM + "entry" else _local(entry, "description")
    if content is None:
        return ""
    if content.get("type") == "xhtml":
        return "".join(etree.tostring(c, encoding="unicode") for c in content)
    return all_text(content)


def _link(entry: etree._Element) -> str | None:
    if entry.tag == ATOM + "entry":
        links = entry.findall(ATOM + "link")
        best = next((e for e in links if e.get("rel", "alternate") == "alternate"), None)
        return (best.get("href") or "").strip() or None if best is not None else None
    return _value(_local(entry, "link")) or _value(_local(entry, "guid")) or None


def _article(entry: etree._Element, number: int, limits: Limits) -> Article:
    place = f"post {number}"

    def fact(name: str, text: str) -> Text | None:
        return Text(Kind.PARAGRAPH, text, f"{place}, {name}") if text else None

    title = _plain(_value(_local(entry, "title")))
    protected = bool(_PROTECTED.match(title))
    title = _PROTECTED.sub("", title)
    article = Article(number, place, url=_link(entry))
    if title:
        article.title = Text(Kind.HEADING, title, f"{place}, title", level=1)
    date = _value(_local(entry, "pubDate", "published", DC_DATE, "updated", "date"))
    day = _day(date)
    if day:
        # RFC 822 dates name their day in words that the date grammar reads: "Thu, 23 Mar 2017 10:15:00 +0000".
        article.published = fact("date", day[1])
    author = entry.find(CREATOR)
    name = author if author is not None else _local(entry, "author")
    if name is not None and name.tag == ATOM + "author":
        name = name.find(ATOM + "name")
    article.author = fact("author", re.sub(r"^\S+@\S+\s*\((.*)\)$", r"\1", _value(name)))
    for element in entry:
        if isinstance(element.tag, str) and etree.QName(element).localname == "category":
            scheme = (element.get("domain") or element.get("scheme") or "").lower()
            text = element.get("label") or _value(element) or element.get("term") or ""
            if text and "tag" not in scheme.rsplit("/", 1)[-1]:
                category = fact(f"category {len(article.categories) + 1}", collapse(text))
                if category:
                    article.categories.append(category)
    markup = _markup(entry)
    if markup.strip():
        root = parse_html(markup)
        article.is_protected = protected or any("postpass" in (f.get("action") or "") for f in root.iter("form"))
        if not article.is_protected:
            body = root.find("body")
            reader = BlockReader(article.url, frozenset(), limits.depth)
            article.blocks = reader.read(body if body is not None else root, Places(f"{place}, "))
    else:
        article.is_protected = protected
    return article


def _read(data: bytes, media_type: str, limits: Limits) -> Document:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True, remove_comments=True)
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except etree.XMLSyntaxError as error:
        raise ReadError("unreadable_file", f"the feed is not well-formed XML ({error.msg}): fetch it again") from error
    if root is None:
        raise ReadError("unreadable_file", "the feed holds no XML: fetch it again")
    document = Document(reader="feed", media_type=media_type)
    channel = _local(root, "channel")
    head = channel if channel is not None else root
    title = _plain(_value(_local(head, "title")))
    if title:
        document.properties["title"] = title
    entries = [e for e in root.iter() if isinstance(e.tag, str) and etree.QName(e).localname in ("item", "entry")]
    document.blocks = [_article(entry, number, limits) for number, entry in enumerate(entries, 1)]
    if parser.error_log:
        first = parser.error_log[0]
        document.flaws.append(Flaw("damaged_markup", f"the feed is not well-formed XML (line {first.line}: {first.message}); what follows may be missing"))
    return document


READER = Reader(name="feed", sniff=_sniff, read=_read, rank=15, tries=60)
