"""Real documents against their gold records: floors that only go up, tied to the gold they were measured on."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pandas as pd
import pytest

from pipeline.check.verify import verify_release
from pipeline.config import Settings
from pipeline.engine import run
from tests.conftest import SHARED, score_module

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text())
SETTINGS = Settings(workers=2)


def f1(shared: Path, curated: Path, gold: dict[str, list[dict[str, object]]]) -> float:
    score = score_module(shared)
    right = want = given = 0
    for table, rows in gold.items():
        found = score.rows_of(curated, table) or []  # type: ignore[attr-defined]
        r, w, g, _ = score.score_table(table, rows, found)  # type: ignore[attr-defined]
        right, want, given = right + r, want + w, given + g
    precision, recall = right / given if given else float(not want), right / want if want else float(not given)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@pytest.mark.corpus
@pytest.mark.parametrize("name", sorted(FLOORS))
def test_a_real_document_scores_above_its_floor(shared: Path, tmp_path: Path, name: str) -> None:
    floor = FLOORS[name]
    gold_file = shared / "gold" / f"{floor['gold']}.json"
    assert hashlib.sha256(gold_file.read_bytes()).hexdigest() == floor["gold_sha256"], "the gold changed: measure again and write the new floor with its hash"
    (tmp_path / "raw").mkdir()
    source = shared / "corpus" / name
    (tmp_path / "raw" / source.name).write_bytes(source.read_bytes())
    run(tmp_path / "raw", tmp_path / "out", SETTINGS)
    assert f1(shared, tmp_path / "out" / "curated", json.loads(gold_file.read_text())) >= floor["f1"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not (SHARED / "corpus").is_dir():
        pytest.skip("the shared corpus is not here")
    out = tmp_path_factory.mktemp("whole")
    run(SHARED / "corpus", out, SETTINGS)
    return out


@pytest.mark.corpus
def test_every_value_of_the_corpus_has_evidence_and_every_quote_is_found(whole: Path) -> None:
    verdict = verify_release(SHARED / "corpus", whole)
    assert verdict.holds, verdict.faults[:5]
    assert verdict.values > 2000 and verdict.with_evidence == verdict.values and verdict.found == verdict.quotes > 3000


# A record that a Word file holds too is that file's in a run of all; its PDF is evidence.
ONCE = sorted(n for n in FLOORS if not (n.endswith(".pdf") and n.replace(".pdf", ".docx") in FLOORS))


@pytest.mark.corpus
@pytest.mark.parametrize("name", ONCE)
def test_a_document_scores_as_well_in_one_run_of_all(shared: Path, whole: Path, tmp_path: Path, name: str) -> None:
    documents = pd.read_parquet(whole / "curated" / "documents.parquet")
    document_id = documents.loc[documents["file_name"] == name, "document_id"].iloc[0]
    for path in (whole / "curated").glob("*.parquet"):
        frame = pd.read_parquet(path)
        if "document_id" in frame:
            frame = frame[frame["document_id"] == document_id]
        else:
            for parent, key in (("meetings", "meeting_id"), ("posts", "post_id"), ("footprints", "footprint_id")):
                own = pd.read_parquet(whole / "curated" / f"{parent}.parquet")
                ids = set(own.loc[own["document_id"] == document_id, key])
                for column in (key, "driver_id", "story_id") if parent == "posts" else (key,):
                    if column in frame:
                        frame = frame[frame[column].isin(ids)]
        frame.to_parquet(tmp_path / path.name)
    gold = json.loads((shared / "gold" / f"{FLOORS[name]['gold']}.json").read_text())
    assert f1(shared, tmp_path, gold) >= 0.95
