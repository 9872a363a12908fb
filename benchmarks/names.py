"""Words a second of the pass over names, and of its model alone; the memory that both take."""

from __future__ import annotations

import os
import resource
import sys
import time
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # one core, before numpy is loaded

from pipeline.extract import extract
from pipeline.read import ReadError, read
from pipeline.tag.names import names_of, tagged_texts
from pipeline.tag.names.backend import backend
from pipeline.tag.names.tagger import name_tagger

_FOLDERS = (Path("../shared/corpus"), Path("raw"))


def main() -> None:
    """Tag every document of the corpus, or of raw/ where it is absent."""
    folder = next(f for f in _FOLDERS if f.is_dir())
    documents = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        try:
            document = read(path)
        except ReadError:
            continue
        documents.append((document, extract(document)))
    words = sum(len(t.text.split()) for d, _ in documents for t in tagged_texts(d))
    started = time.perf_counter()
    backend("builtin")
    loaded = time.perf_counter() - started
    name_tagger("builtin")
    best = {"rules": 1e9, "all": 1e9}
    for _ in range(3):
        for model, label in (("none", "rules"), ("builtin", "all")):
            name_tagger(model)
            started = time.perf_counter()
            for document, harvest in documents:
                names_of(document, harvest, model)
            best[label] = min(best[label], time.perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{folder}: {len(documents)} documents, {words:,} words; the model loads in {loaded:.2f} s")
    print(f"the whole pass   {words / best['all']:8,.0f} words a second on one core")
    print(f"without a model  {words / best['rules']:8,.0f} words a second: the whole pass costs {best['all'] / best['rules']:.1f} times as much")
    print(f"peak memory      {peak:8,.0f} MB")


if __name__ == "__main__":
    sys.exit(main())
