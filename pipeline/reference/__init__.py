"""Reference data: facts about organisations that the papers name.

Door: ``organisations(folder)`` gives a row for each body, those of the package with those of the newest snapshot
that a steward imported into ``folder`` (``nhs-pipeline reference``). ``organisations.csv`` has a row for each name
that a body bore (a renamed body has two, the first led on by ``successor``), ``footprints.csv`` the 44 STPs.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
import hashlib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

COLUMNS = ("name", "kind", "ods_code", "abbreviations", "opened_on", "closed_on", "successor", "source")


class BadReferenceError(Exception):
    """A reference file that cannot be used; the message names the file, the line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body under one of its names.

    ``kind``: as in the table ``organisations``. ``ods_code``: of the NHS Organisation Data Service. ``abbreviations``:
    short forms, those that several bodies share too. ``opened_on``, ``closed_on``: first and last day under this
    name, where they are known. ``successor``: the name of the body that took over. ``source``: where the facts are from.
    """

    name: str
    kind: str
    ods_code: str | None = None
    abbreviations: tuple[str, ...] = ()
    opened_on: dt.date | None = None
    closed_on: dt.date | None = None
    successor: str | None = None
    source: str = ""

    def existed_on(self, day: dt.date | None, grace: int = 0) -> bool:
        """Whether it existed on a day, give or take ``grace`` days; True where the day is not known."""
        if day is None:
            return True
        slack = dt.timedelta(days=grace)
        return not (self.opened_on and day < self.opened_on - slack) and not (self.closed_on and day > self.closed_on + slack)


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def read_table(text: str, name: str) -> tuple[Organisation, ...]:
    """The rows of a reference table.

    Raises:
        BadReferenceError: a column is missing or a date is none.
    """
    reader = csv.DictReader(text.splitlines())
    missing = set(COLUMNS) - set(reader.fieldnames or ())
    if missing:
        raise BadReferenceError(f"{name} lacks the columns {', '.join(sorted(missing))}")
    rows = []
    for number, row in enumerate(reader, 2):
        try:
            rows.append(
                Organisation(
                    row["name"],
                    row["kind"],
                    row["ods_code"] or None,
                    tuple(a for a in row["abbreviations"].split(";") if a),
                    _day(row["opened_on"]),
                    _day(row["closed_on"]),
                    row["successor"] or None,
                    row["source"],
                )
            )
        except (ValueError, AttributeError, TypeError) as error:
            raise BadReferenceError(f"{name}, line {number}: {error}") from error
    return tuple(rows)


@functools.cache
def packaged() -> tuple[Organisation, ...]:
    """The organisations of the package."""
    return read_table((files("pipeline.reference") / "organisations.csv").read_text(encoding="utf-8"), "organisations.csv")


@functools.cache
def footprints() -> tuple[Organisation, ...]:
    """The 44 STP footprints of 2016, each led on to the integrated care board that kept its code."""
    text = (files("pipeline.reference") / "footprints.csv").read_text(encoding="utf-8")
    return tuple(
        Organisation(f"{r['name']} STP", "network", r["ods_code"], (), _day(r["opened_on"]), _day(r["closed_on"]), r["successor"], r["source"])
        for r in csv.DictReader(text.splitlines())
    )


def snapshots(folder: Path) -> list[Path]:
    """The snapshots in a steward's folder, the oldest first: their names hold their dates."""
    return sorted(folder.glob("ods-????-??-??.csv")) if folder.is_dir() else []


def organisations(folder: Path | None = None) -> tuple[Organisation, ...]:
    """All bodies: the snapshot's facts stand before the package's, whose abbreviations and former names stay.

    Raises:
        BadReferenceError: the newest snapshot cannot be read.
    """
    found = (*packaged(), *footprints())
    newest = snapshots(folder)[-1:] if folder is not None else []
    if not newest:
        return found
    from pipeline.reference.ods import merge

    try:
        text = newest[0].read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadReferenceError(f"{newest[0]} cannot be read: {error}") from error
    return merge(found, read_table(text, str(newest[0])))


def snapshot_hash(folder: Path) -> str:
    """SHA-256 of the newest snapshot; "" where there is none."""
    newest = snapshots(folder)[-1:]
    return hashlib.sha256(newest[0].read_bytes()).hexdigest() if newest else ""
