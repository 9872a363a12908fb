"""Times the Word reader beside python-docx, the page reader beside Beautiful Soup, and whole runs.

python -m benchmarks [FOLDER …]     folders of .docx and .html files; default: raw/
"""

from __future__ import annotations

import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import docx
from bs4 import BeautifulSoup

from pipeline.config import Settings
from pipeline.engine import run
from pipeline.read import read_bytes
from tests.samples import papers


def median_ms(work: Callable[[], object], rounds: int = 9) -> float:
    """The median of several rounds, in milliseconds; the first warms up and is not counted."""
    work()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def python_docx_text(data: bytes) -> str:
    """What python-docx gives of a document's text: paragraphs, and cells of tables."""
    document = docx.Document(io.BytesIO(data))
    parts = [p.text for p in document.paragraphs]
    for table in document.tables:
        for row in table.rows:
            parts.extend(cell.text for cell in row.cells)
    return "\n".join(parts)


def recall(data: bytes) -> float:
    """How many of the words that python-docx sees our reader gives."""
    words = python_docx_text(data).split()
    ours = "".join(t.shown for t in read_bytes(data).texts()).replace(" ", "").replace("\n", "")
    return sum(w.replace("\u00a0", "") in ours for w in words) / len(words) if words else 1.0


def readers(folders: list[Path]) -> None:
    """Each file's time beside its peer's."""
    rows: dict[str, list[tuple[float, float, float]]] = {".docx": [], ".html": []}
    for path in sorted(p for folder in folders for p in folder.rglob("*") if p.suffix in rows):
        data = path.read_bytes()
        ours = median_ms(lambda data=data: read_bytes(data))  # type: ignore[misc]
        if path.suffix == ".docx":
            peer = median_ms(lambda data=data: python_docx_text(data), 3)  # type: ignore[misc]
            rows[".docx"].append((ours, peer, recall(data)))
        else:
            peer = median_ms(lambda data=data: BeautifulSoup(data, "lxml").get_text(), 3)  # type: ignore[misc]
            rows[".html"].append((ours, peer, 1.0))
    for suffix, peer_name in ((".docx", "python-docx"), (".html", "Beautiful Soup (lxml) get_text")):
        if rows[suffix]:
            ours, peer, _ = (statistics.median(column) for column in zip(*rows[suffix], strict=True))
            ratio = statistics.median(p / o for o, p, _ in rows[suffix])
            more = f", word recall {statistics.mean(r[2] for r in rows[suffix]):.4f}" if suffix == ".docx" else ""
            print(f"{suffix}: {len(rows[suffix])} files, median {ours:.2f} ms a file; {peer_name} {peer:.2f} ms; {ratio:.1f} times as fast{more}")


def runs(count: int = 1000) -> None:
    """A first run over many documents, a second with nothing changed, a third with one changed."""
    with tempfile.TemporaryDirectory() as folder:
        raw, out = Path(folder) / "raw", Path(folder) / "out"
        raw.mkdir()
        base = papers.minutes_action_table()
        document = docx.Document(io.BytesIO(base))
        for n in range(count):
            document.paragraphs[0].runs[0].text = f"Minutes of the Wealdshire Health Librarians Meeting {n}"
            document.save(str(raw / f"minutes-{n:04}.docx"))
        for name in ("first run", "nothing changed", "one changed"):
            if name == "one changed":
                document.paragraphs[0].runs[0].text = "Minutes of the Northmere Meeting"
                document.save(str(raw / "minutes-0500.docx"))
            outcome = run(raw, out, Settings())
            print(f"{count} documents, {name}: {outcome.seconds:.2f} s, {outcome.read} read, release {'published' if outcome.published else 'unchanged'}")


if __name__ == "__main__":
    readers([Path(a) for a in sys.argv[1:]] or [Path("raw")])
    runs()
