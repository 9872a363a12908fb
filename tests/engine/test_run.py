from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipeline.config import Settings
from pipeline.engine import LockHeldError, run
from pipeline.engine.lock import locked
from tests.samples import pages, papers


def table(extracted: Path, name: str) -> list[dict[str, Any]]:
    return pq.read_table(extracted / "curated" / f"{name}.parquet").to_pylist()


def bytes_of(extracted: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted((extracted / "curated").iterdir()) if p.suffix in (".parquet", ".csv", ".json")}


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "minutes.docx").write_bytes(papers.minutes_action_table())
    (folder / "page.html").write_bytes(pages.front_page())
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "extracted"


def test_a_second_run_reads_nothing_and_publishes_nothing(raw: Path, out: Path, settings: Settings) -> None:
    first = run(raw, out, settings)
    before, made = bytes_of(out), (out / "curated").resolve()
    second = run(raw, out, settings)
    assert (first.read, first.published, second.read, second.published) == (2, True, 0, False)
    assert bytes_of(out) == before and (out / "curated").resolve() == made


def test_two_runs_over_the_same_files_give_the_same_bytes_whatever_their_names_order(raw: Path, out: Path, tmp_path: Path, settings: Settings) -> None:
    run(raw, out, settings)
    other = tmp_path / "again"
    for path in sorted(raw.iterdir(), reverse=True):
        (tmp_path / "copy").mkdir(exist_ok=True)
        shutil.copy(path, tmp_path / "copy" / path.name)
    run(tmp_path / "copy", other, settings)
    assert bytes_of(out) == bytes_of(other)


def test_only_what_changed_is_read_again(raw: Path, out: Path, settings: Settings) -> None:
    for n in range(30):
        (raw / f"copy-{n}.html").write_bytes(
            pages.front_page().replace(b"23 March", f"{n % 28 + 1} March".encode()).replace(b"Toolkit", f"Toolkit {n}".encode())
        )
    run(raw, out, settings)
    (raw / "copy-7.html").write_bytes(pages.category_page())
    outcome = run(raw, out, settings)
    assert (outcome.read, outcome.published) == (1, True)


def test_a_file_moved_is_not_read_again(raw: Path, out: Path, settings: Settings) -> None:
    run(raw, out, settings)
    (raw / "2016").mkdir()
    (raw / "minutes.docx").rename(raw / "2016" / "minutes.docx")
    outcome = run(raw, out, settings)
    assert outcome.read == 0 and outcome.published and [d["file_name"] for d in table(out, "documents")] == ["2016/minutes.docx", "page.html"]


def test_duplicates_are_listed_and_give_no_second_rows(raw: Path, out: Path, settings: Settings) -> None:
    (raw / "z-copy.docx").write_bytes(papers.minutes_action_table())
    run(raw, out, settings)
    assert [(d["file_name"], d["status"]) for d in table(out, "documents")] == [
        ("minutes.docx", "extracted"),
        ("page.html", "extracted"),
        ("z-copy.docx", "duplicate"),
    ]
    assert len(table(out, "meetings")) == 1 and "duplicate_file" in [i["code"] for i in table(out, "issues")]


def test_the_same_record_in_two_documents_is_one_row_with_two_sources_and_differences_are_told(raw: Path, out: Path, settings: Settings) -> None:
    (raw / "archive.html").write_bytes(pages.front_page().replace(b"Wheels need oil", b"Wheels want oil"))
    run(raw, out, settings)
    assert len(table(out, "posts")) == 4 and len(table(out, "stories")) == 1
    story = table(out, "stories")[0]
    sources = {e["document_id"] for e in table(out, "evidence") if e["table_name"] == "stories" and e["field"] == "title"}
    lessons = {e["document_id"] for e in table(out, "evidence") if e["table_name"] == "stories" and e["field"] == "lessons_learned"}
    assert len(sources) == 2 and len(lessons) == 1
    assert {
        i["field"] for i in table(out, "issues") if i["code"] == "sources_disagree" and i["table_name"] == "stories" and i["record_id"] == story["story_id"]
    } == {"lessons_learned"}


def test_a_bad_document_is_quarantined_and_costs_no_other(raw: Path, out: Path, settings: Settings) -> None:
    (raw / "broken.docx").write_bytes(papers.minutes_action_table()[:3000])
    (raw / "empty.html").write_bytes(b"")
    (raw / "paper.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (raw / "~$lock.docx").write_bytes(b"x")
    outcome = run(raw, out, settings)
    assert outcome.statuses == {"extracted": 2, "quarantined": 2, "unsupported": 1} and outcome.failed == 3
    assert {i["code"] for i in table(out, "issues") if i["severity"] == "error"} == {"unreadable_file", "unsupported_format"}


def test_a_file_that_cannot_be_opened_is_quarantined(raw: Path, out: Path, settings: Settings) -> None:
    (raw / "gone.docx").symlink_to(raw / "nowhere.docx")
    assert run(raw, out, settings).statuses == {"extracted": 2, "quarantined": 1}


def test_an_empty_folder_gives_a_release_with_empty_tables(tmp_path: Path, out: Path, settings: Settings) -> None:
    (tmp_path / "none").mkdir()
    run(tmp_path / "none", out, settings)
    assert table(out, "documents") == [] and (out / "curated" / "slides.csv").read_text().startswith("document_id,slide_no")


def test_a_document_taken_away_takes_its_rows_with_it(raw: Path, out: Path, settings: Settings) -> None:
    run(raw, out, settings)
    (raw / "minutes.docx").unlink()
    run(raw, out, settings)
    assert table(out, "meetings") == [] and len(table(out, "posts")) == 4


def test_a_run_cut_off_between_writing_and_linking_is_made_good_by_the_next(raw: Path, out: Path, settings: Settings) -> None:
    first = run(raw, out, settings)
    (out / "curated").unlink()
    (out / "releases" / ".new-left-behind").mkdir()
    second = run(raw, out, settings)
    assert second.published and second.release_id == first.release_id and len(table(out, "posts")) == 4
    assert not list((out / "releases").glob(".new-*"))


def test_a_half_written_result_is_read_again(raw: Path, out: Path, settings: Settings) -> None:
    run(raw, out, settings)
    victim = next((out / "work").glob("*/*/*.json"))
    victim.unlink()
    assert run(raw, out, settings).read == 1


def test_old_releases_are_kept_up_to_a_number(raw: Path, out: Path) -> None:
    settings = Settings(workers=1, keep_releases=1)
    for n in range(4):
        (raw / "page.html").write_bytes(pages.front_page().replace(b"Toolkit", f"Toolkit {n}".encode()))
        run(raw, out, settings)
    assert len(list((out / "releases").iterdir())) == 2


def test_a_document_that_hangs_is_ended_and_costs_no_other(raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A page of many unclosed inline elements keeps the parser busy; the limit ends it.
    slow = b"<html><body>" + b"<p><b><i><u>" * 60 + b"x " * 10
    (raw / "slow.html").write_bytes(slow)
    outcome = run(raw, out, Settings(workers=1, timeout_seconds=5))
    assert outcome.statuses.get("extracted", 0) >= 2


def test_one_run_at_a_time_and_a_killed_one_frees_the_lock(raw: Path, out: Path, settings: Settings) -> None:
    with locked(out), pytest.raises(LockHeldError):
        run(raw, out, settings)
    code = f"import time, pathlib; from pipeline.engine.lock import locked\nwith locked(pathlib.Path({str(out)!r})): print('held', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
        with pytest.raises(LockHeldError):
            run(raw, out, settings)
        os.kill(holder.pid, signal.SIGKILL)
    time.sleep(0.05)
    assert run(raw, out, settings).published


def test_ids_do_not_depend_on_where_a_record_was_found(raw: Path, out: Path, tmp_path: Path, settings: Settings) -> None:
    run(raw, out, settings)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "other-name.html").write_bytes(pages.front_page())
    (elsewhere / "feed.xml").write_bytes(pages.rss())
    run(elsewhere, tmp_path / "other", settings)
    assert {p["post_id"] for p in table(out, "posts")} <= {p["post_id"] for p in table(tmp_path / "other", "posts")}
