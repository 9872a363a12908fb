"""The steward's decisions: read, checked, applied at the next run, told in ``changes``."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.config import Settings
from pipeline.engine import run
from pipeline.resolve.lookups import LookupFileError, lookups_hash, read_lookups, write_decision
from tests.samples import pages, papers


def table(out: Path, name: str) -> list[dict[str, Any]]:
    return pq.read_table(out / "curated" / f"{name}.parquet").to_pylist()


def decide(settings: Settings, *rows: str) -> None:
    settings.lookups.mkdir(exist_ok=True)
    (settings.lookups / "decisions.csv").write_text("decision,label,a,b,note\n" + "".join(f"{r}\n" for r in rows), encoding="utf-8")


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "minutes.docx").write_bytes(papers.minutes_action_table())
    (folder / "right-edge.docx").write_bytes(papers.minutes_right_edge())
    (folder / "footprints.docx").write_bytes(papers.footprints())
    (folder / "page.html").write_bytes(pages.front_page())
    return folder


def content(out: Path) -> dict[str, list[dict[str, Any]]]:
    return {p.stem: pq.read_table(p).to_pylist() for p in sorted((out / "curated").glob("*.parquet")) if p.stem != "changes"}


def test_differ_then_same_is_applied_at_the_next_run_and_changes_nothing_else(raw: Path, tmp_path: Path, settings: Settings) -> None:
    out = tmp_path / "extracted"
    run(raw, out, settings)
    before = content(out)
    trust = next(o for o in before["organisations"] if o["aliases"])
    written, ident = trust["aliases"][0], trust["organisation_id"]
    decide(settings, f"different,ORG,{written},{trust['name']},two bodies after all")
    outcome = run(raw, out, settings)
    assert outcome.published and outcome.read == 0
    apart = content(out)
    assert {trust["name"], written} <= {o["name"] for o in apart["organisations"]} and len(apart["organisations"]) == len(before["organisations"]) + 1
    changes = table(out, "changes")
    assert {c["cause"] for c in changes} == {"lookup"}
    decide(settings, f"same,ORG,{ident},{next(o['organisation_id'] for o in apart['organisations'] if o['name'] == 'Northmere CCG')},joined")
    run(raw, out, settings)
    joined, changes = content(out), table(out, "changes")
    assert {c["cause"] for c in changes} == {"lookup"}
    assert ident not in {o["organisation_id"] for o in joined["organisations"]}
    assert (ident, "lookup") in {(r["old_id"], r["cause"]) for r in joined["id_redirects"]}
    assert {c["table_name"] for c in changes} <= {"organisations", "mentions", "name_links", "id_redirects", "updates", "footprint_services", "candidates", "issues", "affiliations", "people", "attendance", "documents", "evidence"}  # fmt: skip
    (settings.lookups / "decisions.csv").unlink()
    run(raw, out, settings)
    assert content(out) == before


def test_applying_changes_to_the_release_before_gives_this_one(raw: Path, tmp_path: Path, settings: Settings) -> None:
    import json

    from pipeline.tables import tables

    out = tmp_path / "extracted"
    run(raw, out, settings)
    old = content(out)
    (raw / "footprints.docx").unlink()
    shutil.copy(raw / "minutes.docx", raw / "copy.docx")
    (raw / "page.html").write_bytes(pages.category_page())
    decide(settings, "suppress,ORG,Northmere CCG,,")
    run(raw, out, settings)
    new = content(out)
    for name, rows in old.items():
        key = tables()[name].key
        state = {"/".join(str(r[k]) for k in key): {c: _text(v) for c, v in r.items()} for r in rows}
        for change in (c for c in table(out, "changes") if c["table_name"] == name):
            if change["change"] == "added":
                state[change["record_id"]] = {c: _text(v) for c, v in json.loads(change["after"]).items()}
            elif change["change"] == "removed":
                del state[change["record_id"]]
            else:
                assert state[change["record_id"]].get(change["field"]) == change["before"]
                state[change["record_id"]][change["field"]] = change["after"]
        wanted = {"/".join(str(r[k]) for k in key): {c: _text(v) for c, v in r.items() if v is not None} for r in new[name]}
        assert {k: {c: v for c, v in r.items() if v is not None} for k, r in state.items()} == wanted, name
    assert {c["cause"] for c in table(out, "changes")} == {"source", "lookup"}


def _text(value: Any) -> str | None:
    from pipeline.publish.changes import _text as text

    return text(value)


def test_the_first_release_has_no_changes(raw: Path, tmp_path: Path, settings: Settings) -> None:
    run(raw, tmp_path / "extracted", settings)
    assert table(tmp_path / "extracted", "changes") == []


def test_what_is_suppressed_has_no_row_and_no_mention(raw: Path, tmp_path: Path, settings: Settings) -> None:
    out = tmp_path / "extracted"
    run(raw, out, settings)
    gone = table(out, "people")[0]["name"]
    body = table(out, "organisations")[0]["name"]
    decide(settings, f'suppress,PERSON,"{gone}",,', f'suppress,ORG,"{body}",,')
    run(raw, out, settings)
    assert gone not in {p["name"] for p in table(out, "people")} and body not in {o["name"] for o in table(out, "organisations")}
    assert not {gone, body} & {m["text"] for m in table(out, "mentions")}


def test_an_alias_and_a_rename(raw: Path, tmp_path: Path, settings: Settings) -> None:
    out = tmp_path / "extracted"
    decide(settings, "alias,ORG,Northmere CCG,NHS England,", "rename,ORG,Coastway Ambulance Service,Coastway Ambulance Service NHS Trust,")
    run(raw, out, settings)
    bodies = {o["name"]: o for o in table(out, "organisations")}
    assert "Northmere CCG" in bodies["NHS England"]["aliases"] and bodies["NHS England"]["ods_code"] == "X24"
    assert bodies["Coastway Ambulance Service NHS Trust"]["aliases"] == ["Coastway Ambulance Service"]


def test_decisions_that_contradict_or_meet_nothing_are_issues(raw: Path, tmp_path: Path, settings: Settings) -> None:
    out = tmp_path / "extracted"
    decide(settings, "different,ORG,Northmere CCG,NHS England,", "same,ORG,Northmere CCG,NHS England,", "suppress,ORG,Nowhere Trust,,")
    run(raw, out, settings)
    issues = {i["code"]: i for i in table(out, "issues") if i["code"].startswith("lookup_")}
    assert set(issues) == {"lookup_overruled", "lookup_unused"}
    assert "line 2" in issues["lookup_overruled"]["message"] and "line 4" in issues["lookup_unused"]["message"]
    assert "Northmere CCG" in next(o for o in table(out, "organisations") if o["name"] == "NHS England")["aliases"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("nonsense\n", "lacks the columns"),
        ("decision,label,a,b\nmerge,ORG,x,y\n", "is no decision"),
        ("decision,label,a,b\nsame,BODY,x,y\n", "is no label"),
        ("decision,label,a,b\nsame,ORG,x,\n", "needs b"),
        ("decision,label,a,b\nsame,ORG,x,X\n", "are the same"),
        ('decision,label,a,b\nsame,ORG,"x,y\n', "cannot be read"),
        (b"decision,label,a,b\nsame,ORG,\xff\xfe,y\n", "UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used_stops_the_run_and_says_where(text: str | bytes, word: str, tmp_path: Path) -> None:
    (tmp_path / "lookups").mkdir()
    path = tmp_path / "lookups/decisions.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(LookupFileError, match=word):
        read_lookups(tmp_path / "lookups")
    (tmp_path / "raw").mkdir()
    done = CliRunner().invoke(main, ["run", "--raw", str(tmp_path / "raw"), "--extracted", str(tmp_path / "x"), "--lookups", str(tmp_path / "lookups")])
    assert done.exit_code == 2 and "decisions.csv" in done.output and not (tmp_path / "x/curated").exists()


def test_files_from_a_spreadsheet_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("\ufeffdecision,label,a,b,note\r\nalias,ORG,  Wealdshire\u00a0LKS ,Wealdshire Library,\r\n,,,,\r\n".encode())
    assert [(d.decision, d.a) for d in read_lookups(tmp_path).decisions] == [("alias", "Wealdshire LKS")]


def test_a_decision_is_written_and_checked(tmp_path: Path) -> None:
    path = write_decision(tmp_path / "lookups", "same", "ORG", "A, B & Co", "AB", 'said "so"')
    write_decision(tmp_path / "lookups", "suppress", "PERSON", "Frailty", "")
    assert [(d.decision, d.a, d.b) for d in read_lookups(path.parent).decisions] == [("same", "A, B & Co", "AB"), ("suppress", "Frailty", "")]
    with pytest.raises(LookupFileError, match="needs b"):
        write_decision(tmp_path / "lookups", "same", "ORG", "A", "")
    assert lookups_hash(path.parent) != lookups_hash(tmp_path / "none") == ""
