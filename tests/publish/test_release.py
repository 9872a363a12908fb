from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import frictionless
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import Settings
from pipeline.engine import run
from pipeline.publish import open_release
from pipeline.publish.writer import csv_cell
from pipeline.tables import Type, tables
from tests.samples.__main__ import main as write_samples


@pytest.fixture(scope="module")
def curated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release")
    write_samples(folder / "raw")
    run(folder / "raw", folder / "out", Settings(workers=2))
    return folder / "out" / "curated"


def test_every_table_is_there_in_every_form(curated: Path) -> None:
    with duckdb.connect(str(curated / "curated.duckdb"), read_only=True) as connection:
        for name, table in tables().items():
            frame = pq.read_table(curated / f"{name}.parquet")
            assert tuple(frame.column_names) == table.names
            with (curated / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
                lines = list(csv.reader(handle))
            assert tuple(lines[0]) == table.names and len(lines) - 1 == frame.num_rows
            (count,) = connection.execute(f"select count(*) from {name}").fetchone() or (None,)
            assert count == frame.num_rows


def test_the_samples_fill_every_table_that_this_stage_of_the_project_fills(curated: Path) -> None:
    later = {"changes", "id_redirects"}  # of history
    assert {name for name in tables() if pq.read_metadata(curated / f"{name}.parquet").num_rows == 0} == later


def test_the_data_package_is_valid(curated: Path) -> None:
    report = frictionless.validate(str(curated / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "message"])[:5]
    package = json.loads((curated / "datapackage.json").read_text())
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert {r["name"] for r in package["resources"]} == set(tables()) and all(r["schema"]["primaryKey"] for r in package["resources"])


def test_types_keys_and_descriptions_of_the_database(curated: Path) -> None:
    with duckdb.connect(str(curated / "curated.duckdb"), read_only=True) as connection:
        comment = connection.execute("select comment from duckdb_columns() where table_name='meetings' and column_name='held_on'").fetchone()
        assert comment == (tables()["meetings"].field("held_on").description,)
        keys = dict(connection.execute("select table_name, constraint_column_names from duckdb_constraints() where constraint_type='PRIMARY KEY'").fetchall())
        assert {name: tuple(columns) for name, columns in keys.items()} == {name: t.key for name, t in tables().items()}
        assert connection.execute("select typeof(owners_as_written) from actions limit 1").fetchone() == ("VARCHAR[]",)


def test_analysts_open_tables_as_frames(curated: Path) -> None:
    frame = open_release(curated.parent).table("footprints")
    assert isinstance(frame, pd.DataFrame) and frame["population"].sum() == 4_700_000


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+44 20", "'+44 20"),
        ("-", "'-"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        (-5, "-5"),
        (None, ""),
        (True, "true"),
        (["a", "é"], '["a","é"]'),
        ("5E1", "5E1"),
    ],
)
def test_cells_are_safe_to_open_in_a_spreadsheet(value: object, cell: str) -> None:
    assert csv_cell(value) == cell


@given(st.text(max_size=30))
def test_no_text_cell_is_a_formula(text: str) -> None:
    assert not csv_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_missing_is_null_and_never_an_empty_text(curated: Path) -> None:
    for name, table in tables().items():
        for row in pq.read_table(curated / f"{name}.parquet").to_pylist():
            for field in table.fields:
                if field.type is Type.TEXT:
                    # The contract's one exception: a role that is not given is a part of a key.
                    assert row[field.name] not in ("", "N/A") or (name, field.name) == ("affiliations", "role"), (name, field.name)
