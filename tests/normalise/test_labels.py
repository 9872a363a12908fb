from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.posts.kinds import driver_labels, story_labels
from pipeline.normalise.labels import label_key


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Impact on library policy/practice: ", "library_impact"),
        ("What does this mean for libraries?", "library_impact"),
        ("IMPACT ON LIBRARY POLICY / PRACTICE", "library_impact"),
        ("Title:", "title"),
        ("Title of driver", "title"),
        ("Date of publicaton", "published"),
        ("Link to summary version", "summary_document_url"),
        ("Link to 2015/2016 State of Care Report", "main_document_url"),
        ("Implications for NHS libraries in the north", "library_impact"),
        ("Workforce notes", None),
    ],
)
def test_driver_labels_by_meaning(label: str, field: str | None) -> None:
    assert driver_labels().match(label) == field


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Time frame", "timeframe"),
        ("“The story”:", "story"),
        ("Sustainability / next steps?", "sustainability"),
        ("Contact details", "contact_name"),
        ("Impact for the organisation/customer", "organisation_impact"),
    ],
)
def test_story_labels_by_meaning(label: str, field: str) -> None:
    assert story_labels().match(label) == field


@given(st.sampled_from(sorted(driver_labels().phrases)), st.sampled_from(["", ":", " :", "?", ":\u00a0"]), st.sampled_from([str.upper, str.title, str.lower]))
def test_case_and_punctuation_do_not_matter(phrase: str, end: str, case: object) -> None:
    assert driver_labels().match(case(phrase) + end) == driver_labels().phrases[phrase]  # type: ignore[operator]


@given(st.text(max_size=120))
def test_any_text_has_a_stable_key_and_inline_labels_stand_in_order(text: str) -> None:
    assert label_key(label_key(text)) == label_key(text)
    last = -1
    for start, end, _ in driver_labels().find_inline(text):
        assert last <= start < end <= len(text) and text[end - 1] == ":"
        last = start


def test_labels_run_together_are_found_in_one_paragraph() -> None:
    found = list(driver_labels().find_inline("Source: Ministry of Wards Publication format: PDF Date of publication: May 2017"))
    assert [f for _, _, f in found] == ["source", "publication_format", "published"]
