"""Importing the files of the NHS Organisation Data Service (ODS) as a dated snapshot.

``etr`` (trusts) and ``eccg`` (CCGs) have no head row: code, name, national grouping, geography, five lines of address,
postcode, day of opening, day of closing, … (ODS, "CSV downloads: record layouts"). ``succ`` has code, code of the
successor, reason, day. Days are written YYYYMMDD.
"""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pipeline.reference import COLUMNS, BadReferenceError, Organisation, organisations

_KINDS = {"etr": "nhs_trust", "eccg": "ccg"}
_SMALL = frozenset({"and", "of", "the", "for", "in", "on", "upon", "with", "to", "at", "by", "under"})
_CAPITALS = frozenset({"NHS", "CCG", "ICB", "UK", "BMI"})
_CODE = re.compile(r"[A-Z0-9]{3,6}\Z")
_LARGEST = 50_000_000


def named(capitals: str) -> str:
    """A name that ODS writes in capitals as bodies write it themselves: ``ALDER HEY CHILDREN'S NHS FOUNDATION TRUST``."""
    words = []
    for number, word in enumerate(capitals.split()):
        if word.strip(",.()").upper() in _CAPITALS:
            words.append(word.upper())
        elif number and word.lower() in _SMALL:
            words.append(word.lower())
        else:
            parted = re.sub(r"(^|[-(&./])([a-z])", lambda m: m[1] + m[2].upper(), word.lower())
            words.append(re.sub(r"-(On|Upon|And|Of|The|In|Under)-", lambda m: m[0].lower(), parted))
    return " ".join(words)


def _day(text: str, place: str) -> dt.date | None:
    if not text.strip():
        return None
    try:
        return dt.datetime.strptime(text.strip(), "%Y%m%d").date()
    except ValueError as error:
        raise BadReferenceError(f"{place}: {text!r} is no day (YYYYMMDD)") from error


def _text_of(path: Path) -> str:
    """The text of a CSV file, or of the one in a zip."""
    try:
        data = path.read_bytes()
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                inside = [i for i in archive.infolist() if i.filename.lower().endswith(".csv")]
                if len(inside) != 1 or inside[0].file_size > _LARGEST:
                    raise BadReferenceError(f"{path} is a zip without exactly one CSV of a sensible size: unpack the file yourself")
                data = archive.read(inside[0])
        return data.decode("utf-8-sig")
    except (UnicodeDecodeError, zipfile.BadZipFile) as error:
        raise BadReferenceError(f"{path} cannot be read: {error}. It should be the CSV as ODS publishes it") from error


def read_bodies(path: Path, which: str) -> Iterator[Organisation]:
    """The bodies of an ``etr`` or ``eccg`` file.

    Raises:
        BadReferenceError: a row is none of that layout.
    """
    source = f"ODS {which}, {path.name}"
    for number, row in enumerate(csv.reader(io.StringIO(_text_of(path))), 1):
        place = f"{path}, line {number}"
        if not row:
            continue
        if len(row) < 12 or not _CODE.match(row[0].strip()) or not row[1].strip():
            raise BadReferenceError(f"{place} is no row of ODS {which}: code, name, grouping, geography, address ×5, postcode, opened, closed …")
        if which == "eccg" and not row[1].rstrip().endswith("CCG"):
            continue  # commissioning hubs and the sub-locations that ICBs report by
        yield Organisation(named(row[1]), _KINDS[which], row[0].strip(), (), _day(row[10], place), _day(row[11], place), None, source)


def read_successions(path: Path) -> dict[str, str]:
    """The code of each body that ended, with the code of the body that took over; of several the latest.

    Raises:
        BadReferenceError: a row is none of that layout.
    """
    found: dict[str, tuple[str, str]] = {}
    for number, row in enumerate(csv.reader(io.StringIO(_text_of(path))), 1):
        if not row:
            continue
        if len(row) < 4 or not _CODE.match(row[0].strip()) or not _CODE.match(row[1].strip()):
            raise BadReferenceError(f"{path}, line {number} is no row of ODS succ: code, code of the successor, reason, day")
        day = row[3].strip()
        if row[0].strip() not in found or day >= found[row[0].strip()][0]:
            found[row[0].strip()] = (day, row[1].strip())
    return {code: successor for code, (_, successor) in found.items()}


def merge(known: Sequence[Organisation], snapshot: Sequence[Organisation]) -> tuple[Organisation, ...]:
    """The known bodies with the snapshot's facts.

    A body of the snapshot takes its row's place by code, dates and name; short forms, a successor that only the known
    row has, and rows for names that a code bore before stay. A name that ODS has no more is a former one, led on.
    """
    by_code: dict[str, list[Organisation]] = defaultdict(list)
    for row in known:
        if row.ods_code and row.kind in _KINDS.values():
            by_code[row.ods_code].append(row)
    replaced: dict[Organisation, Organisation] = {}
    added = []
    for body in snapshot:
        rows = by_code.get(body.ods_code or "", [])
        same = next((r for r in rows if _folded(r.name) == _folded(body.name)), None)
        if same is not None:
            # ODS gives the opening of the code; a row for a later name of it knows its own.
            opened = same.opened_on if len(rows) > 1 else body.opened_on
            replaced[same] = dataclasses.replace(
                same, opened_on=opened, closed_on=body.closed_on or same.closed_on,
                successor=body.successor or same.successor, source=body.source,
            )  # fmt: skip
            continue
        added.append(body)
        for row in rows:
            if row.successor is None:  # the name was given up for the snapshot's
                replaced[row] = dataclasses.replace(row, successor=body.name)
    return (*(replaced.get(row, row) for row in known), *added)


def _folded(name: str) -> str:
    return re.sub(r"\W+", " ", name.casefold().replace("&", "and").replace("'", "").replace("’", "")).removeprefix("the ").strip()


def import_files(folder: Path, paths: dict[str, Path | None], address: str | None, day: dt.date) -> tuple[Path, list[str]]:
    """Write a snapshot of these files to a folder; its path, and a line for each thing that it changes.

    Raises:
        BadReferenceError: a file is not what it should be, or cannot be fetched.
    """
    if address:
        from pipeline.reference.download import fetch

        paths = fetch(address, folder / "downloads", paths)
    before = organisations(folder)
    bodies = [b for which in ("etr", "eccg") if (path := paths.get(which)) is not None for b in read_bodies(path, which)]
    succ = paths.get("succ")
    bodies = list(_with_successors(bodies, read_successions(succ), before)) if succ is not None else bodies
    if not bodies:
        raise BadReferenceError("no body was found in the files: name etr.csv or eccg.csv as ODS publishes them")
    target = folder / f"ods-{day.isoformat()}.csv"
    folder.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}")
    with aside.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(_cells(b) for b in bodies)
    aside.replace(target)
    return target, list(_differences(before, organisations(folder)))


def _with_successors(bodies: Sequence[Organisation], successions: dict[str, str], known: Sequence[Organisation]) -> Iterator[Organisation]:
    names = {b.ods_code: b.name for b in known if b.ods_code and not b.successor} | {b.ods_code: b.name for b in bodies}
    for body in bodies:
        following = names.get(successions.get(body.ods_code or ""))
        yield dataclasses.replace(body, successor=following) if following and following != body.name else body


def _cells(body: Organisation) -> list[str]:
    days = (d.isoformat() if d else "" for d in (body.opened_on, body.closed_on))
    return [body.name, body.kind, body.ods_code or "", ";".join(body.abbreviations), *days, body.successor or "", body.source]


def _differences(before: Iterable[Organisation], after: Iterable[Organisation]) -> Iterator[str]:
    old = {(b.ods_code, b.name): b for b in before}
    for body in after:
        known = old.get((body.ods_code, body.name))
        if known is None:
            yield f"new      {body.ods_code or '':6} {body.name}"
            continue
        for what in ("opened_on", "closed_on", "successor"):
            was, now = getattr(known, what), getattr(body, what)
            if was != now:
                yield f"changed  {body.ods_code or '':6} {body.name}: {what.replace('_on', '')} {was or 'unknown'} → {now or 'unknown'}"
