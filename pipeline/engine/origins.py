"""The sources of a release: a row for each, and an issue for what could not be fetched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.fetch import Source, SourceState


def source_rows(sources: Sequence[Source], states: Mapping[str, SourceState]) -> list[dict[str, Any]]:
    """The rows of ``sources``: those that are listed, and those that were once and still have documents."""
    listed = {s.id: s for s in sources}
    found = []
    for source_id in sorted({*listed, *(i for i, s in states.items() if s.documents)}):
        source, state = listed.get(source_id), states.get(source_id, SourceState())
        found.append(
            {
                "source_id": source_id,
                "title": source.title if source else source_id,
                "kind": source.kind if source else "url",
                "url": source.url if source else None,
                "licence": source.licence if source else None,
                "attribution": source.attribution if source else None,
                "last_checked": state.last_checked,
                "last_changed": state.last_changed,
                "status": _status(source, state),
                "documents": state.current,
            }
        )
    return found


def _status(source: Source | None, state: SourceState) -> str:
    if source is None or not source.enabled:
        return "disabled"
    if state.last_error:
        return "failing"
    return "ok" if state.last_checked else "overdue"


def fetch_issues(states: Mapping[str, SourceState]) -> Iterator[dict[str, Any]]:
    """What could not be fetched: each document by its name, and each source that failed as a whole."""
    for source_id, state in sorted(states.items()):
        problems = {held.problem for held in state.documents.values() if held.problem}
        for key, held in sorted(state.documents.items()):
            if held.problem:
                kept = "its last version stands" if held.sha256 else "nothing of it is held yet"
                yield {"code": "fetch_failed", "message": f"{held.name} of {source_id}: {held.problem}; {kept}", "locator": key[:200], "quote": held.url}
        if state.last_error and state.last_error not in problems:
            yield {"code": "source_failing", "message": f"{source_id}: {state.last_error}; what it had stands", "locator": source_id}
