"""The release as one DuckDB file, with types, keys and descriptions."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipeline.tables import Table, Type, tables

_SQL = {
    Type.TEXT: "VARCHAR",
    Type.INTEGER: "BIGINT",
    Type.DECIMAL: "DOUBLE",
    Type.BOOLEAN: "BOOLEAN",
    Type.DATE: "DATE",
    Type.TEXTS: "VARCHAR[]",
}


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _statements(table: Table) -> list[str]:
    columns = [f"{_name(f.name)} {_SQL[f.type]}{'' if f.nullable else ' NOT NULL'}" for f in table.fields]
    columns.append(f"PRIMARY KEY ({', '.join(_name(k) for k in table.key)})")
    comments = [f"COMMENT ON COLUMN {_name(table.name)}.{_name(f.name)} IS {_text(f.description)}" for f in table.fields]
    return [f"CREATE TABLE {_name(table.name)} ({', '.join(columns)})", f"COMMENT ON TABLE {_name(table.name)} IS {_text(table.description)}", *comments]


def write_duckdb(folder: Path) -> None:
    """Write ``curated.duckdb`` from the Parquet files of a folder.

    Raises:
        duckdb.ConstraintException: two rows have one key; the release must not be published.
    """
    with duckdb.connect(str(folder / "curated.duckdb")) as connection:
        for table in tables().values():
            for statement in _statements(table):
                connection.execute(statement)
            connection.execute(f"INSERT INTO {_name(table.name)} SELECT * FROM read_parquet({_text(str(folder / f'{table.name}.parquet'))})")
