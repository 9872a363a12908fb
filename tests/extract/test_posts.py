from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract import Harvest
from tests.conftest import harvest_of
from tests.samples import pages


def one(content: str, *, category: str = "Drivers", title: str = "A post") -> Harvest:
    return harvest_of(pages.classic_page(pages.classic_post(1, title, content, "2017-01-02", "2 January 2017", "Ann Lee", [category])))


def driver(content: str) -> dict[str, object]:
    return one(content).of("drivers")[0].values


def test_a_driver_with_every_field() -> None:
    found = harvest_of(pages.front_page())
    row = found.of("drivers")[0].values
    assert row["title"] == "Knowledge in Practice: a framework for county hospitals" and row["alternative_titles"] == ["The Practice Framework"]
    assert (row["main_document_url"], row["summary_document_url"]) == (
        "https://board.example.org/practice.pdf",
        "https://board.example.org/practice-summary.pdf",
    )
    assert (row["published_as_written"], row["published"], row["published_from"], row["published_to"]) == (
        "Oct/Nov 2016",
        "2016-10/2016-11",
        dt.date(2016, 10, 1),
        dt.date(2016, 11, 30),
    )
    assert (row["updated"], row["review_due"], row["responsible"]) == ("2017-03-23", "2018-03-11", "HV")
    assert str(row["key_features"]).split("\n")[1] == "with time set aside" and "£5,000" in str(row["library_impact"])
    points = [(p["level"], p["parent_position"]) for p in found.of("post_points")][:4]
    assert points == [(0, None), (1, 1), (1, 1), (0, None)]


def test_a_story_with_its_contact_taken_apart() -> None:
    row = harvest_of(pages.front_page()).of("stories")[0].values
    assert row["organisation"] == "Northmere Infirmary NHS Foundation Trust" and row["project_team"] == ["Library manager", "Two clinical librarians"]
    assert row["resources_required"] == ["Staff time", "a trolley", "posters"] and row["alignment"] == "Caring for staff\nTime to read"
    assert (row["contact_name"], row["contact_role"], row["contact_organisation"]) == (
        "Philippa Yarrow",
        "Library Manager",
        "Northmere Infirmary NHS Foundation Trust",
    )
    assert (row["contact_email"], row["contact_phone"], row["completed_on"]) == ("philippa.yarrow@northmere.example.org", "01632 960123", "2017-06-02")


def test_kinds_and_protected_posts() -> None:
    found = harvest_of(pages.front_page())
    assert [(p["kind"], p["is_protected"]) for p in found.of("posts")] == [("driver", False), ("story", False), ("meeting", True), ("news", False)]
    assert found.of("posts")[2]["text"] is None and found.of("posts")[2]["title"] == "Meeting 12th July 2017"


def test_further_reading_with_its_citations() -> None:
    found = harvest_of(pages.category_page())
    assert [(r["number"], r["authors"], r["year"], r["title"], r["citation_count"]) for r in found.of("reference_list")] == [
        (1, "County Health Board", 2016, "Clusters explained", 1), (2, "Vane Institute", 2015, "Under one roof", 2), (3, "Farrow I, Lunt T, et al", 2017, "Clusters and their costs", 1),
    ]  # fmt: skip
    assert (
        found.of("posts")[0]["kind"] == "hot_topic"
        and found.of("drivers")[0]["library_impact"] == "Expect requests for evidence.\nThink about who your readers will be."
    )


def test_a_label_that_nobody_knows_is_kept_and_reported_and_dates_that_are_none_keep_their_words() -> None:
    found = harvest_of(pages.category_page())
    row = found.of("drivers")[1].values
    assert (row["source"], row["publication_format"], row["published_as_written"], row.get("published")) == (
        "Ministry of Wards",
        "Website",
        "sometime soon",
        None,
    )
    assert [s["text"] for s in found.of("post_sections") if s["heading"] == "Workforce notes"] == ["Nobody knows this label."]
    assert {f.code for f in found.findings} >= {"unknown_field_label", "unparsed_date", "impossible_date"}
    assert (row["review_due_as_written"], row.get("review_due")) == ("31st June 2018", None)


@pytest.mark.parametrize(
    "dress",
    [
        "<p><b>{l}:</b> {v}</p>", "<p><b>{l}</b>: {v}</p>", "<p><b>{l}: </b>{v}</p>", "<p>{l}: {v}</p>", "<p><b>{l}</b> {v}</p>", "<h3>{l}</h3><p>{v}</p>", "<p><b>{l}</b><br>{v}</p>",
        "<p><strong>{l}:&nbsp;</strong></p><p>{v}</p>", "<p>{l}:</p><p>{v}</p>", "<p>{l}<br/>{v}</p>", "<h4>{l}:</h4>{v}", "<dl><dt>{l}</dt><dd>{v}</dd></dl>",
        "<table><tr><td>{l}</td><td>{v}</td></tr></table>", "<p><b>{l} – </b>{v}</p>", "<p><span style='font-weight:bold'>{l}</span>: {v}</p>",
    ],
)  # fmt: skip
def test_a_label_in_any_dress(dress: str) -> None:
    fields = [("Primary audience", "Ward managers"), ("Source", "County Board"), ("Publication format", "Website"), ("Summary of driver", "A short paper.")]
    row = driver("".join(dress.format(l=label, v=value) for label, value in fields))
    assert (row["primary_audience"], row["source"], row["publication_format"], row["summary"]) == ("Ward managers", "County Board", "Website", "A short paper.")


def test_labels_without_any_mark_are_trusted_among_others() -> None:
    row = driver(
        "<p>Source: County Board</p><p>Publication format: PDF</p><p>Primary audience Ward managers</p><p>Summary of driver was moved to the annex.</p>"
    )
    assert row["primary_audience"] == "Ward managers\nSummary of driver was moved to the annex." and row.get("summary") is None


FIELDS = {
    "Source": "source", "Publication format": "publication_format", "Primary audience": "primary_audience", "Summary of driver": "summary",
    "Key features of driver": "key_features", "Impact on library policy/practice": "library_impact", "Group member responsible": "responsible",
}  # fmt: skip
VALUE = st.from_regex(r"[A-Z][a-z]{2,9}( [a-z]{2,9}){0,5}", fullmatch=True)


@settings(max_examples=40, deadline=None)
@given(
    st.permutations(sorted(FIELDS)),
    st.lists(VALUE, min_size=7, max_size=7),
    st.sampled_from(["<p><b>{l}:</b> {v}</p>", "<h3>{l}</h3><p>{v}</p>", "<p>{l}: {v}</p>"]),
)
def test_fields_in_any_order_are_read_back(order: list[str], values: list[str], dress: str) -> None:
    row = driver("".join(dress.format(l=label, v=value) for label, value in zip(order, values, strict=True)))
    assert {FIELDS[label]: row.get(FIELDS[label]) for label in order} == {FIELDS[label]: value for label, value in zip(order, values, strict=True)}


def test_a_news_post_has_no_fields_and_raises_nothing() -> None:
    found = one("<h3>Coming soon</h3><ul><li>One</li></ul>", category="News")
    assert not found.of("drivers") and not found.findings and [s["heading"] for s in found.of("post_sections")] == ["Coming soon"]
