"""The pass over names: rules, screen and document pass, each on sentences of our own."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.tag.names.backend import NoModel
from pipeline.tag.names.lexicon import bodies, given_names, places
from pipeline.tag.names.spans import Name
from pipeline.tag.names.tagger import NameTagger


class Claims:
    """A model that finds what the test says it finds."""

    name = "claims"

    def __init__(self, **labels: str) -> None:
        self._labels = {text.replace("_", " "): label for text, label in labels.items()}

    def find(self, docs: Sequence[Doc]) -> list[list[Name]]:
        found = []
        for doc in docs:
            found.append([Name(doc.text.index(t), doc.text.index(t) + len(t), label, "model", "model") for t, label in self._labels.items() if t in doc.text])
        return found


RULES = NameTagger(NoModel())


def tagged(*texts: str, tagger: NameTagger = RULES, people: Sequence[str] = ()) -> list[list[tuple[str, str]]]:
    return [[(text[n.start : n.end], n.label) for n in names] for text, names in zip(texts, tagger.tag(texts, people), strict=True)]


def bodies_of(text: str) -> list[str]:
    return [t for t, label in tagged(text)[0] if label == "ORG"]


def people_of(text: str) -> list[str]:
    return [t for t, label in tagged(text)[0] if label == "PERSON"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Staff of Elm, Ash and Oak Valleys NHS Foundation Trust met", ["Elm, Ash and Oak Valleys NHS Foundation Trust"]),
        ("Royal Ashmere & Thornby Uni Hospitals NHS T", ["Royal Ashmere & Thornby Uni Hospitals NHS T"]),
        ("7 Boroughs Partnership NHS Foundation Trust", ["7 Boroughs Partnership NHS Foundation Trust"]),
        ("Wyvern Children’s NHS Foundation Trust", ["Wyvern Children’s NHS Foundation Trust"]),
        ("Chief Executive of Ashmere NHS Trust", ["Ashmere NHS Trust"]),
        ("Library Manager Ashmere NHS Trust", ["Ashmere NHS Trust"]),
        ("(Chief Officer, NHS Thornby CCG Board)", ["NHS Thornby CCG Board"]),
        ("the University of Wyvern and the Royal College of Weavers", ["University of Wyvern", "Royal College of Weavers"]),
        ("a paper of the Department of Canals and Locks", ["Department of Canals and Locks"]),
        ("At Thornby City Council the Health & Wellbeing Board agreed", ["Thornby City Council", "Health & Wellbeing Board"]),
        ("the National Canal Safety Steering Group", ["National Canal Safety Steering Group"]),
        ("Minutes of the Wyvern Bell Hospital", ["Wyvern Bell Hospital"]),
        ("Bell & Sons and Marlow Locks Ltd sent bills", ["Bell & Sons", "Marlow Locks Ltd"]),
        ("the NHS is 70; NHS staff and NHS-funded care", ["NHS", "NHS", "NHS"]),
        ("NHS Fife wrote; the NHS Five Year Forward View and NHS Trusts did not", ["NHS Fife"]),
        ("NHS Somerset wrote", ["NHS Somerset"]),
        ("the Trust Board, an Acute Trust, the Medical Library and each Local Authority", []),
        ("the Carter Review, BMJ Open, the MAP Toolkit and an STP", []),
        ("Local Workforce Action Boards and the Local Workforce Action Board", ["Local Workforce Action Board"]),
        ("Dor Hale Gateshead Health NHS Foundation Trust", ["Gateshead Health NHS Foundation Trust"]),
        ("Sue Marlow Thornby and Wyvern NHS Foundation Trust Ann Bell Elmsford NHS Trust", ["Thornby and Wyvern NHS Foundation Trust", "Elmsford NHS Trust"]),
    ],
)
def test_organisations_by_their_form(text: str, wanted: list[str]) -> None:
    assert bodies_of(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ann Bell, Sue Lacey-Marlow/Tom O’Dell and Ivor de Souza", ["Ann Bell", "Sue Lacey-Marlow", "Tom O’Dell", "Ivor de Souza"]),
        ("Dr Oyelaran Tamm OBE", ["Dr Oyelaran Tamm"]),
        ("Sir Ivor Bell’s speech; Lord Alder of Wyvern replied", ["Sir Ivor Bell", "Lord Alder of Wyvern"]),
        ("Mr & Mrs D Stone", ["Mr & Mrs D Stone"]),
        ("Bickley L, Marsh PD (2016) Weaving baskets", ["Bickley L", "Marsh PD"]),
        ("Ordell Quenby, ordell.quenby@example.org", ["Ordell Quenby"]),
        ("Action: QB/TR", ["QB", "TR"]),
        ("QB reported that IT is down", ["QB"]),
        ("Ann Bell Library and Victoria Park", []),
        ("Frances Marlow Hospital", []),
        ("Present: Oyelaran Tamm (OT), Bo Quist (BQ), Ann Bell (AB)", ["Oyelaran Tamm", "OT", "Bo Quist", "BQ", "Ann Bell", "AB"]),
        ("Library System (LS) and Action Plan (AP)", []),
    ],
)
def test_people_by_rule(text: str, wanted: list[str]) -> None:
    assert people_of(text) == wanted


def test_an_abbreviation_in_brackets_names_its_body_everywhere_and_a_thing_never() -> None:
    tagger = NameTagger(Claims(LMS="ORG", QLS="ORG"))
    found = tagged(
        "The Quarry Libraries Society (QLS) met.", "QLS agreed to buy a library management system (LMS).", "LMS prices from QLS/others", tagger=tagger
    )
    assert found == [[("Quarry Libraries Society", "ORG"), ("QLS", "ORG")], [("QLS", "ORG")], [("QLS", "ORG")]]


def test_initials_are_those_of_the_people_of_the_document_only() -> None:
    assert tagged("Present: Ann Bell", "AB to write to the college", "the AB blood group") == [[("Ann Bell", "PERSON")], [("AB", "PERSON")], []]
    assert tagged("XY chromosomes") == [[]]
    assert tagged("OT to ask", people=["Oyelaran Tamm"]) == [[("OT", "PERSON")]]


def test_a_given_name_alone_is_the_person_named_in_full() -> None:
    assert tagged("Carol Marsh joined.", "Thanks to Carol for the cakes", "Carol Street is closed") == [[("Carol Marsh", "PERSON")], [("Carol", "PERSON")], []]


def test_the_screen_takes_out_what_is_no_name_and_sets_edges_right() -> None:
    claims = {
        "Greater_Manchester": "ORG",
        "Twitter": "ORG",
        "Royal_Colleges": "ORG",
        "Quentors’s": "ORG",
        "Zelm": "PERSON",
        "Lessons": "ORG",
        "Clinical_Librarian": "PERSON",
    }
    text = "Lessons from Greater Manchester on Twitter, Royal Colleges, Quentors’s plan, Dr Zelm, Clinical Librarian"
    assert tagged(text, tagger=NameTagger(Claims(**claims))) == [[("Quentors", "ORG"), ("Dr Zelm", "PERSON")]]


def test_rules_win_where_the_model_says_otherwise() -> None:
    tagger = NameTagger(Claims(Ann_Bell="ORG", Ashmere="PERSON"))
    assert tagged("Ann Bell of Ashmere NHS Trust", tagger=tagger) == [[("Ann Bell", "PERSON"), ("Ashmere NHS Trust", "ORG")]]


_PIECES = st.sampled_from(
    [
        *sorted(given_names())[:60],
        *sorted(places())[:60],
        *(b.name for b in bodies()[:60]),
        "NHS",
        "NHS Trust",
        "CCG",
        "Board",
        "of",
        "and",
        "&",
        ",",
        "(",
        ")",
        "/",
        "’s",
        "\t",
        "\n",
        "-",
        "AB",
        "HEE",
        "Dr",
        "to",
        "@",
        "x.y@example.org",
        "1.",
        "•",
        "\u00a0",
        "É",
        "ﬁ",
        "University of",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(_PIECES, st.text(max_size=6)), max_size=30), st.booleans())
def test_names_stand_at_their_offsets_and_never_overlap(pieces: list[str], spaced: bool) -> None:
    text = (" " if spaced else "").join(pieces)
    names = RULES.tag([text, text])[1]
    for before, after in itertools.pairwise(names):
        assert before.end <= after.start
    for name in names:
        shown = text[name.start : name.end]
        assert shown and shown == shown.strip() and 0 <= name.confidence <= 1


def test_the_tokens_are_spacys_own() -> None:
    assert [t.text for t in spacy.blank("en").make_doc("Bell/Marsh (HWBB)")] == ["Bell", "/", "Marsh", "(", "HWBB", ")"]


def test_a_text_of_any_length_is_tagged_in_time_that_grows_with_it() -> None:
    text = "Ann Bell, " * 4000
    names = RULES.tag([text, "A" * 1_500_000, "((( X )))" * 4000])
    assert len(names[0]) == 4000 and all(text[n.start : n.end] == "Ann Bell" for n in names[0])
