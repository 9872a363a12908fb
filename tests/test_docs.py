"""What the README and the design say is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from pipeline.cli import main
from pipeline.config import Settings
from pipeline.engine import run

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text()
MAKEFILE = (ROOT / "Makefile").read_text()


def test_every_make_verb_that_the_docs_name_is_there_and_helped() -> None:
    verbs = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    for text in (README, (ROOT / "docs/design.md").read_text(), (ROOT / "docs/dependencies.md").read_text()):
        assert set(re.findall(r"`make ([a-z-]+)`", text)) | set(re.findall(r"^make ([a-z-]+)", text, re.MULTILINE)) <= verbs
    helped = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))
    assert verbs - helped <= {"lint"}


def test_every_command_that_the_readme_names_is_there() -> None:
    assert set(re.findall(r"nhs-pipeline ([a-z]+)", README)) <= set(main.commands) and all(
        f"`{s}`" in README for s in ("workers", "timeout_seconds", "keep_releases", "lookups", "reference", "sources")
    )
    assert {"workers", "timeout_seconds", "keep_releases", "lookups", "reference", "sources", "limits", "ner", "fetch", "notify"} == set(Settings.__slots__)


def test_links_of_the_docs_lead_somewhere() -> None:
    for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text()):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_every_dependency_is_explained_and_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    explained = (ROOT / "docs/dependencies.md").read_text().lower()
    lock = (ROOT / "requirements.lock").read_text().lower()
    for requirement in (*project["dependencies"], *project["optional-dependencies"]["dev"]):
        name = re.split(r"[<>=\[]", requirement)[0].lower()
        assert name.split("-stubs")[0] in explained, name
        assert re.search(rf"^{re.escape(name)}==", lock, re.MULTILINE), name
    assert "://" not in lock and lock.count("--hash=sha256:") > 300


def test_the_samples_are_those_that_the_code_writes() -> None:
    from tests.samples.decks import DECKS
    from tests.samples.pages import PAGES
    from tests.samples.papers import PAPERS

    assert {p.relative_to(ROOT / "raw").as_posix() for p in (ROOT / "raw").rglob("*") if p.is_file()} == {
        *PAPERS,
        *PAGES,
        *DECKS,
        "minutes/current-awareness-2017-11-14.pdf",
    }
    for name, make in PAGES.items():
        assert (ROOT / "raw" / name).read_bytes() == make(), "run `make samples`"


def test_the_result_that_the_readme_shows_is_the_result(tmp_path: Path) -> None:
    outcome = run(ROOT / "raw", tmp_path, Settings(workers=2))
    shown = {name: int(count.replace(",", "")) for name, count in re.findall(r"^([a-z_]+) +([\d,]+)   \w", README, re.MULTILINE)}
    known = {**outcome.rows, **outcome.issues}
    assert len(shown) >= 5 and shown == {name: known[name] for name in shown}
    assert f"{outcome.statuses['extracted']} documents: {outcome.statuses['extracted']} extracted" in README
