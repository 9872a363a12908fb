from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Document, Kind
from pipeline.normalise.text import squeeze
from pipeline.read import ReadError, read_bytes
from tests.samples import pages


def posts(document: Document) -> list[tuple[str | None, str | None, str | None, list[str]]]:
    return [
        (a.title.text if a.title else None, a.published.text if a.published else None, a.author.text if a.author else None, [c.text for c in a.categories])
        for a in document.articles
    ]


def page(body: str, head: str = "") -> Document:
    return read_bytes(f"<!doctype html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode())


def test_a_classic_archive_gives_its_posts_and_nothing_around_them() -> None:
    document = read_bytes(pages.front_page())
    assert posts(document) == [
        ("Knowledge in Practice", "23 March 2017", "Hester Vane", ["Drivers"]),
        ("A trolley for the wards", "June 20, 2017", "Philippa Yarrow", ["Stories"]),
        ("Meeting 12th July 2017", "1 July 2017", "Hester Vane", ["News"]),
        ("What May brought", "1 June 2017", "Ruth Ackerby", ["News"]),
    ]
    assert [a.is_protected for a in document.articles] == [False, False, True, False] and not document.articles[2].blocks
    words = "\n".join(t.text for t in document.texts())
    for furniture in ("a script", "Share this", "cookies", "Ask the group", "Leave a reply", "Older posts", "password"):
        assert furniture not in words


def test_a_block_theme_a_single_post_and_a_theme_that_marks_nothing() -> None:
    assert posts(read_bytes(pages.block_theme()))[0] == ("Counting what counts", "17 April 2018", "Kirsty Lomax", ["Metrics"])
    single = read_bytes(pages.single_post())
    assert posts(single) == [("A plan for reading rooms", "November 30, 2016", "Bronwen Tasker", ["Drivers"])]
    assert single.articles[0].url == "http://shire.example.org/2016/11/30/reading-rooms/"
    assert "Source: me" not in single.articles[0].text
    unmarked = read_bytes(pages.unmarked_theme())
    assert posts(unmarked) == [("Plan for the north", "03 March 2015", "Edmund Frayne", []), ("Plan for the south", "02 March 2015", "Edmund Frayne", [])]


def test_a_single_post_takes_from_the_head_what_its_body_lacks() -> None:
    head = (
        "<link rel='canonical' href='https://x.example/2019/05/06/a-post/'><meta property='og:type' content='article'>"
        '<script type="application/ld+json">{"@graph":[{"@type":"BlogPosting","datePublished":"2019-05-06T08:00:00Z","author":{"@type":"Person","name":"Ann Lee"}}]}</script>'
    )
    document = page("<main><h1>A post</h1><p>Words enough to be a post.</p></main>", head)
    assert posts(document) == [("A post", "2019-05-06T08:00:00Z", "Ann Lee", [])]
    assert document.articles[0].url == "https://x.example/2019/05/06/a-post/"


def test_comments_that_are_articles_themselves_are_no_posts() -> None:
    comment = "<ol class='comment-list'><li><article class='comment-body'><p>I disagree.</p></article></li></ol>"
    document = page(f"<article><h1>Post</h1><div class='entry-content'><p>Text.</p></div></article><section id='comments'>{comment}</section>")
    assert [p[0] for p in posts(document)] == ["Post"] and "disagree" not in document.articles[0].text


def test_a_page_without_posts_is_read_as_text() -> None:
    document = page("<main><h1>About us</h1><p>We are <b>here</b>.</p><ol start='3'><li>three</li><li>four<ul><li>deep</li></ul></li></ol></main>")
    assert not document.articles
    assert [(t.kind, t.level, t.label, t.text) for t in document.texts()] == [
        (Kind.HEADING, 1, None, "About us"), (Kind.PARAGRAPH, 0, None, "We are here."), (Kind.LIST_ITEM, 0, "3.", "three"),
        (Kind.LIST_ITEM, 0, "4.", "four"), (Kind.LIST_ITEM, 1, "•", "deep"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbf<p>caf\xc3\xa9 \xc2\xa35</p>", "café £5"),
        ("<p>café £5</p>".encode("utf-16"), "café £5"),
        (b"<meta charset='iso-8859-1'><p>\xa35 \x96 \x93quoted\x94</p>", "£5 – “quoted”"),
        (b"<p>undeclared \xa340,000 \x92s</p>", "undeclared £40,000 ’s"),
        (b"<meta charset='iso-8859-1'><p>really UTF-8: caf\xc3\xa9</p>", "really UTF-8: café"),
        ("<meta http-equiv='Content-Type' content='text/html; charset=iso-8859-2'><p>Łódź</p>".encode("iso-8859-2"), "Łódź"),
        (b"<meta charset='nonsense'><p>\x81\xa3</p>", "£"),
    ],
)
def test_characters_come_out_whatever_is_declared(data: bytes, text: str) -> None:
    assert (
        [t.text for t in read_bytes(b"<html><body>" * (b"html" not in data) + data).texts()] == [text] if data[:2] not in (b"\xff\xfe", b"\xfe\xff") else True
    )
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        assert [t.text for t in read_bytes(data).texts()] == [text]


def test_bullets_typed_as_characters_are_bullets_with_levels() -> None:
    body = (
        "<p style='margin-left:36pt'>·&nbsp;&nbsp; first</p><p style='margin-left:72pt'>o&nbsp;&nbsp; second</p><p style='margin-left:36.0pt'>§&nbsp; third</p>"
        "<p>• plain</p><p>-Evaluation</p><p>o really?</p>"
    )
    assert [(t.kind, t.level, t.text) for t in page(body).texts()] == [
        (Kind.LIST_ITEM, 0, "first"), (Kind.LIST_ITEM, 1, "second"), (Kind.LIST_ITEM, 0, "third"), (Kind.LIST_ITEM, 0, "plain"),
        (Kind.PARAGRAPH, 0, "-Evaluation"), (Kind.PARAGRAPH, 0, "o really?"),
    ]  # fmt: skip


def test_spans_of_tables_and_layout_tables() -> None:
    document = page(
        "<table><thead><tr><th>a</th><th colspan=2>b</th></tr></thead><tr><td rowspan=2>c</td><td>d</td><td>e</td></tr><tr><td>f</td><td>g</td></tr></table><table><tr><td><p>laid out</p></td></tr></table>"
    )
    assert [[c.text if c else None for c in row] for row in document.tables[0].grid()] == [["a", "b", "b"], ["c", "d", "e"], ["c", "f", "g"]]
    assert document.tables[0].header_rows == 1 and document.find("table 1, row 3, column 2") == "f"
    assert len(document.tables) == 1 and "laid out" in [t.text for t in document.texts()]


def test_broken_markup_is_read() -> None:
    document = page("<p>one<p>two<ul><li>three<li>four</ul><b>five<p>six</b></div></td>")
    assert [t.text for t in document.texts()] == ["one", "two", "three", "four", "five", "six"]


def test_links_are_whole_and_dangerous_ones_are_none() -> None:
    document = page("<p><a href='/x'>a</a> <a href='javascript:alert(1)'>b</a> <a href='#top'>c</a></p>", "<base href='https://s.example/y/'>")
    assert [m.target for t in document.texts() for m in t.links] == ["https://s.example/x"]


def test_markup_nested_without_end_is_refused() -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(b"<html><body>" + b"<div>" * 5000 + b"x")
    assert caught.value.code in ("limit_exceeded", "unreadable_file")


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["p", "li", "h2", "div", "b", "td", "blockquote"]),
            st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="<>&"), max_size=20),
        ),
        max_size=12,
    )
)
def test_no_page_breaks_the_reader_and_every_locator_leads_back(parts: list[tuple[str, str]]) -> None:
    document = page("".join(f"<{tag}>{text}" for tag, text in parts))
    for text in document.texts():
        assert squeeze(text.text) in squeeze(document.find(text.locator) or "")


def test_feeds_give_their_entries() -> None:
    rss, atom = read_bytes(pages.rss()), read_bytes(pages.atom())
    assert rss.media_type == "application/rss+xml" and posts(rss) == [
        ("Clusters in the county", "Wed, 14 Feb 2018 10:15:00 +0000", "Ruth Ackerby", ["Hot topics"])
    ]
    assert atom.media_type == "application/atom+xml" and posts(atom) == [("The trolley goes on", "2018-03-01T08:00:00Z", "Philippa Yarrow", ["Case studies"])]
    assert rss.articles[0].url == "https://alignment.example.org/2018/02/14/clusters/" and len(rss.articles[0].blocks) > 8


def test_a_feed_cut_off_gives_what_is_whole_and_says_so() -> None:
    document = read_bytes(pages.rss()[:-60])
    assert document.articles and [f.code for f in document.flaws] == ["damaged_markup"]


@pytest.mark.parametrize("address", ["http://[x", "http://[bad]/2018/04/03/p", "https://example.org:99999x/a"])
@pytest.mark.parametrize("base", [True, False])
def test_an_address_that_is_none_costs_no_page(address: str, base: bool) -> None:
    head, link = (f'<base href="{address}">', "a/b") if base else ("", address)
    page = f"""<html><head>{head}</head><body><article class="post"><h2 class="entry-title"><a rel="bookmark" href="{link}">Opening hours</a></h2>
        <div class="entry-content"><p>The reading room opens at <a href="{link}">nine</a>.</p></div></article></body></html>"""
    articles = read_bytes(page.encode()).articles
    assert [a.title.text for a in articles if a.title] == ["Opening hours"]
