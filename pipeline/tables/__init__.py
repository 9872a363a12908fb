"""The tables of the dataset, each defined once.

A module of this package defines one family of tables as ``Table`` objects; everything else (JSON
Schema, Table Schema, Parquet types, CSV cells, the dictionary) is derived from them. To add a table,
add a module: every module here is read, and every ``Table`` in it is published.

In: nothing. Out: ``TABLES``, a mapping of name to ``Table`` in a fixed order.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil

from pipeline.tables.definition import Field, Origin, Table, Type

__all__ = ["Field", "Origin", "Table", "Type", "table", "tables"]


@functools.cache
def tables() -> dict[str, Table]:
    """Every table of the dataset by name, in the order of their names."""
    found: dict[str, Table] = {}
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        for value in vars(module).values():
            if isinstance(value, Table):
                if found.get(value.name, value) is not value:
                    raise ValueError(f"two tables are called {value.name}")
                found[value.name] = value
    return dict(sorted(found.items()))


def table(name: str) -> Table:
    """The table of that name.

    Raises:
        KeyError: no module of this package defines it.
    """
    return tables()[name]
