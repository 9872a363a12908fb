"""What on a page is not its text: navigation, side bars, comments, share buttons, banners."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib.resources import files

from lxml import etree

_ROLES = frozenset({"navigation", "complementary", "search", "banner", "contentinfo", "dialog", "alertdialog", "menu", "menubar", "toolbar", "alert"})
_TAGS = frozenset({"nav", "aside"})
_TEXT = frozenset({"body", "html", "main", "article", "p"})


@functools.cache
def _vocabulary() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    with (files("pipeline.read.html") / "furniture.toml").open("rb") as handle:
        data = tomllib.load(handle)["drop"]
    return frozenset(data["words"]), frozenset(data["names"]), frozenset(data["keep"])


@functools.lru_cache(maxsize=4096)
def _named_furniture(names: str) -> bool:
    words, whole, keep = _vocabulary()
    tokens = names.lower().split()
    if any(t in keep for t in tokens):
        return False
    for token in tokens:
        if token in whole or token in words:
            return True
        # comments-link, jp-relatedposts, main_navigation: any word of the name
        if any(part in words for part in re.split(r"[-_]+", token)):
            # has-…, no-…, with-… tell a page's layout, not an element's purpose
            if not re.match(r"(?:has|no|with|is|wp-custom|category|tag|format|status|type|post|page|body)[-_]", token):
                return True
    return False


def is_furniture(element: etree._Element) -> bool:
    """Whether an element, by its tag, role, class or id, is no part of a page's text."""
    tag = element.tag
    if tag in _TAGS or element.get("role") in _ROLES:
        return True
    if tag in _TEXT:
        return False
    style, name = element.get("class"), element.get("id")
    return bool(style or name) and _named_furniture(f"{style or ''} {name or ''}")
