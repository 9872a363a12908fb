"""What a table and a field are: the one definition that schemas and files are made from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Type(StrEnum):
    """The types a cell can have."""

    TEXT = "string"
    INTEGER = "integer"
    DECIMAL = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    TEXTS = "list"


class Origin(StrEnum):
    """Where a cell comes from.

    READ: from the words of a document, so that it must have evidence. DERIVED: computed from other
    cells or from the structure (a position, an id, a bound, a sum). RUN: from the pipeline's own
    bookkeeping (a hash, a count, a status).
    """

    READ = "read"
    DERIVED = "derived"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class Link:
    """That a column holds the id of whom or what another column of its row names.

    ``label``: ORG or PERSON. ``column``: the column with the name. ``beside``: what stands beside a person's name, as
    pairs of what it is (``organisation``, ``role``, ``email``, ``initials``) and its column. ``known_only``: the column
    holds free text, so that only a body that is known is linked.
    """

    label: str
    column: str
    beside: tuple[tuple[str, str], ...] = ()
    known_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column: its name, meaning and type.

    ``nullable``: whether it may be missing. ``choices``: the closed list of its values. ``unit``:
    of a number. ``pattern``: an ECMA 262 regular expression that every text matches.
    """

    name: str
    description: str
    type: Type = Type.TEXT
    nullable: bool = False
    origin: Origin = Origin.READ
    choices: tuple[str, ...] = ()
    pattern: str | None = None
    unit: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    example: Any = None
    link: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: one row for what, by which key.

    ``foreign``: a column (or columns) of this table to the table whose primary key it holds.
    ``root``: the column that names the record this row belongs to and falls with (a meeting, a post,
    a footprint): when two documents hold the same record, rows of one root come from one of them.
    """

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    foreign: tuple[tuple[tuple[str, ...], str], ...] = ()
    root: str | None = None

    def __post_init__(self) -> None:
        """Columns that hold ids of organisations and people lead to their tables."""
        links = tuple(((f.name,), "organisations" if f.link.label == "ORG" else "people") for f in self.fields if f.link)
        object.__setattr__(self, "foreign", (*self.foreign, *links))

    @property
    def links(self) -> tuple[tuple[str, Link], ...]:
        """The columns that hold ids of organisations and people, each with what it stands for."""
        return tuple((f.name, f.link) for f in self.fields if f.link)

    def field(self, name: str) -> Field:
        """The field of that name.

        Raises:
            KeyError: the table has no such field.
        """
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"{self.name} has no field {name}")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(field.name for field in self.fields)


def ident(name: str, description: str, **more: Any) -> Field:
    """A column that holds an id."""
    return Field(name=name, description=description, **{"origin": Origin.DERIVED, "pattern": r"^\S+$", **more})


def position(name: str = "position", description: str = "Place of the row among its siblings, from 1.") -> Field:
    """A column that counts from 1 in document order."""
    return Field(name=name, type=Type.INTEGER, description=description, origin=Origin.DERIVED, minimum=1)


def organisation_of(column: str, name: str | None = None, *, known_only: bool = False) -> Field:
    """A column with the id of the organisation that another column names; by default that column's name and ``_id``."""
    link = Link("ORG", column, known_only=known_only)
    return maybe(name or f"{column}_id", f"The organisation that `{column}` names.", origin=Origin.DERIVED, link=link)


def person_of(column: str, name: str, **beside: str) -> Field:
    """A column with the id of the person whom another column names; ``beside`` says which columns tell more of them."""
    return maybe(name, f"The person whom `{column}` names.", origin=Origin.DERIVED, link=Link("PERSON", column, tuple(beside.items())))


EDTF = r"^\d{4}(-(0[1-9]|1[0-2]|2[1-4])(-[0-3]\d)?)?~?(/\d{4}(-(0[1-9]|1[0-2]|2[1-4])(-[0-3]\d)?)?~?)?$"


def edtf(name: str, description: str) -> Field:
    """A column that holds an EDTF date or interval (ISO 8601-2 level 1)."""
    return Field(name=name, description=description, nullable=True, pattern=EDTF, example="2016-10/2016-11")


def maybe(name: str, description: str, **more: Any) -> Field:
    """A column that may be missing."""
    return Field(name=name, description=description, nullable=True, **more)
