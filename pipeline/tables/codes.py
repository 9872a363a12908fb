"""The closed list of issue codes: how grave each is, and what a steward does about it."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Code:
    """An issue code: ``severity`` (error, warning, info), ``meaning`` and ``remedy`` in a sentence each."""

    name: str
    severity: str
    meaning: str
    remedy: str


@functools.cache
def codes() -> dict[str, Code]:
    """Every code by name."""
    with (files("pipeline.tables") / "codes.toml").open("rb") as handle:
        return {name: Code(name, **entry) for name, entry in tomllib.load(handle).items()}


def code(name: str) -> Code:
    """The code of that name.

    Raises:
        KeyError: there is none: codes are a closed list.
    """
    return codes()[name]
