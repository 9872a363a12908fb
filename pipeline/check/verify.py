"""Proving a release: its keys, its schemas, and its quotes in the documents themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipeline.acquire import attachment_path, store_path
from pipeline.check.harvest import plain, validator
from pipeline.model import Document
from pipeline.normalise.text import squeeze
from pipeline.read import ReadError, read
from pipeline.tables import Origin, Table, tables


@dataclass(slots=True)
class Verdict:
    """What was proved (``lines``) and what does not hold (``faults``)."""

    lines: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    values: int = 0
    with_evidence: int = 0
    quotes: int = 0
    found: int = 0

    @property
    def holds(self) -> bool:
        """Whether nothing was found wrong."""
        return not self.faults


def _rows(folder: Path, table: Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(folder / f"{table.name}.parquet").to_pylist()
    return [{k: plain(v) for k, v in row.items()} for row in rows]


def _key(table: Table, row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[k] for k in table.key)


def verify_release(raw: Path, extracted: Path) -> Verdict:
    """Check the release under ``extracted/curated`` against its schemas and the documents in ``raw``.

    Raises:
        OSError: there is no release, or a table cannot be opened.
    """
    folder = extracted / "curated"
    verdict = Verdict()
    data = {name: _rows(folder, table) for name, table in tables().items()}
    _schemas(data, verdict)
    _keys(data, verdict)
    _evidence(data, verdict)
    _quotes(data, raw, extracted, verdict)
    return verdict


def _schemas(data: dict[str, list[dict[str, Any]]], verdict: Verdict) -> None:
    count = 0
    for name, rows in data.items():
        check = validator(name)
        for row in rows:
            count += 1
            error = next(check.iter_errors(row), None)
            if error is not None:
                verdict.faults.append(f"{name} {'/'.join(map(str, _key(tables()[name], row)))}: {error.message[:200]}")
    verdict.lines.append(f"{count} rows in {len(data)} tables checked against their schemas")


def _keys(data: dict[str, list[dict[str, Any]]], verdict: Verdict) -> None:
    keys = {name: {_key(tables()[name], row) for row in rows} for name, rows in data.items()}
    for name, rows in data.items():
        if len(keys[name]) != len(rows):
            verdict.faults.append(f"{name}: {len(rows) - len(keys[name])} rows have a key that another row has")
        for columns, other in tables()[name].foreign:
            for row in rows:
                value = tuple(row[c] for c in columns)
                if None not in value and value not in keys[other]:
                    verdict.faults.append(f"{name}: {'/'.join(map(str, value))} is no row of {other}")
    entities = keys["organisations"] | keys["people"]
    for row in data["mentions"]:
        if row["entity_id"] is not None and (row["entity_id"],) not in entities:
            verdict.faults.append(f"mentions: {row['entity_id']} is neither an organisation nor a person")
    verdict.lines.append("primary and foreign keys checked")


def _evidence(data: dict[str, list[dict[str, Any]]], verdict: Verdict) -> None:
    proved = {(e["table_name"], e["record_id"], e["field"]) for e in data["evidence"]}
    for name, rows in data.items():
        table = tables()[name]
        for row in rows:
            record = "/".join(str(v) for v in _key(table, row))
            for column in table.fields:
                value = row[column.name]
                if column.origin is not Origin.READ or value is None or value == []:
                    continue
                verdict.values += 1
                if (name, record, column.name) in proved:
                    verdict.with_evidence += 1
                else:
                    verdict.faults.append(f"{name} {record}: {column.name} has no evidence")
    verdict.lines.append(f"{verdict.with_evidence} of {verdict.values} values read from documents have evidence")


def _quotes(data: dict[str, list[dict[str, Any]]], raw: Path, extracted: Path, verdict: Verdict) -> None:
    names = {d["document_id"]: d["file_name"] for d in data["documents"]}
    hashes = {d["document_id"]: d["sha256"] for d in data["documents"]}
    by_document: dict[str, list[dict[str, Any]]] = {}
    for entry in data["evidence"]:
        by_document.setdefault(entry["document_id"], []).append(entry)
    for document_id, entries in by_document.items():
        try:
            places = (raw / names[document_id], attachment_path(extracted, hashes[document_id]), store_path(extracted, hashes[document_id]))
            document: Document | None = read(next((p for p in places if p.is_file()), places[0]))
        except (ReadError, OSError) as error:
            verdict.faults.append(f"{names[document_id]}: it cannot be read again ({error})")
            continue
        for entry in entries:
            verdict.quotes += 1
            there = squeeze(document.find(entry["locator"]) or "") if document else ""
            if squeeze(entry["quote"]) and squeeze(entry["quote"]) in there:
                verdict.found += 1
            else:
                verdict.faults.append(f"{names[document_id]}, {entry['locator']}: the quote of {entry['table_name']}.{entry['field']} does not stand there")
    verdict.lines.append(f"{verdict.found} of {verdict.quotes} quotes found at their locators in {len(by_document)} documents")
