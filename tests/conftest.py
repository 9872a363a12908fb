"""Where the shared corpus lies, and what most tests need."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.extract import Harvest, extract
from pipeline.read import read_bytes

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared corpus, gold and tools; tests that need it are skipped where it is absent."""
    if not (SHARED / "corpus").is_dir():
        pytest.skip("the shared corpus is not here: this test compares real documents with their gold records")
    return SHARED


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(workers=2, timeout_seconds=60, lookups=tmp_path / "lookups", reference=tmp_path / "reference", sources=tmp_path / "sources")


def harvest_of(data: bytes) -> Harvest:
    return extract(read_bytes(data))


@pytest.fixture
def harvest() -> Callable[[bytes], Harvest]:
    return harvest_of


def score_module(shared: Path) -> object:
    spec = importlib.util.spec_from_file_location("score", shared / "tools" / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
