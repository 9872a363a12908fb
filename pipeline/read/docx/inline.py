"""The runs of a Word paragraph: text, breaks, fields, links, notes, tracked changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipeline.model.inline import Inline
from pipeline.read.docx.names import MC, OFF, PPR, RPR, RUN, SDT, SDT_CONTENT, VAL, M, P, R, T, W
from pipeline.read.docx.styles import Style, Styles
from pipeline.read.opc import Relationship

_HYPERLINK = re.compile(r"\s*HYPERLINK\s+(?:\\[a-z]\s+)*(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[^\s\\]+))", re.IGNORECASE)
_LOCAL = re.compile(r"\\l\s", re.IGNORECASE)

TAB, BREAK, CARRIAGE = W + "tab", W + "br", W + "cr"
SKIPPED = frozenset({PPR, W + "del", W + "moveFrom", W + "commentRangeStart", W + "bookmarkStart", W + "bookmarkEnd", W + "proofErr"})
TRANSPARENT = frozenset(
    {W + "ins", W + "moveTo", W + "smartTag", W + "customXml", W + "bdo", W + "dir", W + "sdtContent", W + "rubyBase", W + "ruby", W + "subDoc"}
)
TEXT_BOX = W + "txbxContent"
_BOLD, _ITALIC, _VANISH, _RUN_STYLE = W + "b", W + "i", W + "vanish", W + "rStyle"


@dataclass(slots=True)
class Field:
    """An open complex field: its instruction so far, and whether its result has begun."""

    instruction: str = ""
    in_result: bool = False

    @property
    def link(self) -> str | None:
        """Where a HYPERLINK field leads outside the document."""
        return field_target(self.instruction)


def field_target(instruction: str) -> str | None:
    """The address of a HYPERLINK field (17.16.5.25); None for other fields and for bookmarks."""
    match = _HYPERLINK.match(instruction)
    if not match:
        return None
    target = match["quoted"] if match["quoted"] is not None else match["bare"]
    if not target or _LOCAL.match(instruction[match.start("quoted") - 4 : match.start("quoted")] if match["quoted"] else ""):
        return None
    return target if not target.startswith("\\") else None


@dataclass(slots=True)
class RunReader:
    """Reads the runs of paragraphs. Complex fields may reach over paragraphs, so it is kept for a part."""

    styles: Styles
    relationships: dict[str, Relationship]
    fields: list[Field] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def paragraph(self, element: etree._Element, style: Style, inline: Inline) -> None:
        """Add a paragraph's runs; text boxes met on the way are kept in ``boxes``."""
        self._children(element, style, inline, None)

    def _children(self, element: etree._Element, style: Style, inline: Inline, link: str | None) -> None:
        for child in element:
            tag = child.tag
            if tag == RUN:
                self._run(child, style, inline, link)
            elif tag in SKIPPED:
                continue
            elif tag == W + "hyperlink":
                relationship = self.relationships.get(child.get(R + "id", ""))
                target = relationship.target if relationship is not None and relationship.external else None
                anchor = child.get(W + "anchor")
                self._children(child, style, inline, f"{target}#{anchor}" if target and anchor and "#" not in target else target or link)
            elif tag == W + "fldSimple":
                self._children(child, style, inline, field_target(child.get(W + "instr", "")) or link)
            elif tag == SDT:
                properties = child.find(W + "sdtPr")
                if properties is not None and properties.find(W + "showingPlcHdr") is not None:
                    continue  # "Click here to enter text" was written by nobody
                content = child.find(SDT_CONTENT)
                if content is not None:
                    self._children(content, style, inline, link)
            elif tag in TRANSPARENT:
                self._children(child, style, inline, link)
            elif tag == MC + "AlternateContent":
                self._alternate(child, style, inline, link)
            elif isinstance(tag, str) and tag.startswith(M):
                inline.add("".join(str(t) for t in child.itertext(M + "t")), link=link)

    def _run(self, run: etree._Element, style: Style, inline: Inline, link: str | None) -> None:
        properties = run.find(RPR)
        bold, italic, hidden = style.bold, style.italic, style.hidden
        if properties is not None:
            for child in properties:  # the schema puts rStyle first, so that the run's own settings win
                tag = child.tag
                if tag == _BOLD:
                    bold = child.get(VAL, "1") not in OFF
                elif tag == _ITALIC:
                    italic = child.get(VAL, "1") not in OFF
                elif tag == _VANISH:
                    hidden = child.get(VAL, "1") not in OFF
                elif tag == _RUN_STYLE:
                    character = self.styles.run(child.get(VAL, ""))
                    bold = character.bold if character.bold is not None else bold
                    italic = character.italic if character.italic is not None else italic
                    hidden = character.hidden if character.hidden is not None else hidden
        self._pieces(run, inline, bool(bold), bool(italic), bool(hidden), link)

    def _pieces(self, run: etree._Element, inline: Inline, bold: bool, italic: bool, hidden: bool, link: str | None) -> None:
        for piece in run:
            tag = piece.tag
            if tag == W + "fldChar":
                self._field_char(piece.get(W + "fldCharType", ""))
                continue
            if tag == W + "instrText":
                if self.fields:
                    self.fields[-1].instruction += piece.text or ""
                continue
            if hidden or any(not f.in_result for f in self.fields):
                if tag not in (W + "drawing", W + "pict", MC + "AlternateContent"):
                    continue
            if tag == T:
                target = link or next((f.link for f in reversed(self.fields) if f.link), None)
                inline.add(piece.text or "", bold=bold, italic=italic, link=target)
            elif tag in (TAB, W + "ptab"):
                inline.tab()
            elif tag in (BREAK, CARRIAGE):
                inline.line_break()
            elif tag == W + "noBreakHyphen":
                inline.add("-", bold=bold, italic=italic, link=link)
            elif tag == W + "sym":
                inline.add(symbol(piece.get(W + "char", "")), bold=bold, italic=italic, link=link)
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                kind = "footnote" if tag.endswith("footnoteReference") else "endnote"
                inline.note(f"{kind} {piece.get(W + 'id', '')}")
            elif tag in (W + "drawing", W + "pict", W + "object"):
                self.boxes.extend(_text_boxes(piece))
            elif tag == MC + "AlternateContent":
                self._alternate(piece, None, inline, link)

    def _alternate(self, element: etree._Element, style: Style | None, inline: Inline, link: str | None) -> None:
        """Of two ways to say one thing the first is read, the second only where the first says nothing."""
        for branch in (element.find(MC + "Choice"), element.find(MC + "Fallback")):
            if branch is None:
                continue
            boxes = list(_text_boxes(branch))
            if boxes:
                self.boxes.extend(boxes)
                return
            if style is not None and any(True for _ in branch.iter(T)):
                self._children(branch, style, inline, link)
                return

    def _field_char(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].in_result = True
        elif kind == "end" and self.fields:
            self.fields.pop()


def _text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The outermost text boxes of a drawing, each once though it is drawn twice for old versions."""
    for child in element:
        if child.tag == TEXT_BOX:
            yield child
        elif child.tag == MC + "AlternateContent":
            choice = child.find(MC + "Choice")
            found = list(_text_boxes(choice)) if choice is not None else []
            fallback = child.find(MC + "Fallback")
            yield from found or (_text_boxes(fallback) if fallback is not None else ())
        elif isinstance(child.tag, str) and child.tag != P:
            yield from _text_boxes(child)


def symbol(code: str) -> str:
    """The character of a w:sym; a symbol font's private one has no meaning as text but as a bullet."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if 0xF000 <= number <= 0xF0FF:
        return {0xF0B7: "•", 0xF0A7: "▪", 0xF0FC: "✓", 0xF0E0: "→", 0xF0A8: "□", 0xF06F: "□", 0xF0FE: "☑"}.get(number, "")
    return chr(number)
