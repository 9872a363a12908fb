"""A page that shows a document's pages beside its model, for finding out what a reader got wrong."""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
from spacy import displacy

from pipeline.extract import extract
from pipeline.model import Block, Document, Slide, Text
from pipeline.model.render import blocks_html
from pipeline.read import ReadError, read_bytes
from pipeline.read.office import to_pdf
from pipeline.tag.names import names_of

_STYLE = (
    "body{font:14px/1.35 sans-serif;margin:0}.row{display:flex;border-bottom:3px solid #ccc}.row>*{width:50%;padding:1em;box-sizing:border-box}"
    "img{max-width:100%;border:1px solid #ddd}table{border-collapse:collapse}td,th{border:1px solid #999;padding:.2em .4em;vertical-align:top}"
    ".label{color:#a40;font-weight:bold}[title]:hover{outline:1px solid #06c}aside{color:#555;border-left:3px solid #ccc;padding-left:.6em}"
)
_PAGE = re.compile(r"(?:page|slide) (\d+)\b")


def _pictures(data: bytes) -> Iterator[str]:
    """Each page of a PDF as an image that stands in the page itself."""
    pdf = pdfium.PdfDocument(data)
    try:
        for index in range(len(pdf)):
            try:
                page = pdf[index]
            except pdfium.PdfiumError:
                yield f"<p>page {index + 1} is damaged</p>"
                continue
            buffer = io.BytesIO()
            page.render(scale=1.4).to_pil().save(buffer, "PNG")
            page.close()
            yield f'<img alt="page {index + 1}" src="data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}">'
    finally:
        pdf.close()


def _page_of(block: Block) -> int | None:
    """The page or slide that a block's locator names; None where the format has no pages."""
    place = block.locator or next((t.locator for t in (block.notes if isinstance(block, Slide) else [])), "")
    match = _PAGE.match(place)
    return int(match.group(1)) if match else None


def _columns(document: Document, pictures: list[str]) -> Iterator[tuple[str, str]]:
    """What stands side by side: a page's picture and its blocks, or all pictures and all blocks."""
    pages = [_page_of(b) for b in document.blocks]
    if any(p is not None for p in pages):
        for number in range(1, max(len(pictures), max(p or 0 for p in pages)) + 1):
            mine = [b for b, p in zip(document.blocks, pages, strict=True) if p == number]
            yield (pictures[number - 1] if number <= len(pictures) else ""), blocks_html(mine)
        return
    yield "".join(pictures), blocks_html(document.blocks)


def _apart(texts: list[Text]) -> str:
    return "".join(f'<p title="{html.escape(t.locator, quote=True)}">{html.escape(t.shown)}</p>' for t in texts)


def write_view(path: Path, target: Path) -> None:
    """Write the view of a file.

    Raises:
        ReadError: the file cannot be read.
        OSError: it cannot be opened, or the view cannot be written.
    """
    data = path.read_bytes()
    document = read_bytes(data)
    try:
        printed = data if document.media_type == "application/pdf" else to_pdf(data, document.media_type)
        pictures = list(_pictures(printed))
    except ReadError:  # a web page, or no LibreOffice: the model stands alone
        pictures = []
    rows = "".join(f'<div class="row"><div>{left}</div><div>{right}</div></div>' for left, right in _columns(document, pictures))
    kept = [("Headers, footers and the like", document.furniture), ("Notes", document.notes), ("Comments", document.comments)]
    more = "".join(f"<h2>{name}</h2>{_apart(texts)}" for name, texts in kept if texts)
    flaws = "".join(f"<p><b>{html.escape(f.code)}</b> {html.escape(f.message)}</p>" for f in document.flaws)
    target.write_text(
        f'<!doctype html><html><head><meta charset="utf-8"><title>{html.escape(path.name)}</title><style>{_STYLE}</style></head>'
        f"<body>{flaws}{rows}<div style='padding:1em'>{more}</div></body></html>\n",
        encoding="utf-8",
    )


def write_entities(path: Path, target: Path, model: str) -> None:
    """Write the text of a file with its names marked; a name's method and confidence are its label's.

    Raises:
        ReadError: the file cannot be read.
        OSError: it cannot be opened, or the view cannot be written.
        MissingModelError: the model is not installed.
    """
    document = read_bytes(path.read_bytes())
    shown = []
    colours: dict[str, str] = {}
    for text, names in names_of(document, extract(document), model):
        labels = [f"{n.label} {n.source} {n.confidence:.2f}" for n in names]
        colours.update((label, "#ffd9a8" if label.startswith("PERSON") else "#b8dcff") for label in labels)
        shown.append({"text": text.text, "ents": [{"start": n.start, "end": n.end, "label": x} for n, x in zip(names, labels, strict=True)], "title": None})
    page = displacy.render(shown, style="ent", manual=True, page=True, jupyter=False, options={"colors": colours})
    page = page.replace("<title>displaCy</title>", f"<title>{html.escape(path.name)}</title>").replace("margin-bottom: 6rem", "margin: 0.4rem 0")
    target.write_text(page, encoding="utf-8")
