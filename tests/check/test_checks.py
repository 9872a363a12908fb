from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from pipeline.check import check, check_grounding
from pipeline.check.verify import verify_release
from pipeline.config import Settings
from pipeline.engine import run
from pipeline.extract import Quote
from pipeline.read import read_bytes
from pipeline.report import issues_page, write_generated
from pipeline.tables import tables
from pipeline.tables.codes import codes
from pipeline.tables.schema import json_schema
from tests.conftest import harvest_of
from tests.samples import pages, papers
from tests.samples.pages import PAGES
from tests.samples.papers import PAPERS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", sorted({**PAPERS, **PAGES}))
def test_every_value_of_every_sample_is_grounded(name: str) -> None:
    data = {**PAPERS, **PAGES}[name]()
    found = harvest_of(data)
    checked, dropped = check_grounding(read_bytes(data), found)
    assert checked > 0 and dropped == 0


def test_a_value_that_its_source_does_not_prove_is_left_out_and_reported() -> None:
    data = papers.minutes_action_table()
    found = harvest_of(data)
    meeting = found.of("meetings")[0]
    meeting.values["venue"] = "Atlantis"
    meeting.evidence = [(n, Quote(q.locator, "Atlantis") if n == "venue" else q) for n, q in meeting.evidence]
    found.of("attendance")[0].evidence = [(n, q) for n, q in found.of("attendance")[0].evidence if n != "name"]
    check(read_bytes(data), found)
    assert found.of("meetings")[0].values["venue"] is None
    assert [(f.table, f.field) for f in found.findings if f.code == "ungrounded_value"] == [("meetings", "venue"), ("attendance", "name")]


def test_a_row_that_its_schema_does_not_allow_is_left_out_and_reported() -> None:
    data = papers.minutes_action_table()
    found = harvest_of(data)
    found.of("actions")[0].values["status"] = "perhaps"
    found.of("meetings")[0].values["start_time"] = "25:00"
    check(read_bytes(data), found)
    assert [f.table for f in found.findings if f.code == "schema_violation"] == ["meetings", "actions"]
    assert "perhaps" not in [r.values["status"] for r in found.of("actions")]


def test_a_release_is_proved_and_a_forged_cell_is_found(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "page.html").write_bytes(pages.front_page())
    run(tmp_path / "raw", tmp_path / "out", Settings(workers=1))
    verdict = verify_release(tmp_path / "raw", tmp_path / "out")
    assert verdict.holds and verdict.values == verdict.with_evidence > 50 and verdict.quotes == verdict.found > 50
    (tmp_path / "raw" / "page.html").write_bytes(pages.front_page().replace(b"Hester Vane", b"Someone Else"))
    assert not verify_release(tmp_path / "raw", tmp_path / "out").holds


def test_rules_that_a_record_breaks() -> None:
    data = pages.classic_page(
        pages.classic_post(
            1, "A driver", "<p><b>Date last updated:</b> May 2018</p><p><b>Due for review:</b> May 2017</p>", "2017-01-02", "2 January 2017", "A B", ["Drivers"]
        )
    )
    found = harvest_of(data)
    check(read_bytes(data), found)
    assert sorted((f.code, f.field) for f in found.findings) == [
        ("impossible_date", "review_due"),
        ("missing_field", "library_impact"),
        ("missing_field", "summary"),
    ]


def test_schemas_and_the_page_of_issues_are_those_of_the_code() -> None:
    assert write_generated(ROOT, write=False) == [], "run `make schemas`"
    for name, table in tables().items():
        assert orjson.loads((ROOT / "schemas" / f"{name}.json").read_bytes()) == json_schema(table)


def test_every_code_says_what_to_do_and_every_code_raised_is_in_the_list() -> None:
    import re

    for entry in codes().values():
        assert (
            entry.severity in ("error", "warning", "info") and entry.meaning.endswith(".") and entry.remedy.endswith(".") and f"`{entry.name}`" in issues_page()
        )
    raised = set()
    for path in (ROOT / "pipeline").rglob("*.py"):
        raised |= set(re.findall(r"(?:issue|Flaw|ReadError|failed)\(\s*\"([a-z_]+)\"", path.read_text()))
    assert raised and raised <= set(codes())
    promised = "unreadable_file password_protected unsupported_format limit_exceeded timeout duplicate_file unparsed_date impossible_date unknown_field_label parallel_list_mismatch total_mismatch unresolved_initials unresolved_organisation email_name_mismatch missing_field schema_violation"
    assert set(promised.split()) <= set(codes())
