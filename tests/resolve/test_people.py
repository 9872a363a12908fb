"""Who is who: within a paper, and over papers."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.resolve.lookups import Decision, Lookups
from pipeline.resolve.people.clusters import PeopleClusters
from pipeline.resolve.people.forms import Form, compatible, form_of
from pipeline.resolve.people.grouping import Naming, PaperPeople, Person, merge_forms

Said = tuple[str, str, str]


def clusters(*said: Said, decisions: tuple[Decision, ...] = ()) -> PeopleClusters:
    """People of papers: each a name, what stands beside it (``org:a``), and the file."""
    made = PeopleClusters(Lookups(decisions))
    for name, anchor, file in said:
        form = form_of(name)
        assert form is not None
        kind, _, value = anchor.partition(":")
        made.add(Person({form}, Counter([name]), {value} if kind == "email" else set(), {(kind, value)} if anchor else set()), file, file)
    made.settle()
    return made


def names(made: PeopleClusters) -> list[str]:
    return sorted(r.name for r in made.rows())


def test_titles_honours_initials_and_hyphens_do_not_part_a_name() -> None:
    base = form_of("Una Ember-Thorne")
    assert base is not None
    for written in ("Dr Una Ember-Thorne MBE", "Una M. Ember-Thorne", "U Ember-Thorne", "Ember-Thorne, Una", "Una Ember Thorne", "UNA EMBER-THORNE"):
        form = form_of(written)
        assert form is not None and compatible(base, form), written


def test_initials_and_lone_words_name_nobody_by_themselves() -> None:
    assert [form_of(n) for n in ("JC", "Emily", "Hopworth", "")] == [None] * 4


def test_mr_and_mrs_are_two() -> None:
    a, b = form_of("Mr D Brand"), form_of("Mrs D Brand")
    assert a and b and not compatible(a, b)


def test_an_initial_that_fits_two_people_stays_alone() -> None:
    forms = [f for n in ("J Stone", "Jane Stone", "John Stone") if (f := form_of(n))]
    assert len(set(merge_forms(forms).values())) == 3
    assert len(set(merge_forms(forms[:2]).values())) == 1


def test_within_a_paper_a_lone_name_and_initials_are_the_one_person_who_has_them() -> None:
    namings = [Naming("Emily Hopworth", "mtg-1", initials="EH"), Naming("Ivo Garwick", "mtg-1", initials="IG"), Naming("Ed Hale", "mtg-2", initials="EH")]
    people = PaperPeople(namings, [("EH", "mtg-1"), ("Emily", "mtg-1"), ("Dr Garwick", "mtg-1")])
    emily = people.person_of("Emily Hopworth", "mtg-1")
    assert emily is not None and people.person_of("EH", "mtg-1") == emily == people.person_of("Emily", "mtg-1")
    assert people.person_of("EH", "mtg-2") == people.person_of("Ed Hale", "mtg-2") != emily
    assert people.person_of("EH", None) is None and people.person_of("Dr Garwick", "mtg-1") == people.person_of("Ivo Garwick", "mtg-1")


def test_a_couple_is_no_person() -> None:
    people = PaperPeople([Naming("Mr D Brand"), Naming("Mrs D Brand")], [("Mr & Mrs D Brand", None)])
    assert people.person_of("Mr & Mrs D Brand", None) is None
    assert people.person_of("Mr D Brand", None) != people.person_of("Mrs D Brand", None)


def test_the_same_name_is_one_person_only_where_something_agrees() -> None:
    assert len(clusters(("Jane Ember", "org:a", "1"), ("Jane Ember", "org:a", "2")).rows()) == 1
    assert len(clusters(("Jane Ember", "email:j@x.org", "1"), ("J Ember", "email:j@x.org", "2")).rows()) == 1
    assert len(clusters(("Jane Ember", "series:forum", "1"), ("Dr Jane Ember", "series:forum", "2")).rows()) == 1
    assert len(clusters(("Jane Ember", "role:Library Manager", "1"), ("Jane Ember", "role:Library Manager", "2")).rows()) == 1
    for a, b in (("org:a", "org:b"), ("org:a", ""), ("", ""), ("role:Chair", "role:Chair")):
        apart = clusters(("Jane Ember", a, "1"), ("Jane Ember", b, "2"))
        assert len(apart.rows()) == 2 and [d.score for d in apart.doubts()] == [0.6]


def test_names_alike_at_one_employer_are_a_candidate_and_no_link() -> None:
    apart = clusters(("Louise Sheppard", "org:a", "1"), ("Louise Shephard", "org:a", "2"))
    assert len(apart.rows()) == 2 and [d.reason for d in apart.doubts()] == ["names alike, and one organisation"]


def test_a_middle_initial_that_contradicts_keeps_two_apart_even_by_way_of_a_third() -> None:
    made = clusters(("John A Stone", "org:a", "1"), ("John Stone", "org:a", "2"), ("John B Stone", "org:a", "3"))
    assert names(made) == ["John A Stone", "John B Stone", "John Stone"]


def test_the_order_of_papers_changes_nothing() -> None:
    said: list[Said] = [("Jane Ember", "org:a", "1"), ("J Ember", "org:a", "2"), ("Jane Ember", "series:s", "3"), ("Jane Ember", "org:b", "4")]
    seen = set()
    for order in permutations(said):
        made = clusters(*order)
        seen.add((tuple((r.ident, r.name, tuple(r.aliases)) for r in made.rows()), tuple(made.redirects())))
    assert len(seen) == 1


def test_a_steward_parts_and_joins_and_names() -> None:
    said: tuple[Said, ...] = (("Jane Ember", "org:a", "1.docx"), ("Jane Ember", "org:a", "2.docx"), ("J Ember", "org:b", "3.docx"))
    joined = clusters(*said)
    assert len(joined.rows()) == 2
    parted = clusters(*said, decisions=(Decision("different", "PERSON", "Jane Ember @ 1.docx", "Jane Ember @ 2.docx", "line 2"),))
    assert len(parted.rows()) == 3
    a, b = (r.ident for r in joined.rows())
    one = clusters(*said, decisions=(Decision("same", "PERSON", a, b, "line 2"),))
    assert [r.ident for r in one.rows()] == [b] and dict(one.redirects())[a] == b
    renamed = clusters(*said, decisions=(Decision("rename", "PERSON", a, "Jane E. Ember", "line 2"),))
    assert "Jane E. Ember" in names(renamed)
    assert len(clusters(*said, decisions=(Decision("suppress", "PERSON", a, "", "line 2"),)).rows()) == 1


_NAMES = st.sampled_from(["Jane Ember", "J Ember", "Dr Jane A Ember", "John Ember", "Mrs Ember", "Mr J Ember", "Jane B Ember"])
_BESIDE = st.sampled_from(["org:a", "org:b", "email:x@y.org", "series:s", "record:r", ""])


@given(st.lists(st.tuples(_NAMES, _BESIDE, st.sampled_from("123456")), min_size=1, max_size=12))
def test_nobody_is_two_people_and_every_id_leads_to_a_row(said: list[Said]) -> None:
    made = clusters(*said)
    rows = {r.ident for r in made.rows()}
    assert {new for _, new in made.redirects()} <= rows and not rows & {old for old, _ in made.redirects()}
    for row in made.rows():
        forms = [f for n in (row.name, *row.aliases) if (f := form_of(n))]
        assert all(compatible(x, y) for x in forms for y in forms)


@given(st.text(max_size=40))
def test_any_text_has_a_form_or_none(text: str) -> None:
    form = form_of(text)
    assert form is None or (isinstance(form, Form) and form.family)
