from __future__ import annotations

import calendar
import datetime as dt
import re

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalise.dates import find_dates, find_time, parse_date
from pipeline.tables.definition import EDTF

NEAR = dt.date(2016, 6, 27)


@pytest.mark.parametrize(
    ("text", "edtf", "first", "last"),
    [
        ("27th June 2016", "2016-06-27", "2016-06-27", "2016-06-27"),
        ("11.1.18", "2018-01-11", "2018-01-11", "2018-01-11"),
        ("22/09/2016", "2016-09-22", "2016-09-22", "2016-09-22"),
        ("Oct/Nov 2016", "2016-10/2016-11", "2016-10-01", "2016-11-30"),
        ("All STPs were published in Oct/Nov 2016", "2016-10/2016-11", "2016-10-01", "2016-11-30"),
        ("April 2017", "2017-04", "2017-04-01", "2017-04-30"),
        ("2015/16", "2015/2016", "2015-01-01", "2016-12-31"),
        ("26th Sept 16", "2016-09-26", "2016-09-26", "2016-09-26"),
        ("7 th April 2022", "2022-04-07", "2022-04-07", "2022-04-07"),
        ("Spring 2017", "2017-21", "2017-03-01", "2017-05-31"),
        ("Winter 2016/17", "2016-24", "2016-12-01", "2017-02-28"),
        ("2nd-8th July 2018", "2018-07-02/2018-07-08", "2018-07-02", "2018-07-08"),
        ("30 June – 2 July 2018", "2018-06-30/2018-07-02", "2018-06-30", "2018-07-02"),
        ("Dec 2016 - Jan 2017", "2016-12/2017-01", "2016-12-01", "2017-01-31"),
        ("Thursday, March 2, 2017", "2017-03-02", "2017-03-02", "2017-03-02"),
        ("circa 2016", "2016~", "2016-01-01", "2016-12-31"),
        ("Q3 2017", "2017-07/2017-09", "2017-07-01", "2017-09-30"),
        ("2017-03-23T10:15:00+00:00", "2017-03-23", "2017-03-23", "2017-03-23"),
        ("23 May 2017 – 3rd Meeting", "2017-05-23", "2017-05-23", "2017-05-23"),
        ("Wed, 14 Feb 2018 10:15:00 +0000", "2018-02-14", "2018-02-14", "2018-02-14"),
    ],
)
def test_dates_as_people_write_them(text: str, edtf: str, first: str, last: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert (found.edtf, str(found.first), str(found.last)) == (edtf, first, last)


@pytest.mark.parametrize("text", ["2.2.3", "03.18.02", "GBP/2122/214", "16/00140/TCA", "4a)", "ongoing", "TBC", "£10.50", "may 20 people", "1,250", "8th July"])
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize("text", ["31st June 2018", "30 February 2017", "31/02/2017", "29 February 2017"])
def test_a_day_that_no_calendar_has_is_impossible(text: str) -> None:
    found = parse_date(text)
    assert found is not None and found.impossible and found.first is None


def test_a_missing_year_comes_from_the_meeting_only_where_that_is_certain() -> None:
    assert [d.edtf for d in find_dates("by 8th July", NEAR)] == ["2016-07-08"]
    assert [d.edtf for d in find_dates("by 2 January", NEAR)] == ["2017-01-02"]
    assert list(find_dates("by 8th July", None)) == []
    assert list(find_dates("by 20th June", NEAR)) == []  # a week ago or in a year: nobody can tell


@given(
    st.dates(dt.date(1950, 1, 1), dt.date(2049, 12, 31)),
    st.sampled_from(["%-d %B %Y", "%d/%m/%Y", "%-d.%-m.%y", "%A %-d %b %Y", "%Y-%m-%d", "%B %-d, %Y", "%-dth of %B %Y"]),
)
def test_any_day_is_read_back(day: dt.date, form: str) -> None:
    found = parse_date(f"Held on {day.strftime(form)} at noon")
    assert found is not None and found.first == found.last == day and found.edtf == day.isoformat()


@given(st.text(max_size=80))
def test_any_text_gives_valid_edtf_with_bounds_in_order_and_its_own_words(text: str) -> None:
    end = 0
    for found in find_dates(text, NEAR):
        assert found.start >= end and found.end > found.start
        end = found.start
        if found.edtf is not None:
            assert re.fullmatch(EDTF, found.edtf)
            parse_edtf(found.edtf)
            assert found.first is not None and found.last is not None and found.first <= found.last


@given(st.integers(1, 12), st.integers(1970, 2049))
def test_a_month_spans_its_days(month: int, year: int) -> None:
    found = parse_date(f"{calendar.month_name[month]} {year}")
    assert found is not None and found.edtf == f"{year}-{month:02}"
    assert found.last is not None and found.last.day == calendar.monthrange(year, month)[1]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("10.00am", "10:00"), ("10:00 – 15:00", "10:00"), ("2pm", "14:00"), ("10-11am", "10:00"), ("1400 hrs", "14:00"), ("12 noon", "12:00"),
        ("19:30 BST", "19:30"), ("2.30 - 4.30 pm", "14:30"), ("11.30-1pm", "11:30"), ("12-1pm", "12:00"), ("1.30-3.30", "13:30"), ("12.15 a.m.", "00:15"),
        ("£10.50", None), ("2 hours", None), ("version 2", None), ("27.08.16", None), ("10.00", None),
    ],
)  # fmt: skip
def test_times(text: str, time: str | None) -> None:
    found = find_time(text)
    assert (found[0] if found else None) == time


def test_a_dotted_time_counts_behind_at_in_a_papers_head() -> None:
    found = find_time("on 14 November 2017 at 10.00 in the Willow Room", dotted=True)
    assert found is not None and found[0] == "10:00"


@given(st.text(max_size=60))
def test_a_time_is_a_time_of_day_and_stands_where_it_says(text: str) -> None:
    found = find_time(text, dotted=True)
    if found is not None:
        assert re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", found[0])
        assert 0 <= found[1] < found[2] <= len(text)
