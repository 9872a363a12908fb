"""The benchmark of labelled pairs: which names are one body's or one person's."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import pytest

from pipeline.reference import organisations
from pipeline.resolve import Entities, Lookups
from pipeline.resolve.jsonl import resolve_lines
from pipeline.resolve.organisations.resolver import PaperContext

PAIRS = Path(__file__).with_name("pairs.csv")
# What was reached; these bounds only go up.
FLOORS = {"ORG": (1.0, 0.99), "PERSON": (1.0, 0.98)}


def pairs(label: str) -> list[dict[str, str]]:
    with PAIRS.open(encoding="utf-8", newline="") as handle:
        return [row for row in csv.DictReader(handle) if row["label"] == label]


def organisations_are_one(entities: Entities, row: dict[str, str]) -> bool:
    found = [
        entities.registry.resolve(row[side], PaperContext(dt.date.fromisoformat(row[f"{side}_date"]) if row[f"{side}_date"] else None)).organisation_id
        for side in ("a", "b")
    ]
    return found[0] is not None and found[0] == found[1]


def people_are_one(row: dict[str, str]) -> bool:
    lines = [json.dumps({"id": side, "name": row[side], "label": "PERSON", "context": row[f"{side}_context"]}) for side in ("a", "b")]
    found = [json.loads(line).get("entity_id") for line in resolve_lines(lines, Entities(organisations(), Lookups()))]
    return found[0] is not None and found[0] == found[1]


@pytest.mark.parametrize("label", ["ORG", "PERSON"])
def test_precision_and_recall_on_labelled_pairs(label: str) -> None:
    entities = Entities(organisations(), Lookups())
    right, wrong, missed = 0, [], []
    for row in pairs(label):
        one = organisations_are_one(entities, row) if label == "ORG" else people_are_one(row)
        if one and row["same"] == "1":
            right += 1
        elif one:
            wrong.append((row["a"], row["b"]))
        elif row["same"] == "1":
            missed.append((row["a"], row["b"]))
    precision, recall = right / (right + len(wrong)), right / (right + len(missed))
    assert precision >= FLOORS[label][0], f"joined wrongly: {wrong}"
    assert recall >= FLOORS[label][1], f"recall {recall:.3f}; missed: {missed}"


def test_the_benchmark_is_large_enough_and_half_of_it_is_hard() -> None:
    rows = [*pairs("ORG"), *pairs("PERSON")]
    assert len(rows) >= 300
    assert sum(row["same"] == "0" for row in rows) >= 150
