"""Lines of JSON, as ``tag`` and ``resolve`` take them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any


class BadLineError(ValueError):
    """A line that cannot be used; the message says which and why."""


def json_lines(lines: Iterable[str], is_whole: Callable[[dict[str, Any]], bool], wanted: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of lines with their numbers; blank lines are passed over.

    Args:
        lines: the lines.
        is_whole: whether an object has what it needs.
        wanted: what that is, for the message.

    Raises:
        BadLineError: a line is no JSON, or no object that is whole.
    """
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        try:
            row = json.loads(raw)
        except ValueError as error:
            raise BadLineError(f"line {number} is no JSON ({error})") from error
        if not isinstance(row, dict) or not is_whole(row):
            raise BadLineError(f"line {number} has no {wanted}")
        yield number, row
