"""Dates as British papers write them, to EDTF (ISO 8601-2:2019, level 1) with day bounds.

General parsers guess: they fill a missing day with today's and read ``11.1.18`` month first. What
a cell of the dataset says must be what the paper says, no more, so the grammar is written out here;
the calendar itself is the standard library's.

Rules: numeric dates are read day first; two-digit years 00 to 49 are 20xx, 50 to 99 19xx; a season
is EDTF ``YYYY-21`` (spring) to ``YYYY-24`` (winter, reaching into the next year); ``2015/16`` is the
interval ``2015/2016``; a day and month without a year take the year only from a date given by the
caller, and only where one year alone can be meant.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

_MONTH_NAMES = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
_MONTHS = {name: n for n, name in enumerate(_MONTH_NAMES, 1)}
_MONTHS |= {name[:3]: n for name, n in list(_MONTHS.items())} | {"sept": 9, "janu": 1, "febr": 2, "octo": 10}
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}

_M = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
_D = r"(?:0?[1-9]|[12]\d|3\d)(?!\d)\s?(?:st|nd|rd|th)?(?![a-z])"
_Y = r"(?:(?:19|20)\d\d|[’']?\d\d)(?![\d:]|[.]\d)"
_Y4 = r"(?:19|20)\d\d(?!\d)"
_DAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]?\s*(?:the\s+)?)?"
_TO = r"\s*(?:-|–|—|\bto\b|\buntil\b|/|&|\band\b)\s*"
_NOT_IN_NUMBER = r"(?<![\d/.\w-])"

_PATTERNS: list[tuple[str, re.Pattern[str]]] = [
    (kind, re.compile(_NOT_IN_NUMBER + pattern, re.IGNORECASE))
    for kind, pattern in [
        ("iso", rf"(?P<y>{_Y4})-(?P<m>0[1-9]|1[0-2])-(?P<d>\d\d)(?![\d])"),
        ("days", rf"{_DAY}(?P<d>{_D})\s*(?:of\s+)?(?P<m>{_M})?,?\s*(?P<y>{_Y4})?{_TO}{_DAY}(?P<d2>{_D})\s*(?:of\s+)?(?P<m2>{_M}),?\s*(?P<y2>{_Y})?"),
        ("day", rf"{_DAY}(?P<d>{_D})\s*(?:of\s+|-)?(?P<m>{_M}),?\s*-?(?P<y>{_Y})(?!\s*(?:[ap]\.?m\b|hrs))"),
        ("month_day", rf"{_DAY}(?P<m>{_M})\s+(?P<d>{_D}),?\s+(?P<y>{_Y4})"),
        ("day_only", rf"{_DAY}(?P<d>{_D})\s*(?:of\s+)?(?P<m>{_M})(?!\s*['’]?(?:\d\d){{1,2}}\b(?!\s*(?:[-–:.]\s*\d|[ap]\.?m|noon)))"),
        ("month_day_only", rf"{_DAY}(?P<m>{_M})\s+(?P<d>(?:0?[1-9]|[12]\d|3[01])\s?(?:st|nd|rd|th)\b)"),  # "Nov 16" may be a year
        ("numeric", rf"{_DAY}(?P<d>\d{{1,2}})(?P<s>[./-])(?P<m>\d{{1,2}})(?P=s)(?P<y>(?:19|20)\d\d|\d\d)(?![\d]|[./-]\d)"),
        ("ymd", rf"(?P<y>{_Y4})(?P<s>[./])(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}})(?!\d)"),
        ("months", rf"(?P<m>{_M})\s*(?P<y>{_Y4})?{_TO}(?P<m2>{_M}),?\s*(?P<y2>{_Y4})"),
        ("month", rf"(?P<m>{_M}),?\s*(?:of\s+)?(?P<y>{_Y4}|[’']\d\d|(?<=[a-z]\s)\d\d(?!\s*[a-z:])(?!\d))"),
        ("month_no", rf"(?P<m>0[1-9]|1[0-2])/(?P<y>{_Y4})"),
        ("iso_month", rf"(?P<y>{_Y4})-(?P<m>0[1-9]|1[0-2])(?![\d-])"),
        ("season", rf"(?P<season>spring|summer|autumn|winter)\s+(?:of\s+)?(?P<y>{_Y4})(?:[/-]\d\d(?:\d\d)?)?"),
        ("quarter", rf"(?:q(?P<q>[1-4])|quarter\s+(?P<q2>[1-4])),?\s*(?:of\s+)?(?P<y>{_Y4})(?![/-]\d)"),
        ("years", rf"(?P<y>{_Y4})\s*[/–-]\s*(?P<y2>(?:19|20)\d\d|\d\d)(?![\d]|[./-]\d)"),
        ("year", rf"(?P<y>{_Y4})(?![\d/-]|\.\d)"),
    ]
]


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date in a text.

    ``start``, ``end``: where its words stand. ``edtf``: ISO 8601-2 level 1, or None where the words
    name a day that no calendar has (``impossible``). ``first``, ``last``: the days it spans.
    """

    start: int
    end: int
    edtf: str | None
    first: dt.date | None
    last: dt.date | None
    kind: str

    @property
    def impossible(self) -> bool:
        """True where the words are a date's, but the calendar has no such day (31 June)."""
        return self.edtf is None

    @property
    def is_day(self) -> bool:
        """True where one day alone is meant."""
        return self.first is not None and self.first == self.last


def _year(text: str) -> int:
    digits = re.sub(r"\D", "", text)
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 50 else 1900)


def _month(text: str) -> int:
    word = text.lower().rstrip(".")
    return _MONTHS[word] if word in _MONTHS else _MONTHS[word[:3]]


def _number(text: str) -> int:
    return int(re.match(r"\d+", text).group())  # type: ignore[union-attr]


def _month_bounds(year: int, month: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _day(year: int, month: int, day: int) -> tuple[str, dt.date, dt.date]:
    date = dt.date(year, month, day)
    return date.isoformat(), date, date


def _year_for(month: int, day: int, near: dt.date | None) -> int | None:
    """The year that a day and month must have, seen from ``near``: the next such day within 300 days.

    Minutes speak of what comes: "by 8th July" in June's minutes is this July. Further than 300 days
    ahead the writer may as well mean the month before, so nothing is certain and None comes back.
    """
    if near is None:
        return None
    for year in (near.year, near.year + 1):
        try:
            date = dt.date(year, month, day)
        except ValueError:
            continue
        if dt.timedelta(0) <= date - near <= dt.timedelta(days=300):
            return year
    return None


def _value(kind: str, g: dict[str, str | None], near: dt.date | None) -> tuple[str, dt.date, dt.date] | None:
    """EDTF and bounds of one match; None where it cannot be told; ValueError where no such day is."""
    if kind in ("iso", "day", "month_day", "numeric", "ymd"):
        month_text = g["m"] or ""
        month = int(month_text) if month_text.isdigit() else _month(month_text)
        return _day(_year(g["y"] or ""), month, _number(g["d"] or ""))
    if kind in ("day_only", "month_day_only"):
        month, day = _month(g["m"] or ""), _number(g["d"] or "")
        if day > (29 if month == 2 else calendar.monthrange(2023, month)[1]):
            raise ValueError("no such day")
        year = _year_for(month, day, near)
        return _day(year, month, day) if year else None
    if kind == "days":
        return _interval_of_days(g, near)
    if kind == "months":
        year2 = _year(g["y2"] or "")
        m1, m2 = _month(g["m"] or ""), _month(g["m2"] or "")
        year1 = _year(g["y"] or "") if g["y"] else (year2 if m1 <= m2 else year2 - 1)
        first, last = _month_bounds(year1, m1)[0], _month_bounds(year2, m2)[1]
        if first > last:
            raise ValueError("ends before it begins")
        return f"{year1}-{m1:02}/{year2}-{m2:02}", first, last
    if kind in ("month", "month_no", "iso_month"):
        month_text = g["m"] or ""
        year, month = _year(g["y"] or ""), int(month_text) if month_text.isdigit() else _month(month_text)
        return (f"{year}-{month:02}", *_month_bounds(year, month))
    return _coarse(kind, g)


def _interval_of_days(g: dict[str, str | None], near: dt.date | None) -> tuple[str, dt.date, dt.date] | None:
    m2, d2 = _month(g["m2"] or ""), _number(g["d2"] or "")
    m1, d1 = _month(g["m"]) if g["m"] else m2, _number(g["d"] or "")
    year2 = _year(g["y2"] or "") if g["y2"] else _year_for(m2, d2, near)
    if year2 is None:
        return None
    year1 = _year(g["y"] or "") if g["y"] else (year2 if m1 <= m2 else year2 - 1)
    first, last = dt.date(year1, m1, d1), dt.date(year2, m2, d2)
    if first > last:
        raise ValueError("ends before it begins")
    return f"{first}/{last}", first, last


def _coarse(kind: str, g: dict[str, str | None]) -> tuple[str, dt.date, dt.date]:
    year = _year(g["y"] or "")
    if kind == "season":
        code = _SEASONS[(g["season"] or "").lower()]
        begin = {21: 3, 22: 6, 23: 9, 24: 12}[code]
        end_year, end_month = (year + 1, 2) if code == 24 else (year, begin + 2)
        return f"{year}-{code}", dt.date(year, begin, 1), _month_bounds(end_year, end_month)[1]
    if kind == "quarter":
        begin = 3 * int(g["q"] or g["q2"] or "1") - 2
        return f"{year}-{begin:02}/{year}-{begin + 2:02}", dt.date(year, begin, 1), _month_bounds(year, begin + 2)[1]
    if kind == "years":
        text = g["y2"] or ""
        year2 = int(text) if len(text) == 4 else year // 100 * 100 + int(text) + (100 if int(text) < year % 100 else 0)
        if not year < year2 <= year + 30:
            raise ValueError("ends before it begins")
        return f"{year}/{year2}", dt.date(year, 1, 1), dt.date(year2, 12, 31)
    return f"{year}", dt.date(year, 1, 1), dt.date(year, 12, 31)


def find_dates(text: str, near: dt.date | None = None) -> Iterator[DateFound]:
    """Every date in the text, from left to right, the most exact reading of each.

    Args:
        text: one paragraph or cell.
        near: the date of the paper, from which a day and month without a year take theirs where
            that is certain; without it such words are passed over.
    """
    if not any(c.isdigit() for c in text):
        return
    position = 0
    while position < len(text):
        best: tuple[int, int, str, re.Match[str]] | None = None
        for rank, (kind, pattern) in enumerate(_PATTERNS):
            match = pattern.search(text, position)
            if match and (best is None or match.start() < best[0]):
                best = (match.start(), rank, kind, match)
        if best is None:
            return
        _, _, kind, match = best
        end = match.start() + len(match.group().rstrip(" ,.-"))
        position = max(match.end(), match.start() + 1)
        try:
            value = _value(kind, match.groupdict(), near)
        except ValueError:
            if (
                kind not in ("numeric", "years", "months", "ymd")
                or (kind == "numeric" and 12 < int(match["m"]) <= 31 and len(match["y"]) == 4 and int(match["d"]) <= 12)
                or (kind == "numeric" and 1 <= int(match["m"]) <= 12 and int(match["d"]) <= 31)
            ):  # such digits may be any code or sum
                yield DateFound(match.start(), end, None, None, None, kind)
            continue
        if value is not None:
            edtf, first, last = value
            yield DateFound(match.start(), end, edtf, first, last, kind)


_APPROXIMATE = re.compile(r"(?:\b(?:circa|ca?\.|approx(?:imately)?\.?|about|around)\s*)$", re.IGNORECASE)


def parse_date(text: str, near: dt.date | None = None) -> DateFound | None:
    """The one date that a date field holds, or None where it holds none.

    Where words name several, the most exact comes first in rank and the earliest in place; a
    leading "circa" makes it approximate (EDTF ``~``).
    """
    found = list(find_dates(text, near))
    if not found:
        return None
    order = {"year": 2, "years": 1}
    best = min(found, key=lambda d: (order.get(d.kind, 0), d.start))
    if best.edtf and "/" not in best.edtf and _APPROXIMATE.search(text[: best.start]):
        return DateFound(best.start, best.end, best.edtf + "~", best.first, best.last, best.kind)
    return best


_TIME = re.compile(
    r"(?<![\d.:/£])(?:(?P<h>[01]?\d|2[0-3])(?:\s?[.:]\s?(?P<m>[0-5]\d)|(?P<m4>[0-5]\d)(?=\s*h(?:ou)?rs?\b))?)"
    r"(?P<ap>\s?(?:[ap]\.?\s?m\b\.?|noon\b|midday\b))?"
    r"(?P<hrs>\s?h(?:ou)?rs?\b)?"
    r"(?:\s*(?:-|–|—|to|until)\s*(?P<h2>[01]?\d|2[0-3])(?:\s?[.:]\s?(?P<m2>[0-5]\d))?(?P<ap2>\s?(?:[ap]\.?\s?m\b\.?|noon\b))?)?"
    r"(?![\d/]|[.:]\d)",
    re.IGNORECASE,
)


_BEFORE_TIME = re.compile(r"(?:\bat|\bfrom|\btime:?|,|^)\s*$", re.IGNORECASE)


def find_time(text: str, *, dotted: bool = False) -> tuple[str, int, int] | None:
    """The first time of day in the text, as ``(HH:MM, start, end)``; of a range, its beginning.

    ``dotted``: whether ``10.00`` alone is a time behind "at", "from" or a comma (in a paper's head it is).

    ``10.00am``, ``10:00 – 15:00``, ``2pm``, ``10-11am``, ``1400 hrs``, ``12 noon`` are times; a bare
    number, a price or a dotted date is none. A range such as ``1.30-3.30`` that says neither a.m. nor
    p.m. and begins before seven on an unpadded clock is the afternoon: nobody meets at night.
    """
    for match in _TIME.finditer(text):
        minute = match["m"] or match["m4"]
        am_pm = (match["ap"] or "").lower().replace(".", "").replace(" ", "")
        later = (match["ap2"] or "").lower().replace(".", "").replace(" ", "")
        clock = dotted and minute is not None and bool(_BEFORE_TIME.search(text[: match.start()]))
        if not (am_pm or later or match["hrs"] or (minute and ":" in match.group()) or (minute and match["m2"]) or clock):
            continue
        if match["hrs"] and not minute and not am_pm:
            continue  # "2 hours" is how long it took
        hour = int(match["h"])
        if not am_pm and later in ("pm", "noon") and match["h2"]:
            last = int(match["h2"]) % 12 + (12 if later == "pm" else 0)
            am_pm = "pm" if later == "pm" and hour != 12 and hour + 12 <= max(last, 12) else "" if hour == 12 else "am"
        elif not am_pm and later == "am":
            am_pm = "am"
        if am_pm in ("pm", "noon", "midday") and hour < 12:
            hour += 12 if am_pm == "pm" else 0
        elif am_pm == "am" and hour == 12:
            hour = 0
        elif not am_pm and 1 <= hour <= 6 and not match["h"].startswith("0") and match["m2"]:
            hour += 12
        end = match.start() + len(match.group().rstrip())
        return f"{hour:02}:{minute or '00'}", match.start(), end
    return None
