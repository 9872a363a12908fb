"""Numbers and bullets as Word computes them (ISO/IEC 29500-1, 17.9)."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from lxml import etree

from pipeline.normalise.numerals import format_number
from pipeline.read.docx.names import OFF, STRICT, VAL, W
from pipeline.read.opc import parse_xml

_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how it counts, and what it prints."""

    start: int = 1
    format: str = "decimal"
    text: str = "%1."
    restart: int | None = None
    style: str | None = None
    legal: bool = False


@dataclass(frozen=True)
class Definitions:
    """The lists of a numbering part: abstract lists, and the instances that paragraphs refer to.

    An instance is its abstract list's id, the starts it overrides and the levels it redefines.
    """

    abstract: dict[str, dict[int, Level]]
    instances: dict[str, tuple[str, dict[int, int], dict[int, Level]]]


@dataclass(frozen=True, slots=True)
class Label:
    """What Word prints before a paragraph: the text, and whether it counts."""

    text: str
    ordered: bool


def _level(element: etree._Element) -> Level:
    def value(name: str) -> str | None:
        child = element.find(W + name)
        return child.get(VAL) if child is not None else None

    start, restart = value("start"), value("lvlRestart")
    legal = element.find(W + "isLgl")
    return Level(
        start=int(start) if start and start.lstrip("-").isdigit() else 0,
        format=value("numFmt") or "decimal",
        text=value("lvlText") or "",
        restart=int(restart) if restart and restart.isdigit() else None,
        style=value("pStyle"),
        legal=legal is not None and legal.get(VAL, "1") not in OFF,
    )


@functools.lru_cache(maxsize=32)
def parse_numbering(data: bytes) -> Definitions:
    """The lists of a numbering part; files of one template share the work."""
    for strict, transitional in STRICT.items():
        data = data.replace(strict, transitional)
    root = parse_xml(data, "numbering")
    abstract: dict[str, dict[int, Level]] = {}
    styled: dict[str, str] = {}
    linked: dict[str, str] = {}
    for element in root.iterchildren(W + "abstractNum"):
        identifier = element.get(W + "abstractNumId", "")
        abstract[identifier] = {int(e.get(W + "ilvl", "0")): _level(e) for e in element.iterchildren(W + "lvl")}
        for name, store in (("styleLink", styled), ("numStyleLink", linked)):
            link = element.find(W + name)
            if link is not None:
                if name == "styleLink":
                    store[link.get(VAL, "")] = identifier
                else:
                    store[identifier] = link.get(VAL, "")
    for identifier, style in linked.items():  # 17.9.21: the list lives where its style is defined
        if style in styled and not abstract[identifier]:
            abstract[identifier] = abstract[styled[style]]
    instances = {}
    for element in root.iterchildren(W + "num"):
        reference = element.find(W + "abstractNumId")
        starts: dict[int, int] = {}
        levels: dict[int, Level] = {}
        for override in element.iterchildren(W + "lvlOverride"):
            depth = int(override.get(W + "ilvl", "0"))
            start = override.find(W + "startOverride")
            if start is not None and (start.get(VAL) or "").isdigit():
                starts[depth] = int(start.get(VAL, "1"))
            level = override.find(W + "lvl")
            if level is not None:
                levels[depth] = _level(level)
        instances[element.get(W + "numId", "")] = (reference.get(VAL, "") if reference is not None else "", starts, levels)
    return Definitions(abstract, instances)


class Counters:
    """Counts one document's lists, paragraph by paragraph, in order."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._counts: dict[str, list[int | None]] = {}
        self._used: set[tuple[str, int]] = set()

    def style_level(self, num_id: str, style_id: str) -> int | None:
        """The level of a list that a paragraph style is tied to."""
        abstract, _, overrides = self._definitions.instances.get(num_id, ("", {}, {}))
        for depth, level in {**self._definitions.abstract.get(abstract, {}), **overrides}.items():
            if level.style == style_id:
                return depth
        return None

    def next(self, num_id: str, depth: int) -> Label | None:
        """The label of the next paragraph of a list; None where the list does not exist."""
        instance = self._definitions.instances.get(num_id)
        if instance is None or not 0 <= depth < _LEVELS:
            return None
        abstract, starts, overrides = instance
        levels = {**self._definitions.abstract.get(abstract, {}), **overrides}
        level = levels.get(depth)
        if level is None:
            return None
        if level.format == "bullet":
            return Label(_glyph(level.text), ordered=False)
        self._advance(abstract, num_id, depth, levels, starts)
        counts = self._counts[abstract]
        text = _print(level, levels, counts)
        return Label(text, ordered=True) if text.strip() else None

    def _advance(self, abstract: str, num_id: str, depth: int, levels: dict[int, Level], starts: dict[int, int]) -> None:
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        if depth in starts and (num_id, depth) not in self._used:  # 17.9.26: an instance's own start, once
            counts[depth] = starts[depth]
        else:
            count = counts[depth]
            counts[depth] = levels[depth].start if count is None else count + 1
        self._used.add((num_id, depth))
        for deeper in range(depth + 1, _LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart and depth < restart):
                counts[deeper] = None


def _print(level: Level, levels: dict[int, Level], counts: list[int | None]) -> str:
    def place(match: re.Match[str]) -> str:
        index = int(match.group(1)) - 1
        other = levels.get(index, Level())
        count = counts[index]
        return format_number(other.start if count is None else count, "decimal" if level.legal else other.format)

    return re.sub(r"%([1-9])", place, level.text).strip()


def _glyph(text: str) -> str:
    """The bullet as Unicode: symbol fonts keep theirs in the private use area."""
    glyph = text.strip()
    return glyph if glyph and not any("\ue000" <= c <= "\uf8ff" for c in glyph) else "•"
