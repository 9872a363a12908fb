"""Footprint tables: one footprint a row, its services and their figures in parallel lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from pipeline.extract.footprints.lead import put_lead
from pipeline.extract.harvest import Harvest, Quote, Row, stable_id
from pipeline.model import Cell, Document, Kind, Table, Text, walk
from pipeline.normalise.labels import Vocabulary, vocabulary
from pipeline.normalise.numbers import find_figures, parse_count, parse_population
from pipeline.normalise.text import collapse, fold, slug

_TOTAL = re.compile(r"\b(?:sub-?)?total\b", re.IGNORECASE)
_MARK = re.compile(r"\s*(?P<mark>[*†‡§¶^#]+|[¹²³⁴⁵⁶⁷⁸⁹]+)\s*$")
_REGION = re.compile(r"\s*\((?P<region>[A-Z]{1,3}(?:\s*[/&,]\s*[A-Z]{1,3})*|[A-Z]{2,4}\s?&\s?[A-Z]{1,4})\)\s*$")
_NOTHING = re.compile(r"(?:n/?a|tbc|-|–|none|nil|unknown|not known|\?)\.?$", re.IGNORECASE)


def labels() -> Vocabulary:
    """Heads of the columns."""
    return vocabulary("pipeline.extract.footprints", "columns.toml")


@dataclass(slots=True)
class Service:
    """A service of a footprint: organisation, marks, and its figure where the lists run parallel."""

    organisation: str
    where: Quote
    region: str | None
    mark: str | None


@dataclass(slots=True)
class Figure:
    """A figure of the workforce list: its value, and a footnote mark behind it."""

    value: Decimal | None
    where: Quote
    mark: str | None


def table_columns(table: Table) -> tuple[dict[str, int], int, int] | None:
    """Which column is what, the first row of data, and what a bare population counts.

    None where the table is no footprint table: it must name the footprints and say at least two of
    their number, lead, population, regions, services and workforce.
    """
    for number, row in enumerate(table.grid()[:3]):
        heads: dict[str, int] = {}
        unit = 1
        for column, cell in enumerate(row):
            if cell is None or not 0 < len(cell.text) <= 80:
                continue
            text = collapse(cell.text).rstrip("*† ")
            name = labels().match(text)
            if name:
                heads.setdefault(name, column)
            if name == "population":
                unit = 1_000_000 if re.search(r"million|\(m\)|\bm\b", fold(text)) else 1_000 if re.search(r"thousand|000s?\b", fold(text)) else 1
        telling = {"stp_no", "lead", "population", "ccg_count", "regions", "services", "workforce"} & heads.keys()
        if "name" in heads and len(telling) >= 2 and ("lead" in heads or "services" in heads or {"population", "ccg_count"} & heads.keys()):
            return heads, number + 1, unit
    return None


def extract_footprints(document: Document, harvest: Harvest) -> None:
    """Add the footprints of every footprint table of a document."""
    served: list[tuple[str, Row]] = []
    context: tuple[dict[str, int], int] | None = None
    title = ""
    seen: set[str] = set()
    for block in walk(document.blocks):
        if isinstance(block, Text) and block.kind is Kind.HEADING:
            title = block.text
        if not isinstance(block, Table):
            continue
        found = table_columns(block)
        first = 0
        if found is not None:
            heads, first, unit = found
            context = (heads, unit)
        elif context is None or len(block.grid()[0] if block.rows else []) <= max(context[0].values()):
            continue  # neither a footprint table nor the rest of one
        heads, unit = context
        for row in block.grid()[first:]:
            cells = {name: row[column] for name, column in heads.items() if row[column] is not None}
            _footprint({k: c for k, c in cells.items() if c is not None}, unit, title, harvest, served, seen)
    counts: dict[str, set[str]] = {}
    for key, service in served:
        counts.setdefault(key, set()).add(service["footprint_id"])
    for key, service in served:
        service.values["is_shared"] = len(counts[key]) > 1


def _plain(cell: Cell | None) -> tuple[str, Quote | None]:
    text = collapse(cell.text) if cell is not None else ""
    return text, Quote(cell.locator, text) if cell is not None and text else None


def _footprint(cells: dict[str, Cell], unit: int, title: str, harvest: Harvest, served: list[tuple[str, Row]], seen: set[str]) -> None:
    name, where = _plain(cells.get("name"))
    if not name or where is None or _TOTAL.match(name):
        return
    number_text, number_where = _plain(cells.get("stp_no"))
    number = parse_count(number_text)
    footprint_id = stable_id("fpt", slug(title), number, slug(name))
    if footprint_id in seen:
        harvest.issue("duplicate_record", f"the footprint “{name}” stands in the table twice; the first is kept", quote=where)
        return
    seen.add(footprint_id)
    row = harvest.row("footprints", footprint_id=footprint_id)
    row.values["regions"] = []
    row.put("name", name, where)
    if number is not None and number_where:
        row.put("stp_no", number, number_where)
    if "lead" in cells:
        put_lead(row, cells["lead"])
    _figures(row, cells, unit, harvest)
    _regions, region_where = _plain(cells.get("regions"))
    if region_where is not None:
        parts = [p.strip() for cell in [cells["regions"]] for line in cell.text.split("\n") for p in re.split(r"\s*[/;,&]\s*|\s+and\s+", line)]
        row.put("regions", [p for p in parts if p], *(Quote(t.locator, t.text) for t in cells["regions"].texts if t.text))
    _services(row, cells, harvest, served)
    harvest.within(footprint_id, [c.locator for c in cells.values()])


def _figures(row: Row, cells: dict[str, Cell], unit: int, harvest: Harvest) -> None:
    text, where = _plain(cells.get("population"))
    if where is not None and not _NOTHING.match(text):
        found = parse_population(text, unit)
        if found is None:
            harvest.issue("unparsed_number", f"no population can be read from “{text}”", row=row, field="population", quote=where)
        else:
            row.put("population", found[0], where)
            row.put("population_as_written", text, where)
    text, where = _plain(cells.get("ccg_count"))
    if where is not None and not _NOTHING.match(text):
        count = parse_count(text)
        if count is None:
            harvest.issue("unparsed_number", f"no count of CCGs can be read from “{text}”", row=row, field="ccg_count", quote=where)
        else:
            row.put("ccg_count", count, where)


def _lines(cell: Cell) -> list[tuple[str, Text]]:
    """The entries of a cell's list: its paragraphs, and the lines inside them."""
    return [(line.strip(), text) for text in cell.texts if text.text for line in text.text.split("\n") if line.strip()]


def _service(line: str, text: Text) -> Service:
    mark = _MARK.search(line)
    rest = line[: mark.start()] if mark else line
    region = _REGION.search(rest)
    rest = rest[: region.start()] if region else rest
    if mark is None and region is not None:  # "… Trust* (NE)"
        mark = _MARK.search(rest)
        rest = rest[: mark.start()] if mark else rest
    name = rest.strip(" ,;")
    return Service(name, Quote(text.locator, line), region["region"] if region else None, mark["mark"] if mark else None)


def _services(row: Row, cells: dict[str, Cell], harvest: Harvest, served: list[tuple[str, Row]]) -> None:
    services = [_service(line, text) for line, text in _lines(cells["services"]) if not _NOTHING.match(line)] if "services" in cells else []
    figures, total = _workforce(cells["workforce"], row, harvest) if "workforce" in cells else ([], None)
    parallel = len(figures) == len(services)
    if figures and not parallel:
        harvest.issue(
            "parallel_list_mismatch",
            f"{len(services)} services stand beside {len(figures)} figures in “{row['name']}”; the figures are left out",
            row=row,
            field="workforce_wte",
            quote=Quote(cells["workforce"].locator, cells["workforce"].text),
        )
    for position, service in enumerate(services, 1):
        entry = harvest.row("footprint_services", footprint_id=row["footprint_id"], position=position, is_shared=False)
        entry.put("organisation", service.organisation, Quote(service.where.locator, service.organisation))
        entry.put("region_note", service.region, service.where)
        figure = figures[position - 1] if parallel and figures else None
        mark = service.mark or (figure.mark if figure else None)
        entry.put("footnote_mark", mark, service.where if service.mark else figure.where if figure else service.where)
        if figure is not None and figure.value is not None:
            entry.put("workforce_wte", figure.value, figure.where)
        served.append((_service_key(service.organisation), entry))
    _totals(row, [f.value for f in figures if f.value is not None], total)


def _service_key(name: str) -> str:
    """Two footprints share a service when they name the same organisation; brackets tell nothing apart."""
    words = slug(re.sub(r"\([^)]*\)", " ", fold(name)).replace("&", " and "))
    return words.removeprefix("the-")


def _workforce(cell: Cell, row: Row, harvest: Harvest) -> tuple[list[Figure], Figure | None]:
    figures: list[Figure] = []
    total: Figure | None = None
    for line, text in _lines(cell):
        where = Quote(text.locator, line)
        found = find_figures(re.sub(r"[*†‡§^#]+", " ", line))
        mark = _MARK.search(line)
        if _TOTAL.search(line):
            total = Figure(found[-1].value if found else None, where, None)
        elif found:
            figures.append(Figure(found[0].value, where, mark["mark"] if mark else None))
        elif _NOTHING.match(line):
            figures.append(Figure(None, where, None))
        else:
            harvest.issue("unparsed_number", f"no figure can be read from “{line}”", row=row, field="workforce_wte", quote=where)
            figures.append(Figure(None, where, None))
    return figures, total


def _totals(row: Row, values: list[Decimal], total: Figure | None) -> None:
    """The stated total, and the sum of the figures."""
    if values:
        row.values["workforce_total_computed"] = sum(values, Decimal(0))
    if total is not None and total.value is not None:
        row.put("workforce_total_stated", total.value, total.where)
