"""Drivers and hot topics: the canonical fields of a policy summary."""

from __future__ import annotations

from pipeline.extract.harvest import Harvest, Row
from pipeline.extract.posts.fields import is_address_only, put_date, put_list, put_text, put_url, sections_of
from pipeline.extract.posts.sections import Section

_PROSE = ("source", "publication_format", "summary", "key_features", "library_impact", "primary_audience", "responsible")


def add_driver(sections: list[Section], post: Row, harvest: Harvest) -> None:
    """Add the driver that a post summarises."""
    row = harvest.row("drivers", driver_id=post["post_id"])
    row.values["alternative_titles"] = []
    titled = [s for s in sections_of(sections, "title") if s.text]
    if titled:
        row.put("title", titled[0].text.replace("\n", " "), *titled[0].evidence)
    else:
        row.put("title", post["title"], *(q for name, q in post.evidence if name == "title"))
    # "Summary:" with nothing but an address is where the summary lies, not the summary.
    relabelled = list(sections)
    for section in relabelled:
        if section.field == "summary" and is_address_only(section):
            section.field = "summary_document_url"
    for name in _PROSE:
        put_text(row, name, relabelled)
    put_list(row, "alternative_titles", relabelled, commas=False)
    put_url(row, "main_document_url", relabelled)
    put_url(row, "summary_document_url", relabelled)
    put_date(row, harvest, "published", relabelled, bounds=True)
    put_date(row, harvest, "updated", relabelled)
    put_date(row, harvest, "review_due", relabelled)
    _empty_labels(row, relabelled, harvest)


def _empty_labels(row: Row, sections: list[Section], harvest: Harvest) -> None:
    """Say which labels have nothing under them."""
    for section in sections:
        column = "published_as_written" if section.field == "published" else section.field
        if section.field and not section.text and not list(section.links()) and column and row[column] is None and column != "reference_list":
            harvest.issue("missing_field", f"nothing stands under the label “{section.heading}”", row=row, field=column, quote=section.where)
