from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalise.contacts import email_contradicts, find_emails, find_phone, find_urls
from pipeline.normalise.numbers import find_figures, parse_count, parse_population


def test_addresses_broken_over_lines_are_put_together() -> None:
    found = find_emails("max.arden11@\nnhs.net or jo.b\n@nhs.uk.")
    assert [f.value for f in found] == ["max.arden11@nhs.net", "jo.b@nhs.uk"]


@given(st.from_regex(r"[a-z]{2,8}\.[a-z]{2,8}@[a-z]{2,8}\.nhs\.uk", fullmatch=True), st.sampled_from([".", ",", ")", "", ";"]))
def test_an_address_is_found_without_the_punctuation_behind_it(address: str, stop: str) -> None:
    assert [f.value for f in find_emails(f"write to ({address}{stop}")] == [address]


@given(st.text(max_size=100))
def test_what_is_found_stands_there(text: str) -> None:
    for found in (*find_emails(text), *find_urls(text)):
        assert text[found.start : found.end] == found.quote


@pytest.mark.parametrize(
    ("email", "family", "given_name", "contradicts"),
    [
        ("Ray.weldon@wealdshire.nhs.uk", "Weldon", "Rob", True),
        ("lois.shepard@northmere.nhs.uk", "Shepherd", "Lois", True),
        ("h.brandt@city.gov.uk", "Brandt", "Howard", False),
        ("WEALDCCG.contactus@nhs.net", "Marsh", "Ione", False),
        ("Amabel.dale3@nhs.net", "Dale", "Amabel", False),
        ("enquiries@nhs.net", "Dale", "Amabel", False),
    ],
)
def test_an_address_that_names_somebody_else(email: str, family: str, given_name: str, contradicts: bool) -> None:
    assert email_contradicts(email, family, given_name) is contradicts


def test_telephone_and_web_addresses() -> None:
    phone = find_phone("Trust,, 01691 404287")
    assert phone is not None and phone.value == "01691 404287"
    assert [u.value for u in find_urls("see (www.x.org/a_(b)). http://a.b/c.")] == ["www.x.org/a_(b)", "http://a.b/c"]


@pytest.mark.parametrize(
    ("text", "unit", "people"),
    [("1.4", 1_000_000, 1_400_000), ("1.4m", 1, 1_400_000), ("1,400,000", 1_000_000, 1_400_000), ("350k", 1, 350_000), ("0.3", 1_000_000, 300_000)],
)
def test_populations(text: str, unit: int, people: int) -> None:
    found = parse_population(text, unit)
    assert found is not None and found[0] == people


@given(st.decimals(min_value=0, max_value=10_000, places=2))
def test_a_figure_is_read_back(value: Decimal) -> None:
    assert [f.value for f in find_figures(f"about {value} WTE")] == [value]


def test_counts_are_whole_and_alone() -> None:
    assert parse_count("12") == 12 and parse_count("1.5") is None and parse_count("3 of 4") is None and parse_count("5E1") is None
