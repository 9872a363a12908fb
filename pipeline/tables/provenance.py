"""Where values come from, what a steward should look at, what changed, where papers come from."""

from pipeline.tables.definition import Field, Origin, Table, Type, ident, maybe

EVIDENCE = Table(
    name="evidence",
    title="Evidence",
    description="Where each value comes from.",
    key=("table_name", "record_id", "field", "document_id", "locator"),
    foreign=((("document_id",), "documents"),),
    fields=(
        Field(name="table_name", description="The table.", origin=Origin.RUN),
        ident("record_id", "The row: its primary key, the parts joined by `/`.", pattern=None),
        Field(name="field", description="The column.", origin=Origin.RUN),
        ident("document_id", "The document."),
        Field(name="locator", description="Where in the document, in words a person can follow.", origin=Origin.RUN, example="table 1, row 2, column 4"),
        Field(name="quote", description="The words that stand there.", origin=Origin.RUN),
        Field(name="method", description="How the value was read from them.", origin=Origin.RUN, choices=("structure", "label", "pattern", "model")),
        maybe(
            "confidence",
            "How sure the words of the page are on average, where they were read from a picture by OCR.",
            type=Type.DECIMAL,
            minimum=0,
            maximum=1,
            origin=Origin.RUN,
        ),
    ),
)

ISSUES = Table(
    name="issues",
    title="Issues",
    description="What a steward should look at.",
    key=("issue_id",),
    foreign=((("document_id",), "documents"),),
    fields=(
        ident("issue_id", "The issue; the same issue has the same id in every run."),
        maybe("document_id", "The document.", origin=Origin.RUN),
        maybe("table_name", "The table.", origin=Origin.RUN),
        maybe("record_id", "The row.", origin=Origin.RUN),
        maybe("field", "The column.", origin=Origin.RUN),
        Field(name="code", description="What kind of issue; docs/issues.md says what to do about each.", origin=Origin.RUN, pattern="^[a-z_]+$"),
        Field(name="severity", description="How grave it is.", choices=("error", "warning", "info"), origin=Origin.RUN),
        Field(name="message", description="What is wrong and what to do.", origin=Origin.RUN),
        maybe("locator", "Where in the document.", origin=Origin.RUN),
        maybe("quote", "The words that stand there.", origin=Origin.RUN),
    ),
)

CHANGES = Table(
    name="changes",
    title="Changes",
    description="What this release changed against the one before.",
    key=("table_name", "record_id", "field"),
    fields=(
        Field(name="table_name", description="The table.", origin=Origin.RUN),
        ident("record_id", "The row.", pattern=None),
        Field(name="field", description="The column; `*` for a row added or removed.", origin=Origin.RUN),
        Field(name="change", description="What happened.", choices=("added", "removed", "changed"), origin=Origin.RUN),
        maybe("before", "The value before.", origin=Origin.RUN),
        maybe("after", "The value after.", origin=Origin.RUN),
        Field(name="cause", description="What made it change.", choices=("source", "pipeline", "lookup", "reference"), origin=Origin.RUN),
    ),
)

SOURCES = Table(
    name="sources",
    title="Sources",
    description="One row for each place that publications come from.",
    key=("source_id",),
    fields=(
        ident("source_id", "The source."),
        Field(name="title", description="Its name.", origin=Origin.RUN),
        Field(name="kind", description="What kind of place it is.", choices=("folder", "url", "feed", "wordpress", "govuk"), origin=Origin.RUN),
        maybe("url", "Its address.", origin=Origin.RUN),
        maybe("licence", "Licence of what it publishes.", origin=Origin.RUN),
        maybe("attribution", "How to name it.", origin=Origin.RUN),
        maybe("last_checked", "When it was last looked at.", origin=Origin.RUN),
        maybe("last_changed", "When it last had news.", origin=Origin.RUN),
        Field(name="status", description="How it does.", choices=("ok", "overdue", "failing", "disabled"), origin=Origin.RUN),
        Field(name="documents", description="How many documents came from it.", type=Type.INTEGER, minimum=0, origin=Origin.RUN),
    ),
)
