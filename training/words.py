"""The words that running text writes in small letters: a capital at a sentence's beginning says nothing about them."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

from training.corpus import annotated, data_folder, open_lines

TARGET = Path(__file__).parents[1] / "pipeline/tag/names/lexicon/common_words.txt"
_LEAST = 2


def common_words(folder: Path) -> list[str]:
    """Words that stand in small letters at least twice, and far oftener so than inside a name."""
    small: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for line in [*open_lines(folder), *annotated(folder)[0]]:
        small.update(re.findall(r"(?<![\w@#/.])[a-z]{3,}(?![\w@/.])", line.text))
        for start, end, _ in line.spans:
            named.update(w.casefold() for w in line.text[start:end].split())
    return sorted(w for w, n in small.items() if n >= _LEAST and n >= 2 * named[w])


if __name__ == "__main__":
    found = common_words(data_folder())
    lines = [" ".join(found[n : n + 20]) for n in range(0, len(found), 20)]
    TARGET.write_text(
        "# Words of running text in small letters, counted in the annotated texts by training/words.py.\n" + "\n".join(lines) + "\n", encoding="utf-8"
    )
    sys.stdout.write(f"{len(found)} words written to {TARGET.name}\n")
