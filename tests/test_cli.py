from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result
from pypdfium2 import PdfDocument

from pipeline.cli import main
from tests.samples import pages, papers
from tests.samples.printed import pdf_page


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "minutes.docx").write_bytes(papers.minutes_action_table())
    (folder / "page.html").write_bytes(pages.category_page())
    return folder


def test_every_verb_has_help_that_teaches_and_help_names_every_verb() -> None:
    top = call("--help").output
    assert "Exit status" in top
    for name, command in main.commands.items():
        assert name in top
        output = call(name, "--help").output
        assert len((command.help or "").split()) >= 6 and "Options:" in output
        for option in command.params:
            if option.param_type_name == "option":
                assert getattr(option, "help", None), (name, option.name)


def test_run_prints_where_the_tables_are_and_what_to_look_at(raw: Path, tmp_path: Path) -> None:
    done = call("run", "--raw", raw, "--extracted", tmp_path / "out")
    assert done.exit_code == 0 and "curated" in done.output and "unparsed_date" in done.output and "meetings" in done.output
    again = call("run", "--raw", raw, "--extracted", tmp_path / "out")
    assert again.exit_code == 0 and "unchanged" in again.output


def test_exit_1_where_a_document_failed_and_2_where_nothing_could_be_done(raw: Path, tmp_path: Path) -> None:
    (raw / "bad.docx").write_bytes(b"PK nonsense")
    assert call("run", "--raw", raw, "--extracted", tmp_path / "out", "--quiet").exit_code == 1
    missing = call("run", "--raw", tmp_path / "nowhere", "--extracted", tmp_path / "out2")
    assert missing.exit_code == 2 and "there is no folder" in missing.output and not (tmp_path / "out2").exists()
    assert call("run", "--raw", raw / "bad.docx", "--extracted", tmp_path / "out2").exit_code == 2
    assert call("run", "--nonsense").exit_code == 2


@pytest.mark.parametrize(
    ("text", "word"),
    [("worker = 2", "workers"), ("workers = 'two'", "whole number"), ("workers = ", "cannot be read"), ("[limits]\nfile_size = 3", "limits.file_bytes")],
)
def test_settings_that_cannot_be_used_are_named(raw: Path, tmp_path: Path, text: str, word: str) -> None:
    config = tmp_path / "pipeline.toml"
    config.write_text(text)
    done = call("run", "--raw", raw, "--extracted", tmp_path / "out", "--config", config)
    assert done.exit_code == 2 and word in done.output and str(config) in done.output


def test_read_prints_the_model_in_three_forms(raw: Path) -> None:
    model = json.loads(call("read", raw / "minutes.docx", "--format", "json").output)
    assert model["blocks"][0]["text"] == "Minutes of the Wealdshire Health Librarians Meeting"
    assert {"type", "text", "level", "label", "locator"} <= model["blocks"][0].keys()
    table = next(b for b in model["blocks"] if b["type"] == "table")
    assert {"text", "rowspan", "colspan", "blocks"} <= table["rows"][0][0].keys()
    assert call("read", raw / "minutes.docx", "--format", "markdown").output.startswith("Minutes of the")
    html = call("read", raw / "page.html", "--format", "html").output
    assert html.startswith("<!doctype html>") and "<script" not in html


def test_read_says_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    done = call("read", tmp_path / "x.png")
    assert done.exit_code == 2 and "x.png" in done.output and "unsupported_format" in done.output
    assert call("read", tmp_path / "none.docx").exit_code == 2


def test_issues_evidence_and_verify_work_on_the_release(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    nothing = call("issues", "--extracted", out)
    assert nothing.exit_code == 2 and "run the pipeline first" in nothing.output
    call("run", "--raw", raw, "--extracted", out, "--quiet")
    issues = call("issues", "--extracted", out, "--code", "impossible_date")
    assert issues.exit_code == 0 and "page.html" in issues.output and "31st June 2018" in issues.output
    assert call("issues", "--extracted", out, "--severity", "error").output.strip() == "no issues"
    import pandas as pd

    meeting = pd.read_parquet(out / "curated" / "meetings.parquet")["meeting_id"][0]
    shown = call("evidence", "meetings", meeting, "--extracted", out)
    assert shown.exit_code == 0 and "18th May 2016" in shown.output
    assert call("evidence", "meetings", "mtg-none", "--extracted", out).exit_code == 2
    assert call("verify", "--raw", raw, "--extracted", out).exit_code == 0
    (raw / "minutes.docx").write_bytes(papers.agenda())
    assert call("verify", "--raw", raw, "--extracted", out).exit_code == 1


def test_show_puts_each_page_of_a_pdf_beside_what_was_read_from_it(tmp_path: Path) -> None:
    paper = next(f for f in sorted((Path(__file__).parent / "fixtures" / "pdf").glob("*.pdf")) if len(PdfDocument(f)) > 1)
    done = call("show", paper, "--output", tmp_path / "view.html")
    assert done.exit_code == 0 and "view.html" in done.output
    rows = BeautifulSoup((tmp_path / "view.html").read_text("utf-8"), "lxml").select("div.row")
    assert len(rows) == len(PdfDocument(paper))
    for number, row in enumerate(rows, 1):
        assert row.find("img", alt=f"page {number}")
        # A block stands beside the page that it begins on, though its table may run on.
        places = [str(place["title"]) for place in row.select("div > [title]")]
        assert places and all(place.startswith(f"page {number},") for place in places)


def test_show_draws_what_has_no_pages_as_its_model_and_says_what_it_cannot_do(raw: Path, tmp_path: Path) -> None:
    assert call("show", raw / "page.html", "--output", tmp_path / "view.html").exit_code == 0
    assert "<article" in (tmp_path / "view.html").read_text("utf-8")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4\nnothing")
    for file, target in ((tmp_path / "broken.pdf", "view.html"), (tmp_path / "absent.pdf", "view.html"), (raw / "page.html", "no/view.html")):
        done = call("show", file, "--output", tmp_path / target)
        assert done.exit_code == 2 and "nhs-pipeline: " in done.output and "Traceback" not in done.output


def test_show_leaves_a_place_for_a_damaged_page(tmp_path: Path) -> None:
    whole = pdf_page([(72, 700, 12, "Minutes of the patch meeting")])
    (tmp_path / "two.pdf").write_bytes(whole.replace(b"/Kids [4 0 R] /Count 1", b"/Kids [99 0 R 4 0 R] /Count 2"))
    assert call("show", tmp_path / "two.pdf", "--output", tmp_path / "view.html").exit_code == 0
    first, second = BeautifulSoup((tmp_path / "view.html").read_text("utf-8"), "lxml").select("div.row")
    assert "page 1 is damaged" in first.text and second.find("img", alt="page 2") and "patch meeting" in second.text


def test_an_issue_of_a_whole_file_names_no_place(raw: Path, tmp_path: Path) -> None:
    (raw / "list.csv").write_text("a,b\n1,2\n")
    call("run", "--raw", raw, "--extracted", tmp_path / "out")
    lines = call("issues", "--extracted", tmp_path / "out").output.splitlines()
    assert "error unsupported_format  list.csv" in lines


def test_the_help_keeps_the_lines_of_its_examples() -> None:
    shown = CliRunner().invoke(main, ["--help"]).output
    assert "\\b" not in shown and "\n  What failed:   nhs-pipeline issues --severity error\n" in shown
