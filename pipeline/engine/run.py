"""A run: which documents must be read, reading them, and the release."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from pipeline.acquire import RawFile, find_files
from pipeline.config import Settings
from pipeline.engine.assemble import Entry, assemble
from pipeline.engine.attachments import with_attachments
from pipeline.engine.document import failed, write_result
from pipeline.engine.fingerprint import release_fingerprint, result_fingerprint
from pipeline.engine.lock import locked
from pipeline.publish import Inputs, Release, current_release, make_current, prune_releases
from pipeline.reference import organisations, snapshot_hash
from pipeline.resolve import Entities, lookups_hash, read_lookups


@dataclass(slots=True)
class Outcome:
    """What a run did.

    ``read``: documents read; ``reused``: results that were still valid; ``published``: whether a new
    release was made (False where nothing changed); ``statuses``: documents by status; ``rows``:
    rows by table; ``issues``: issues by code.
    """

    release: Path
    release_id: str
    published: bool
    read: int
    reused: int
    statuses: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    issues: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def failed(self) -> int:
        """Documents that gave nothing: quarantined or unsupported."""
        return self.statuses.get("quarantined", 0) + self.statuses.get("unsupported", 0)


def run(raw: Path, extracted: Path, settings: Settings, progress: Callable[[int, int], None] | None = None) -> Outcome:
    """Every stage over a folder, incrementally.

    Args:
        raw: the documents.
        extracted: where results and releases lie.
        settings: how to work.
        progress: called with how many documents are read, and of how many.

    Raises:
        FileNotFoundError, NotADirectoryError: there is no raw folder.
        LockHeldError: another run works on ``extracted``.
        LookupFileError, BadReferenceError: the steward's decisions or reference data cannot be used.
    """
    started = time.monotonic()
    if not raw.exists():
        raise FileNotFoundError(f"there is no folder {raw}: make it and put the documents into it")
    if not raw.is_dir():
        raise NotADirectoryError(f"{raw} is a file: name the folder that holds the documents")
    # Decisions and reference data that cannot be used stop the run before it begins.
    entities = Entities(organisations(settings.reference), read_lookups(settings.lookups))
    with locked(extracted):
        files = with_attachments(find_files(raw), extracted, settings.limits)
        folder = extracted / "work" / result_fingerprint(settings)
        entries = _entries(files, folder)
        read = _read_missing(entries, settings, progress)
        inputs = Inputs(release_fingerprint(settings), lookups_hash(settings.lookups), snapshot_hash(settings.reference))
        release_id = _release_id(entries, inputs)
        release = current_release(extracted)
        published = release is None or release.release_id != release_id
        if published:
            release = _publish(entries, extracted, release_id, settings, entities, inputs)
            _forget_old_results(extracted / "work", folder, entries)
        assert release is not None
        outcome = Outcome(release.path, release.release_id, published, read, len(entries) - read)
        summary = release.summary
        outcome.statuses, outcome.rows, outcome.issues = summary["statuses"], summary["rows"], summary["issues"]
    outcome.seconds = time.monotonic() - started
    return outcome


def _entries(files: list[RawFile], folder: Path) -> list[Entry]:
    """Each file with its result's place; later files with the bytes of an earlier one are duplicates of it."""
    first: dict[str, str] = {}
    entries = []
    for file in files:
        same = first.setdefault(file.sha256, file.name) if file.sha256 else file.name
        key = file.sha256 or hashlib.sha256(f"unreadable {file.name}".encode()).hexdigest()
        entries.append(Entry(file, folder / key[:2] / f"{key}.json", same if same != file.name else None))
    return entries


def _read_missing(entries: list[Entry], settings: Settings, progress: Callable[[int, int], None] | None) -> int:
    """Read the documents that have no valid result yet; how many there were."""
    missing = [e for e in entries if e.duplicate_of is None and (e.file.problem or not e.result.exists())]
    for entry in (e for e in missing if e.file.problem):
        write_result(entry.result, failed("unreadable_file", entry.file.problem or "", "application/octet-stream"))
    jobs = [(e.file.path, e.result) for e in missing if not e.file.problem]
    if not jobs:
        return 0
    count = 0

    def done(_: str) -> None:
        nonlocal count
        count += 1
        if progress is not None:
            progress(count, len(jobs))

    from pipeline.engine.pool import read_all

    read_all(jobs, settings, done)
    return len(jobs)


def _release_id(entries: list[Entry], inputs: Inputs) -> str:
    """A release is known by what went into it, so that the same input gives the same release."""
    digest = hashlib.sha256(orjson.dumps([inputs.pipeline, inputs.lookup, inputs.reference]))
    for entry in entries:
        digest.update(orjson.dumps([entry.file.name, entry.file.sha256, entry.file.problem]))
    return digest.hexdigest()[:16]


def _publish(entries: list[Entry], extracted: Path, release_id: str, settings: Settings, entities: Entities, inputs: Inputs) -> Release:
    """Write the release aside, then make it current in one step; also where a crash left it half done."""
    releases = extracted / "releases"
    releases.mkdir(parents=True, exist_ok=True)
    for left in releases.glob(".new-*"):
        shutil.rmtree(left, ignore_errors=True)
    aside = releases / f".new-{release_id}"
    aside.mkdir()
    before = current_release(extracted)
    assemble(entries, aside, release_id, entities, inputs, before.path.resolve() if before else None)
    target = releases / release_id
    if target.exists():  # written by a run that ended before it could make it current
        shutil.rmtree(target)
    aside.rename(target)
    release = make_current(extracted, release_id)
    prune_releases(extracted, settings.keep_releases)
    return release


def _forget_old_results(work: Path, current: Path, entries: list[Entry]) -> None:
    """Remove results of older code, and of documents that are no longer there."""
    for folder in work.iterdir() if work.exists() else ():
        if folder != current and folder.is_dir():
            shutil.rmtree(folder, ignore_errors=True)
    wanted = {e.result for e in entries}
    for path in current.glob("*/*.json"):
        if path not in wanted:
            path.unlink(missing_ok=True)
