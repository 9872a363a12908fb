"""JSON Schema (2020-12) and Table Schema (Data Package v2) of a table, from its one definition."""

from __future__ import annotations

from typing import Any

from pipeline.tables.definition import Field, Table, Type

_JSON_TYPES = {
    Type.TEXT: "string",
    Type.INTEGER: "integer",
    Type.DECIMAL: "number",
    Type.BOOLEAN: "boolean",
    Type.DATE: "string",
    Type.TEXTS: "array",
}


def _property(field: Field) -> dict[str, Any]:
    kind: Any = _JSON_TYPES[field.type]
    schema: dict[str, Any] = {"type": [kind, "null"] if field.nullable else kind, "description": field.description}
    if field.type is Type.TEXT and not field.choices:
        # Missing is null, never "": the one exception is a key part that may be empty.
        if not (field.name == "role" and not field.nullable):
            schema["minLength"] = 1
        if field.pattern:
            schema["pattern"] = field.pattern
    if field.type is Type.DATE:
        schema["format"] = "date"
        schema["pattern"] = r"^\d{4}-\d{2}-\d{2}$"
    if field.type is Type.TEXTS:
        schema["items"] = {"type": "string", "minLength": 1}
    if field.choices:
        schema["enum"] = [*field.choices, None] if field.nullable else list(field.choices)
    if field.minimum is not None:
        schema["minimum"] = field.minimum
    if field.maximum is not None:
        schema["maximum"] = field.maximum
    if field.example is not None:
        schema["examples"] = [field.example]
    if field.unit:
        schema["x-unit"] = field.unit
    schema["x-origin"] = str(field.origin)
    return schema


def json_schema(table: Table) -> dict[str, Any]:
    """The schema that every row of the table obeys, as an object of its columns."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{table.name}.json",
        "title": table.title,
        "description": table.description,
        "type": "object",
        "properties": {field.name: _property(field) for field in table.fields},
        "required": list(table.names),
        "additionalProperties": False,
        "x-primaryKey": list(table.key),
        "x-foreignKeys": [{"fields": list(fields), "table": other} for fields, other in table.foreign],
    }


_TABLE_TYPES = {
    Type.TEXT: "string",
    Type.INTEGER: "integer",
    Type.DECIMAL: "number",
    Type.BOOLEAN: "boolean",
    Type.DATE: "date",
    Type.TEXTS: "array",
}


def table_schema(table: Table, keys: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    """The Table Schema of the table's CSV file.

    Args:
        table: the table.
        keys: the primary key of each table, for the foreign keys.
    """
    fields = []
    for field in table.fields:
        constraints: dict[str, Any] = {"required": not field.nullable and field.name != "role"}
        if field.choices:
            constraints["enum"] = list(field.choices)
        if field.pattern and field.type is Type.TEXT:
            constraints["pattern"] = field.pattern
        if field.minimum is not None:
            constraints["minimum"] = field.minimum
        if field.maximum is not None:
            constraints["maximum"] = field.maximum
        entry = {"name": field.name, "type": _TABLE_TYPES[field.type], "description": field.description, "constraints": constraints}
        if field.type is Type.DATE:
            entry["format"] = "default"
        fields.append(entry)
    return {
        "fields": fields,
        "primaryKey": list(table.key),
        "missingValues": [""],
        "foreignKeys": [
            {"fields": list(columns), "reference": {"resource": other if other != table.name else "", "fields": list(keys[other])}}
            for columns, other in table.foreign
        ],
    }
