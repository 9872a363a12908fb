"""The steward's decisions about organisations and people: CSV files under ``lookups/`` that win over the machine.

Every ``*.csv`` there has the columns ``decision,label,a,b,note``. ``label`` is ORG or PERSON. ``a`` and ``b`` are ids
(``org-…``, ``per-…``), names as they are written, or a name in one file (``Jane Ember @ minutes/june.docx``).

=========  =====================================================================
decision   what it says
=========  =====================================================================
same       a and b are one; the row is b's
different  a and b are two, whatever the machine thinks
alias      the name a stands for b
rename     a is published under the name b
suppress   a is no organisation or person: it has no row, and its mentions go
=========  =====================================================================
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.normalise.text import collapse, fold

COLUMNS = ("decision", "label", "a", "b", "note")
DECISIONS = ("same", "different", "alias", "rename", "suppress")
LABELS = ("ORG", "PERSON")


class LookupFileError(Exception):
    """A file of decisions that cannot be used; the message names the file, the line and the remedy."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of a file of decisions; ``place`` says where it stands."""

    decision: str
    label: str
    a: str
    b: str
    place: str


@dataclass(slots=True)
class Lookups:
    """All decisions, ready to be asked; what was asked for and answered counts as used."""

    decisions: tuple[Decision, ...] = ()
    used: set[Decision] = field(default_factory=set)
    overruled: list[tuple[Decision, Decision]] = field(default_factory=list)
    _different: dict[tuple[str, frozenset[str]], Decision] = field(default_factory=dict)
    _same: dict[tuple[str, str], Decision] = field(default_factory=dict)
    _renamed: dict[tuple[str, str], Decision] = field(default_factory=dict)
    _suppressed: dict[tuple[str, str], Decision] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the decisions; of two that contradict each other on the same pair the later stands."""
        pairs: dict[tuple[str, frozenset[str]], Decision] = {}
        for row in self.decisions:
            if row.decision in ("same", "alias", "different"):
                pair = (row.label, frozenset((fold(row.a), fold(row.b))))
                earlier = pairs.get(pair)
                if earlier is not None and (earlier.decision == "different") != (row.decision == "different"):
                    self.overruled.append((earlier, row))
                pairs[pair] = row
            elif row.decision == "rename":
                self._renamed[row.label, fold(row.a)] = row
            else:
                self._suppressed[row.label, fold(row.a)] = row
        for pair, row in pairs.items():
            if row.decision == "different":
                self._different[pair] = row
            else:
                self._same[row.label, fold(row.a)] = row

    def _use(self, row: Decision | None) -> Decision | None:
        if row is not None:
            self.used.add(row)
        return row

    def differ(self, label: str, ours: Iterable[str], theirs: Iterable[str]) -> bool:
        """Whether the steward says that what these references name are two."""
        if not self._different:
            return False
        others = [fold(t) for t in theirs]
        found = [self._use(self._different.get((label, frozenset((fold(a), b))))) for a in ours for b in others]
        return any(found)

    def set_apart_from(self, label: str, name: str) -> list[str]:
        """What the steward says that a name, the first of a pair, is different from."""
        if not self._different:
            return []
        rows = [r for (kind, _), r in self._different.items() if kind == label and fold(r.a) == fold(name)]
        self.used.update(rows)
        return [r.b for r in rows]

    def same_as(self, label: str, references: Iterable[str]) -> Decision | None:
        """The decision that one of these references is another's, chains not walked."""
        return next((row for r in references if (row := self._use(self._same.get((label, fold(r)))))), None) if self._same else None

    def name_of(self, label: str, references: Iterable[str]) -> str | None:
        """The name under which the steward wants it published."""
        row = next((row for r in references if (row := self._use(self._renamed.get((label, fold(r)))))), None) if self._renamed else None
        return row.b if row else None

    def is_suppressed(self, label: str, references: Iterable[str]) -> bool:
        """Whether the steward says that it is none."""
        found = [self._use(self._suppressed.get((label, fold(r)))) for r in references] if self._suppressed else []
        return any(found)

    @property
    def unused(self) -> list[Decision]:
        """Decisions that met nothing."""
        standing = {*self._different.values(), *self._same.values(), *self._renamed.values(), *self._suppressed.values()}
        return sorted(standing - self.used, key=lambda row: row.place)


def lookup_files(folder: Path) -> list[Path]:
    """The files of decisions, in the order of their names."""
    return sorted(folder.glob("*.csv")) if folder.is_dir() else []


def lookups_hash(folder: Path) -> str:
    """SHA-256 over the files of decisions; "" where there are none."""
    files = lookup_files(folder)
    return hashlib.sha256(b"".join(p.name.encode() + b"\0" + p.read_bytes() for p in files)).hexdigest() if files else ""


def read_lookups(folder: Path) -> Lookups:
    """The decisions of a folder.

    Raises:
        LookupFileError: a file is no CSV of this kind, or a row is incomplete: a decision that is passed over in
            silence would be a correction lost.
    """
    rows: list[Decision] = []
    for path in lookup_files(folder):
        try:
            with path.open(encoding="utf-8-sig", newline="") as handle:
                rows.extend(_rows(csv.DictReader(handle, strict=True), path))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise LookupFileError(f"{path} cannot be read: {error}. Save it as CSV in UTF-8") from error
    return Lookups(tuple(rows))


def _rows(reader: csv.DictReader[str], path: Path) -> Iterable[Decision]:
    missing = [c for c in COLUMNS[:4] if c not in (reader.fieldnames or ())]
    if missing:
        raise LookupFileError(f"{path} lacks the columns {', '.join(missing)}: its first line is {','.join(COLUMNS)}")
    for row in reader:
        values = [collapse(row[c] or "") for c in COLUMNS[:4]]
        if not any(values):
            continue
        decision, label, a, b = values
        place = f"{path.name}, line {reader.line_num}"
        wrong = None
        if decision not in DECISIONS:
            wrong = f"{decision!r} is no decision; there are {', '.join(DECISIONS)}"
        elif label not in LABELS:
            wrong = f"{label!r} is no label; there are {' and '.join(LABELS)}"
        elif not a or (not b and decision != "suppress"):
            wrong = f"{decision} needs {'a' if not a else 'b'}"
        elif fold(a) == fold(b):
            wrong = "a and b are the same"
        if wrong:
            raise LookupFileError(f"{path}, line {reader.line_num}: {wrong}")
        yield Decision(decision, label, a, b, place)


def write_decision(folder: Path, decision: str, label: str, a: str, b: str, note: str = "") -> Path:
    """Append a decision to ``decisions.csv`` of a folder, which is made where it is missing; the file's path.

    Raises:
        LookupFileError: the decision is incomplete, or the files there cannot be read.
    """
    path = folder / "decisions.csv"
    list(_rows(csv.DictReader([",".join(COLUMNS), _line([decision, label, a, b, note])]), Path("the decision")))
    read_lookups(folder)
    folder.mkdir(parents=True, exist_ok=True)
    head = "" if path.exists() and path.stat().st_size else _line(list(COLUMNS)) + "\n"
    if not head and not path.read_text(encoding="utf-8").endswith("\n"):
        head = "\n"
    with path.open("a", encoding="utf-8", newline="") as handle:
        handle.write(head + _line([decision, label, a, b, note]) + "\n")
    return path


def _line(values: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(values)
    return buffer.getvalue()
