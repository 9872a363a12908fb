"""A run: which documents must be read, reading them, and the release."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from pipeline.acquire import RawFile, find_files
from pipeline.config import Settings
from pipeline.engine.assemble import Entry, Origins, assemble
from pipeline.engine.attachments import with_attachments
from pipeline.engine.document import failed, is_passing, write_result
from pipeline.engine.fingerprint import release_fingerprint, result_fingerprint
from pipeline.engine.guards import hold, is_accepted, reasons_to_hold, release_hold
from pipeline.engine.lock import locked
from pipeline.engine.manifest import keep_manifest
from pipeline.engine.origins import fetch_issues, source_rows
from pipeline.fetch import fetched_files, load_sources, source_states
from pipeline.publish import Inputs, Release, current_release, make_current, prune_releases
from pipeline.reference import organisations, snapshot_hash
from pipeline.resolve import Entities, lookups_hash, read_lookups


@dataclass(slots=True)
class Outcome:
    """What a run did.

    ``read``: documents read; ``reused``: results that were still valid; ``published``: whether a new
    release was made (False where nothing changed); ``statuses``: documents by status; ``rows``:
    rows by table; ``issues``: issues by code; ``held``: why the new release was held back.
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
    held: list[str] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """Documents that gave nothing: quarantined or unsupported."""
        return self.statuses.get("quarantined", 0) + self.statuses.get("unsupported", 0)


def run(
    raw: Path, extracted: Path, settings: Settings, progress: Callable[[int, int], None] | None = None, *, lock: bool = True, fresh: bool = False
) -> Outcome:
    """Every stage over a folder, incrementally.

    Args:
        raw: the documents.
        extracted: where results and releases lie.
        settings: how to work.
        progress: called with how many documents are read, and of how many.
        lock: whether to take the lock; False for a caller that holds it.
        fresh: read every document again, whatever results there are.

    Raises:
        FileNotFoundError, NotADirectoryError: there is no raw folder.
        LockHeldError: another run works on ``extracted``.
        LookupFileError, BadReferenceError, SourceError: the steward's decisions, reference data or sources cannot be used.
    """
    started = time.monotonic()
    if not raw.exists():
        raise FileNotFoundError(f"there is no folder {raw}: make it and put the documents into it")
    if not raw.is_dir():
        raise NotADirectoryError(f"{raw} is a file: name the folder that holds the documents")
    # Decisions and reference data that cannot be used stop the run before it begins.
    reference, lookups = organisations(settings.reference), read_lookups(settings.lookups)
    sources = load_sources(settings.sources)
    with locked(extracted) if lock else contextlib.nullcontext():
        files = with_attachments(all_files(raw, extracted), extracted, settings.limits)
        folder = extracted / "work" / result_fingerprint(settings)
        entries = entries_of(files, folder)
        if fresh:
            shutil.rmtree(folder, ignore_errors=True)
        read = read_missing(entries, settings, progress)
        inputs = Inputs(release_fingerprint(settings), lookups_hash(settings.lookups), snapshot_hash(settings.reference))
        states = source_states(extracted)
        origins = Origins(source_rows(sources, states), list(fetch_issues(states)))
        release_id = _release_id(entries, inputs, origins)
        release = current_release(extracted)
        published = release is None or release.release_id != release_id
        if published:
            before = release.path.resolve() if release else None
            aside = _write(entries, extracted, release_id, Entities(reference, lookups), inputs, origins, before)
            reasons = reasons_to_hold(before, aside, sources, states)
            if reasons and not is_accepted(extracted, release_id, reasons):
                hold(extracted, release_id, reasons)
                shutil.rmtree(aside)
                return _held(release, extracted, release_id, reasons, time.monotonic() - started)
            keep_manifest(entries, extracted, aside, release_id, settings, inputs, origins, before.name if before else None)
            release = _publish(aside, extracted, release_id, settings)
            _forget_old_results(extracted / "work", folder, entries)
        release_hold(extracted)
        assert release is not None
        outcome = Outcome(release.path, release.release_id, published, read, len(entries) - read)
        summary = release.summary
        outcome.statuses, outcome.rows, outcome.issues = summary["statuses"], summary["rows"], summary["issues"]
    outcome.seconds = time.monotonic() - started
    return outcome


def entries_of(files: list[RawFile], folder: Path) -> list[Entry]:
    """Each file with its result's place; later files with the bytes of an earlier one are duplicates of it."""
    first: dict[str, str] = {}
    entries = []
    for file in files:
        same = first.setdefault(file.sha256, file.name) if file.sha256 and not file.withdrawn else file.name
        key = file.sha256 or hashlib.sha256(f"unreadable {file.name}".encode()).hexdigest()
        entries.append(Entry(file, folder / key[:2] / f"{key}.json", same if same != file.name else None))
    return entries


def read_missing(entries: list[Entry], settings: Settings, progress: Callable[[int, int], None] | None) -> int:
    """Read the documents that have no valid result yet; how many there were."""
    wanted = [e for e in entries if e.duplicate_of is None and not e.file.withdrawn]
    missing = [e for e in wanted if e.file.problem or not e.result.exists() or is_passing(e.result)]
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


def all_files(raw: Path, extracted: Path) -> list[RawFile]:
    """The files of the raw folder and those that were fetched, by name; a name that both have is told apart."""
    files = find_files(raw)
    taken = {f.name for f in files}
    fetched = [dataclasses.replace(f, name=f"{f.name} (fetched)") if f.name in taken else f for f in fetched_files(extracted)]
    return sorted([*files, *fetched], key=lambda f: f.name)


def _held(release: Release | None, extracted: Path, release_id: str, reasons: list[str], seconds: float) -> Outcome:
    """What is told of a run whose release is held back: the one before stands."""
    outcome = Outcome(release.path if release else extracted / "curated", release_id, False, 0, 0, held=reasons, seconds=seconds)
    if release is not None:
        summary = release.summary
        outcome.statuses, outcome.rows, outcome.issues = summary["statuses"], summary["rows"], summary["issues"]
    return outcome


def _release_id(entries: list[Entry], inputs: Inputs, origins: Origins) -> str:
    """A release is known by what went into it, so that the same input gives the same release."""
    digest = hashlib.sha256(orjson.dumps([inputs.pipeline, inputs.lookup, inputs.reference]))
    for entry in entries:
        file = entry.file
        digest.update(orjson.dumps([file.name, file.sha256, file.problem, file.source_id, file.url, file.fetched_at, file.withdrawn, is_passing(entry.result)]))
    rows = [{k: v for k, v in row.items() if k != "last_checked"} for row in origins.rows]
    digest.update(orjson.dumps([rows, origins.issues]))
    return digest.hexdigest()[:16]


def _write(entries: list[Entry], extracted: Path, release_id: str, entities: Entities, inputs: Inputs, origins: Origins, before: Path | None) -> Path:
    """Write the release aside; what a crash left half done is removed."""
    releases = extracted / "releases"
    releases.mkdir(parents=True, exist_ok=True)
    for left in releases.glob(".new-*"):
        shutil.rmtree(left, ignore_errors=True)
    aside = releases / f".new-{release_id}"
    aside.mkdir()
    assemble(entries, aside, release_id, entities, inputs, before, origins)
    return aside


def _publish(aside: Path, extracted: Path, release_id: str, settings: Settings) -> Release:
    """Make the release that was written aside the current one, in one step."""
    target = extracted / "releases" / release_id
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
