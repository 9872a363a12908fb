"""The steward's settings: ``pipeline.toml`` beside the Makefile, if there is one."""

from __future__ import annotations

import dataclasses
import os
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.read.limits import Limits


class ConfigError(Exception):
    """Settings that cannot be used; the message names the file, the key and what is wrong."""


@dataclass(frozen=True, slots=True)
class NerSettings:
    """How names are found.

    ``model``: ``builtin``, ``none`` (rules alone), a spaCy package or folder, ``gliner:FOLDER``, or the
    name of an entry point of the group ``nhs_pipeline.ner``.
    """

    model: str = "builtin"


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How publications are fetched.

    ``contact``: an address or page that the sites can reach you by, sent with each request. ``delay_seconds``: between two
    requests to one host. ``attempts``: how often something is tried, with pauses from ``backoff_seconds`` that double.
    ``patience_seconds``: the longest pause that a server may ask for. ``timeout_seconds``: for an answer to begin or go
    on; ``body_seconds``: for all of it. ``file_bytes``: the largest body. ``redirects``: how many are followed.
    ``allow_private``: whether addresses of this machine and its network may be fetched from.
    """

    contact: str = ""
    delay_seconds: float = 1.0
    attempts: int = 4
    backoff_seconds: float = 2.0
    patience_seconds: float = 120.0
    timeout_seconds: float = 30.0
    body_seconds: float = 300.0
    file_bytes: int = 200_000_000
    redirects: int = 5
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class NotifySettings:
    """Who is told when a scheduled run fails: a ``webhook`` that takes JSON, or an address ``mail_to`` by way of ``smtp`` (host:port)."""

    webhook: str = ""
    mail_to: str = ""
    mail_from: str = ""
    smtp: str = "localhost:25"


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run works.

    ``workers``: processes that read documents. ``timeout_seconds``: how long one document may take.
    ``keep_releases``: how many old releases stay under extracted/releases beside the current one.
    ``lookups``: the folder of the steward's decisions. ``reference``: the folder of imported reference data.
    ``sources``: the folder that lists the places that publications come from.
    """

    workers: int = field(default_factory=lambda: max(1, min(os.cpu_count() or 1, 8)))
    timeout_seconds: int = 120
    keep_releases: int = 3
    lookups: Path = Path("lookups")
    reference: Path = Path("reference")
    sources: Path = Path("sources")
    limits: Limits = field(default_factory=Limits)
    ner: NerSettings = field(default_factory=NerSettings)
    fetch: FetchSettings = field(default_factory=FetchSettings)
    notify: NotifySettings = field(default_factory=NotifySettings)


_PARTS: dict[str, type[Any]] = {"limits": Limits, "ner": NerSettings, "fetch": FetchSettings, "notify": NotifySettings}


def _typed(cls: type[Any], data: dict[str, Any], path: Path, prefix: str = "") -> dict[str, Any]:
    known = {f.name: f for f in dataclasses.fields(cls)}
    for key, value in list(data.items()):
        if key not in known:
            raise ConfigError(f"{path}: there is no setting {prefix}{key}; there are {', '.join(sorted(prefix + k for k in known))}")
        if key in _PARTS and cls is Settings:
            continue
        kind = str(known[key].type)
        if kind == "Path":
            data[key] = Path(_checked(value, "str", f"{path}: {prefix}{key}"))
        else:
            _checked(value, kind, f"{path}: {prefix}{key}")
    return data


def _checked(value: Any, kind: str, place: str) -> Any:
    if kind == "bool" and not isinstance(value, bool):
        raise ConfigError(f"{place} must be true or false, not {value!r}")
    if kind == "str" and (not isinstance(value, str) or not value.strip()):
        raise ConfigError(f"{place} must be a name in quotation marks, not {value!r}")
    if kind == "int" and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
        raise ConfigError(f"{place} must be a whole number of 1 or more, not {value!r}")
    if kind == "float" and (not isinstance(value, int | float) or isinstance(value, bool) or value < 0):
        raise ConfigError(f"{place} must be a number of 0 or more, not {value!r}")
    return value


def load_settings(path: Path) -> Settings:
    """The settings of a file; the defaults where there is none.

    Raises:
        ConfigError: the file is no TOML, or a setting in it is unknown or of the wrong kind.
    """
    if not path.exists():
        return Settings()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigError(f"{path} cannot be read: {error}") from error
    values = _typed(Settings, dict(data), path)
    for name, cls in _PARTS.items():
        part = values.get(name, {})
        if not isinstance(part, dict):
            raise ConfigError(f"{path}: {name} must be a table, [{name}]")
        values[name] = cls(**_typed(cls, dict(part), path, f"{name}."))
    return Settings(**values)
