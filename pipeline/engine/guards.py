"""Guards: what looks like an accident at a source holds a release back until a steward accepts it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as pq

from pipeline.fetch import Source, SourceState
from pipeline.fetch.store import write_json

# A source may shrink to this share of its documents, and grow to so many times as many; small ones may do as they like.
_SHRINKS, _GROWS, _SMALL, _MANY = 0.5, 10, 4, 20
# A document may shrink to this share of its size and of its records.
_COLLAPSE, _SMALL_BYTES, _FEW_RECORDS = 0.2, 2000, 5


def reasons_to_hold(before: Path | None, after: Path, sources: Sequence[Source], states: Mapping[str, SourceState]) -> list[str]:
    """Why a release should not replace the one before; none where all is as ever."""
    counts = _documents(after)
    known = _documents(before) if before is not None else {}
    found: list[str] = []
    for source in sources:
        state = states.get(source.id, SourceState())
        never = state.last_error is not None and not state.documents  # it failed from the first: there is nothing to lose
        if source.enabled and state.last_checked is not None and not never:
            found.extend(_source_reasons(source, len(_of(known, source.id)), len(_of(counts, source.id))))
    found.extend(_document_reasons(known, counts))
    return found


def _documents(folder: Path) -> dict[str, dict[str, Any]]:
    columns = ["document_id", "file_name", "source_id", "sha256", "size_bytes", "status", "record_count"]
    rows = pq.read_table(folder / "documents.parquet", columns=columns).to_pylist()
    return {r["document_id"]: r for r in rows if r["source_id"] and r["status"] != "withdrawn"}


def _of(documents: Mapping[str, dict[str, Any]], source_id: str) -> list[dict[str, Any]]:
    return [d for d in documents.values() if d["source_id"] == source_id]


def _source_reasons(source: Source, was: int, now: int) -> Iterator[str]:
    if now < source.least:
        yield f"{source.id} has {now} documents, and should have {source.least} at least"
    elif source.most is not None and now > source.most:
        yield f"{source.id} has {now} documents, and should have {source.most} at most"
    elif was and not now:
        yield f"{source.id} has no documents any more; it had {was}"
    elif (was >= _SMALL and now < was * _SHRINKS) or (was and now >= _MANY and now > was * _GROWS):
        yield f"{source.id} has {now} documents; it had {was}"


def _document_reasons(known: Mapping[str, dict[str, Any]], counts: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    for document_id, row in sorted(counts.items()):
        before = known.get(document_id)
        if before is None or before["sha256"] == row["sha256"]:
            continue
        if before["size_bytes"] >= _SMALL_BYTES and row["size_bytes"] < before["size_bytes"] * _COLLAPSE:
            yield f"{row['file_name']} has {row['size_bytes']:,} bytes; it had {before['size_bytes']:,}"
        elif before["record_count"] >= _FEW_RECORDS and row["record_count"] < before["record_count"] * _COLLAPSE:
            yield f"{row['file_name']} gives {row['record_count']} records; it gave {before['record_count']}"


def hold(extracted: Path, release_id: str, reasons: list[str]) -> None:
    """Note that a release is held back."""
    write_json(extracted / "held.json", {"release": release_id, "reasons": reasons})


def held(extracted: Path) -> tuple[str, list[str]] | None:
    """The release that is held back, and why."""
    return _noted(extracted / "held.json")


def release_hold(extracted: Path) -> None:
    """Nothing is held back any more."""
    (extracted / "held.json").unlink(missing_ok=True)


def accept(extracted: Path) -> list[str]:
    """Accept the release that is held back: the next run publishes it; the reasons that were accepted.

    Raises:
        FileNotFoundError: none is held back.
    """
    waiting = held(extracted)
    if waiting is None:
        raise FileNotFoundError("no release is held back: there is nothing to accept")
    write_json(extracted / "accepted.json", {"release": waiting[0], "reasons": waiting[1]})
    return waiting[1]


def is_accepted(extracted: Path, release_id: str, reasons: list[str]) -> bool:
    """Whether a steward accepted this release, or another for the very same reasons."""
    noted = _noted(extracted / "accepted.json")
    return noted is not None and (noted[0] == release_id or set(reasons) <= set(noted[1]))


def _noted(path: Path) -> tuple[str, list[str]] | None:
    try:
        data = orjson.loads(path.read_bytes())
        return str(data["release"]), [str(r) for r in data["reasons"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None
