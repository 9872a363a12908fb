"""Further reading: the numbered list at the end of a hot topic."""

from __future__ import annotations

import re
from collections import Counter

from pipeline.extract.harvest import Harvest, Quote, Row
from pipeline.extract.pieces import Piece
from pipeline.extract.posts.sections import Section
from pipeline.normalise.contacts import find_urls

_CITED = re.compile(r"\((\d{1,2}(?:\s*[,;&–-]\s*\d{1,2})*)\)")
_NUMBERED = re.compile(r"\s*[\[(]?(\d{1,2})[\].)]\s*(?=\S)")
_BRACKETED = re.compile(r"^(?P<authors>[^()]{2,200}?)\s*\((?P<year>(?:19|20)\d\d)[a-z]?(?:,[^)]*)?\)\s*[.,:]?\s*(?P<title>.*)$", re.DOTALL)
_COMMAS = re.compile(r"^(?P<authors>[^,()]{2,100}),\s*(?P<year>(?:19|20)\d\d)[a-z]?\s*[,.:]\s*(?P<title>.+)$", re.DOTALL)
# Vancouver style: "Farrow I, Lunt T, et al. Title. Journal 2017;7".
_VANCOUVER = re.compile(r"^(?P<authors>(?:[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*\s[A-Z]{1,3}(?:,\s*|(?=\.)))+(?:et al)?)\.\s+(?P<title>.+)$", re.DOTALL)
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")


def add_references(sections: list[Section], post: Row, harvest: Harvest) -> None:
    """Add the reading list of a post, and how often each entry is cited in its text."""
    listed = [s for s in sections if s.field == "reference_list"]
    if not listed:
        return
    cited = _citations("\n".join(s.text for s in sections if s.field != "reference_list"))
    number = 0
    seen: set[int] = set()
    for section in listed:
        for piece in section.pieces:
            start, given = _number(piece, number)
            if given is None:
                continue
            number = given if given not in seen else max(seen) + 1
            seen.add(number)
            _entry(piece, start, number, cited, post, harvest)


def _number(piece: Piece, last: int) -> tuple[int, int | None]:
    """Where an entry's text begins and its number: its list's, the one typed before it, or the next."""
    if piece.is_point:
        digits = re.sub(r"\D", "", piece.block.label or "")
        return 0, int(digits) if digits else last + 1
    typed = _NUMBERED.match(piece.text)
    if typed:
        return typed.end(), int(typed.group(1))
    if piece.block.kind == "paragraph" and (find_urls(piece.text) or _BRACKETED.match(piece.text) or any(True for _ in piece.links())):
        return 0, last + 1
    return 0, None


def _citations(text: str) -> Counter[int]:
    counts: Counter[int] = Counter()
    for match in _CITED.finditer(text):
        previous: int | None = None
        for token in re.findall(r"\d+|[,;&–-]", match.group(1)):
            if token.isdigit():
                counts[int(token)] += 1
                previous = int(token)
            elif token in "–-" and previous is not None:
                last = int(re.findall(r"\d+", match.group(1)[match.group(1).index(token) :])[0])
                for between in range(previous + 1, min(last, previous + 30)):
                    counts[between] += 1
    return counts


def _entry(piece: Piece, start: int, number: int, cited: Counter[int], post: Row, harvest: Harvest) -> None:
    text = piece.text[start:]
    row = harvest.row("reference_list", post_id=post["post_id"], number=number, citation_count=cited[number])
    row.put("text", text, piece.quote)
    body = text
    link: tuple[str, Quote] | None = next(piece.links(), None)
    printed = find_urls(text)
    for url in printed:
        body = body.replace(url.quote, " ")
    if link is not None:
        row.put("url", link[0], link[1])
    elif printed:
        row.put("url", printed[0].value, piece.quote)
    body = re.sub(r"\s+", " ", re.sub(r"(?i)\bavailable (?:at|from)\s*:?\s*$|\[?accessed[^\]]*\]?\s*$", "", body.strip())).strip()
    match = _BRACKETED.match(body) or _COMMAS.match(body)
    if match:
        row.put("authors", match["authors"].strip(" ,.:"), piece.quote)
        row.put("year", int(match["year"]), piece.quote)
        row.put("title", _title(match["title"]), piece.quote)
        return
    year = _YEAR.findall(body)
    vancouver = _VANCOUVER.match(body)
    if vancouver:
        row.put("authors", vancouver["authors"].strip(" ,"), piece.quote)
        row.put("title", _without_journal(vancouver["title"]), piece.quote)
    else:
        row.put("title", _title(body), piece.quote)
    if year:
        row.put("year", int(year[-1]), piece.quote)


def _title(text: str) -> str:
    return text.strip(" .,;:")


def _without_journal(text: str) -> str:
    """A title without the journal, year and volume behind it."""
    return re.sub(r"\.\s+[^.]+\s(?:19|20)\d\d\b.*$", "", text, flags=re.DOTALL).strip(" .")
