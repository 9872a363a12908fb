"""Putting a release together from the documents' results, one at a time."""

from __future__ import annotations

import functools
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from pipeline.acquire import RawFile
from pipeline.check.harvest import PLACEHOLDER
from pipeline.publish import Inputs, ReleaseWriter
from pipeline.read import media_type_of
from pipeline.resolve import DocumentLinks, Entities, Roots, compare
from pipeline.resolve.records import iter_roots, root_of, rows_by_id
from pipeline.tables.codes import code


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the raw folder, the file that holds its result, and the file it is a duplicate of."""

    file: RawFile
    result: Path
    duplicate_of: str | None

    @property
    def document_id(self) -> str:
        """A document is known by its place under the raw folder, so that a new version keeps its id."""
        return "doc-" + hashlib.sha256(self.file.name.encode()).hexdigest()[:12]


@functools.lru_cache(maxsize=4)
def load(path: Path) -> dict[str, Any]:
    """A document's result."""
    result: dict[str, Any] = orjson.loads(path.read_bytes())
    return result


@dataclass(frozen=True, slots=True)
class Origins:
    """The sources' rows, and the issues of what could not be fetched."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)


def assemble(
    entries: list[Entry], folder: Path, release_id: str, entities: Entities, inputs: Inputs, before: Path | None = None, origins: Origins | None = None
) -> None:
    """Write all tables of a release into a folder.

    Two passes, each over one document at a time: the first learns which records several documents hold and whom and
    what they name, the second writes.
    """
    roots = Roots()
    by_id = {e.document_id: e for e in entries}
    for entry in entries:
        if entry.duplicate_of is None and not entry.file.withdrawn:
            result = load(entry.result)
            roots.see(set(iter_roots(result["rows"])), entry.document_id, result["rank"])
            entities.see(result, entry.document_id, entry.file.name)
    entities.settle()
    statuses: Counter[str] = Counter()
    with ReleaseWriter(folder, release_id, inputs, before) as writer:
        for entry in entries:
            statuses[_document(entry, roots, by_id, entities, writer)] += 1
        for table, values in entities.rows():
            writer.add(table, values)
        for row in origins.rows if origins else ():
            writer.add("sources", row)
        _issues([*entities.issues(), *(origins.issues if origins else ())], None, writer)
        writer.statuses = dict(sorted(statuses.items()))


def _document(entry: Entry, roots: Roots, by_id: dict[str, Entry], entities: Entities, writer: ReleaseWriter) -> str:
    """Write what one document gives; its status comes back."""
    document_id, file = entry.document_id, entry.file
    if file.withdrawn:
        media_type, _ = media_type_of(file.path.read_bytes())
        _document_row(entry, {"status": "withdrawn", "media_type": media_type, "title": None, "kind": "other", "pages": None, "reader": "none"}, 0, 0, writer)
        return "withdrawn"
    if entry.duplicate_of is not None:
        result = load(by_id["doc-" + hashlib.sha256(entry.duplicate_of.encode()).hexdigest()[:12]].result)
        issue = {"code": "duplicate_file", "message": f"{file.name} has the same bytes as {entry.duplicate_of}"}
        _issues([issue], document_id, writer)
        _document_row(entry, result | {"status": "duplicate", "title": None}, 0, 1, writer)
        return "duplicate"
    result = load(entry.result)
    links = entities.link(result, document_id, file.name)
    issues = [*result["issues"], *links.issues()]
    written = 0
    standing = []
    for row in result["rows"]:
        root = root_of(row)
        if root is None or roots.holder_of(root) == document_id:
            if row["table"] == "mentions" and links.is_dropped(row):
                continue
            _row(row, document_id, links, writer)
            standing.append(row)
            written += row["table"] != "mentions"
        elif roots.is_shared(root):
            issues.extend(_other_source(row, root, roots, by_id, document_id, writer))
    for table, values in (*links.affiliations(standing), *links.name_links()):
        writer.add(table, values)
    _issues(issues, document_id, writer)
    _document_row(entry, result, written, len(issues), writer)
    return str(result["status"])


def _own(text: str | None, document_id: str | None) -> str | None:
    return text.replace(PLACEHOLDER, document_id) if text and document_id else text


def _row(row: dict[str, Any], document_id: str, links: DocumentLinks, writer: ReleaseWriter) -> None:
    values = dict(row["values"])
    linked = list(links.fill(row, values))
    for name in ("document_id", "mention_id"):
        if name in values:
            values[name] = _own(values[name], document_id)
    writer.add(row["table"], values)
    _evidence(row["table"], _own(row["record_id"], document_id) or "", [*row["evidence"], *linked], document_id, writer)


def _evidence(table: str, record_id: str, evidence: list[list[Any]], document_id: str, writer: ReleaseWriter) -> None:
    """One row for each field and place; where a place gives several quotes, the longest stands for them."""
    longest: dict[tuple[str, str], list[Any]] = {}
    for entry in evidence:
        key = (entry[0], entry[1])
        if key not in longest or len(entry[2]) > len(longest[key][2]):
            longest[key] = entry
    for column, locator, quote, method, confidence in longest.values():
        writer.add(
            "evidence",
            {
                "table_name": table,
                "record_id": record_id,
                "field": column,
                "document_id": document_id,
                "locator": locator,
                "quote": quote,
                "method": method,
                "confidence": confidence,
            },
        )


def _other_source(row: dict[str, Any], root: str, roots: Roots, by_id: dict[str, Entry], document_id: str, writer: ReleaseWriter) -> Iterator[dict[str, Any]]:
    """A row of a document that does not hold the record: evidence where it agrees, an issue where not."""
    holder = by_id[roots.holder_of(root)]
    agreeing, difference = compare(_standing(holder.result), row)
    kept = [e for e in row["evidence"] if e[0] in agreeing]
    _evidence(row["table"], row["record_id"], kept, document_id, writer)
    if difference is not None:
        what = ", ".join(difference.fields) if difference.fields else "the whole row"
        first = row["evidence"][0] if row["evidence"] else [None, None, None]
        yield {
            "code": "sources_disagree",
            "message": f"differs from {holder.file.name} in {what}",
            "table_name": difference.table,
            "record_id": difference.record_id,
            "field": difference.fields[0] if len(difference.fields) == 1 else None,
            "locator": first[1],
            "quote": first[2],
        }


@functools.lru_cache(maxsize=4)
def _standing(path: Path) -> dict[tuple[str, str], dict[str, Any]]:
    return rows_by_id(load(path)["rows"])


def _issues(issues: list[dict[str, Any]], document_id: str | None, writer: ReleaseWriter) -> None:
    for issue in issues:
        entry = code(issue["code"])
        values = {
            "document_id": document_id,
            "table_name": issue.get("table_name"),
            "record_id": _own(issue.get("record_id"), document_id),
            "field": issue.get("field"),
            "code": entry.name,
            "severity": entry.severity,
            "message": f"{issue['message'][0].upper()}{issue['message'][1:].rstrip('.')}. {entry.remedy}",
            "locator": issue.get("locator"),
            "quote": issue.get("quote"),
        }
        digest = hashlib.sha256(orjson.dumps([values[k] for k in ("document_id", "table_name", "record_id", "field", "code", "message", "locator")]))
        writer.add("issues", {"issue_id": "iss-" + digest.hexdigest()[:16], **values})


def _document_row(entry: Entry, result: dict[str, Any], records: int, issues: int, writer: ReleaseWriter) -> None:
    writer.add(
        "documents",
        {
            "document_id": entry.document_id,
            "file_name": entry.file.name,
            "source_url": entry.file.url,
            "media_type": result["media_type"],
            "sha256": entry.file.sha256 or "0" * 64,
            "size_bytes": entry.file.size,
            "title": result["title"],
            "document_kind": result["kind"],
            "source_id": entry.file.source_id,
            "status": result["status"],
            "pages": result["pages"],
            "fetched_at": entry.file.fetched_at,
            "reader": result["reader"],
            "record_count": records,
            "issue_count": issues,
        },
    )
    if result.get("title_evidence") and result["title"]:
        locator, words, confidence = result["title_evidence"]
        _evidence("documents", entry.document_id, [["title", locator, words, "structure", confidence]], entry.document_id, writer)
