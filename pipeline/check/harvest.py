"""Checking one document's harvest before it is kept."""

from __future__ import annotations

import datetime as dt
import functools
from decimal import Decimal
from typing import Any

import jsonschema_rs

from pipeline.check.grounding import check_grounding
from pipeline.check.rules import apply_rules
from pipeline.extract import Harvest, Row
from pipeline.model import Document
from pipeline.tables import Type, table
from pipeline.tables.schema import json_schema

# Filled in by the engine, which knows which file the document is.
PLACEHOLDER = "{document_id}"


def plain(value: Any) -> Any:
    """A cell as JSON has it: dates as ISO text, decimals as numbers."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def complete(row: Row) -> dict[str, Any]:
    """A row with all columns of its table, missing ones null, as plain data."""
    values: dict[str, Any] = {}
    for field in table(row.table).fields:
        value = plain(row.values.get(field.name))
        if value is None and field.name == "document_id":
            value = PLACEHOLDER
        if value is None and field.type is Type.TEXTS:
            value = []
        values[field.name] = value
    return values


@functools.cache
def validator(name: str) -> jsonschema_rs.Draft202012Validator:
    """The compiled schema of a table."""
    return jsonschema_rs.Draft202012Validator(json_schema(table(name)), validate_formats=True)


def check(document: Document, harvest: Harvest) -> None:
    """Ground every value, apply the quality rules, and drop rows that their schemas do not allow."""
    check_grounding(document, harvest)
    apply_rules(harvest)
    kept = []
    seen: set[tuple[str, str]] = set()
    for row in harvest.rows:
        values = complete(row)
        error = next(validator(row.table).iter_errors(values), None)
        if error is not None:
            harvest.issue("schema_violation", f"a row of {row.table} was left out: {error.message[:300]}", row=row)
            continue
        identity = (row.table, row.record_id)
        if identity in seen:
            harvest.issue("duplicate_record", f"the document holds this row of {row.table} twice; the first is kept", row=row)
            continue
        seen.add(identity)
        row.values = values
        kept.append(row)
    harvest.rows = kept
