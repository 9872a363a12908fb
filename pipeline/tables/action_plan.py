"""Filled rows of action-plan tables."""

from pipeline.tables.definition import Table, ident, maybe, position

PLANNED_ACTIONS = Table(
    name="planned_actions",
    title="Planned actions",
    description="Filled rows of an action-plan table; an empty template gives none.",
    key=("document_id", "position"),
    foreign=((("document_id",), "documents"),),
    fields=(
        ident("document_id", "The document."),
        position(),
        maybe("what", "What is to be done."),
        maybe("how", "How."),
        maybe("who", "By whom."),
        maybe("when", "By when, as written."),
    ),
)
