"""What a release was made from, so that it can be made again: files, decisions, reference data, settings, code.

``manifests/<release>.json`` names everything by the hash of its bytes; the store keeps the bytes.
"""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from pipeline.acquire import RawFile, attachment_path
from pipeline.config import Settings
from pipeline.engine.assemble import Origins
from pipeline.fetch import Store
from pipeline.fetch.store import write_json
from pipeline.publish import Inputs
from pipeline.reference import snapshots
from pipeline.resolve.lookups import lookup_files

if TYPE_CHECKING:
    from pipeline.engine.assemble import Entry


def manifest_path(extracted: Path, release_id: str) -> Path:
    """Where a release's manifest lies."""
    return extracted / "manifests" / f"{release_id}.json"


def _kept(path: Path, store: Store) -> dict[str, str]:
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    store.keep_copy(path, sha256)
    return {"name": path.name, "sha256": sha256}


def keep_manifest(
    entries: list[Entry], extracted: Path, folder: Path, release_id: str, settings: Settings, inputs: Inputs, origins: Origins, before: str | None
) -> None:
    """Write the manifest of a release that lies in ``folder``, and keep the bytes of all that it was made from."""
    store = Store(extracted)
    for entry in entries:
        if entry.file.sha256 and not entry.file.problem and not attachment_path(extracted, entry.file.sha256).exists():
            store.keep_copy(entry.file.path, entry.file.sha256)
    manifest = {
        "release": release_id,
        "before": before,
        "inputs": asdict(inputs),
        "files": [{**asdict(e.file), "path": None} for e in entries],
        "lookups": [_kept(p, store) for p in lookup_files(settings.lookups)],
        "reference": [_kept(p, store) for p in snapshots(settings.reference)[-1:]],
        "settings": {"limits": asdict(settings.limits), "ner": asdict(settings.ner)},
        "origins": {"rows": origins.rows, "issues": origins.issues},
        "outputs": output_hashes(folder),
    }
    write_json(manifest_path(extracted, release_id), manifest)


def output_hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of each file of a release but the database, which holds times of its own."""
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir()) if p.is_file() and p.suffix != ".duckdb"}


def read_manifest(extracted: Path, release_id: str) -> dict[str, Any]:
    """A release's manifest.

    Raises:
        FileNotFoundError: no release of that id was made here; the message names those that were.
    """
    path = manifest_path(extracted, release_id)
    if not path.is_file():
        known = sorted(p.stem for p in (extracted / "manifests").glob("*.json"))
        raise FileNotFoundError(f"no release {release_id} was made under {extracted}; there are {', '.join(known) or 'none'}")
    found: dict[str, Any] = orjson.loads(path.read_bytes())
    return found


def files_of(manifest: dict[str, Any], extracted: Path) -> list[RawFile]:
    """The files of a manifest, where the store keeps them.

    Raises:
        FileNotFoundError: the store lacks one.
    """
    store = Store(extracted)
    found = []
    for fields in manifest["files"]:
        sha256 = fields["sha256"]
        path = store.path(sha256) if sha256 else Path("/nowhere")
        if sha256 and not path.is_file():
            path = attachment_path(extracted, sha256)
        if sha256 and not fields["problem"] and not path.is_file():
            raise FileNotFoundError(f"the store has no {sha256} ({fields['name']}): it cannot be made again")
        found.append(dataclasses.replace(RawFile(**{**fields, "path": path}), path=path))
    return found
