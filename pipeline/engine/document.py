"""One document through the stages: read, extract, tag, check. Its result is plain data."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import orjson

from pipeline.check import check
from pipeline.extract import Harvest, extract
from pipeline.model import Document
from pipeline.read import Limits, ReadError, media_type_of, read_bytes, readers
from pipeline.tables.codes import code
from pipeline.tag import tag
from pipeline.tag.names import name_tagger


def process(data: bytes, limits: Limits, model: str = "builtin") -> dict[str, Any]:
    """The result of a document: what it is, its rows with evidence, its issues. ``model`` finds names beside the rules.

    Never raises for a document's sake: what cannot be read is a result too.
    """
    try:
        document = read_bytes(data, limits)
        harvest = extract(document)
        has_records = bool(harvest.rows)
        tag(document, harvest, model)
        for flaw in document.flaws:
            harvest.issue(flaw.code, flaw.message)
            harvest.findings[-1].locator = flaw.locator
        if not has_records and not document.flaws:
            name = "no_records" if any(True for _ in document.texts()) else "no_text"
            harvest.issue(name, "no record was found in the document" if name == "no_records" else "no text was found in the document")
        check(document, harvest)
        return _result(document, harvest)
    except ReadError as error:
        media_type, _ = media_type_of(data)
        return failed(error.code, error.message, media_type)
    except RecursionError:
        return failed("limit_exceeded", "the document is nested deeper than can be read", media_type_of(data)[0])
    except Exception as error:  # a fault of the program must not cost the other documents
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place is not None else "?"
        return failed("crashed", f"the program failed on it ({type(error).__name__} at {where})", media_type_of(data)[0])


def failed(name: str, message: str, media_type: str) -> dict[str, Any]:
    """The result of a document that could not be read."""
    return {
        "status": "unsupported" if name == "unsupported_format" else "quarantined",
        "reader": "none",
        "rank": 99,
        "media_type": media_type,
        "kind": "other",
        "title": None,
        "pages": None,
        "rows": [],
        "issues": [{"code": name, "message": message}],
    }


def _title(document: Document, harvest: Harvest) -> tuple[str | None, str | None, str | None]:
    """The document's title with its place: its meeting's, its first heading's, or what the file says of itself."""
    for row in harvest.of("meetings"):
        where = next((q for n, q in row.evidence if n == "title"), None)
        if where is not None:
            return row["title"], where.locator, where.text
    if not document.articles:
        heading = next((t for t in document.texts() if t.kind == "heading" and t.text), None)
        if heading is not None:
            return heading.text.replace("\n", " "), heading.locator, heading.text
    title = document.properties.get("title")
    return (title, "property title", title) if title else (None, None, None)


def _result(document: Document, harvest: Harvest) -> dict[str, Any]:
    kind = harvest.kind_override or max(harvest.weights, key=lambda k: harvest.weights[k], default="other")
    if document.articles:
        kind = "blog_page"
    title, place, words = _title(document, harvest)
    rank = next((r.rank for r in readers() if r.name == document.reader), 50)
    lost = any(code(f.code).severity == "error" for f in harvest.findings)
    return {
        "status": "partial" if document.flaws or lost else "extracted",
        "reader": document.reader,
        "rank": rank,
        "media_type": document.media_type,
        "kind": kind,
        "title": title,
        "title_evidence": [place, words, document.confidence_at(place)] if title and place else None,
        "pages": document.pages,
        "declared": dict(sorted(harvest.declared.items())),
        "rows": [
            {
                "table": row.table,
                "record_id": row.record_id,
                "values": row.values,
                "evidence": [[name, q.locator, q.text, q.method, document.confidence_at(q.locator)] for name, q in row.evidence],
            }
            for row in harvest.rows
        ],
        "issues": [
            {
                "code": f.code,
                "message": f.message,
                "table_name": f.table,
                "record_id": f.record_id,
                "field": f.field,
                "locator": f.locator,
                "quote": f.quote,
            }
            for f in harvest.findings
        ],
    }


# So often is a document tried that ran out of time or whose process died: the machine may have been busy.
_TRIES = 3


def is_passing(path: Path) -> bool:
    """Whether a result is of a failure that the next run tries again."""
    mark = path.with_suffix(".again")
    return mark.exists() and len(mark.read_bytes()) < _TRIES


def write_result(path: Path, result: dict[str, Any], *, passing: bool = False) -> None:
    """Write a result aside and rename it into place, so that a file is whole or not there.

    ``passing``: it is of a failure that may go well another time.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    mark = path.with_suffix(".again")
    if passing:
        with mark.open("ab") as handle:
            handle.write(b".")
    else:
        mark.unlink(missing_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.write_bytes(orjson.dumps(result))
    aside.replace(path)


def warm(model: str) -> None:
    """Load what every document needs, so that the first document's time limit does not pay for it."""
    name_tagger(model)


def process_file(source: Path, target: Path, limits: Limits, model: str) -> str:
    """Make a document's result file; its status comes back. Runs in a process of its own."""
    if source.stat().st_size > limits.file_bytes:
        size = source.stat().st_size
        result = failed("limit_exceeded", f"the file has {size:,} bytes, more than the limit of {limits.file_bytes:,}", "application/octet-stream")
    else:
        result = process(source.read_bytes(), limits, model)
    write_result(target, result)
    return str(result["status"])
