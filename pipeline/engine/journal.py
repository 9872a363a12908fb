"""What each run leaves behind for a scheduler: one JSON file and one line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from pipeline.engine.run import Outcome
from pipeline.fetch import FetchResult
from pipeline.fetch.store import write_json

# The newest summaries that stay.
_KEPT = 200


def summary_of(
    verb: str, started: dt.datetime, exit_status: int, outcome: Outcome | None, fetched: Sequence[FetchResult] = (), error: str | None = None
) -> dict[str, Any]:
    """A run in plain data."""
    found: dict[str, Any] = {
        "verb": verb,
        "started": started.isoformat(timespec="seconds"),
        "ended": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "exit_status": exit_status,
        "error": error,
        "sources": [asdict(r) for r in fetched],
    }
    if outcome is not None:
        found |= {
            "release": outcome.release_id,
            "published": outcome.published,
            "held": outcome.held,
            "read": outcome.read,
            "documents": outcome.statuses,
            "issues": outcome.issues,
        }
    return found


def write_summary(extracted: Path, summary: dict[str, Any]) -> Path:
    """Keep a run's summary under ``runs/``; its path."""
    folder = extracted / "runs"
    stamp = summary["started"].replace(":", "").replace("-", "").partition("+")[0]
    path, number = folder / f"{stamp}.json", 1
    while path.exists():
        number += 1
        path = folder / f"{stamp}-{number}.json"
    write_json(path, summary)
    for old in sorted(folder.glob("*.json"))[:-_KEPT]:
        old.unlink(missing_ok=True)
    return path


def last_summary(extracted: Path) -> dict[str, Any] | None:
    """The newest run's summary."""
    files = sorted((extracted / "runs").glob("*.json"), key=lambda p: p.stat().st_mtime) if (extracted / "runs").is_dir() else []
    found: dict[str, Any] | None = orjson.loads(files[-1].read_bytes()) if files else None
    return found


def line_of(summary: dict[str, Any]) -> str:
    """A run in one line, for a log."""
    if summary["error"]:
        return f"{summary['verb']} failed: {summary['error']}"
    new, changed, gone = (sum(s[k] for s in summary["sources"]) for k in ("new", "changed", "withdrawn"))
    problems = sum(len(s["problems"]) for s in summary["sources"])
    state = "held back" if summary.get("held") else "published" if summary.get("published") else "unchanged"
    documents = summary.get("documents", {})
    failed = documents.get("quarantined", 0) + documents.get("unsupported", 0)
    fetched = f"{new} new, {changed} changed, {gone} withdrawn, {problems} not fetched; " if summary["sources"] else ""
    return f"{summary['verb']}: {fetched}{sum(documents.values())} documents, {failed} failed; release {summary.get('release')} {state}"
