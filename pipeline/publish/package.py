"""``datapackage.json``: the release described for other programs (Data Package v2)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from pipeline.tables import tables
from pipeline.tables.schema import table_schema


def write_package(folder: Path, release_id: str, rows: dict[str, int]) -> None:
    """Describe the CSV files of a folder."""
    keys = {name: table.key for name, table in tables().items()}
    resources: list[dict[str, Any]] = []
    for name, table in tables().items():
        resources.append(
            {
                "name": name,
                "title": table.title,
                "description": table.description,
                "path": f"{name}.csv",
                "type": "table",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True, "header": True},
                "schema": table_schema(table, keys),
                "rowCount": rows[name],
            }
        )
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "nhs-library-knowledge",
        "id": release_id,
        "title": "NHS library and knowledge services: what their papers record",
        "description": "Tables extracted from published papers. Each value's source is in evidence; what needs a person's eye is in issues. "
        "CSV cells that a spreadsheet would take for a formula have an apostrophe before them.",
        "resources": resources,
    }
    (folder / "datapackage.json").write_bytes(orjson.dumps(package, option=orjson.OPT_INDENT_2))
