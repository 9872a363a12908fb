"""Styles: what a paragraph or run inherits (ISO/IEC 29500-1, 17.7)."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from lxml import etree

from pipeline.read.docx.names import OFF, PPR, RPR, STRICT, VAL, W
from pipeline.read.opc import parse_xml


def toggle(rpr: etree._Element | None, name: str) -> bool | None:
    """A toggle property of run properties: True, False, or None where it is not given."""
    if rpr is None:
        return None
    element = rpr.find(W + name)
    if element is None:
        return None
    return element.get(VAL, "1") not in OFF


@dataclass(frozen=True, slots=True)
class Style:
    """A style with everything it inherits worked out.

    ``num_id``, ``num_level``: its numbering; ``outline``: its outline level from 0; the toggles are
    None where neither it nor a style it is based on gives them; ``heading_level``: 1 to 9 where it is
    a heading's.
    """

    name: str
    bold: bool | None
    italic: bool | None
    hidden: bool | None
    num_id: str | None
    num_level: int | None
    outline: int | None
    heading_level: int | None = None


def _heading_level(name: str, outline: int | None) -> int | None:
    """1 to 9 where a style is a heading's, by its name or its outline level."""
    match = re.match(r"heading ([1-9])", name)
    if match:
        return int(match.group(1))
    if name == "title":
        return 1
    return outline + 1 if outline is not None and outline < 9 else None


NO_STYLE = Style("", None, None, None, None, None, None)


@dataclass(frozen=True)
class Styles:
    """The style sheet of a document."""

    by_id: dict[str, Style]
    default_paragraph: str | None

    def paragraph(self, style_id: str | None) -> Style:
        """The paragraph style of that id, or the default one."""
        return self.by_id.get(style_id or self.default_paragraph or "", NO_STYLE)

    def run(self, style_id: str) -> Style:
        """The character style of that id."""
        return self.by_id.get(style_id, NO_STYLE)


def _integer(text: str | None) -> int | None:
    return int(text) if text and text.lstrip("-").isdigit() else None


@functools.lru_cache(maxsize=32)
def parse_styles(data: bytes) -> Styles:
    """The style sheet of a styles part; files of one template share the work."""
    for strict, transitional in STRICT.items():
        data = data.replace(strict, transitional)
    elements: dict[str, etree._Element] = {}
    default = None
    for element in parse_xml(data, "styles").iterchildren(W + "style"):
        style_id = element.get(W + "styleId", "")
        elements[style_id] = element
        if element.get(W + "type") == "paragraph" and element.get(W + "default", "0") not in OFF:
            default = style_id
    done: dict[str, Style] = {}

    def resolve(style_id: str, trail: tuple[str, ...] = ()) -> Style:
        if style_id in done:
            return done[style_id]
        element = elements.get(style_id)
        if element is None or style_id in trail:
            return NO_STYLE
        based = element.find(W + "basedOn")
        parent = resolve(based.get(VAL, ""), (*trail, style_id)) if based is not None else NO_STYLE
        done[style_id] = _style(element, parent)
        return done[style_id]

    for style_id in elements:
        resolve(style_id)
    return Styles(done, default)


def _style(element: etree._Element, parent: Style) -> Style:
    name = element.find(W + "name")
    rpr, ppr = element.find(RPR), element.find(PPR)
    bold, italic, hidden = (toggle(rpr, t) for t in ("b", "i", "vanish"))
    num_id, num_level, outline = parent.num_id, parent.num_level, parent.outline
    if ppr is not None:
        numbering = ppr.find(W + "numPr")
        if numbering is not None:
            identifier, level = numbering.find(W + "numId"), numbering.find(W + "ilvl")
            num_id = identifier.get(VAL) if identifier is not None else num_id
            num_level = _integer(level.get(VAL)) if level is not None else num_level
        level = ppr.find(W + "outlineLvl")
        outline = _integer(level.get(VAL)) if level is not None else outline
    called = (name.get(VAL, "") if name is not None else "").lower()
    return Style(
        name=called,
        bold=parent.bold if bold is None else bold,
        italic=parent.italic if italic is None else italic,
        hidden=parent.hidden if hidden is None else hidden,
        num_id=num_id,
        num_level=num_level,
        outline=outline,
        heading_level=_heading_level(called, outline),
    )
