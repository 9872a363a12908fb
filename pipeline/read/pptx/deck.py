"""A deck's slides in order, with what repeats on most of them taken apart."""

from __future__ import annotations

from collections import Counter

from pipeline.model import Block, Document, Kind, Slide, Text
from pipeline.model.places import Places
from pipeline.normalise.text import collapse
from pipeline.read.limits import Limits
from pipeline.read.opc import Package, Relationship
from pipeline.read.pptx.shapes import P, R, Shape, shapes_of

_SLIDE, _NOTES = "/slide", "/notesSlide"
# Placeholders that every slide repeats (19.7.10): date, footer, header, number; and the slide's own picture.
_MARGIN = frozenset({"dt", "ftr", "hdr", "sldNum", "sldImg"})


def read_deck(data: bytes, media_type: str, limits: Limits) -> Document:
    """The model of a deck.

    Raises:
        ReadError: the package or its main part cannot be read.
    """
    package = Package(data, limits)
    relationships = package.relationships(package.main)
    root = package.xml(package.main)
    order = [e.get(R + "id", "") for e in root.iter(P + "sldId")]
    names = [relationships[i].target for i in order if i in relationships]
    document = Document(reader="pptx", media_type=media_type, pages=len(names))
    slides = [_shapes(package, name) for name in names]
    repeated = _repeated([shapes for shapes, _ in slides])
    for number, (shapes, links) in enumerate(slides, 1):
        document.blocks.append(_slide(package, number, shapes, repeated, links, document))
    return document


def _shapes(package: Package, name: str) -> tuple[list[Shape], dict[str, Relationship]]:
    links = package.relationships(name)
    tree = package.xml(name).find(f"{P}cSld/{P}spTree")
    return (list(shapes_of(tree, package, links)) if tree is not None else []), links


def _repeated(slides: list[list[Shape]]) -> set[str]:
    """Texts of shapes that stand on most slides, titles aside."""
    counts = Counter(t for shapes in slides for t in {collapse(s.plain) for s in shapes if not s.is_title} if t)
    return {text for text, count in counts.items() if len(slides) > 2 and count > 0.5 * len(slides)}


def _slide(package: Package, number: int, shapes: list[Shape], repeated: set[str], links: dict[str, Relationship], document: Document) -> Slide:
    places = Places(f"slide {number}, ")
    slide = Slide(number, f"slide {number}")
    for shape in shapes:
        if shape.is_title and slide.title is None and shape.plain.strip():
            text = " ".join(collapse(t.text) for t in shape.blocks(Places(""), links) if isinstance(t, Text))
            slide.title = Text(Kind.HEADING, collapse(text), f"slide {number}, title", level=1)
        elif shape.placeholder in _MARGIN or collapse(shape.plain) in repeated:
            document.furniture.extend(
                Text(Kind.PARAGRAPH, t.text, f"slide {number}, margin {n}")
                for n, t in enumerate((b for b in shape.blocks(Places(""), links) if isinstance(b, Text) and b.text), len(document.furniture) + 1)
            )
    body = [s for s in shapes if not (s.is_title or s.placeholder in _MARGIN or collapse(s.plain) in repeated)]
    for shape in sorted(body, key=lambda s: s.order):
        slide.blocks.extend(b for b in shape.blocks(places, links) if not (isinstance(b, Text) and b.is_blank))
    slide.notes = _notes(package, number, links)
    return slide


def _notes(package: Package, number: int, links: dict[str, Relationship]) -> list[Text]:
    """The speaker's notes, as typed."""
    target = next((r.target for r in links.values() if r.type.endswith(_NOTES) and package.has(r.target)), None)
    if target is None:
        return []
    shapes, own = _shapes(package, target)
    places = Places(f"slide {number}, notes, ")
    texts: list[Block] = [b for s in shapes if s.placeholder == "body" for b in s.blocks(places, own, typed=True)]
    return [t for t in texts if isinstance(t, Text) and t.text]
