"""Making an old release again, byte for byte, from what its manifest names."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from pathlib import Path
from typing import Any

from pipeline.config import NerSettings, Settings
from pipeline.engine.assemble import Origins, assemble
from pipeline.engine.fingerprint import release_fingerprint, result_fingerprint
from pipeline.engine.manifest import files_of, output_hashes, read_manifest
from pipeline.engine.run import entries_of, read_missing
from pipeline.fetch import Store
from pipeline.publish import Inputs
from pipeline.read import Limits
from pipeline.reference import organisations
from pipeline.resolve import Entities, read_lookups


class NotReproducibleError(Exception):
    """A release that this code cannot make again; the message says why."""


def reproduce(extracted: Path, release_id: str, target: Path, settings: Settings) -> list[str]:
    """Make a release again in a folder; the names of files that differ from it, none where all is the same.

    Raises:
        FileNotFoundError: no such release was made here, or the store lacks a file of it.
        NotReproducibleError: it was made by other code, or its settings' model is another.
    """
    manifest = read_manifest(extracted, release_id)
    with tempfile.TemporaryDirectory(dir=extracted) as folder:
        work = Path(folder)
        before = None
        if manifest["before"]:
            before = work / "before"
            old = read_manifest(extracted, manifest["before"])
            _make(old, extracted, before, work, settings, None)
        _make(manifest, extracted, work / "made", work, settings, before)
        made = output_hashes(work / "made")
        if target.exists():
            shutil.rmtree(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(str(work / "made"), target)
    names = sorted({*made, *manifest["outputs"]})
    return [n for n in names if made.get(n) != manifest["outputs"].get(n)]


def _make(manifest: dict[str, Any], extracted: Path, target: Path, work: Path, settings: Settings, before: Path | None) -> None:
    store = Store(extracted)
    folders = {}
    for part in ("lookups", "reference"):
        folders[part] = work / f"{part}-{manifest['release']}"
        folders[part].mkdir()
        for kept in manifest[part]:
            shutil.copyfile(store.path(kept["sha256"]), folders[part] / kept["name"])
    then = dataclasses.replace(
        settings,
        limits=Limits(**manifest["settings"]["limits"]),
        ner=NerSettings(**manifest["settings"]["ner"]),
        lookups=folders["lookups"],
        reference=folders["reference"],
    )
    inputs = Inputs(**manifest["inputs"])
    if release_fingerprint(then) != inputs.pipeline:
        raise NotReproducibleError(f"release {manifest['release']} was made by other code or libraries than these: check out the version that made it")
    entries = entries_of(files_of(manifest, extracted), extracted / "work" / result_fingerprint(then))
    read_missing(entries, then, None)
    entities = Entities(organisations(then.reference), read_lookups(then.lookups))
    target.mkdir()
    assemble(entries, target, manifest["release"], entities, inputs, before, Origins(**manifest["origins"]))
