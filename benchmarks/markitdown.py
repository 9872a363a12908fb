"""Times the readers beside MarkItDown, and counts the structure that each keeps.

python -m benchmarks.markitdown [FILE …]     .docx, .pptx and .html; default: raw/ and tests' samples

MarkItDown is no dependency: install it beside (`pip install "markitdown[docx,pptx]"`) to run this.
"""

from __future__ import annotations

import io
import re
import statistics
import sys
from pathlib import Path

from benchmarks.__main__ import median_ms
from pipeline.model.render import to_markdown
from pipeline.read import read_bytes

_SUFFIXES = (".docx", ".pptx", ".html")


def structure(markdown: str) -> dict[str, int]:
    """Headings, list items, table rows and links that a Markdown text holds."""
    lines = markdown.splitlines()
    return {
        "headings": sum(bool(re.match(r"#{1,6} \S", n)) for n in lines),
        "items": sum(bool(re.match(r"\s*(?:[-*+•]|\(?\w{1,3}[.)]) \S", n)) for n in lines),
        "rows": sum(n.startswith("|") and not re.fullmatch(r"[|\s:-]+", n) for n in lines),
        "links": len(re.findall(r"\]\(", markdown)),
    }


def main(paths: list[Path]) -> None:
    """Print a line a file, then the medians by format."""
    try:
        from markitdown import MarkItDown
    except ImportError:
        sys.exit('MarkItDown is not installed: pip install "markitdown[docx,pptx]"')
    peer = MarkItDown(enable_plugins=False)
    ratios: dict[str, list[float]] = {}
    for path in paths:
        data = path.read_bytes()

        def ours(data: bytes = data) -> str:
            return to_markdown(read_bytes(data))

        def theirs(data: bytes = data, suffix: str = path.suffix) -> str:
            return str(peer.convert_stream(io.BytesIO(data), file_extension=suffix).text_content)

        a, b = median_ms(ours, 7), median_ms(theirs, 3)
        ratios.setdefault(path.suffix, []).append(b / a)
        kept = ", ".join(f"{name} {mine} against {structure(theirs())[name]}" for name, mine in structure(ours()).items())
        print(f"{path.name}: {a:.1f} ms, MarkItDown {b:.1f} ms, {b / a:.1f} times as fast; {kept}")
    for suffix, found in ratios.items():
        print(f"{suffix}: {len(found)} files, median {statistics.median(found):.1f} times as fast (least {min(found):.1f})")


if __name__ == "__main__":
    given = [Path(a) for a in sys.argv[1:]] or [Path("raw")]
    main(sorted(p for g in given for p in (g.rglob("*") if g.is_dir() else [g]) if p.suffix in _SUFFIXES))
