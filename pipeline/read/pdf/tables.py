"""Tables by ruled lines: pdfplumber's table finder on pdfium's lines."""

from __future__ import annotations

from dataclasses import dataclass, field

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from pipeline.read.pdf.page import Edge, Page, Word

_TOLERANCE = 3.0

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class RuledCell:
    """A cell's box, its place in the table's grid, and the words inside it."""

    box: Box
    row: int
    column: int
    rowspan: int
    colspan: int
    words: list[Word] = field(default_factory=list)


@dataclass(slots=True)
class RuledTable:
    """A table of a page: its box, its cells by row, and the left edges of its columns."""

    box: Box
    rows: list[list[RuledCell]]
    columns: list[float]


def find_boxes(edges: list[Edge]) -> list[list[Box]]:
    """The cells of each table that ruled lines make, as pdfplumber's "lines" strategy finds them."""
    objects = [
        {
            "x0": e.x0,
            "x1": e.x1,
            "top": e.top,
            "bottom": e.bottom,
            "width": e.x1 - e.x0,
            "height": e.bottom - e.top,
            "orientation": "h" if e.is_horizontal else "v",
            "object_type": "line",
        }
        for e in edges
    ]
    if len(objects) < 4:
        return []
    merged = [e for e in merge_edges(objects, _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE) if max(e["x1"] - e["x0"], e["bottom"] - e["top"]) >= 3]
    cells = intersections_to_cells(edges_to_intersections(merged, _TOLERANCE, _TOLERANCE))
    return [list(t) for t in cells_to_tables(cells)]


def find_tables(page: Page) -> tuple[list[RuledTable], list[Word]]:
    """The tables of a page, and the words that stand in none of them."""
    tables = [_grid(boxes) for boxes in find_boxes(page.edges)]
    tables = [t for t in tables if len(t.rows) > 1 or len(t.columns) > 1]
    rest: list[Word] = []
    for word in page.words:
        x, y = (word.x0 + word.x1) / 2, word.middle
        cell = next((c for t in tables if _holds(t.box, x, y) for row in t.rows for c in row if _holds(c.box, x, y)), None)
        (cell.words if cell is not None else rest).append(word)
    kept = [t for t in tables if any(c.words for row in t.rows for c in row)]
    for table in kept:
        _drop_blank_columns(table)
    return kept, rest


def _drop_blank_columns(table: RuledTable) -> None:
    """Columns in which nothing ever stands are margins that the writer's program ruled."""
    cells = [c for row in table.rows for c in row]
    used = {c.column + n for c in cells if c.words or c.colspan > 1 for n in range(c.colspan)}
    if len(used) == len(table.columns) or not used:
        return
    order = sorted(used)
    table.rows = [[c for c in row if c.column in used] for row in table.rows]
    for cell in (c for row in table.rows for c in row):
        cell.column = order.index(cell.column)
    table.columns = [table.columns[n] for n in order if n < len(table.columns)]


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] - 0.5 <= x <= box[2] + 0.5 and box[1] - 0.5 <= y <= box[3] + 0.5


def _grid(boxes: list[Box]) -> RuledTable:
    """Cells in the grid that all their edges make; a cell over several of its places spans them."""
    lefts = sorted({b[0] for b in boxes})
    tops = sorted({b[1] for b in boxes})
    rows: list[list[RuledCell]] = [[] for _ in tops]
    for box in sorted(boxes, key=lambda b: (b[1], b[0])):
        row, column = tops.index(box[1]), lefts.index(box[0])
        rowspan = sum(1 for t in tops if box[1] <= t < box[3] - 1)
        colspan = sum(1 for x in lefts if box[0] <= x < box[2] - 1)
        rows[row].append(RuledCell(box, row, column, max(rowspan, 1), max(colspan, 1)))
    outer = (lefts[0], tops[0], max(b[2] for b in boxes), max(b[3] for b in boxes))
    return RuledTable(outer, [r for r in rows if r], lefts)
