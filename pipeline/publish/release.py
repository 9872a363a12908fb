"""Releases on disk: the one that is current, and the older ones that are kept."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Release:
    """A complete release: its folder and its id."""

    path: Path
    release_id: str

    @property
    def summary(self) -> dict[str, Any]:
        """Documents by status, rows by table, issues by code."""
        data: dict[str, Any] = orjson.loads((self.path / "summary.json").read_bytes())
        return data

    def table(self, name: str) -> pd.DataFrame:
        """A table as a pandas frame, types as published.

        Raises:
            FileNotFoundError: the release has no such table.
        """
        import pandas as pd

        return pd.read_parquet(self.path / f"{name}.parquet")


def current_release(extracted: Path) -> Release | None:
    """The release that ``extracted/curated`` shows, if there is a whole one."""
    path = extracted / "curated"
    try:
        release_id = orjson.loads((path / "summary.json").read_bytes())["release"]
    except (OSError, ValueError, KeyError):
        return None
    return Release(path, str(release_id))


def open_release(extracted: str | Path = "extracted") -> Release:
    """The current release, for reading its tables.

    Raises:
        FileNotFoundError: nothing has been published yet.
    """
    release = current_release(Path(extracted))
    if release is None:
        raise FileNotFoundError(f"there is no release under {extracted}: run the pipeline first")
    return release


def make_current(extracted: Path, release_id: str) -> Release:
    """Show a release as ``extracted/curated``: a link is made aside and renamed over the old one."""
    link = extracted / "curated"
    aside = extracted / f".curated-{os.getpid()}"
    aside.unlink(missing_ok=True)
    aside.symlink_to(Path("releases") / release_id, target_is_directory=True)
    if link.exists() and not link.is_symlink():
        raise FileExistsError(f"{link} is a folder that no run made: move it away and run again")
    aside.replace(link)
    return Release(link, release_id)


def prune_releases(extracted: Path, keep: int) -> None:
    """Remove old releases, the newest ``keep`` beside the current one left."""
    current = (extracted / "curated").resolve()
    old = [p for p in (extracted / "releases").iterdir() if p.is_dir() and p.resolve() != current and not p.name.startswith(".")]
    for path in sorted(old, key=lambda p: p.stat().st_mtime, reverse=True)[keep:]:
        shutil.rmtree(path, ignore_errors=True)
