from __future__ import annotations

import itertools
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalise.text import clean, collapse, fold, sentences, slug, squeeze


@given(st.text(max_size=200))
def test_collapsed_text_is_nfc_one_line_and_stays_so(text: str) -> None:
    once = collapse(text)
    assert unicodedata.is_normalized("NFC", once) and collapse(once) == once
    assert "\n" not in once and "  " not in once and once == once.strip()


@given(st.text(max_size=200))
def test_squeezing_forgets_white_space_alone(text: str) -> None:
    assert squeeze(text) == squeeze(collapse(text))


@given(st.text(max_size=200))
def test_sentences_cover_the_text_in_order(text: str) -> None:
    spans = sentences(text)
    assert all(a < b for a, b in spans) and all(x[1] <= y[0] for x, y in itertools.pairwise(spans))
    covered = "".join(text[a:b] for a, b in spans)
    assert squeeze(covered) == squeeze(text)


def test_sentences_do_not_end_at_abbreviations() -> None:
    text = "Dr. Lee met e.g. Ms. Ray. It was agreed."
    assert [text[a:b] for a, b in sentences(text)] == ["Dr. Lee met e.g. Ms. Ray.", "It was agreed."]


def test_folding_and_slugs() -> None:
    assert fold("“King’s  Fund” – A") == '"king\'s fund" - a'
    assert slug("Lancashire & South Cumbria (STP)") == "lancashire-south-cumbria-stp"
    assert clean("soft\u00adhyphen\u200b") == "softhyphen"
