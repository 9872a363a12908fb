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
class Settings:
    """How a run works.

    ``workers``: processes that read documents. ``timeout_seconds``: how long one document may take.
    ``keep_releases``: how many old releases stay under extracted/releases beside the current one.
    ``lookups``: the folder of the steward's decisions. ``reference``: the folder of imported reference data.
    """

    workers: int = field(default_factory=lambda: max(1, min(os.cpu_count() or 1, 8)))
    timeout_seconds: int = 120
    keep_releases: int = 3
    lookups: Path = Path("lookups")
    reference: Path = Path("reference")
    limits: Limits = field(default_factory=Limits)
    ner: NerSettings = field(default_factory=NerSettings)


def _typed(cls: type[Any], data: dict[str, Any], path: Path, prefix: str = "") -> dict[str, Any]:
    known = {f.name: f for f in dataclasses.fields(cls)}
    for key, value in list(data.items()):
        if key not in known:
            raise ConfigError(f"{path}: there is no setting {prefix}{key}; there are {', '.join(sorted(prefix + k for k in known))}")
        if cls is NerSettings:
            if not isinstance(value, str) or not value.strip():
                raise ConfigError(f"{path}: {prefix}{key} must be a name in quotation marks, not {value!r}")
        elif key in ("lookups", "reference"):
            if not isinstance(value, str) or not value.strip():
                raise ConfigError(f"{path}: {key} must be a folder in quotation marks, not {value!r}")
            data[key] = Path(value)
        elif key not in ("limits", "ner") and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
            raise ConfigError(f"{path}: {prefix}{key} must be a whole number of 1 or more, not {value!r}")
    return data


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
    limits, ner = values.pop("limits", {}), values.pop("ner", {})
    for name, part in (("limits", limits), ("ner", ner)):
        if not isinstance(part, dict):
            raise ConfigError(f"{path}: {name} must be a table, [{name}]")
    return Settings(**values, limits=Limits(**_typed(Limits, limits, path, "limits.")), ner=NerSettings(**_typed(NerSettings, ner, path, "ner.")))
