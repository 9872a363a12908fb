from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.normalise.names import initials_fit, initials_of, is_initials, is_organisation, is_role, looks_like_name, parse_name, split_couple

WORD = st.from_regex(r"[A-Z][a-z]{2,8}", fullmatch=True)


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Una Ember-Thorne", "UET"),
        ("Marta Milena Corvo", "MMC"),
        ("Mrs B McTarn", "BM"),
        ("Clr JJ Macready", "JJM"),
        ("Sir Anselm Crook OBE", "AC"),
        ("Sai", None),
        ("Oļegs Feldmanis", "OF"),
    ],
)
def test_initials_of_a_name(name: str, initials: str | None) -> None:
    assert initials_of(name) == initials


@pytest.mark.parametrize(
    ("initials", "name"), [("RCp", "Rachel Cooper"), ("MWh", "Mary White"), ("BMc", "B McTarn"), ("JMo", "Jessamy Morrow"), ("UE", "Una Ember-Thorne")]
)
def test_ties_are_told_apart_by_printed_initials(initials: str, name: str) -> None:
    assert is_initials(initials) and initials_fit(initials, name)


@pytest.mark.parametrize(("initials", "name"), [("NO", "N Rowntree"), ("OCC", "Roy Jessop"), ("CDC", "Mick Kerr Boyle")])
def test_what_in_brackets_is_not_initials(initials: str, name: str) -> None:
    assert not initials_fit(initials, name)


@given(WORD, WORD)
def test_a_names_own_initials_always_fit_it(given_name: str, family: str) -> None:
    name = f"{given_name} {family}"
    parsed = parse_name(name)
    assume(parsed.given and parsed.family)  # "Rev Aaa" and "Aaa Jr" are one name with a title or suffix
    initials = initials_of(name)
    assert initials is not None and initials_fit(initials, name)


@given(st.text(max_size=60))
def test_no_text_breaks_the_parser(text: str) -> None:
    parse_name(text)
    looks_like_name(text)
    initials_fit(text[:4], text)


@pytest.mark.parametrize("text", ["Cora Dunwell", "Dr Amabel Dale OBE", "A Smith", "Ann de Vries", "Jáchym Horák"])
def test_names_look_like_names(text: str) -> None:
    assert looks_like_name(text)


@pytest.mark.parametrize("text", ["5 Boroughs", "Bolton NHS FT", "None", "see above", "Matters Arising", "The minutes", "", "Library Manager", "TBC"])
def test_other_words_do_not(text: str) -> None:
    assert not looks_like_name(text)


def test_roles_and_organisations_are_told_apart() -> None:
    assert is_role("Knowledge and Library Services Manager") and not is_role("Bolton NHS FT")
    assert is_organisation("OCC") and is_organisation("University of York") and not is_organisation("Chair")


def test_a_couple_is_two_people() -> None:
    assert split_couple("Mr & Mrs D Brand") == ["Mr D Brand", "Mrs D Brand"]
    assert split_couple("Ann Lee") == ["Ann Lee"]


def test_a_title_is_no_given_name() -> None:
    assert initials_of("Rev Aaa") is None
