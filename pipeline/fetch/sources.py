"""The places that publications come from: ``sources/*.toml``, one file a place or several."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pipeline.fetch.addresses import RefusedAddressError, host_of

KINDS = ("folder", "url", "feed", "wordpress", "govuk")
_EVERY = re.compile(r"(\d+)\s*(minutes?|hours?|days?|weeks?)\Z")
_UNITS = {"minute": 1, "hour": 60, "day": 1440, "week": 10080}


class SourceError(Exception):
    """A file of sources that cannot be used; the message names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Source:
    """A place.

    ``id``: a short name, a part of its documents' names. ``kind``: ``folder`` (a folder of this machine), ``url`` (one
    address, or with ``follow`` the links of a page), ``feed`` (RSS or Atom: what its entries link to), ``wordpress`` (a
    site's posts), ``govuk`` (a collection's or publication's attachments). ``every``: how often it is checked.
    ``least``, ``most``: how many documents it should have; outside of them a release is held back.
    ``follow``: a pattern of the links of a page that are documents.
    """

    id: str
    title: str
    kind: str
    url: str = ""
    enabled: bool = True
    licence: str | None = None
    attribution: str | None = None
    every: str = "1 day"
    least: int = 0
    most: int | None = None
    follow: str | None = None

    @property
    def interval(self) -> dt.timedelta:
        """How long it is left alone after a check."""
        match = _EVERY.match(self.every)
        assert match is not None
        return dt.timedelta(minutes=int(match[1]) * _UNITS[match[2].rstrip("s")])


def load_sources(folder: Path) -> tuple[Source, ...]:
    """The sources of a folder's files, in the order of their ids.

    Raises:
        SourceError: a file is no TOML, or an entry is incomplete or wrong.
    """
    found: dict[str, Source] = {}
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise SourceError(f"{path} cannot be read: {error}") from error
        entries = data.pop("source", None)
        if data or not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
            raise SourceError(f"{path} must hold tables [[source]] and nothing else")
        for entry in entries:
            source = _source(entry, path)
            if source.id in found:
                raise SourceError(f"{path}: there are two sources {source.id!r}")
            found[source.id] = source
    return tuple(found[key] for key in sorted(found))


def _source(entry: dict[str, Any], path: Path) -> Source:
    known = {f.name: f for f in fields(Source)}
    name = entry.get("id", "?")
    unknown = sorted(set(entry) - set(known))
    if unknown:
        raise SourceError(f"{path}, source {name!r}: there is no setting {', '.join(unknown)}; there are {', '.join(known)}")
    for key in ("id", "title", "kind"):
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            raise SourceError(f"{path}, source {name!r}: {key} is missing")
    for key, kinds in (("url", str), ("licence", str), ("attribution", str), ("every", str), ("follow", str), ("enabled", bool), ("least", int), ("most", int)):
        if key in entry and (not isinstance(entry[key], kinds) or (kinds is int and isinstance(entry[key], bool))):
            raise SourceError(f"{path}, source {name!r}: {key} must be {kinds.__name__}, not {entry[key]!r}")
    source = Source(**entry)
    _checked(source, f"{path}, source {name!r}")
    return source


def _checked(source: Source, place: str) -> None:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,40}", source.id):
        raise SourceError(f"{place}: an id is small letters, figures and hyphens")
    if source.kind not in KINDS:
        raise SourceError(f"{place}: there is no kind {source.kind!r}; there are {', '.join(KINDS)}")
    if not _EVERY.match(source.every):
        raise SourceError(f'{place}: every is a number and a unit, as in "6 hours" or "1 day", not {source.every!r}')
    if source.least < 0 or (source.most is not None and source.most < max(1, source.least)):
        raise SourceError(f"{place}: least and most are numbers of documents, and most is no less than least")
    if not source.url:
        raise SourceError(f"{place}: url is missing" + (" (the folder's path)" if source.kind == "folder" else ""))
    if source.follow is not None:
        try:
            re.compile(source.follow)
        except re.error as error:
            raise SourceError(f"{place}: follow is no pattern ({error})") from error
    if source.kind != "folder":
        try:
            host_of(source.url)
        except RefusedAddressError as error:
            raise SourceError(f"{place}: {error}") from error
