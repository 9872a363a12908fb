"""Hyperlinks."""

from pipeline.tables.definition import Field, Origin, Table, ident, maybe, position

LINKS = Table(
    name="links",
    title="Links",
    description="Every hyperlink.",
    key=("document_id", "position"),
    foreign=((("document_id",), "documents"),),
    fields=(
        ident("document_id", "The document."),
        position(),
        maybe("record_id", "The post, meeting, footprint or slide it stands in.", origin=Origin.DERIVED),
        maybe("text", "Its words."),
        Field(name="url", description="Where it leads."),
    ),
)
