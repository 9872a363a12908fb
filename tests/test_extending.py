"""A format and a record type are added by adding files only: the files that docs/design.md shows."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[1]
_EXAMPLE = re.compile(r"```python file=(?P<path>\S+)\n(?P<code>.*?)```", re.DOTALL)


def test_the_examples_of_the_design_add_a_format_and_a_record_type(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "pipeline", tmp_path / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    before = {p.relative_to(tmp_path): p.read_bytes() for p in (tmp_path / "pipeline").rglob("*.py")}
    examples = {m["path"]: m["code"] for m in _EXAMPLE.finditer((ROOT / "docs" / "design.md").read_text())}
    assert set(examples) == {"pipeline/read/toy/__init__.py", "pipeline/tables/opening_hours.py", "pipeline/extract/opening_hours/__init__.py"}
    for name, source in examples.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(source)
    assert all((tmp_path / p).read_bytes() == data for p, data in before.items()), "an example overwrote a file"
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "hours.toy").write_text("TOY\nOur library\nOpen 9 to 5 on weekdays\nOpen 10 to 1 on Saturdays\n")

    def pipeline(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "pipeline", *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)

    model = json.loads(pipeline("read", "raw/hours.toy", "--format", "json").stdout)
    assert [b["text"] for b in model["blocks"]] == ["Our library", "Open 9 to 5 on weekdays", "Open 10 to 1 on Saturdays"]
    done = pipeline("run")
    assert done.returncode == 0, done.stderr
    assert [r["hours"] for r in pq.read_table(tmp_path / "extracted/curated/opening_hours.parquet").to_pylist()] == [
        "9 to 5 on weekdays",
        "10 to 1 on Saturdays",
    ]
    assert pipeline("verify").returncode == 0
    assert "opening_hours.json" in pipeline("schemas").stdout
