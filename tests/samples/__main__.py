"""Write the sample documents to raw/ (or to the folder named on the command line)."""

import sys
from pathlib import Path

from tests.samples.decks import DECKS
from tests.samples.pages import PAGES
from tests.samples.papers import PAPERS


def main(folder: Path) -> None:
    """Write every sample under a folder."""
    for name, make in {**PAPERS, **PAGES, **DECKS}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make())


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "raw"))
