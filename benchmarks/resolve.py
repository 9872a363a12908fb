"""``python -m benchmarks.resolve``: 100,000 mentions of 5,000 names, resolved on one core."""

from __future__ import annotations

import random
import resource
import time
from typing import Any

from pipeline.reference import organisations, packaged
from pipeline.resolve import Entities, Lookups

MENTIONS, NAMES, PAPERS = 100_000, 5_000, 500
_GIVEN = ("Una", "Ivo", "Marta", "Osric", "Petra", "Quill", "Rosalind", "Tobias", "Verity", "Wilf")
_START, _END = (
    ("Ash", "Brack", "Cor", "Dun", "El", "Fen", "Gar", "Hol", "Ivel", "Kel"),
    ("ton", "worth", "ley", "ham", "combe", "wick", "dale", "mere", "by", "stead"),
)


def _names(rng: random.Random) -> list[tuple[str, str]]:
    """Known bodies as they are written and misspelt, unknown ones, and people."""
    written: dict[tuple[str, str], None] = {}
    bodies = list(packaged())
    while len(written) < NAMES:
        body = rng.choice(bodies).name
        place = rng.choice(_START) + rng.choice(_START).lower() + rng.choice(_END)
        kinds = [
            ("ORG", body),
            ("ORG", body.replace("NHS Foundation Trust", "NHS FT").replace(" and ", " & ")),
            ("ORG", body[:6] + body[7:]),
            ("ORG", f"{place} {rng.choice(('Parish Council', 'Library Forum', 'Hospital', 'Reading Group'))}"),
            ("PERSON", f"{rng.choice(_GIVEN)} {place}"),
            ("PERSON", f"{rng.choice(_GIVEN)[0]} {place}"),
        ]
        written[rng.choice(kinds)] = None
    return list(written)


def papers(seed: int = 3) -> list[dict[str, Any]]:
    """Results of documents as the engine keeps them, with mentions alone."""
    rng = random.Random(seed)
    names = _names(rng)
    picked = [*names, *(rng.choice(names) for _ in range(MENTIONS - NAMES))]
    rng.shuffle(picked)
    size = MENTIONS // PAPERS
    found = []
    for number in range(PAPERS):
        rows = [
            {
                "table": "mentions",
                "record_id": f"m{n}",
                "evidence": [],
                "values": {"text": text, "label": label, "locator": f"paragraph {n}", "record_id": None},
            }
            for n, (label, text) in enumerate(picked[number * size : (number + 1) * size])
        ]
        found.append({"rows": rows, "declared": {}})
    return found


def main() -> None:
    """Print seconds and the growth of memory over the second half."""
    made = papers()
    started = time.process_time()
    entities = Entities(organisations(), Lookups())
    middle = 0
    for number, result in enumerate(made):
        entities.see(result, f"doc-{number}", f"{number}.docx")
        middle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss if number == PAPERS // 2 else middle
    entities.settle()
    linked = 0
    for number, result in enumerate(made):
        links = entities.link(result, f"doc-{number}", f"{number}.docx")
        for row in result["rows"]:
            values = dict(row["values"])
            list(links.fill(row, values))
            linked += values["entity_id"] is not None
    rows = sum(1 for _ in entities.rows())
    seconds = time.process_time() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - middle) / 1024
    print(f"{MENTIONS:,} mentions of {NAMES:,} names in {PAPERS} papers: {seconds:.1f} s on one core; {linked:,} linked, {rows:,} rows")
    print(f"memory grew by {grown:.0f} MB in the second half and afterwards")


if __name__ == "__main__":
    main()
