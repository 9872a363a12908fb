"""Pages a second of the PDF reader beside pdfplumber, the cells of both, and memory over many pages.

python -m benchmarks.pdf [FILE or FOLDER …]     default: raw/ and the printed samples of the tests
"""

from __future__ import annotations

import io
import resource
import sys
from pathlib import Path

import pdfplumber
import pypdfium2 as pdfium

from benchmarks.__main__ import median_ms
from pipeline.normalise.text import squeeze
from pipeline.read import read_bytes
from pipeline.read.pdf.page import read_page
from pipeline.read.pdf.tables import find_boxes, find_tables


def peer(data: bytes) -> int:
    """Pdfplumber's words and tables of every page; how many pages there are."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_words()
            page.extract_tables()
            page.close()
        return len(pdf.pages)


def cells(data: bytes) -> tuple[int, list[str]]:
    """How many cells both find alike, and what differs: boxes by place, and texts by their letters."""
    same, differences = 0, []
    ours = pdfium.PdfDocument(data)
    with pdfplumber.open(io.BytesIO(data)) as theirs:
        for index, page in enumerate(theirs.pages):
            mine = read_page(ours, index)
            tables, _ = find_tables(mine)
            texts = {tuple(round(v) for v in c.box): squeeze("".join(w.text for w in c.words)) for t in tables for row in t.rows for c in row}
            boxes = {tuple(round(v) for v in b) for t in find_boxes(mine.edges) for b in t}
            for table in page.find_tables():
                for row, found in zip(table.rows, table.extract(), strict=True):
                    for cell, text in zip(row.cells, found, strict=True):
                        if cell is None:
                            continue
                        near = next((b for b in boxes if all(abs(x - y) <= 2 for x, y in zip(b, cell, strict=True))), None)
                        if near is None:
                            differences.append(f"page {index + 1}: a cell at {tuple(round(v) for v in cell)} is missing")
                        elif sorted(texts.get(near, squeeze(text or ""))) != sorted(squeeze(text or "")):
                            differences.append(f"page {index + 1}: {text!r} is {texts.get(near)!r}")
                        else:
                            same += 1
            page.close()
    ours.close()
    return same, differences


def main(paths: list[Path]) -> None:
    """Print a line a file, then the totals."""
    pages = mine = theirs = 0.0
    for path in paths:
        data = path.read_bytes()
        count = peer(data)
        a, b = median_ms(lambda data=data: read_bytes(data), 5) / 1000, median_ms(lambda data=data: peer(data), 3) / 1000  # type: ignore[misc]
        pages, mine, theirs = pages + count, mine + a, theirs + b
        same, differences = cells(data)
        print(
            f"{path.name}: {count} pages, ours {count / a:.0f} pages/s, pdfplumber {count / b:.1f} pages/s, "
            f"{b / a:.1f} times as fast; {same} cells alike, {len(differences)} differ"
        )
        for difference in differences[:5]:
            print(f"  {difference}")
    print(f"all: {pages / mine:.0f} pages/s against {pages / theirs:.1f}: {theirs / mine:.1f} times as fast")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    done = 0
    data = paths[0].read_bytes()
    while done < 1000:
        done += read_bytes(data).pages or 1
    print(f"peak memory before {before // 1024} MB, after {done} more pages {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    given = [Path(a) for a in sys.argv[1:]] or [Path("raw"), Path("tests/fixtures/pdf")]
    main(sorted(p for g in given for p in (g.rglob("*.pdf") if g.is_dir() else [g])))
