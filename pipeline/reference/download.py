"""Fetching the ODS files; only `nhs-pipeline reference --download` needs the network."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path

from pipeline.reference import BadReferenceError

_LARGEST = 50_000_000
_SECONDS = 60


def fetch(address: str, folder: Path, named: dict[str, Path | None]) -> dict[str, Path | None]:
    """Fetch ``etr.zip``, ``eccg.zip`` and ``succ.zip`` from under an address; files that are named already stay.

    Raises:
        BadReferenceError: one cannot be fetched.
    """
    if not address.startswith(("https://", "http://")):
        raise BadReferenceError(f"{address!r} is no web address: it begins with https://")
    folder.mkdir(parents=True, exist_ok=True)
    found = dict(named)
    for which in ("etr", "eccg", "succ"):
        if found.get(which) is not None:
            continue
        url = f"{address.rstrip('/')}/{which}.zip"
        try:
            with urllib.request.urlopen(url, timeout=_SECONDS) as answer:
                data = answer.read(_LARGEST + 1)
        except (urllib.error.URLError, OSError, ValueError) as error:
            raise BadReferenceError(f"{url} cannot be fetched ({error}): download the file yourself and name it with --{which}") from error
        if len(data) > _LARGEST:
            raise BadReferenceError(f"{url} is larger than {_LARGEST:,} bytes: it is not the file of ODS")
        path = folder / f"{which}.zip"
        path.write_bytes(data)
        found[which] = path
    return found
