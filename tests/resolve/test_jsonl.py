"""``nhs-pipeline resolve``, ``decide`` and the ids of ``tag``, as their users call them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipeline.cli import main


def resolved(*lines: dict[str, Any]) -> list[dict[str, Any]]:
    done = CliRunner().invoke(main, ["resolve", "-"], input="".join(json.dumps(line) + "\n" for line in lines))
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.output.splitlines()]


def test_known_and_unknown_organisations() -> None:
    known, unknown, code = resolved(
        {"id": 1, "name": "Bolton NHS FT", "label": "ORG", "date": "2016-06-27"},
        {"id": "b", "name": "Ashdene Reading Circle", "label": "ORG"},
        {"id": 3, "name": "CMFT", "label": "ORG", "date": "27 June 2016", "context": "Northmere librarians"},
    )
    assert known["name"] == "Bolton NHS Foundation Trust" and known["ods_code"] == "RMC" and known["score"] == 1 and known["method"] == "name"
    assert unknown == {"id": "b", "score": 0.0, "method": "unknown"} and code["ods_code"] == "RW3" and code["method"] == "abbreviation"


def test_people_are_told_apart_by_what_stands_beside_them() -> None:
    a, b, c, d, e = resolved(
        {"id": 1, "name": "Dr Jane Ember", "label": "PERSON", "context": "Librarian, Bolton NHS FT"},
        {"id": 2, "name": "Jane A. Ember", "label": "PERSON", "context": {"organisation": "Bolton NHS Foundation Trust", "email": None}},
        {"id": 3, "name": "Jane Ember", "label": "PERSON", "context": "York Teaching Hospital NHS FT"},
        {"id": 4, "name": "JE", "label": "PERSON"},
        {"id": 5, "name": "Jane Ember", "label": "PERSON"},
    )
    assert a["entity_id"] == b["entity_id"] and a["name"] == "Jane A. Ember"
    assert len({a["entity_id"], c["entity_id"], e["entity_id"]}) == 3 and "entity_id" not in d


@pytest.mark.parametrize(
    ("line", "word"),
    [("{", "no JSON"), ("[]", "has no"), ('{"id": 1, "name": "x", "label": "BODY"}', "has no"), ('{"id":1,"name":"x","label":"ORG","date":"soon"}', "no date")],
)
def test_a_line_that_cannot_be_resolved_is_named(line: str, word: str) -> None:
    done = CliRunner().invoke(main, ["resolve", "-"], input=f'{{"id": 0, "name": "NICE", "label": "ORG"}}\n{line}\n')
    assert done.exit_code == 2 and "line 2" in done.output and word in done.output


def test_tagging_outside_a_run_names_known_organisations() -> None:
    lines = json.dumps({"id": 1, "text": "Una Ember of Bolton NHS FT met the Ashdene Health Board (AHB)."})
    done = CliRunner().invoke(main, ["tag", "-"], input=lines + "\n")
    spans = {s["text"]: s for s in json.loads(done.output)["spans"]}
    assert spans["Bolton NHS FT"]["entity_id"].startswith("org-") and "entity_id" not in spans["Ashdene Health Board"]


def test_decide_writes_what_the_next_run_reads(tmp_path: Path) -> None:
    config = tmp_path / "pipeline.toml"
    config.write_text(f'lookups = "{tmp_path / "lookups"}"\n')
    done = CliRunner().invoke(main, ["decide", "alias", "ORG", "The Shire", "NHS England", "--note", "as the minutes say", "--config", str(config)])
    assert done.exit_code == 0 and "decisions.csv" in done.output
    line = json.dumps({"id": 1, "name": "The Shire", "label": "ORG"})
    out = CliRunner().invoke(main, ["resolve", "-", "--config", str(config)], input=line + "\n")
    assert json.loads(out.output)["name"] == "NHS England" and json.loads(out.output)["method"] == "lookup"
    wrong = CliRunner().invoke(main, ["decide", "same", "ORG", "The Shire", "--config", str(config)])
    assert wrong.exit_code == 2 and "needs b" in wrong.output
