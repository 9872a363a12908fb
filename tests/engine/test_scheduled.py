"""Unattended work: scheduled runs, guards, what they leave behind, old releases made again."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from pipeline.cli import main
from pipeline.engine.lock import locked
from tests.fetch.site import Post, Site, serving
from tests.samples import pages, papers

ROOT = Path(__file__).parents[2]


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    for n in range(1, 9):
        made.posts[n] = Post(n, f"Post {n}", f"<p>Title of driver: Plan {n}</p><p>Source: NHS England</p><p>Words of {n}.</p>", f"2018-05-{n:02}T10:00:00")
    made.pages["/list.html"] = b'<a href="/docs/june.docx">june</a> <a href="/docs/plan.docx">plan</a> <a href="/docs/page.html">page</a>'
    made.pages |= {"/docs/june.docx": papers.minutes_action_table(), "/docs/plan.docx": papers.action_plan(), "/docs/page.html": pages.front_page()}
    with serving(made) as site:
        yield site


@pytest.fixture
def place(site: Site, tmp_path: Path) -> Path:
    """A steward's folder: settings, sources, an empty raw folder."""
    made_place(tmp_path / "place", site)
    return tmp_path / "place"


def made_place(folder: Path, site: Site, more: str = "") -> None:
    (folder / "raw").mkdir(parents=True)
    (folder / "sources").mkdir()
    (folder / "pipeline.toml").write_text(
        f'lookups = "{folder}/lookups"\nreference = "{folder}/reference"\nsources = "{folder}/sources"\nworkers = 1\n'
        f"[fetch]\ndelay_seconds = 0\nbackoff_seconds = 0\ntimeout_seconds = 5\nallow_private = true\n{more}"
    )
    (folder / "sources/all.toml").write_text(
        f'[[source]]\nid = "blog"\ntitle = "Blog"\nkind = "wordpress"\nurl = "{site.address}"\nlicence = "OGL"\n'
        f'[[source]]\nid = "docs"\ntitle = "Docs"\nkind = "url"\nurl = "{site.address}/list.html"\nfollow = "/docs/"\n'
    )


def call(place: Path, verb: str, *more: str) -> Result:
    takes_raw = verb in ("update", "run", "accept")
    options = [*(("--raw", str(place / "raw")) if takes_raw else ()), "--extracted", str(place / "extracted"), "--config", str(place / "pipeline.toml")]
    return CliRunner().invoke(main, [verb, *more, *options])


def table(place: Path, name: str) -> list[dict[str, Any]]:
    return pq.read_table(place / f"extracted/curated/{name}.parquet").to_pylist()


# What tells of history: when something came, was last looked at, was withdrawn.
_HISTORY = {"fetched_at", "last_checked", "last_changed"}


def content(place: Path) -> dict[str, list[dict[str, Any]]]:
    """The release but for its history: ``changes``, times, and the rows of what is withdrawn."""
    found = {}
    for path in sorted((place / "extracted/curated").glob("*.parquet")):
        if path.stem != "changes":
            rows = pq.read_table(path).to_pylist()
            found[path.stem] = [{k: v for k, v in row.items() if k not in _HISTORY} for row in rows if row.get("status") != "withdrawn"]
    return found


def test_an_update_fetches_reads_and_publishes_and_the_next_one_does_nothing(place: Path, site: Site) -> None:
    first = call(place, "update")
    assert first.exit_code == 0, first.output
    assert first.output.splitlines()[-1].startswith("update: 11 new, 0 changed, 0 withdrawn, 0 not fetched; 11 documents, 0 failed; release")
    sources = {s["source_id"]: s for s in table(place, "sources")}
    assert (sources["blog"]["documents"], sources["blog"]["status"], sources["blog"]["licence"], sources["docs"]["documents"]) == (8, "ok", "OGL", 3)
    by_name = {d["file_name"]: d for d in table(place, "documents")}
    assert by_name["docs/docs/june.docx"]["source_url"] == f"{site.address}/docs/june.docx" and by_name["docs/docs/june.docx"]["source_id"] == "docs"
    assert len(table(place, "meetings")) == 1 and {p["title"] for p in table(place, "posts")} >= {f"Post {n}" for n in range(1, 9)}
    assert CliRunner().invoke(main, ["verify", "--raw", str(place / "raw"), "--extracted", str(place / "extracted")]).exit_code == 0
    again = call(place, "update", "--all")
    assert again.exit_code == 0 and again.output.splitlines()[-1].endswith("unchanged")
    site.asked.clear()
    assert call(place, "update").exit_code == 0 and site.asked == []  # nothing is due
    runs = sorted((place / "extracted/runs").glob("*.json"))
    assert len(runs) == 3 and json.loads(runs[0].read_text())["sources"][0]["new"] == 8


def test_a_changed_publication_says_so(place: Path, site: Site) -> None:
    call(place, "update")
    site.posts[3] = Post(3, "Post 3, mended", "<p>Title of driver: Plan 3</p>", "2018-06-01T10:00:00")
    del site.posts[5]
    site.pages["/docs/new/plan.docx"] = site.pages.pop("/docs/plan.docx")
    site.answers["/docs/plan.docx"] = [(301, {"Location": "/docs/new/plan.docx"}, b"")]
    assert call(place, "update", "--all").exit_code == 0
    changes = table(place, "changes")
    assert {c["cause"] for c in changes} == {"source"} and ("posts", "changed") in {(c["table_name"], c["change"]) for c in changes}
    rows = {d["file_name"]: d["status"] for d in table(place, "documents")}
    assert rows["blog/post-5.json"] == "withdrawn" and "docs/docs/plan.docx" not in rows and rows["docs/docs/new/plan.docx"] == "extracted"


_STEPS = 10


def step(site: Site, number: int) -> None:
    """What the sites do between two runs: add, change, move, withdraw."""
    site.posts[100 + number] = Post(100 + number, f"Late post {number}", f"<p>Title of driver: Late {number}</p>", f"2019-01-{number + 1:02}T10:00:00")
    site.posts[1] = Post(1, f"Post 1, version {number}", f"<p>Title of driver: Plan 1.{number}</p>", f"2019-02-{number + 1:02}T10:00:00")
    if number % 3 == 1:
        site.posts.pop(number // 3 + 2, None)
    if number == 4:
        site.pages["/docs/moved.docx"] = site.pages.pop("/docs/plan.docx")
        site.answers["/docs/plan.docx"] = [(301, {"Location": "/docs/moved.docx"}, b"")]
        site.pages["/list.html"] = site.pages["/list.html"].replace(b"/docs/plan.docx", b"/docs/moved.docx")
    if number == 6:
        site.pages["/docs/page.html"] = pages.category_page()
    if number == 8:
        del site.pages["/docs/june.docx"]
        site.pages["/list.html"] = site.pages["/list.html"].replace(b'<a href="/docs/june.docx">june</a>', b"")


def test_ten_runs_with_changes_between_them_end_as_one_run_over_the_final_state(place: Path, site: Site, tmp_path: Path) -> None:
    call(place, "update")
    for number in range(_STEPS):
        step(site, number)
        done = call(place, "update", "--all")
        assert done.exit_code == 0, done.output
    made_place(tmp_path / "once", site)
    assert call(tmp_path / "once", "update").exit_code == 0
    ours, once = content(place), content(tmp_path / "once")
    for name in once:
        assert ours[name] == once[name], name
    gone = {d["file_name"] for d in table(place, "documents") if d["status"] == "withdrawn"}
    assert gone == {"blog/post-2.json", "blog/post-3.json", "blog/post-4.json", "docs/docs/june.docx"}


def test_killed_at_any_moment_the_next_run_ends_the_same(place: Path, site: Site, tmp_path: Path) -> None:
    """Runs are killed at random moments between the changes; a last one that may end makes it good. KILLS=10 kills each ten times."""
    rng = random.Random(4)
    command = [sys.executable, "-m", "pipeline", "update", "--all", "--raw", str(place / "raw"), "--extracted", str(place / "extracted"), "--config", str(place / "pipeline.toml")]  # fmt: skip
    for number in range(_STEPS):
        step(site, number)
        for _ in range(int(os.environ.get("KILLS", "1"))):
            with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True) as run:
                time.sleep(rng.uniform(0.3, 2.5))
                os.killpg(run.pid, signal.SIGKILL)
    assert call(place, "update", "--all").exit_code == 0
    made_place(tmp_path / "once", site)
    call(tmp_path / "once", "update")
    ours, once = content(place), content(tmp_path / "once")
    for name in once:
        assert ours[name] == once[name], name


def test_two_at_once_one_works_and_one_says_so_and_a_killed_one_is_in_nobodys_way(place: Path) -> None:
    (place / "extracted").mkdir()
    with locked(place / "extracted"):
        second = call(place, "update")
    assert second.exit_code == 2 and "another run is working on" in second.output and "Traceback" not in second.output
    code = f"import time, pathlib; from pipeline.engine.lock import locked\nwith locked(pathlib.Path({str(place / 'extracted')!r})): print('held', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
        holder.send_signal(signal.SIGKILL)
    started = time.monotonic()
    assert call(place, "update").exit_code == 0 and time.monotonic() - started < 30


def test_a_source_that_collapses_holds_the_release_back_until_it_is_accepted(place: Path, site: Site) -> None:
    call(place, "update")
    before = content(place)
    for n in range(1, 7):
        del site.posts[n]
    site.pages["/docs/page.html"] = b"<html><body><p>Down for maintenance</p></body></html>"
    held = call(place, "update", "--all")
    assert held.exit_code == 3 and "held back; look at nhs-pipeline status" in held.output.splitlines()[-1] and content(place) == before
    said = call(place, "status")
    assert said.exit_code == 1 and "blog has 2 documents; it had 8" in said.output and "page.html has 53 bytes" in said.output
    assert call(place, "update", "--all").exit_code == 3  # it stays held
    accepted = call(place, "accept")
    assert accepted.exit_code == 0 and "accepted: blog has 2 documents; it had 8" in accepted.output
    assert len([d for d in table(place, "documents") if d["status"] != "withdrawn"]) == 5
    assert call(place, "status").exit_code == 0 and call(place, "accept").exit_code == 2


def test_a_source_that_is_itself_again_is_held_no_more(place: Path, site: Site) -> None:
    call(place, "update")
    kept = dict(site.posts)
    site.posts.clear()
    assert call(place, "update", "--all").exit_code == 3
    site.posts.update(kept)
    assert call(place, "update", "--all").exit_code == 0 and call(place, "status").exit_code == 0


def test_bounds_of_a_source_are_kept(place: Path, site: Site) -> None:
    path = place / "sources/all.toml"
    path.write_text(path.read_text() + f'[[source]]\nid = "more"\ntitle = "More"\nkind = "url"\nurl = "{site.address}/docs/page.html"\nleast = 2\n')
    held = call(place, "update")
    assert held.exit_code == 3 and "should have 2 at least" in call(place, "status").output


def test_what_cannot_be_fetched_is_an_issue_and_the_rest_goes_on(place: Path, site: Site) -> None:
    call(place, "update")
    site.answers["/docs/june.docx"] = [(500, {}, b"")]
    done = call(place, "update", "--all")
    assert done.exit_code == 0 and "1 not fetched" in done.output
    issue = next(i for i in table(place, "issues") if i["code"] == "fetch_failed")
    assert "answers 500" in issue["message"] and issue["quote"].endswith("/docs/june.docx") and len(table(place, "meetings")) == 1
    assert {s["source_id"]: s["status"] for s in table(place, "sources")}["docs"] == "failing"
    status = call(place, "status")
    assert status.exit_code == 1 and "failing" in status.output


def test_wrong_settings_and_sources_stop_a_run_with_a_clear_line(place: Path) -> None:
    for text, word in (
        ("nonsense", "cannot be read"),
        ('[[source]]\nid = "x"\n', "title is missing"),
        ('[[source]]\nid = "x"\ntitle = "X"\nkind = "ftp"\nurl = "http://x.org"\n', "there is no kind"),
        ('[[source]]\nid = "x"\ntitle = "X"\nkind = "url"\nurl = "file:///etc/passwd"\n', "no web address"),
        ('[[source]]\nid = "x"\ntitle = "X"\nkind = "url"\nurl = "http://x.org"\nevery = "often"\n', "every is a number and a unit"),
        ('[[source]]\nid = "x"\ntitle = "X"\nkind = "url"\nurl = "http://x.org"\nfollow = "("\n', "is no pattern"),
        ('[[source]]\nid = "x"\ntitle = "X"\nkind = "url"\nurl = "http://x.org"\ncolour = 1\n', "there is no setting colour"),
    ):
        (place / "sources/wrong.toml").write_text(text)
        done = call(place, "update")
        assert done.exit_code == 2 and word in done.output and "wrong.toml" in done.output and "Traceback" not in done.output
    assert call(place, "status").exit_code == 2


@pytest.fixture
def hook() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    told: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/hook", told
        server.shutdown()


def test_a_failure_is_told(site: Site, tmp_path: Path, hook: tuple[str, list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Any] = []

    class Mail:
        def __init__(self, host: str, port: int, timeout: float) -> None:
            sent.append((host, port))

        def __enter__(self) -> Mail:
            return self

        def __exit__(self, *_: object) -> None:
            """Nothing."""

        def send_message(self, message: Any) -> None:
            sent.append(message)

    monkeypatch.setattr("smtplib.SMTP", Mail)
    place = tmp_path / "place"
    made_place(place, site, f'[notify]\nwebhook = "{hook[0]}"\nmail_to = "steward@ashmere.example.org"\nsmtp = "mail.example.org:2525"\n')
    call(place, "update")
    assert hook[1] == [] and sent == []
    site.posts.clear()
    assert call(place, "update", "--all").exit_code == 3
    assert "held back" in hook[1][0]["text"] and hook[1][0]["run"]["exit_status"] == 3
    assert sent[0] == ("mail.example.org", 2525) and "blog has no documents any more" in sent[1].get_content()


def test_an_old_release_is_made_again_byte_for_byte(place: Path, site: Site) -> None:
    (place / "raw/own.docx").write_bytes(papers.minutes_right_edge())
    (place / "lookups").mkdir()
    (place / "lookups/decisions.csv").write_text("decision,label,a,b,note\nrename,ORG,NHS England,The NHS in England,\n")
    call(place, "update")
    first = (place / "extracted/curated").resolve().name
    site.posts[1] = Post(1, "Another title", "<p>x</p>", "2020-01-01T00:00:00")
    (place / "raw/own.docx").unlink()
    call(place, "update", "--all")
    (place / "lookups/decisions.csv").unlink()
    call(place, "update", "--all")
    last = (place / "extracted/curated").resolve().name
    shutil.rmtree(place / f"extracted/releases/{first}")
    shutil.rmtree(place / "extracted/work")
    for release in (first, last):
        again = call(place, "reproduce", release)
        assert again.exit_code == 0 and "the same as release" in again.output, again.output
    unknown = call(place, "reproduce", "0123456789abcdef")
    assert unknown.exit_code == 2 and first in unknown.output


def test_replay_reads_everything_again_and_changes_nothing(place: Path) -> None:
    call(place, "update")
    before = content(place)
    again = call(place, "run", "--fresh")
    assert again.exit_code == 0 and "read now: 11" in again.output and content(place) == before


def test_schedule_prints_what_a_scheduler_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = CliRunner().invoke(main, ["schedule", "--every", "daily"])
    assert shown.exit_code == 0 and "OnCalendar=daily" in shown.output and "pipeline update --quiet" in shown.output and "17 * * * *" in shown.output
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("shutil.which", lambda _: None)
    done = CliRunner().invoke(main, ["schedule", "--install"])
    assert done.exit_code == 0 and "crontab" in done.output
    assert "ExecStart=" in (tmp_path / ".config/systemd/user/nhs-pipeline.service").read_text()


def test_a_document_that_ran_out_of_time_is_tried_again(tmp_path: Path) -> None:
    from pipeline.engine.document import failed, is_passing, write_result

    path = tmp_path / "x.json"
    for expected in (True, True, False):
        write_result(path, failed("timeout", "too slow", "text/html"), passing=True)
        assert is_passing(path) is expected
    write_result(path, failed("unreadable_file", "damaged", "text/html"))
    assert not is_passing(path)
