"""Documents: one row for each file seen."""

from pipeline.tables.definition import Field, Origin, Table, Type, ident, maybe

KINDS = ("minutes", "agenda", "footprint_table", "action_plan", "slide_deck", "blog_page", "other")
STATUSES = ("extracted", "partial", "duplicate", "quarantined", "unsupported", "withdrawn")

DOCUMENTS = Table(
    name="documents",
    title="Documents",
    description="One row for each file seen, the failed ones too.",
    key=("document_id",),
    fields=(
        ident("document_id", "The file, by its place under the raw folder.", example="doc-4be2d0f1a9c3"),
        Field(name="file_name", description="Path of the file under the raw folder.", origin=Origin.RUN, example="minutes/2016-06.docx"),
        maybe("source_url", "Where the file was fetched from.", origin=Origin.RUN),
        Field(name="media_type", description="Media type by content, not by file name.", origin=Origin.RUN, example="text/html"),
        Field(name="sha256", description="SHA-256 of the bytes, hexadecimal.", origin=Origin.RUN, pattern="^[0-9a-f]{64}$"),
        Field(name="size_bytes", description="Size of the file.", type=Type.INTEGER, origin=Origin.RUN, unit="bytes", minimum=0),
        maybe("title", "The document's own title, from its text or its properties."),
        Field(name="document_kind", description="What most of the document is.", origin=Origin.DERIVED, choices=KINDS),
        maybe("source_id", "The source that brought it.", origin=Origin.RUN),
        Field(
            name="status",
            description="extracted: records were read; partial: some of it could not be read; duplicate: the same bytes as another "
            "file; quarantined: it could not be read; unsupported: no reader for its format; withdrawn: its publisher removed it.",
            origin=Origin.RUN,
            choices=STATUSES,
        ),
        maybe("pages", "Number of pages, where the format has them.", type=Type.INTEGER, origin=Origin.RUN, minimum=0),
        maybe("fetched_at", "When it was fetched (UTC, ISO 8601), where it was.", origin=Origin.RUN),
        Field(name="reader", description="The reader that read it, or `none`.", origin=Origin.RUN),
        Field(name="record_count", description="Records found in it.", type=Type.INTEGER, origin=Origin.RUN, minimum=0),
        Field(name="issue_count", description="Issues raised about it.", type=Type.INTEGER, origin=Origin.RUN, minimum=0),
    ),
)
