"""Counting what a locator counts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Places:
    """Counts the paragraphs and tables of one place (a body, a cell, a post, a page).

    ``prefix``: where that place is, with a comma and a space behind it.
    """

    prefix: str = ""
    paragraphs: int = 0
    tables: int = 0

    def paragraph(self) -> str:
        """The locator of the next paragraph."""
        self.paragraphs += 1
        return f"{self.prefix}paragraph {self.paragraphs}"

    def table(self) -> str:
        """The locator of the next table."""
        self.tables += 1
        return f"{self.prefix}table {self.tables}"
