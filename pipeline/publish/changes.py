"""What a release changed against the one before: every cell that differs, and what made it differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import orjson

from pipeline.tables import Table, table, tables

# A table of history is no content, and this column may change in a run without news.
_HISTORY = "changes"
_LEFT_OUT = {("sources", "last_checked")}
_ENTITY_TABLES = frozenset({"organisations", "people", "affiliations", "name_links", "candidates", "id_redirects"})
_BATCH = 5000


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a release was made from beside its documents: fingerprints of the code, the lookups, the reference data."""

    pipeline: str
    lookup: str = ""
    reference: str = ""

    def differing(self, other: Inputs) -> list[str]:
        """Which of them differ, as causes, those that concern fewest cells first."""
        return [name for name in ("lookup", "reference", "pipeline") if getattr(self, name) != getattr(other, name)]


@dataclass(slots=True)
class Causes:
    """Says what made a cell change."""

    changed: list[str]
    documents: set[str]
    owners: dict[str, str] = field(default_factory=dict)

    def of(self, name: str, column: str, row: dict[str, Any]) -> str:
        """The cause: the document, where it changed; else what else did, the lookups and reference data for what they decide."""
        root = table(name).root
        document = row.get("document_id") or self.owners.get(str(row.get(root)) if root else "")
        if not self.changed or document in self.documents:
            return "source"
        linked = name in _ENTITY_TABLES or column == "entity_id" or any(column == link for link, _ in table(name).links) or column == "is_shared"
        if linked or len(self.changed) == 1 or name in ("mentions", "issues", "evidence"):
            return self.changed[0]
        return "pipeline" if "pipeline" in self.changed else "source" if self.documents else self.changed[0]


def changes_between(before: Path, after: Path, old: Inputs, new: Inputs) -> Iterator[dict[str, Any]]:
    """The rows of ``changes`` from one release's folder to another's, table by table; no table is held in memory."""
    connection = duckdb.connect()
    try:
        causes = Causes(new.differing(old), _changed_documents(connection, before, after), _owners(connection, before, after))
        for name, definition in tables().items():
            if name != _HISTORY:
                yield from _table_changes(connection, definition, before, after, causes)
    finally:
        connection.close()


def _parquet(folder: Path, name: str) -> str:
    return "read_parquet('" + str(folder / f"{name}.parquet").replace("'", "''") + "')"


def _cell(side: str, column: str) -> str:
    return f'{side}."{column}"'


def _there(folder: Path, name: str) -> bool:
    return (folder / f"{name}.parquet").is_file()


def _changed_documents(connection: duckdb.DuckDBPyConnection, before: Path, after: Path) -> set[str]:
    sql = f"""SELECT coalesce(n.document_id, o.document_id) FROM {_parquet(after, "documents")} n
              FULL JOIN {_parquet(before, "documents")} o ON n.document_id = o.document_id WHERE n.sha256 IS DISTINCT FROM o.sha256"""
    return {row[0] for row in connection.execute(sql).fetchall()}


def _owners(connection: duckdb.DuckDBPyConnection, before: Path, after: Path) -> dict[str, str]:
    """The document of each meeting, post and footprint, for the tables that name their record alone."""
    owners: dict[str, str] = {}
    for folder in (before, after):
        for name, definition in tables().items():
            if definition.key == (definition.root,) and "document_id" in definition.names and _there(folder, name):
                owners.update(connection.execute(f"SELECT {definition.root}, document_id FROM {_parquet(folder, name)}").fetchall())
    return owners


def _table_changes(connection: duckdb.DuckDBPyConnection, definition: Table, before: Path, after: Path, causes: Causes) -> Iterator[dict[str, Any]]:
    name, key = definition.name, definition.key
    columns = [c for c in definition.names if (name, c) not in _LEFT_OUT]
    if not _there(before, name):
        held: set[str] = set()
    else:
        held = {d[0] for d in connection.execute(f"SELECT * FROM {_parquet(before, name)} LIMIT 0").description or ()}
    new = [_cell("n", c) for c in columns]
    old = [_cell("o", c) if c in held else "NULL" for c in columns]
    if set(key) <= held:
        absent = f"{_cell('n', key[0])} IS NULL OR {_cell('o', key[0])} IS NULL"
        differing = " OR ".join([absent, *(f"{a} IS DISTINCT FROM {b}" for a, b in zip(new, old, strict=True))])
        on = " AND ".join(f"{_cell('n', k)} = {_cell('o', k)}" for k in key)
        joined = f"{_parquet(after, name)} n FULL JOIN {_parquet(before, name)} o ON {on} WHERE {differing}"
    else:  # a table that the release before did not have
        old, joined = ["NULL"] * len(columns), f"{_parquet(after, name)} n"
    numbered = ", ".join(f"{cell} AS c{number}" for number, cell in enumerate([*new, *old]))
    sql = f"SELECT {numbered} FROM {joined}"
    ordered = f"SELECT * FROM ({sql}) ORDER BY ALL"
    cursor = connection.execute(ordered)
    while rows := cursor.fetchmany(_BATCH):
        for row in rows:
            yield from _row_changes(definition, columns, row, causes)


def _row_changes(definition: Table, columns: list[str], row: tuple[Any, ...], causes: Causes) -> Iterator[dict[str, Any]]:
    name, key = definition.name, definition.key
    after, before = dict(zip(columns, row[: len(columns)], strict=True)), dict(zip(columns, row[len(columns) :], strict=True))
    present = after if after[key[0]] is not None else before
    base = {"table_name": name, "record_id": "/".join(_text(present[k]) or "" for k in key)}
    if after[key[0]] is None or before[key[0]] is None:
        change = "removed" if after[key[0]] is None else "added"
        whole = orjson.dumps({c: _plain(v) for c, v in present.items() if v is not None}).decode()
        sides = {"before": whole if change == "removed" else None, "after": whole if change == "added" else None}
        yield {**base, "field": "*", "change": change, **sides, "cause": causes.of(name, "*", present)}
        return
    for column in columns:
        if after[column] != before[column]:
            sides = {"before": _text(before[column]), "after": _text(after[column])}
            yield {**base, "field": column, "change": "changed", **sides, "cause": causes.of(name, column, after)}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else value


def _text(value: Any) -> str | None:
    """A cell as ``changes`` holds it: text as it is, everything else as JSON has it."""
    if value is None or isinstance(value, str):
        return value
    plain = _plain(value)
    return plain if isinstance(plain, str) else orjson.dumps(plain).decode()
