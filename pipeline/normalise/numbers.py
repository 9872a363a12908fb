"""Figures as papers write them: counts, decimals, populations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_FIGURE = re.compile(r"(?<![\w.,])[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\w]|[.,]\d)")
_SCALED = re.compile(r"(?P<figure>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(?P<scale>millions?|mill?\b\.?|m\b|thousands?|k\b)?", re.IGNORECASE)
_SCALES = {"m": 1_000_000, "k": 1_000, "t": 1_000}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text: its value, and where its digits stand."""

    value: Decimal
    start: int
    end: int


def find_figures(text: str) -> list[Figure]:
    """Every plain number of the text (``7.86``, ``1,250``), in order; codes with letters are none."""
    figures = []
    for match in _FIGURE.finditer(text):
        try:
            value = Decimal(match.group().replace(",", "").replace("−", "-"))
        except InvalidOperation:  # pragma: no cover - the pattern admits numbers only
            continue
        figures.append(Figure(value, match.start(), match.end()))
    return figures


def parse_count(text: str) -> int | None:
    """A whole number such as a count of CCGs; None where the text holds no number or not one alone."""
    figures = find_figures(text)
    if len(figures) != 1 or figures[0].value != figures[0].value.to_integral_value():
        return None
    return int(figures[0].value)


def parse_population(text: str, unit: int = 1) -> tuple[int, str] | None:
    """People counted by the text, and the words that say so.

    Args:
        text: the cell, such as ``1.4``, ``1.4m`` or ``1,400,000``.
        unit: what a bare figure counts (1,000,000 where the column's head says "million").
    """
    match = _SCALED.search(text)
    if not match:
        return None
    value = Decimal(match["figure"].replace(",", ""))
    scale = (match["scale"] or "").lower()[:1]
    factor = _SCALES[scale] if scale else (unit if value < 100_000 else 1)
    return int((value * factor).to_integral_value()), match.group().strip()
