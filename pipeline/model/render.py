"""The document model as JSON, Markdown and HTML, for people and for other programs."""

from __future__ import annotations

import html
import re
from typing import Any

from pipeline.model.blocks import Article, Block, Cell, Kind, Slide, Table, Text
from pipeline.model.document import Document


def _text_json(block: Text) -> dict[str, Any]:
    entry: dict[str, Any] = {"type": str(block.kind), "text": block.text, "level": block.level, "label": block.label, "locator": block.locator}
    links = [{"text": block.text[m.start : m.end], "url": m.target, "locator": f"{block.locator}, link {n}"} for n, m in enumerate(block.links, 1)]
    if links:
        entry["links"] = links
    marks = [{"start": m.start, "end": m.end, "kind": m.kind} for m in block.marks if m.kind in ("bold", "italic")]
    if marks:
        entry["marks"] = marks
    return entry


def _cell_json(cell: Cell) -> dict[str, Any]:
    return {
        "text": cell.text,
        "rowspan": cell.rowspan,
        "colspan": cell.colspan,
        "locator": cell.locator,
        "blocks": _blocks_json(cell.blocks),
    }


def _blocks_json(blocks: list[Block], article: int | None = None) -> list[dict[str, Any]]:
    entries = []
    for block in blocks:
        if isinstance(block, Article):
            entries.extend(_article_json(block))
            continue
        if isinstance(block, Slide):
            title = [_text_json(block.title) | {"role": "title"}] if block.title else []
            notes = [_text_json(n) | {"role": "notes"} for n in block.notes]
            entries.extend(e | {"slide": block.number} for e in (*title, *_blocks_json(block.blocks), *notes))
            continue
        if isinstance(block, Table):
            entry: dict[str, Any] = {
                "type": "table",
                "text": block.text,
                "level": 0,
                "label": None,
                "locator": block.locator,
                "header_rows": block.header_rows,
                "rows": [[_cell_json(cell) for cell in row] for row in block.rows],
            }
        else:
            entry = _text_json(block)
        if article is not None:
            entry["article"] = article
        entries.append(entry)
    return entries


def _article_json(article: Article) -> list[dict[str, Any]]:
    entries = []
    for role, text in (("title", article.title), ("published", article.published), ("author", article.author)):
        if text is not None:
            entries.append(_text_json(text) | {"article": article.number, "role": role})
    entries.extend(_text_json(c) | {"article": article.number, "role": "category"} for c in article.categories)
    return entries + _blocks_json(article.blocks, article.number)


def to_json(document: Document) -> dict[str, Any]:
    """The document as plain data: ``blocks`` flat in reading order, posts told apart by ``article``."""
    return {
        "reader": document.reader,
        "media_type": document.media_type,
        "properties": document.properties,
        "pages": document.pages,
        "articles": [
            {"number": a.number, "locator": a.locator, "title": a.title.text if a.title else None, "url": a.url, "is_protected": a.is_protected}
            for a in document.articles
        ],
        "blocks": _blocks_json(document.blocks),
        "furniture": [_text_json(t) for t in document.furniture],
        "notes": [_text_json(t) for t in document.notes],
        "comments": [_text_json(t) for t in document.comments],
        "flaws": [{"code": f.code, "message": f.message, "locator": f.locator} for f in document.flaws],
    }


_SPECIAL = re.compile(r"([\\`*_\[\]<>|])")


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _markdown_text(block: Text) -> str:
    text, position = "", 0
    for mark in block.links:
        if mark.start < position:
            continue
        text += _escape(block.text[position : mark.start]) + f"[{_escape(block.text[mark.start : mark.end])}](<{mark.target}>)"
        position = mark.end
    text += _escape(block.text[position:])
    if block.kind is Kind.HEADING:
        return "#" * min(max(block.level, 1), 6) + " " + (f"{block.label} " if block.label else "") + text.replace("\n", " ")
    if block.kind is Kind.LIST_ITEM:
        marker = block.label if block.ordered and block.label else "-"
        return "  " * block.level + f"{marker} " + text.replace("\n", "  \n" + "  " * (block.level + 1))
    return (f"{_escape(block.label)} " if block.label else "") + text.replace("\n", "  \n")


def _markdown_table(table: Table) -> str:
    lines = []
    grid = table.grid()
    for number, row in enumerate(grid):
        seen: set[int] = set()
        cells = []
        for cell in row:
            fresh = cell is not None and id(cell) not in seen
            cells.append(_escape(cell.shown).replace("\n", "<br>") if cell is not None and fresh else "")
            seen.add(id(cell))
        lines.append("| " + " | ".join(cells) + " |")
        if number == 0:
            lines.append("|" + " --- |" * len(row))
    return "\n".join(lines)


def to_markdown(document: Document) -> str:
    """The document as Markdown (CommonMark with GitHub's tables); what Markdown lacks is left out."""
    parts: list[str] = []

    def add(blocks: list[Block]) -> None:
        previous: Kind | None = None
        for block in blocks:
            if isinstance(block, Article):
                if block.title is not None:
                    parts.append(f"# {_escape(block.title.text)}")
                facts = [t.text for t in (block.published, block.author, *block.categories) if t is not None]
                if facts:
                    parts.append("*" + _escape(" · ".join(facts)) + "*")
                add(block.blocks)
                previous = None
            elif isinstance(block, Slide):
                if block.title is not None:
                    parts.append(f"# {_escape(block.title.text)}")
                add(block.blocks)
                parts.extend("> " + _escape(n.text).replace("\n", "  \n> ") for n in block.notes)
                previous = None
            elif isinstance(block, Table):
                parts.append(_markdown_table(block))
                previous = None
            elif not block.is_blank:
                line = _markdown_text(block)
                if block.kind is Kind.LIST_ITEM and previous is Kind.LIST_ITEM:
                    parts[-1] += "\n" + line
                else:
                    parts.append(line)
                previous = block.kind

    add(document.blocks)
    if document.notes:
        parts.append("---")
        parts.extend(_escape(n.shown) for n in document.notes)
    return "\n\n".join(parts) + "\n"


def _html_inline(block: Text) -> str:
    text, position = "", 0
    for mark in block.links:
        if mark.start < position:
            continue
        text += html.escape(block.text[position : mark.start])
        target = html.escape(mark.target or "", quote=True)
        safe = re.match(r"(?i)(?:https?:|mailto:|#|/)", mark.target or "")
        words = html.escape(block.text[mark.start : mark.end])
        text += f'<a href="{target}">{words}</a>' if safe else words
        position = mark.end
    return (text + html.escape(block.text[position:])).replace("\n", "<br>")


def _html_block(block: Block) -> str:
    if isinstance(block, Article):
        title = f"<h1>{_html_inline(block.title)}</h1>" if block.title else ""
        return f'<article title="{html.escape(block.locator)}">{title}' + blocks_html(block.blocks) + "</article>\n"
    if isinstance(block, Slide):
        title = _html_block(block.title) if block.title else ""
        notes = blocks_html([*block.notes])
        return f'<section title="{html.escape(block.locator)}">{title}' + blocks_html(block.blocks) + f"<aside>{notes}</aside></section>\n"
    place = f' title="{html.escape(block.locator, quote=True)}"'
    if isinstance(block, Table):
        rows = "".join(
            "<tr>"
            + "".join(
                f'<{"th" if n < block.header_rows else "td"} rowspan="{c.rowspan}" colspan="{c.colspan}" title="{html.escape(c.locator, quote=True)}">'
                + blocks_html(c.blocks)
                + f"</{'th' if n < block.header_rows else 'td'}>"
                for c in row
            )
            + "</tr>"
            for n, row in enumerate(block.rows)
        )
        return f"<table{place}>{rows}</table>\n"
    label = f"<span class=label>{html.escape(block.label)}</span> " if block.label else ""
    if block.kind is Kind.HEADING:
        level = min(max(block.level, 1), 6)
        return f"<h{level}{place}>{label}{_html_inline(block)}</h{level}>\n"
    indent = f' style="margin-left:{block.level + 1}em"' if block.kind is Kind.LIST_ITEM else ""
    return f"<p{place}{indent}>{label}{_html_inline(block)}</p>\n"


def blocks_html(blocks: list[Block]) -> str:
    """Some blocks of a document as HTML, each with its locator as its tooltip; nothing in it is active."""
    return "".join(map(_html_block, blocks))


def to_html(document: Document) -> str:
    """The document as one plain page; each block's locator is its tooltip, nothing in it is active."""
    body = blocks_html(document.blocks)
    notes = blocks_html([*document.notes])
    return (
        '<!doctype html><html><head><meta charset="utf-8"><style>body{font:16px/1.4 sans-serif;max-width:60em;margin:2em auto}'
        "table{border-collapse:collapse}td,th{border:1px solid #999;padding:.3em;vertical-align:top}.label{color:#666}</style></head><body>\n"
        + body
        + (f"<hr>{notes}" if notes else "")
        + "</body></html>\n"
    )
