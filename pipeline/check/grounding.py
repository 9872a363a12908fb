"""Grounding: every value read from a document has words in it, at a locator that leads there."""

from __future__ import annotations

from pipeline.extract import Harvest
from pipeline.model import Document
from pipeline.normalise.text import squeeze
from pipeline.tables import Origin, table


def check_grounding(document: Document, harvest: Harvest) -> tuple[int, int]:
    """Drop what is not grounded, with an issue for each; how many values were checked and dropped.

    A quote is found when its letters, white space aside, stand in what the document has at the
    quote's locator.
    """
    places: dict[str, str] = {}
    checked = dropped = 0
    for row in harvest.rows:
        definition = table(row.table)
        good: list[tuple[str, object]] = []
        grounded: set[str] = set()
        failed: set[str] = set()
        for name, quote in row.evidence:
            if quote.locator not in places:
                places[quote.locator] = squeeze(document.find(quote.locator) or "")
            found = bool(quote.text.strip()) and squeeze(quote.text) in places[quote.locator]
            if found:
                grounded.add(name)
                good.append((name, quote))
            else:
                failed.add(name)
        row.evidence = good  # type: ignore[assignment]
        for field in definition.fields:
            value = row.values.get(field.name)
            if field.origin is not Origin.READ or value is None or value == []:
                continue
            checked += 1
            if field.name in failed or field.name not in grounded:
                dropped += 1
                harvest.issue("ungrounded_value", f"no words of the document prove the value of {field.name}; it was left out", row=row, field=field.name)
                if field.nullable:
                    row.values.pop(field.name)
                elif isinstance(value, list):
                    row.values[field.name] = []
                row.evidence = [(n, q) for n, q in row.evidence if n != field.name]
    return checked, dropped
