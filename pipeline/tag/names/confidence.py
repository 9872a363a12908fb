"""How sure a name is: the share of its like that were right on annotated text (``confidence.toml``)."""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files

from pipeline.tag.names.spans import Name

_UNKNOWN = 0.5


def kind_of(name: Name, text: str) -> str:
    """The group that a name is counted in: its label and source, the model's by shape too."""
    if name.method == "structure":
        return f"{name.label}.structure"
    if name.source not in ("model", "repeat"):
        return f"{name.label}.{name.source}"
    shown = text[name.start : name.end]
    words = shown.split()
    shape = "initials" if shown.isupper() and len(shown) <= 3 else "capitals" if shown.isupper() else "word" if len(words) == 1 else "words"
    return f"{name.label}.{name.source}.{shape}"


@functools.cache
def _table() -> dict[str, float]:
    path = files("pipeline.tag.names") / "confidence.toml"
    return dict(tomllib.loads(path.read_text(encoding="utf-8"))["precision"]) if path.is_file() else {}


def confidence_of(name: Name, text: str) -> float:
    """The share of such names that were right, 0 to 1; that of its label where the kind was never seen."""
    table = _table()
    return table.get(kind_of(name, text), table.get(name.label, _UNKNOWN))
