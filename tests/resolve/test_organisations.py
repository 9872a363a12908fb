"""From a written name to a body of the reference table."""

from __future__ import annotations

import datetime as dt
import random
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.reference import Organisation, organisations, packaged
from pipeline.resolve.lookups import Lookups
from pipeline.resolve.organisations.index import OrganisationIndex, unknown_id
from pipeline.resolve.organisations.registry import OrganisationRegistry, kind_of
from pipeline.resolve.organisations.resolver import Match, OrganisationResolver, PaperContext
from pipeline.resolve.organisations.words import name_words

INDEX = OrganisationIndex(organisations())
RESOLVER = OrganisationResolver(INDEX)


def found(name: str, day: str | None = None, **declared: str) -> Match:
    return RESOLVER.resolve(name, PaperContext(dt.date.fromisoformat(day) if day else None, "", declared))


def name_of(match: Match) -> str | None:
    return match.organisation.name if match.organisation else None


@pytest.mark.parametrize("body", [b for b in packaged() if b.kind in ("nhs_trust", "ccg", "council", "university")][::7], ids=lambda b: b.name)
def test_a_body_is_found_by_its_name_however_its_kind_is_written(body: Organisation) -> None:
    day = (body.closed_on or dt.date(2026, 1, 1)) - dt.timedelta(30)
    for written in (
        body.name,
        body.name.upper(),
        f"The {body.name.removeprefix('The ')}",
        body.name.replace(" and ", " & "),
        body.name.replace("NHS Foundation Trust", "NHS FT").replace("Clinical Commissioning Group", "CCG"),
        body.name.replace("'", "’"),
    ):
        match = RESOLVER.resolve(written, PaperContext(day))
        assert match.organisation is not None and match.organisation.ods_code == body.ods_code and name_words(match.organisation.name) == name_words(body.name)


def test_every_body_has_an_id_of_its_own() -> None:
    idents = [INDEX.id_of(b) for b in INDEX.organisations]
    assert len(set(idents)) == len(idents)


def test_every_successor_is_a_body_and_no_line_runs_in_a_circle() -> None:
    names = {b.name for b in INDEX.organisations}
    for body in INDEX.organisations:
        assert body.successor is None or body.successor in names, body
        last = INDEX.successor(body)
        assert last is None or (last.successor is None and last is not body), body


def test_mergers_and_renames_are_walked_to_todays_body() -> None:
    calderstones = found("Calderstones Partnership NHS Foundation Trust").organisation
    boroughs = found("5 Boroughs Partnership NHS FT").organisation
    assert calderstones and boroughs
    for body in (calderstones, boroughs):
        assert (last := INDEX.successor(body)) is not None and last.ods_code == "RW4"
    ccg = found("Blackpool CCG").organisation
    assert ccg and (board := INDEX.successor(ccg)) and board.ods_code == "QE1" and board.name.endswith("Integrated Care Board")


def test_a_code_that_two_bodies_bore_is_told_by_name_and_date() -> None:
    footprint, board = found("Greater Manchester STP", "2016-10-01").organisation, found("NHS Greater Manchester ICB", "2023-01-01").organisation
    assert footprint and board and footprint != board and footprint.ods_code == board.ods_code == "QOP"
    assert INDEX.successor(footprint) == board


def test_near_names_are_never_taken_on_likeness() -> None:
    for name in ("York", "Leeds", "Pennine", "Hampshire", "NHS Trafford", "Lancashire", "Nottingham County Council", "University Hospitals NHS Trust"):
        assert found(name, "2016-06-27").organisation is None, name


def test_two_bodies_of_one_abbreviation_are_told_by_the_words_around_or_not_at_all() -> None:
    assert found("CPFT").organisation is None and found("CPFT").organisation_id is None and found("CPFT").method == "ambiguous"
    paper = PaperContext(words=frozenset({"cumbria", "carlisle"}))
    assert name_of(RESOLVER.resolve("CPFT", paper)) == "Cumbria Partnership NHS Foundation Trust"


def test_a_declared_abbreviation_is_what_the_paper_says() -> None:
    assert name_of(found("CPFT", CPFT="Cumbria Partnership NHS FT")) == "Cumbria Partnership NHS Foundation Trust"
    board = found("HWBB", HWBB="Health & Wellbeing Board")
    assert board.organisation is None and board.organisation_id == found("Health and Wellbeing Board").organisation_id


def test_an_abbreviation_of_a_body_that_did_not_exist_yet_is_not_taken() -> None:
    assert found("MFT", "2010-01-01").organisation is None
    assert name_of(found("MFT", "2018-01-01")) == "Manchester University NHS Foundation Trust"


def test_a_slip_of_the_pen_is_forgiven_only_in_a_name_that_is_otherwise_whole() -> None:
    assert name_of(found("Lancshire Teaching Hospitals NHS Foundation Trust")) == "Lancashire Teaching Hospitals NHS Foundation Trust"
    assert found("Norfok and Waveny Trust").organisation is None


def test_common_names_of_unknown_bodies_are_one_body_within_their_scope_alone() -> None:
    assert unknown_id("Parish Council", "a") != unknown_id("Parish Council", "b")
    assert unknown_id("TVC", "a") != unknown_id("TVC", "b")
    assert unknown_id("Ashdene Parish Council", "a") == unknown_id("ASHDENE PARISH COUNCIL", "b")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ashmere NHS Trust", "nhs_trust"),
        ("Ashdene Parish Council", "council"),
        ("Book Supplies Ltd", "company"),
        ("Fenwick University", "university"),
        ("Ministry of Wards", "government"),
        ("Ashcombe Knowledge Network", "network"),
        ("Hollowdale Hospice", "charity"),
        ("Reading Circle", "other"),
    ],
)
def test_the_kind_of_an_unknown_body_is_told_by_its_words(name: str, kind: str) -> None:
    assert kind_of(name) == kind


@given(st.text(max_size=60))
def test_any_text_is_resolved_or_not_but_never_fails(text: str) -> None:
    match = RESOLVER.resolve(text, PaperContext())
    assert (match.organisation is None) == (match.score == 0)


@given(st.sampled_from([b for b in packaged() if b.kind == "nhs_trust" and b.closed_on is None]), st.randoms(use_true_random=False))
def test_word_order_does_not_matter(body: Organisation, order: random.Random) -> None:
    assume(len(set(re.findall(r"North|South|East|West", body.name))) < 2)  # "East and North" must not become "North East"
    assume(not {"Health", "Care"} <= set(body.name.split()))  # nor "Health and Care" become "Healthcare"
    telling = [w for w in body.name.replace(",", "").split() if w not in ("NHS", "Foundation", "Trust")]
    order.shuffle(telling)
    match = RESOLVER.resolve(" ".join([*telling, "NHS", "Foundation", "Trust"]), PaperContext(dt.date(2026, 1, 1)))
    assert match.organisation is not None and match.organisation.ods_code == body.ods_code


def test_a_row_has_every_way_it_was_written_and_its_successor_has_a_row_too() -> None:
    registry = OrganisationRegistry(INDEX, Lookups())
    for name in ("CMFT", "Central Manchester University Hospitals NHS F Trust", "Ashdene Reading Circle"):
        registry.note(name, registry.resolve(name, PaperContext()), "")
    rows = {r.name: r for r in registry.rows()}
    trust = rows["Central Manchester University Hospitals NHS Foundation Trust"]
    assert trust.aliases == ["CMFT", "Central Manchester University Hospitals NHS F Trust"]
    assert trust.successor_id == rows["Manchester University NHS Foundation Trust"].ident and rows["Ashdene Reading Circle"].kind == "other"
    assert {new for _, new, _ in registry.redirects()} == {trust.ident}
