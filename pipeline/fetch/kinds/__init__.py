"""The kinds of sources. To add one, add a module here with a module-level ``poll`` that takes a ``Poll``."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from pipeline.fetch.poll import Poll


def kind(name: str) -> Callable[[Poll], None]:
    """What looks at sources of a kind.

    Raises:
        ModuleNotFoundError: there is no such kind.
    """
    found: Callable[[Poll], None] = importlib.import_module(f"{__name__}.{name}").poll
    return found
