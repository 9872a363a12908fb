"""A process that hangs or dies costs its own document alone."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.engine import pool
from pipeline.read import Limits


def hang(source: Path, target: Path, limits: Limits, model: str) -> str:
    if source.name == "hang":
        time.sleep(60)
    if source.name == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if source.name == "fail":
        raise TypeError("no document should do this")
    target.write_text(json.dumps({"status": "extracted"}))
    return "extracted"


def test_a_hang_is_a_timeout_a_death_is_a_crash_and_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "process_file", hang)
    names = ["a", "hang", "b", "die", "fail", *(f"c{n}" for n in range(12))]
    statuses: list[str] = []
    jobs = [(tmp_path / name, tmp_path / f"{name}.json") for name in names]
    pool.read_all(jobs, Settings(workers=2, timeout_seconds=2), statuses.append)
    results = {name: json.loads((tmp_path / f"{name}.json").read_text()) for name in names}
    assert results["hang"]["issues"][0]["code"] == "timeout" and results["die"]["issues"][0]["code"] == results["fail"]["issues"][0]["code"] == "crashed"
    assert sum(r["status"] == "extracted" for r in results.values()) == 14 and len(statuses) == 17
