"""The same record in several documents: one holder, all of them as evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.tables import table


@dataclass(slots=True)
class Roots:
    """Which documents hold which records (meetings, posts, footprints), the best reader first."""

    _holders: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def see(self, roots: set[str], document_id: str, rank: int) -> None:
        """Learn that a document, read by a reader of that rank, holds these records."""
        for root in roots:
            self._holders.setdefault(root, []).append((rank, document_id))

    def holder_of(self, root: str) -> str:
        """The document whose rows stand: the better reader's, among equals the first by id."""
        return min(self._holders[root])[1]

    def is_shared(self, root: str) -> bool:
        """Whether several documents hold a record."""
        return len(self._holders[root]) > 1


def root_of(entry: dict[str, Any]) -> str | None:
    """The record that a row belongs to and falls with; None where it is its document's own."""
    name = table(entry["table"]).root
    return str(entry["values"][name]) if name else None


@dataclass(frozen=True, slots=True)
class Difference:
    """How another document's row differs from the one that stands.

    ``fields``: the columns that differ; ``missing``: the row stands in one of the two only.
    """

    table: str
    record_id: str
    fields: tuple[str, ...] = ()


_OWN = frozenset({"document_id", "position"})


def compare(standing: dict[tuple[str, str], dict[str, Any]], other: dict[str, Any]) -> tuple[list[str], Difference | None]:
    """The fields of another document's row that agree with the row that stands, and where they differ.

    Args:
        standing: the rows of the document that holds the record, by table and id.
        other: a row of the other document.
    """
    row = standing.get((other["table"], other["record_id"]))
    if row is None:
        return [], Difference(other["table"], other["record_id"])
    agreeing: list[str] = []
    differing: list[str] = []
    for name, value in other["values"].items():
        if name in _OWN:
            continue
        (agreeing if row["values"].get(name) == value else differing).append(name)
    return agreeing, Difference(other["table"], other["record_id"], tuple(differing)) if differing else None


def rows_by_id(rows: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    """Rows of a document's result by table and record id."""
    return {(r["table"], r["record_id"]): r for r in rows}


def iter_roots(rows: list[dict[str, Any]]) -> Iterator[str]:
    """The records that a document's rows belong to."""
    for row in rows:
        root = root_of(row)
        if root is not None:
            yield root
