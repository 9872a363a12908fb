"""Finding the posts of a page, and each one's title, address, date, author and categories.

Posts are told by structure. Markup that says "post" (``article``, microformats, schema.org) comes
first; where a theme says nothing, a post is what repeats around headings that lead to an address of
their own. A page whose markup shows one post only is a single-post page.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lxml import etree

from pipeline.normalise.dates import find_dates
from pipeline.normalise.text import collapse
from pipeline.read.html.blocks import HEADINGS, SILENT, all_text, is_hidden, parent_of
from pipeline.read.html.furniture import is_furniture

_POST_CLASS = re.compile(r"(?:^|\s)(?:hentry|h-entry|type-post|blog-post|post-item|post-entry|single-post-content|post|entry|wp-block-post)(?:\s|$)")
_POST_ID = re.compile(r"^(?:post|entry|article)-\d+$")
_SCHEMA_POST = re.compile(r"schema\.org/(?:BlogPosting|NewsArticle|Article|SocialMediaPosting)", re.IGNORECASE)
_CONTENT = re.compile(
    r"(?:^|\s)(?:entry-content|e-content|post-content|post-body|post-entry|entry-body|article-body|article-content|post__content|entry__content|"
    r"wp-block-post-content|storycontent|entrytext|post-text|content-body|entry-summary)(?:\s|$)"
)
_DATE_CLASS = re.compile(r"(?:^|[\s_-])(?:date|published|pubdate|posted-on|timestamp|time|datetime|dt-published|postdate)(?:$|[\s_-])")
_AUTHOR_CLASS = re.compile(r"(?:^|[\s_-])(?:author|byline|by-author|p-author|vcard|postedby|posted-by|writer)(?:$|[\s_-])")
_CATEGORY_CLASS = re.compile(r"(?:^|[\s_-])(?:cat|category|categories|cat-links|post-categories|filed)(?:$|[\s_-])")
_PERMALINK = re.compile(r"/(?:19|20)\d\d/\d{1,2}(?:/\d{1,2})?/[^/]+|[?&]p=\d+|/archives?/\d+")
_BY = re.compile(r"(?:^|[\s|·•,(])(?:posted\s+|written\s+|published\s+)?by:?\s+(?P<name>[A-Z][\w'’.-]+(?:\s+(?:[A-Z][\w'’.-]*|de|van|von|der|la)){0,4})")
_BYLINE = re.compile(r"(?:this entry was )?(?:posted|published|written|filed)\b|by\s+[A-Z]", re.IGNORECASE)
_PROTECTED = re.compile(r"^\s*protected:\s*", re.IGNORECASE)


@dataclass(slots=True)
class Post:
    """The element of a post and those inside it that hold its facts."""

    element: etree._Element
    heading: etree._Element | None = None
    title: str | None = None
    url: str | None = None
    published: str | None = None
    published_shown: str | None = None
    author: str | None = None
    categories: list[str] = field(default_factory=list)
    content: list[etree._Element] = field(default_factory=list)
    skip: set[etree._Element] = field(default_factory=set)
    is_protected: bool = False


def find_posts(body: etree._Element) -> list[etree._Element]:
    """The elements of a page that are posts, in order; empty where it shows none."""
    marked = [e for e in _visible(body) if _is_marked(e)]
    outer = set(marked)
    posts = [e for e in marked if not any(a in outer for a in e.iterancestors())]
    # A wrapper that is marked as a post around posts is none (a "posts" section, say).
    unwrapped: list[etree._Element] = []
    for post in posts:
        inner = [e for e in marked if e is not post and post in e.iterancestors() and _title_of(e) is not None]
        unwrapped.extend([e for e in inner if not any(a in inner for a in e.iterancestors())] if len(inner) > 1 else [post])
    with_text = [p for p in unwrapped if _title_of(p) is not None or _words(p) >= 20]
    return with_text or _repeated(body)


def _visible(body: etree._Element) -> Iterator[etree._Element]:
    """Elements in document order, without what no post stands in."""
    waiting = list(reversed(body))
    while waiting:
        child = waiting.pop()
        tag = child.tag
        if not isinstance(tag, str) or (tag in SILENT and tag != "form") or is_hidden(child) or is_furniture(child):
            continue
        if tag == "footer" and parent_of(child).tag in ("body", "div") and not any(a.tag == "article" for a in child.iterancestors()):
            continue
        yield child
        waiting.extend(reversed(child))


def _is_marked(element: etree._Element) -> bool:
    if element.tag in ("body", "html", "main", "a", "span", "p", "time", "header", "footer", "form", *HEADINGS):
        return False
    return (
        element.tag == "article"
        or bool(_SCHEMA_POST.search(element.get("itemtype") or ""))
        or bool(_POST_CLASS.search((element.get("class") or "").lower()))
        or bool(_POST_ID.match(element.get("id") or ""))
    )


def _words(element: etree._Element) -> int:
    return len(all_text(element).split())


def _repeated(body: etree._Element) -> list[etree._Element]:
    """Posts by repetition: sibling parts of a page that each hold one heading with a permalink.

    The parts begin at the headings' largest ancestors that hold no other such heading. Headings that
    are siblings of one another have no element of their own each: then there are no posts to tell.
    """
    heads: dict[str, list[etree._Element]] = {}
    for element in _visible(body):
        if element.tag in HEADINGS:
            link = element.find(".//a[@href]")
            if link is None and parent_of(element).tag == "a":
                link = element.getparent()
            if link is not None and (_PERMALINK.search(link.get("href") or "") or "bookmark" in (link.get("rel") or "")):
                heads.setdefault(element.tag, []).append(element)
    for tag in sorted(heads):
        found = heads[tag]
        if len(found) < 2:
            continue
        shared: dict[etree._Element, int] = {}
        for head in found:
            for ancestor in head.iterancestors():
                shared[ancestor] = shared.get(ancestor, 0) + 1
        parts = []
        for head in found:
            part = head
            for ancestor in head.iterancestors():
                if shared[ancestor] > 1:
                    break
                part = ancestor
            parts.append(part)
        if all(p not in found for p in parts) and len({id(p.getparent()) for p in parts}) == 1:
            return parts
    single = [h for found in heads.values() for h in found]
    if len(single) == 1:
        return [next(a for a in single[0].iterancestors() if _words(a) >= 20 or a.tag == "body")]
    return []


def _title_of(element: etree._Element) -> etree._Element | None:
    """The heading that is a post's title: marked as one, else leading to the post, else the first."""
    headings = [e for e in _visible(element) if e.tag in HEADINGS or re.search(r"(?:entry|post|article)-title|p-name", (e.get("class") or ""))]
    for heading in headings:
        if re.search(r"(?:^|\s)(?:entry-title|post-title|p-name|article-title|wp-block-post-title|posttitle)(?:\s|$)", (heading.get("class") or "").lower()):
            return heading
        if heading.get("itemprop") in ("headline", "name"):
            return heading
    for heading in headings:
        link = heading.find(".//a[@href]")
        if link is not None and ("bookmark" in (link.get("rel") or "") or _PERMALINK.search(link.get("href") or "")):
            return heading
    content = _content_of(element)
    for heading in headings:
        if not any(heading is c or c in heading.iterancestors() for c in content):
            return heading
    if content and content[0] is not element:
        return None
    return headings[0] if headings and headings[0].tag in ("h1", "h2") else None


def _content_of(element: etree._Element) -> list[etree._Element]:
    """The elements that hold a post's text: marked as such, else the post itself."""
    found = [e for e in _visible(element) if _CONTENT.search((e.get("class") or "").lower()) or e.get("itemprop") in ("articleBody", "text")]
    outer = [e for e in found if not any(a in found for a in e.iterancestors())]
    full = [e for e in outer if "entry-summary" not in (e.get("class") or "")]
    return full or outer or [element]


def describe(element: etree._Element) -> Post:
    """A post's facts, and the elements that hold them."""
    post = Post(element)
    post.heading = _title_of(element)
    if post.heading is not None:
        title = collapse(all_text(post.heading))
        post.is_protected = bool(_PROTECTED.match(title))
        post.title = _PROTECTED.sub("", title) or None
        link = post.heading.find(".//a[@href]")
        if link is None:
            link = next((a for a in post.heading.iterancestors("a") if a.get("href")), None)
        post.url = (link.get("href") or "").strip() or None if link is not None else None
        post.skip.add(post.heading)
    post.is_protected = post.is_protected or "post-password-required" in (element.get("class") or "") or _password_form(element)
    post.content = _content_of(element)
    _facts(post)
    return post


def _password_form(element: etree._Element) -> bool:
    return any("postpass" in (form.get("action") or "") or "post-password" in (form.get("class") or "") for form in element.iterdescendants("form"))


def _is_inside(element: etree._Element, outer: list[etree._Element]) -> bool:
    return any(element is o or o in element.iterancestors() for o in outer)


def _facts(post: Post) -> None:
    """Date, author, categories and address, from the parts of the post beside its text."""
    own_content = post.content if post.content != [post.element] else []
    for element in post.element.iterdescendants():
        if not isinstance(element.tag, str) or element.tag in SILENT or _is_inside(element, own_content):
            continue
        if is_furniture(element) or any(is_furniture(a) for a in element.iterancestors() if a is not post.element and post.element in a.iterancestors()):
            continue
        names = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
        rel = (element.get("rel") or "").lower().split()
        _date(post, element, names)
        _author(post, element, names, rel)
        _category(post, element, rel)
        if post.url is None and element.tag == "a" and ("bookmark" in rel or "permalink" in names):
            post.url = element.get("href")
    if post.published is None and post.content == [post.element]:
        _byline_text(post, post.element)
    elif post.published is None or post.author is None:
        for child in post.element:
            if isinstance(child.tag, str) and child not in own_content and not any(c in child.iterdescendants() for c in own_content):
                _byline_text(post, child)


_LINES = frozenset({"p", "div", "small", "span", "footer", "header", "ul", "section", "aside", "h4", "h5", "h6", "dl"})


def _skip_line(post: Post, element: etree._Element) -> None:
    """Leave out of the text the whole line that tells a fact ("Posted in Drivers | 2 Comments")."""
    line = element
    for around in element.iterancestors():
        if around is post.element or around.tag not in _LINES or len(_shown(around)) > 160:
            break
        if any(e is post.heading or e in post.content for e in around.iter()):
            break
        linked = sum(len(_shown(a)) for a in around.iter("a"))
        if len(_shown(around)) - linked > 80:
            break  # a sentence that links to a category tells no fact about the post
        line = around
    post.skip.add(line)


def _shown(element: etree._Element) -> str:
    return collapse(all_text(element))


def _date(post: Post, element: etree._Element, names: str) -> None:
    if post.published is not None and not ("published" in names and "updated" not in names):
        return
    machine = element.get("datetime") or element.get("content") or element.get("title")
    if element.tag == "time" or ((element.tag in ("abbr", "meta")) and ("published" in names or "datepublished" in names)):
        if "updated" in names and "published" not in names and post.published is None and _sibling_published(element):
            return
        value = iso_day(machine) or iso_day(_shown(element))
        if value:
            post.published, post.published_shown = value, _shown(element) or machine
            _skip_line(post, element)
    elif post.published is None and _DATE_CLASS.search(names) and element.tag not in ("article", "body", "ul") and len(_shown(element)) < 60:
        value = iso_day(_shown(element))
        if value and element.find(".//time") is None:
            post.published, post.published_shown = value, _shown(element)
            _skip_line(post, element)


def _sibling_published(element: etree._Element) -> bool:
    return any("published" in (t.get("class") or "") for t in parent_of(element).iterdescendants("time") if t is not element)


def iso_day(text: str | None) -> str | None:
    """The day that a machine-readable or printed date names, ISO 8601; None where it names none."""
    if not text:
        return None
    match = re.match(r"\s*(\d{4}-\d\d-\d\d)(?:[T\s]|$)", text)
    if match:
        try:
            return dt.date.fromisoformat(match.group(1)).isoformat()
        except ValueError:
            return None
    return next((d.edtf for d in find_dates(text) if d.is_day), None)


def _author(post: Post, element: etree._Element, names: str, rel: list[str]) -> None:
    if post.author is not None or not ("author" in rel or _AUTHOR_CLASS.search(names) or element.get("itemprop") == "author"):
        return
    inner = next(
        (e for e in element.iterdescendants() if isinstance(e.tag, str) and ("author" in (e.get("rel") or "") or re.search(r"\bfn\b", e.get("class") or ""))),
        None,
    )
    text = _shown(inner if inner is not None else element)
    text = re.sub(r"^(?:posted\s+|written\s+|published\s+)?(?:by|author)\b:?\s*", "", text, flags=re.IGNORECASE)
    if text and len(text) <= 60 and not any(d.is_day for d in find_dates(text)):
        post.author = text
        _skip_line(post, element)


def _category(post: Post, element: etree._Element, rel: list[str]) -> None:
    if element.tag != "a":
        return
    href = element.get("href") or ""
    around = " ".join((a.get("class") or "").lower() for a in element.iterancestors() if a is post.element or post.element in a.iterancestors())
    around = around.replace((post.element.get("class") or "").lower(), "")
    is_category = "category" in rel or re.search(r"[/?]cat(?:egory)?[/=]|/topics?/|/blog/c/", href) or (_CATEGORY_CLASS.search(around) and "/tag/" not in href)
    text = _shown(element)
    if "tag" in rel and not is_category:
        _skip_line(post, element)
    if is_category and text and text not in post.categories:
        post.categories.append(text)
        _skip_line(post, element)


def _byline_text(post: Post, element: etree._Element) -> None:
    """A date and a name in a line that says who posted when, where no markup tells."""
    for text_element in element.iter():
        if not isinstance(text_element.tag, str) or text_element.tag in SILENT or text_element.tag in HEADINGS:
            continue
        direct = collapse(" ".join([text_element.text or "", *(c.tail or "" for c in text_element)]))
        shown = _shown(text_element)
        if not direct or len(shown) > 160:
            continue
        opening = next((d.start for d in find_dates(shown[:60]) if d.is_day), None)
        if _BYLINE.match(shown) or (opening is not None and opening <= 4 and len(shown) <= 60):
            day = next((d for d in find_dates(shown) if d.is_day), None)
            name = _BY.search(shown)
            if post.published is None and day is not None:
                post.published, post.published_shown = day.edtf, shown[day.start : day.end]
                post.skip.add(text_element)
            if post.author is None and name is not None:
                post.author = name["name"]
                post.skip.add(text_element)
        if post.published and post.author:
            return


def day_of_address(url: str | None) -> str | None:
    """The day that a permalink carries (``/2017/03/23/``), ISO 8601; None where it carries none."""
    try:
        path = urlsplit(url or "").path
    except ValueError:  # a bracket that is no IPv6 address, say: the writer's slip
        return None
    match = re.search(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?:/|$)", path)
    if not match:
        return None
    try:
        return dt.date(int(match.group(1)), int(match.group(2)), int(match.group(3))).isoformat()
    except ValueError:
        return None
