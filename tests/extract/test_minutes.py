from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract import Harvest
from pipeline.extract.minutes.numbers import parse_item_number
from pipeline.extract.minutes.people import parse_entry, split_entries
from tests.conftest import harvest_of
from tests.samples import papers, word


def rows(harvest: Harvest, table: str, *columns: str) -> list[Any]:
    found = [tuple(r[c] for c in columns) for r in harvest.of(table)]
    return [f[0] for f in found] if len(columns) == 1 else found


def minutes(text: str, *tables: list[list[str]]) -> Harvest:
    paper = word.new()
    word.lines(paper, text)
    for table in tables:
        word.table(paper, table)
    return harvest_of(word.saved(paper))


def test_the_action_table_with_parts_level_by_blank_lines() -> None:
    found = harvest_of(papers.minutes_action_table())
    (meeting,) = found.of("meetings")
    assert (meeting["title"], meeting["group_name"], meeting["held_on"], meeting["start_time"], meeting["venue"], meeting["minute_taker"], meeting["version"]) == (
        "Minutes of the Wealdshire Health Librarians Meeting", "Wealdshire Health Librarians", dt.date(2016, 5, 18), "14:00", "Meadow House, Brackenford", "Delia Moss", "2",
    )  # fmt: skip
    assert rows(found, "attendance", "name", "initials", "status", "note")[3:] == [
        ("Delia Moss", "DM", "present", "left after item 4"),
        ("Piers Hathersage", "PH", "present", None),
        ("Nadia Quill", "NQ", "apologies", None),
        ("Orla Teasdale", "OT", "apologies", None),
        ("Colm Redfern", "CR", "apologies", None),
    ]
    assert rows(found, "attendance", "as_written")[-2:] == ["Orla Teasdale/Colm Redfern"] * 2
    assert rows(found, "agenda_items", "item_no") == list("1234567") and found.of("agenda_items")[2]["sub_items"] == ["3a", "3b"]
    assert rows(found, "actions", "item_no", "text", "owner_names", "status", "due_on") == [
        ("3", "TL has written to the committee", ["Tobias Lunt"], "done", None),
        ("3", "RA to ask the research office again by 3rd June", ["Ruth Ackerby"], "open", dt.date(2016, 6, 3)),
        ("4", "IF circulated the draft plan.", ["Imogen Farrow"], "done", None),
        ("4", "PH to book a room for the working party.", ["Piers Hathersage"], "open", None),
        ("7", "September, date to be confirmed", [], "open", None),
    ]
    assert rows(found, "decisions", "text", "due_on")[-2:] == [
        ("to send comments on the draft by 10th June", dt.date(2016, 6, 10)),
        ("a small working party will meet before the summer", None),
    ]
    assert rows(found, "updates", "contributor", "organisation") == [
        ("Imogen Farrow", "Brackenford Hospitals NHS Trust"), ("Ruth Ackerby", "Wealdshire Care NHS FT"), ("Tobias Lunt", "HEE Wealdshire"),
    ]  # fmt: skip


def test_initials_that_tie_are_told_apart_and_initials_alone_take_the_paragraph_beside_them() -> None:
    found = harvest_of(papers.minutes_discussion_table())
    assert rows(found, "attendance", "name", "initials", "role", "organisation", "status")[0] == (
        "Dr Philippa Yarrow",
        "PYa",
        "Chair",
        "Northmere Infirmary",
        "present",
    )
    assert rows(found, "attendance", "status")[-1] == "apologies"
    assert rows(found, "actions", "owner_names", "text")[:2] == [
        (["Paul Yates", "Fergus Dunmore"], "PYt showed the shared catalogue. Two libraries have yet to load their records."),
        (["Dr Philippa Yarrow"], "A training day was discussed for November."),
    ]


def test_serial_numbers_dates_and_lines_of_name_role_and_organisation() -> None:
    found = harvest_of(papers.minutes_serial_numbers())
    assert rows(found, "attendance", "name", "role", "organisation", "status") == [
        ("Hester Vane", "Network Manager", "Ashcombe NHS Foundation Trust", "present"),
        ("Lewis Garrod", "Librarian", "Ashcombe University", "present"),
        ("Miriam Oduya", "minutes", None, "present"),
        ("Grant Pell", None, "Book Supplies Ltd", "in_attendance"),
        ("Zara Finch", None, None, "apologies"),
    ]
    assert rows(found, "agenda_items", "item_no", "heading") == [("1", "Welcome"), ("2", "Stock"), ("3", "Induction"), ("4", "AOB")]
    assert rows(found, "actions", "owner_names", "due_on") == [(["Lewis Garrod"], dt.date(2017, 5, 5)), (["Miriam Oduya", "Zara Finch"], dt.date(2017, 6, 30))]


def test_headings_that_word_numbers_and_action_lines() -> None:
    found = harvest_of(papers.minutes_numbered_headings())
    (meeting,) = found.of("meetings")
    assert (meeting["title"], meeting["start_time"], meeting["venue"], meeting["minute_taker"]) == (
        "Current Awareness Working Group",
        "10:00",
        "Willow Room, Sandleigh Library",
        "Kirsty Lomax",
    )
    assert rows(found, "agenda_items", "item_no", "heading")[1] == ("2", "Bulletin titles")
    assert rows(found, "actions", "text", "owners_as_written", "due_on")[:3] == [
        ("EF to share the list with all members by 1 December", ["EF"], dt.date(2017, 12, 1)), ("draft a style sheet", ["KL", "AR"], None), ("BT and EF to write a summary", ["BT", "EF"], None),
    ]  # fmt: skip


def test_names_side_by_side_and_initials_at_the_right_edge() -> None:
    found = harvest_of(papers.minutes_right_edge())
    assert [r[1] for r in rows(found, "attendance", "name", "status")] == ["present"] * 4 + ["in_attendance"] * 3 + ["apologies"] * 2
    assert rows(found, "attendance", "name", "organisation", "note")[4:7] == [
        ("Cllr J Amos", "TVC", None), ("Mr K Lowe", None, "part of the meeting"), ("Mrs K Lowe", None, "part of the meeting"),
    ]  # fmt: skip
    assert found.of("agenda_items")[2]["sub_items"] == ["3a", "3b"]
    assert rows(found, "actions", "text", "owner_names")[1:3] == [
        ("A notice will be put up in the canteen.", ["Mr C Dunn"]),
        ("Building: the lift is still out of order.", ["Dr P Isherwood", "Mr C Dunn"]),
    ]


def test_item_numbers_that_look_like_references_or_dates() -> None:
    assert rows(harvest_of(papers.minutes_reference_numbers()), "agenda_items", "item_no") == ["GBP/1617/041", "GBP/1617/042", "GBP/1617/043"]
    found = minutes(
        "# Trust Library Board\nMinutes of meeting of 12 March 2018\nPresent; A Lee (Chair), B Ray\nAbsent; C Dean\n# 03.18.01 Welcome\nAll welcomed.\n# 03.18.02 Risks\nReviewed.\n# 03.18.03 AOB\nNone"
    )
    assert rows(found, "agenda_items", "item_no", "heading") == [("03.18.01", "Welcome"), ("03.18.02", "Risks"), ("03.18.03", "AOB")]
    assert found.of("meetings")[0]["title"] == "Trust Library Board" and rows(found, "attendance", "status") == ["present", "present", "apologies"]


def test_an_agenda_is_an_agenda() -> None:
    found = harvest_of(papers.agenda())
    assert (
        found.of("meetings")[0]["record_kind"] == "agenda"
        and len(found.of("agenda_items")) == 5
        and not found.of("decisions")
        and found.kind_override == "agenda"
    )


def test_several_items_in_one_row_are_kept_level_by_blank_lines_alone() -> None:
    found = minutes(
        "# Minutes of the Patch Meeting\n12/05/2017\nPresent: Ann Lee (AL), Bob Ray (BR)",
        [
            ["NO", "MINUTES", "ACTION"],
            ["1.\n\n\n2.\n\n\n3.", "# Welcome\nAL welcomed all.\n\n# Budget\nThe budget is late.\n\n# AOB\nNothing.", "\n\n\n\nBR to chase"],
        ],
    )
    assert rows(found, "agenda_items", "item_no", "heading", "text") == [
        ("1", "Welcome", "AL welcomed all."),
        ("2", "Budget", "The budget is late."),
        ("3", "AOB", "Nothing."),
    ]
    assert rows(found, "actions", "item_no", "text") == [("2", "BR to chase")]


def test_plain_typed_numbers_with_a_list_inside_an_item() -> None:
    found = minutes(
        "Minutes\nNorth Librarians Group\nThursday 2 March 2017 at 2pm, Leeds\nPresent\nAnn Lee\nBob Ray (Chair)\nCat Small, Librarian, Hull\nApologies\nDan Fox\n1. Apologies\nAs above.\n"
        "2. Minutes of the last meeting\nThese were agreed.\n3. Training\nThe day went well:\n1. 20 people came\n2. feedback was good\nCS to send the slides round. ACTION: CS\n4. AOB\nNone."
    )
    assert rows(found, "agenda_items", "item_no") == ["1", "2", "3", "4"]
    assert rows(found, "attendance", "name", "role", "organisation", "status") == [
        ("Ann Lee", None, None, "present"), ("Bob Ray", "Chair", None, "present"), ("Cat Small", "Librarian", "Hull", "present"), ("Dan Fox", None, None, "apologies"),
    ]  # fmt: skip
    assert found.of("meetings")[0]["venue"] == "Leeds" and rows(found, "actions", "owner_names") == [["Cat Small"]]


def test_decimal_parts_belong_to_their_item() -> None:
    found = minutes(
        "# Library Committee Minutes 5.6.17\nIn attendance: Ann Lee AL, Bob Ray BR\n# 1 Minutes\n1.1 The minutes were approved.\n1.2 BR reported.\n# 2 Reports\n2.1 Received.\n# 3 Close\n3.1 At noon."
    )
    assert rows(found, "agenda_items", "item_no", "sub_items") == [("1", ["1.1", "1.2"]), ("2", ["2.1"]), ("3", ["3.1"])]
    assert found.of("discussion_points")[0]["text"] == "The minutes were approved."


def test_initials_of_nobody_stay_as_written_and_raise_an_issue() -> None:
    found = minutes(
        "# Minutes of the Patch Meeting\n12/05/2017\nPresent: Ann Lee, Alan Lowe",
        [["No", "Discussion", "Action"], ["1", "# Costs\nToo high.", "XY to ask"], ["2", "# Time\nToo short.", "AL to ask"]],
    )
    assert rows(found, "actions", "owners_as_written", "owner_names") == [(["XY"], []), (["AL"], [])]
    assert [f.code for f in found.findings if f.field == "owner_names"] == ["unresolved_initials"] * 2


@pytest.mark.parametrize(
    ("sentence", "is_one"),
    [
        ("The minutes were approved.", True), ("It was agreed that a room be booked.", True), ("AL asked for dates; agreed to poll members.", True), ("The committee resolved to close early.", True),
        ("AL agreed to send the list.", False), ("This should be agreed at the next meeting.", False), ("The bid had been approved by the Board of the Trust.", False),
        ("It was not agreed.", False), ("The agreed template is online.", False), ("If approved, work starts in May.", False),
    ],
)  # fmt: skip
def test_what_the_meeting_decided_and_what_it_did_not(sentence: str, is_one: bool) -> None:
    found = minutes(
        "# Minutes of the Patch Meeting\n12/05/2017\nPresent: Ann Lee (AL), Bob Ray (BR)",
        [["No", "Minutes", "Action"], ["1", f"# Item\n{sentence}", ""], ["2", "# Close\nNoon.", ""]],
    )
    assert rows(found, "decisions", "text") == ([sentence] if is_one else [])


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Jane Smith JS Library Manager", [("Jane Smith", "JS", "Library Manager", None)]),
        ("Rachel Cooper (RCp), Rob Cope (RCo) and Ann Lee", [("Rachel Cooper", "RCp", None, None), ("Rob Cope", "RCo", None, None), ("Ann Lee", None, None, None)]),
        ("Jane Smith, Library Manager, Bolton NHS FT; Bob Jones (Chair), Wigan Infirmary", [("Jane Smith", None, "Library Manager", "Bolton NHS FT"), ("Bob Jones", None, "Chair", "Wigan Infirmary")]),
        ("JS – Jane Smith", [("Jane Smith", "JS", None, None)]),
        ("B McTarn (Clerk - BMc)", [("B McTarn", "BMc", "Clerk", None)]),
        ("Clr Roy Jessop (OCC)", [("Clr Roy Jessop", None, None, "OCC")]),
        ("Tessa Pryor (TP) Wealdshire Teaching Hospitals", [("Tessa Pryor", "TP", None, "Wealdshire Teaching Hospitals")]),
        ("None", []), ("see above", []), ("A Smith/B Jones", [("A Smith", None, None, None), ("B Jones", None, None, None)]),
    ],
)  # fmt: skip
def test_entries_of_attendance(text: str, people: list[tuple[str, str | None, str | None, str | None]]) -> None:
    found = [e for entry in split_entries(text) for e in parse_entry(entry)]
    assert [(e.name, e.initials, e.role, e.organisation) for e in found] == people


NAME = st.builds(
    lambda a, b: f"{a} {b}", st.from_regex(r"[B-Z][a-z]{3,7}", fullmatch=True), st.sampled_from(["Quillfeather", "Ashgrove", "Tarn", "Bexley-Holt", "Underhay"])
)


@settings(max_examples=60, deadline=None)
@given(st.lists(NAME, min_size=2, max_size=8, unique=True), st.sampled_from([", ", "; ", "\n"]))
def test_a_list_of_names_is_read_back_in_any_dress(names: list[str], joint: str) -> None:
    from pipeline.normalise.names import looks_like_name

    names = [n for n in names if looks_like_name(n)]
    found = [e.name for entry in split_entries(joint.join(names)) for e in parse_entry(entry)] if len(names) > 1 else names
    assert found == names


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4a) Loans", "4a"),
        ("2.2.3 Reports", "2.2.3"),
        ("03.18.02 Risks", "03.18.02"),
        ("GBP/2122/214 Contract", "GBP/2122/214"),
        ("1.Meeting notes", "1"),
        ("12) Close", "12"),
    ],
)
def test_item_numbers(text: str, number: str) -> None:
    found = parse_item_number(text)
    assert found is not None and found.text == number


@pytest.mark.parametrize("text", ["10.30am start", "5 members asked", "Minutes", "", "2016 was busy"])
def test_what_is_no_item_number(text: str) -> None:
    assert parse_item_number(text) is None


@given(st.text(max_size=60))
def test_no_text_breaks_the_item_numbers(text: str) -> None:
    found = parse_item_number(text)
    if found is not None:
        assert 0 < found.end <= len(text)


def test_the_papers_head_may_stand_in_the_first_rows_of_its_table() -> None:
    found = minutes(
        "# Library Management Team – Minutes",
        [["Date", "14/02/2017", "", ""], ["Present", "Ann Lee, Bob Ray, Cat Dean", "", ""], ["Item", "Subject", "Discussion", "Action"], ["1", "Apologies", "None received", ""], ["2", "Budget", "We agreed to cut journals.", "AL"], ["2.1", "Journals", "List circulated", "BR/CD by 1 March"]],
    )  # fmt: skip
    assert found.of("meetings")[0]["held_on"] == dt.date(2017, 2, 14) and len(found.of("attendance")) == 3
    assert rows(found, "agenda_items", "item_no", "heading", "text") == [
        ("1", "Apologies", "None received"),
        ("2", "Budget", "We agreed to cut journals."),
        ("2.1", "Journals", "List circulated"),
    ]
    assert rows(found, "actions", "text", "owner_names", "due_on")[-1] == ("List circulated", ["Bob Ray", "Cat Dean"], dt.date(2017, 3, 1))


def test_an_action_log_behind_the_items_gives_actions_and_no_plan() -> None:
    paper = word.new()
    word.lines(
        paper,
        "# Minutes of the Clinical Librarians Group\nHeld at the Royal Infirmary on Thursday 12th January 2017\nPresent: Ann Lee AL; Bob Ray BR\n# 1. Welcome\nNew members came.\n# 2. Projects\nAL gave an update.",
    )
    word.table(paper, [["Action", "Owner", "Deadline", "Status"], ["Write a paper", "AL", "31 March 2017", "Open"], ["Book room", "BR", "", "Complete"]])
    found = harvest_of(word.saved(paper))
    assert rows(found, "actions", "item_no", "text", "owner_names", "due_on", "status") == [
        (None, "Write a paper", ["Ann Lee"], dt.date(2017, 3, 31), "open"),
        (None, "Book room", ["Bob Ray"], None, "done"),
    ]
    assert not found.of("planned_actions") and found.of("meetings")[0]["venue"] == "Royal Infirmary"


def test_tabbed_lists_continued_lines_and_updates_run_in() -> None:
    found = minutes(
        "NOTES OF THE REGIONAL E-LEARNING GROUP MEETING\nWednesday 6th July 2016, 10.30 a.m. – 12.30 p.m., Room 4, Education Centre, Harrow Hill\nPresent:\tAnn Lee (AL) – Harrow\n\tBob Ray (BR) – Wick\n"
        "Apologies:\tDan Fox (DF), Eve Gale (EG)\n1\tWelcome\nAL opened the meeting.\n2\tMinutes of the previous meeting\nAgreed as a true record.\n3\tUpdates from members\nHarrow (AL): New catalogue.\nWick (BR): Staff changes.\n4\tClose\nNoon"
    )
    assert (found.of("meetings")[0]["start_time"], found.of("meetings")[0]["venue"]) == ("10:30", "Room 4, Education Centre, Harrow Hill")
    assert rows(found, "attendance", "name", "organisation", "status") == [
        ("Ann Lee", "Harrow", "present"),
        ("Bob Ray", "Wick", "present"),
        ("Dan Fox", None, "apologies"),
        ("Eve Gale", None, "apologies"),
    ]
    assert rows(found, "updates", "contributor", "organisation", "text") == [("AL", "Harrow", "New catalogue."), ("BR", "Wick", "Staff changes.")]
    assert rows(found, "decisions", "text") == ["Agreed as a true record."]
