"""One row for each filled row of an action plan; an empty template gives none."""

from __future__ import annotations

from pipeline.extract.harvest import Harvest, quotes
from pipeline.model import Document, Table, walk
from pipeline.normalise.labels import Vocabulary, vocabulary


def labels() -> Vocabulary:
    """Heads of the columns."""
    return vocabulary("pipeline.extract.action_plan", "columns.toml")


def plan_columns(table: Table) -> tuple[dict[str, int], int] | None:
    """Which column is what, and the first row of the plan; None where the table is no action plan.

    A plan says what and how, or all of what, who and when; an action column beside a number and a
    discussion is minutes'.
    """
    for number, row in enumerate(table.grid()[:2]):
        heads: dict[str, int] = {}
        for column, cell in enumerate(row):
            name = labels().match(cell.text.replace("\n", " ")) if cell is not None and 0 < len(cell.text) <= 60 else None
            if name:
                heads.setdefault(name, column)
        width = len({id(c) for c in row if c is not None})
        if (
            "what" in heads
            and width <= len(heads) + 2
            and (("how" in heads and len(heads) >= 3) or ({"who", "when"} <= heads.keys() and width <= len(heads) + 1))
        ):
            return heads, number + 1
    return None


def extract_action_plans(document: Document, harvest: Harvest) -> None:
    """Add the filled rows of every action plan of a document."""
    position = 0
    for table in (b for b in walk(document.blocks) if isinstance(b, Table)):
        found = plan_columns(table)
        if found is None or (harvest.of("meetings") and "how" not in found[0]):
            continue  # in minutes, a table of actions and owners is the meeting's action log
        heads, first = found
        for row in table.grid()[first:]:
            cells = {name: row[column] for name, column in heads.items() if row[column] is not None}
            if not any(cell.text for cell in cells.values()):  # type: ignore[union-attr]
                continue
            position += 1
            entry = harvest.row("planned_actions", position=position)
            for name, cell in cells.items():
                if cell is not None:
                    entry.put(name, cell.text, *quotes(cell.blocks))
