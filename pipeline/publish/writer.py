"""Writing the tables of a release, row by row, in the same bytes for the same rows."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.publish.changes import Inputs, changes_between
from pipeline.publish.duckdb_file import write_duckdb
from pipeline.publish.package import write_package
from pipeline.tables import Table, Type, tables

_ARROW = {
    Type.TEXT: pa.string(),
    Type.INTEGER: pa.int64(),
    Type.DECIMAL: pa.float64(),
    Type.BOOLEAN: pa.bool_(),
    Type.DATE: pa.date32(),
    Type.TEXTS: pa.list_(pa.string()),
}
_BATCH = 20_000
# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table, with its descriptions."""
    fields = [
        pa.field(f.name, _ARROW[f.type], nullable=f.nullable, metadata={"description": f.description, **({"unit": f.unit} if f.unit else {})})
        for f in table.fields
    ]
    return pa.schema(fields, metadata={"title": table.title, "description": table.description, "primary_key": ",".join(table.key)})


def csv_cell(value: Any) -> str:
    """A cell as CSV has it: lists as JSON, missing as nothing, text that a spreadsheet would run neutralised.

    The rule: a text that begins with ``=``, ``+``, ``-``, ``@``, tab or carriage return gets an
    apostrophe before it. Numbers and dates are left as they are.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return orjson.dumps(value).decode()
    if isinstance(value, str):
        return "'" + value if value.startswith(_FORMULA) else value
    return str(value)


def inputs_of(folder: Path) -> Inputs:
    """What a release was made from, as its summary has it; releases of older versions do not say."""
    try:
        return Inputs(**orjson.loads((folder / "summary.json").read_bytes())["inputs"])
    except (OSError, ValueError, KeyError, TypeError):
        return Inputs("")


class TableWriter:
    """One table's Parquet and CSV files."""

    def __init__(self, table: Table, folder: Path) -> None:
        self._table = table
        self._schema = arrow_schema(table)
        self._rows: list[dict[str, Any]] = []
        self.count = 0
        self._parquet = pq.ParquetWriter(folder / f"{table.name}.parquet", self._schema, compression="zstd", write_statistics=True, store_schema=True)
        self._handle = (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="")
        self._csv = csv.writer(self._handle, lineterminator="\r\n")
        self._csv.writerow(table.names)

    def add(self, values: dict[str, Any]) -> None:
        """Add a row; dates may be ISO text."""
        self._rows.append(values)
        self.count += 1
        if len(self._rows) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        if not self._rows:
            return
        columns = []
        for field in self._table.fields:
            values = [row[field.name] for row in self._rows]
            if field.type is Type.DATE:
                values = [dt.date.fromisoformat(v) if isinstance(v, str) else v for v in values]
            elif field.type is Type.DECIMAL:
                values = [None if v is None else float(v) for v in values]
            columns.append(pa.array(values, type=_ARROW[field.type]))
        self._parquet.write_table(pa.Table.from_arrays(columns, schema=self._schema))
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\r\n")
        names = self._table.names
        writer.writerows([csv_cell(row[name]) for name in names] for row in self._rows)
        self._handle.write(buffer.getvalue())
        self._rows.clear()

    def close(self) -> None:
        """Write what is left and close both files."""
        self._flush()
        self._parquet.close()
        self._handle.close()


class ReleaseWriter:
    """Writes a release into a folder: ``add`` rows, then leave the ``with`` block.

    Args:
        folder: where to.
        release_id: its id.
        inputs: what it is made from beside its documents.
        before: the folder of the release before, that ``changes`` is told against; None for the first.
    """

    def __init__(self, folder: Path, release_id: str, inputs: Inputs, before: Path | None = None) -> None:
        self._folder = folder
        self._release_id = release_id
        self._inputs = inputs
        self._before = before
        self._writers: dict[str, TableWriter] = {}
        self._issues: Counter[str] = Counter()
        self.statuses: dict[str, int] = {}

    def __enter__(self) -> ReleaseWriter:
        self._writers = {name: TableWriter(table, self._folder) for name, table in tables().items()}
        return self

    def add(self, table: str, values: dict[str, Any]) -> None:
        """Add a row to a table."""
        self._writers[table].add(values)
        if table == "issues":
            self._issues[values["code"]] += 1

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        changes = self._writers.pop("changes")
        for writer in self._writers.values():
            writer.close()
        if kind is None and self._before is not None:
            for row in changes_between(self._before, self._folder, inputs_of(self._before), self._inputs):
                changes.add(row)
        changes.close()
        if kind is not None:
            return
        self._writers = dict(sorted((self._writers | {"changes": changes}).items()))
        rows = {name: writer.count for name, writer in self._writers.items()}
        write_duckdb(self._folder)
        write_package(self._folder, self._release_id, rows)
        summary = {
            "release": self._release_id,
            "statuses": self.statuses,
            "rows": rows,
            "issues": dict(self._issues.most_common()),
            "inputs": asdict(self._inputs),
        }
        (self._folder / "summary.json").write_bytes(orjson.dumps(summary, option=orjson.OPT_INDENT_2))
