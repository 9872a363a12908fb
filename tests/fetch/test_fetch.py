"""Each way in which a site can answer, and what becomes of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import FetchSettings
from pipeline.fetch import FetchResult, Source, Store, fetch_sources, fetched_files
from tests.fetch.site import Post, Site, bomb, cut, drip, endless, hang_up, serving
from tests.samples import papers

FAST = FetchSettings(delay_seconds=0, backoff_seconds=0, timeout_seconds=1, body_seconds=1, file_bytes=5_000_000, allow_private=True)
PAGE = b"<html><body><h1>A page</h1><p>Some words.</p></body></html>"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site()) as made:
        yield made


@pytest.fixture
def look(site: Site, tmp_path: Path) -> Callable[..., FetchResult]:
    """Look at one source; the pauses are counted, not waited."""

    def run(path: str = "/paper.html", *, settings: FetchSettings = FAST, **more: Any) -> FetchResult:
        source = Source(id="s", title="S", kind=more.pop("kind", "url"), url=more.pop("url", site.address + path), **more)
        run.pauses = []  # type: ignore[attr-defined]
        return fetch_sources([source], tmp_path, settings, everything=True, sleep=run.pauses.append)[0]  # type: ignore[attr-defined]

    return run


def held(tmp_path: Path) -> dict[str, tuple[bytes, bool]]:
    return {f.name: (f.path.read_bytes(), f.withdrawn) for f in fetched_files(tmp_path)}


def test_a_page_comes_with_a_sidecar_and_is_not_sent_twice(site: Site, look: Callable[..., FetchResult], tmp_path: Path) -> None:
    site.pages["/paper.html"] = PAGE
    first = look()
    assert (first.new, first.changed, first.problems) == (1, 0, ()) and held(tmp_path) == {"s/paper.html": (PAGE, False)}
    file = fetched_files(tmp_path)[0]
    (arrival,) = Store(tmp_path).arrivals(file.sha256)
    assert arrival["url"].endswith("/paper.html") and arrival["headers"]["content-type"] == "text/html" and arrival["source_id"] == "s"
    sent = site.bodies()
    second = look()
    assert (second.new, second.changed, second.bytes_received) == (0, 0, 0) and site.bodies() - sent == len(b"not here")  # robots.txt alone
    site.pages["/paper.html"] = PAGE + b"<p>More.</p>"
    assert look().changed == 1 and Store(tmp_path).path(file.sha256).read_bytes() == PAGE  # the old version stays


def test_a_site_without_validators_is_fetched_again_and_not_doubled(site: Site, look: Callable[..., FetchResult], tmp_path: Path) -> None:
    site.validators = False
    site.pages["/paper.html"] = PAGE
    look()
    again = look()
    assert (again.new, again.changed) == (0, 0) and len(held(tmp_path)) == 1


@pytest.mark.parametrize(("status", "rewritten"), [(301, True), (308, True), (302, False), (307, False)])
def test_a_permanent_redirect_rewrites_the_address(site: Site, look: Callable[..., FetchResult], tmp_path: Path, status: int, rewritten: bool) -> None:
    site.pages["/paper.html"] = PAGE
    look()
    del site.pages["/paper.html"]
    site.pages["/new/paper.html"] = PAGE
    site.answers["/paper.html"] = [(status, {"Location": "/new/paper.html"}, b"")]
    moved = look()
    assert not moved.problems and moved.new == 0
    (state,) = Store(tmp_path).state("s").documents.values()
    assert state.url.endswith("/new/paper.html" if rewritten else ":" + site.address.rpartition(":")[2] + "/paper.html") and state.status == "current"
    site.asked.clear()
    look()
    assert ("/paper.html" in {path for _, path, _, _ in site.asked}) is not rewritten


def test_redirects_in_a_circle_end(site: Site, look: Callable[..., FetchResult], tmp_path: Path) -> None:
    site.answers["/paper.html"] = [(302, {"Location": "/b.html"}, b"")]
    site.answers["/b.html"] = [(302, {"Location": "/paper.html"}, b"")]
    assert "redirects more than 5 times" in look().problems[0] and held(tmp_path) == {}


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_gone_is_withdrawn_and_never_deleted(site: Site, look: Callable[..., FetchResult], tmp_path: Path, status: int) -> None:
    site.pages["/paper.html"] = PAGE
    look()
    site.answers["/paper.html"] = [(status, {}, b"gone")]
    gone = look()
    assert gone.withdrawn == 1 and held(tmp_path) == {"s/paper.html": (PAGE, True)}
    site.answers.clear()
    assert look().new == 1 and held(tmp_path) == {"s/paper.html": (PAGE, False)}


def test_a_busy_site_is_waited_for_as_long_as_it_asks(site: Site, look: Callable[..., FetchResult], tmp_path: Path) -> None:
    site.pages["/paper.html"] = PAGE
    site.answers["/paper.html"] = [(429, {"Retry-After": "7", "X-Once": "1"}, b""), (503, {"Retry-After": "3", "X-Once": "1"}, b"")]
    assert look().new == 1 and [p for p in look.pauses if p] == [7.0, 3.0]  # type: ignore[attr-defined]


def test_a_site_that_asks_for_too_long_is_left_for_the_next_run(site: Site, look: Callable[..., FetchResult], tmp_path: Path) -> None:
    site.pages["/paper.html"] = PAGE
    look()
    site.answers["/paper.html"] = [(429, {"Retry-After": "86400"}, b"")]
    assert "429" in look().problems[0] and held(tmp_path) == {"s/paper.html": (PAGE, False)} and not any(look.pauses)  # type: ignore[attr-defined]


def test_a_broken_site_is_tried_again_with_growing_pauses_and_nothing_is_lost(site: Site, look: Callable[..., FetchResult], tmp_path: Path) -> None:
    site.pages["/paper.html"] = PAGE
    look()
    site.answers["/paper.html"] = [(500, {}, b"oh")]
    result = look(settings=FetchSettings(delay_seconds=0, backoff_seconds=2, timeout_seconds=1, allow_private=True))
    assert "answers 500" in result.problems[0] and [p for p in look.pauses if p] == [2.0, 4.0, 8.0]  # type: ignore[attr-defined]
    assert held(tmp_path) == {"s/paper.html": (PAGE, False)} and Store(tmp_path).state("s").failures == 1
    site.answers.clear()
    assert look().problems == () and Store(tmp_path).state("s").failures == 0


@pytest.mark.parametrize(
    ("rough", "word"), [(drip, "in time"), (cut, "cannot be reached"), (hang_up, "cannot be reached"), (endless, "limit"), (bomb, "limit")]
)
def test_rough_treatment_costs_that_document_alone(site: Site, look: Callable[..., FetchResult], tmp_path: Path, rough: Any, word: str) -> None:
    import re

    site.pages["/list.html"] = b'<a href="/a/bad.html">bad</a> <a href="/a/good.html">good</a>'
    site.pages["/a/good.html"] = PAGE
    site.rough["/a/bad.html"] = rough
    started = time.monotonic()
    result = look("/list.html", follow="/a/", settings=FetchSettings(delay_seconds=0, backoff_seconds=0, attempts=2, timeout_seconds=1, body_seconds=1, file_bytes=5_000_000, allow_private=True))  # fmt: skip
    assert len(result.problems) == 1 and re.search(word, result.problems[0]) and time.monotonic() - started < 20
    assert held(tmp_path) == {"s/a/good.html": (PAGE, False)}
    assert not list((tmp_path / "store/incoming").iterdir())
    del site.rough["/a/bad.html"]
    site.pages["/a/bad.html"] = PAGE + b"!"
    assert look("/list.html", follow="/a/").new == 1 and len(held(tmp_path)) == 2


def test_a_stated_length_over_the_limit_is_refused_at_once(site: Site, look: Callable[..., FetchResult]) -> None:
    site.rough["/paper.html"] = lambda h: h.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5368709120\r\n\r\nx")  # type: ignore[assignment]
    result = look()
    assert "5,368,709,120 bytes" in result.problems[0] and result.requests == 2  # robots.txt, and no second try


def test_an_error_page_saved_as_a_paper_is_refused(site: Site, look: Callable[..., FetchResult], tmp_path: Path) -> None:
    site.pages["/june.pdf"] = b"<!DOCTYPE html><html><body>Sorry, not found</body></html>"
    site.types["/june.pdf"] = "application/pdf"
    assert "web page instead of a .pdf" in look("/june.pdf").problems[0] and held(tmp_path) == {}
    site.pages["/june.pdf"] = b""
    assert "empty body" in look("/june.pdf").problems[0]


def test_a_wrong_character_set_is_kept_as_it_came_and_read_as_declared(site: Site, look: Callable[..., FetchResult], tmp_path: Path) -> None:
    from pipeline.read import read

    site.pages["/paper.html"] = '<html><head><meta charset="windows-1252"></head><body><p>Zoë’s café</p></body></html>'.encode("cp1252")
    site.types["/paper.html"] = "text/html; charset=utf-8"
    look()
    assert [t.text for t in read(fetched_files(tmp_path)[0].path).texts()] == ["Zoë’s café"]


def test_private_addresses_are_refused_also_behind_a_redirect(
    site: Site, look: Callable[..., FetchResult], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages["/paper.html"] = PAGE
    public = FetchSettings(delay_seconds=0, backoff_seconds=0, attempts=1, timeout_seconds=1)
    assert "no public address" in look(settings=public).problems[0]
    assert site.asked == []
    # A public name that redirects here, or whose second answer leads here, is refused at the moment of connecting.
    import pipeline.fetch.addresses as addresses

    real = addresses.vetted
    monkeypatch.setattr(addresses, "vetted", lambda host, port, *, private: real(host, port, private=private or host == "localhost"))
    port = site.address.rpartition(":")[2]
    site.answers["/paper.html"] = [(302, {"Location": f"http://127.0.0.1:{port}/secret.html"}, b"")]
    result = look(url=f"http://localhost:{port}/paper.html", settings=public)
    assert "no public address" in result.problems[0] and "/secret.html" not in {p for _, p, _, _ in site.asked}
    for url in ("file:///etc/passwd", "ftp://x.org/a", "http://user:word@x.org/a"):
        site.answers["/paper.html"] = [(302, {"Location": url}, b"")]
        assert "word@" not in (said := look().problems[0]) and ("no web address" in said or "user name" in said)


def test_robots_txt_is_kept(site: Site, look: Callable[..., FetchResult], tmp_path: Path) -> None:
    site.pages["/robots.txt"] = b"User-agent: nhs-pipeline\nDisallow: /closed/\nUser-agent: *\nDisallow: /\n"
    site.pages["/closed/a.html"] = site.pages["/open.html"] = PAGE
    assert "robots.txt" in look("/closed/a.html").problems[0] and "/closed/a.html" not in {p for _, p, _, _ in site.asked}
    assert look("/open.html").new == 1


def test_a_site_that_asks_for_a_longer_pause_gets_it_and_one_that_hides_its_rules_has_none(
    site: Site, look: Callable[..., FetchResult], tmp_path: Path
) -> None:
    site.pages["/robots.txt"] = b"User-agent: *\nCrawl-delay: 9\n"
    site.pages["/paper.html"] = PAGE
    assert look().new == 1 and any(8 < p <= 9 for p in look.pauses)  # type: ignore[attr-defined]
    site.answers["/robots.txt"] = [(403, {}, b"")]
    assert look().problems == ()
    site.answers["/robots.txt"] = [(500, {}, b"")]
    assert "robots.txt answers 500" in look().problems[0]


def test_a_post_that_lacks_half_of_what_it_should_have_is_taken_as_it_is(site: Site, look: Callable[..., FetchResult], tmp_path: Path) -> None:
    site.answers["/wp-json/wp/v2/posts"] = [
        (200, {"X-WP-Total": "2", "X-WP-TotalPages": "1"}, b'[{"id": 1}, {"id": 2, "title": {"rendered": "x"}, "content": null}]')
    ]
    assert look("", kind="wordpress").new == 2 and set(held(tmp_path)) == {"s/post-1.json", "s/post-2.json"}


def test_requests_to_one_host_keep_their_distance_and_say_who_asks(site: Site, look: Callable[..., FetchResult], tmp_path: Path) -> None:
    agents: list[str] = []
    site.pages["/list.html"] = b'<a href="/a/1.html">1</a><a href="/a/2.html">2</a>'
    site.pages["/a/1.html"] = site.pages["/a/2.html"] = PAGE
    real = site.answer
    site.answer = lambda m, t, h: (agents.append(h["User-Agent"]), real(m, t, h))[1]  # type: ignore[method-assign,func-returns-value]
    look("/list.html", follow="/a/", settings=FetchSettings(delay_seconds=5, timeout_seconds=1, allow_private=True, contact="library@ashmere.example.org"))
    assert len([p for p in look.pauses if 4 < p <= 5]) == 3  # type: ignore[attr-defined]
    assert all(a.startswith("nhs-pipeline/") and "library@ashmere.example.org" in a for a in agents)


def test_links_are_followed_one_level_by_pattern(site: Site, look: Callable[..., FetchResult], tmp_path: Path) -> None:
    site.pages["/list.html"] = b'<base href="/docs/"><a href="june.docx#x">a</a><a href="june.docx">b</a><a href="/about.html">c</a><a href="http://[x">d</a>'
    site.pages["/docs/june.docx"] = papers.agenda()
    assert look("/list.html", follow=r"\.docx$").new == 1 and set(held(tmp_path)) == {"s/docs/june.docx"}
    sent = site.bodies()
    assert look("/list.html", follow=r"\.docx$").new == 0 and site.bodies() - sent == len(b"not here")


def test_five_hundred_posts_are_not_sent_twice(site: Site, look: Callable[..., FetchResult], tmp_path: Path) -> None:
    for n in range(1, 501):
        site.posts[n] = Post(n, f"Post {n}", f"<p>Words of {n}</p>", f"2018-05-{n % 28 + 1:02}T10:{n % 60:02}:00")
    first = look("", kind="wordpress")
    assert first.new == 500 and not first.problems and first.requests == 6
    sent = site.bodies()
    second = look("", kind="wordpress")
    assert (second.new, second.changed, second.bytes_received) == (0, 0, 0) and second.requests == 3
    assert site.bodies() - sent == len(b"not here")  # robots.txt, which it lacks
    site.posts[501] = Post(501, "New", "<p>new</p>", "2019-01-01T00:00:00")
    site.posts[7] = Post(7, "Post 7, changed", "<p>changed</p>", "2019-01-02T00:00:00")
    del site.posts[9]
    third = look("", kind="wordpress")
    assert (third.new, third.changed, third.withdrawn) == (1, 1, 1)
    assert look("", kind="wordpress").bytes_received == 0


def test_a_wordpress_site_that_refuses_head_is_asked_with_get(site: Site, look: Callable[..., FetchResult]) -> None:
    site.heads = False
    site.posts[1] = Post(1, "One", "<p>x</p>", "2018-05-01T10:00:00")
    assert look("", kind="wordpress").new == 1
    site.posts[2] = Post(2, "Two", "<p>y</p>", "2018-05-02T10:00:00")
    again = look("", kind="wordpress")
    assert (again.new, again.changed, again.withdrawn, again.problems) == (1, 0, 0, ())


def test_without_rest_the_feed_is_read_and_without_a_feed_the_pages(site: Site, look: Callable[..., FetchResult], tmp_path: Path) -> None:
    site.rest = False
    site.pages["/2018/a/"] = site.pages["/2018/b/"] = PAGE
    feed = "<rss version='2.0'><channel><title>t</title>{}</channel></rss>"
    item = "<item><title>x</title><link>{}</link><pubDate>Thu, 03 May 2018 10:00:00 +0000</pubDate></item>"
    one, two = (feed.format(item.format(f"{site.address}/2018/{x}/")).encode() for x in "ab")
    site.answers["/feed/"] = [(200, {"Content-Type": "application/rss+xml"}, one)]
    site.answers["/feed/?paged=2"] = [(200, {}, two)]
    site.answers["/feed/?paged=3"] = [(404, {}, b"")]
    assert look("", kind="wordpress").new == 2 and set(held(tmp_path)) == {"s/2018/a.html", "s/2018/b.html"}
    site.answers.clear()
    site.pages["/"] = site.pages["/page/2/"] = PAGE
    other = tmp_path / "other"
    source = Source(id="s", title="S", kind="wordpress", url=site.address)
    (result,) = fetch_sources([source], other, FAST, everything=True, sleep=lambda _: None)
    assert result.new == 2 and set(held(other)) == {"s/page-1.html", "s/page-2.html"}


def test_feeds_lead_to_papers(site: Site, look: Callable[..., FetchResult], tmp_path: Path) -> None:
    site.pages["/june.docx"] = papers.agenda()
    entry = f"<entry><title>x</title><id>1</id><updated>2018-05-03T10:00:00Z</updated><link href='{site.address}/june.docx'/></entry>"
    site.pages["/atom"] = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title>{entry}</feed>".encode()
    assert look("/atom", kind="feed").new == 1 and set(held(tmp_path)) == {"s/june.docx"}
    sent = site.bodies()
    assert look("/atom", kind="feed").new == 0 and site.bodies() - sent == len(b"not here")
    site.pages["/atom"] = PAGE
    assert "is no feed" in look("/atom", kind="feed").problems[0]


def govuk(*names: str, updated: str = "2018-05-03T10:00:00Z") -> dict[str, Any]:
    attachments = [{"id": n, "url": f"/media/{i}/{n}", "attachment_type": "file", "filename": n} for i, n in enumerate(names)]
    return {"document_type": "policy_paper", "public_updated_at": updated, "details": {"attachments": attachments}}


def test_a_collection_of_gov_uk(site: Site, look: Callable[..., FetchResult], tmp_path: Path) -> None:
    site.govuk["/government/collections/c"] = {
        "document_type": "document_collection",
        "links": {"documents": [{"base_path": "/p/one"}, {"base_path": "/p/two"}]},
    }
    site.govuk["/p/one"], site.govuk["/p/two"] = govuk("a.docx", "b.html"), govuk("c.docx")
    site.pages |= {"/media/0/a.docx": papers.agenda(), "/media/1/b.html": PAGE, "/media/0/c.docx": papers.action_plan()}
    first = look("/government/collections/c", kind="govuk")
    assert first.new == 3 and set(held(tmp_path)) == {"s/one/a.docx", "s/one/b.html", "s/two/c.docx"}
    sent = site.bodies()
    assert look("/government/collections/c", kind="govuk").new == 0 and site.bodies() - sent == len(b"not here")
    site.govuk["/p/one"] = govuk("a.docx", updated="2018-06-01T10:00:00Z")
    del site.govuk["/p/two"]
    later = look("/government/collections/c", kind="govuk")
    assert later.withdrawn == 2 and {n for n, (_, gone) in held(tmp_path).items() if gone} == {"s/one/b.html", "s/two/c.docx"}


def test_two_papers_of_one_name_are_two(site: Site, look: Callable[..., FetchResult], tmp_path: Path) -> None:
    site.govuk["/p/one"] = govuk("a.html")
    site.govuk["/p/one"]["details"]["attachments"].append({"id": "b", "url": "/media/9/a.html", "attachment_type": "file", "filename": "a.html"})
    site.pages |= {"/media/0/a.html": PAGE, "/media/9/a.html": PAGE + b"<p>other</p>"}
    assert look("/p/one", kind="govuk").new == 2 and len(held(tmp_path)) == 2 and "s/one/a.html" in held(tmp_path)


def test_a_folder_is_as_good_as_a_site(look: Callable[..., FetchResult], tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "june.docx").write_bytes(papers.agenda())
    assert look(kind="folder", url=str(inbox)).new == 1 and set(held(tmp_path)) == {"s/june.docx"}
    (inbox / "june.docx").unlink()
    assert look(kind="folder", url=str(inbox)).withdrawn == 1
    assert "there is no folder" in look(kind="folder", url=str(tmp_path / "none")).problems[0]


def test_a_listing_with_half_of_it_damaged_gives_the_other_half(site: Site, look: Callable[..., FetchResult], tmp_path: Path) -> None:
    site.answers["/wp-json/wp/v2/posts"] = [(200, {}, b'[{"id": 1, "content": 7, "title": [], "_embedded": [1]}, {"id": 2, "link": "http://[x"}]')]
    assert look("", kind="wordpress").new == 2
    site.govuk["/p"] = govuk("a.html")
    site.govuk["/p"]["details"]["attachments"] += [7, {"url": None}, {"url": "http://[x"}]
    site.pages["/media/0/a.html"] = PAGE
    result = look("/p", kind="govuk")
    assert result.new == 1 and "cannot be read" in result.problems[0]


def test_a_site_that_sends_nonsense_costs_no_other(site: Site, tmp_path: Path) -> None:
    site.pages["/paper.html"] = PAGE
    site.answers["/wp-json/wp/v2/posts"] = [(200, {}, b"nonsense")]
    bad = Source(id="a", title="A", kind="wordpress", url=site.address)
    good = Source(id="b", title="B", kind="url", url=site.address + "/paper.html")
    results = fetch_sources([bad, good], tmp_path, FAST, everything=True, sleep=lambda _: None)
    assert results[0].problems and results[1].new == 1
