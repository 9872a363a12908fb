"""Publishing: a release as Parquet, CSV, DuckDB and a Data Package, and which release is current.

Doors: ``ReleaseWriter`` writes a release row by row; ``make_current`` moves the link
``extracted/curated`` to it in one step; ``open_release`` gives analysts the tables as pandas frames.
"""

from pipeline.publish.changes import Inputs
from pipeline.publish.release import Release, current_release, make_current, open_release, prune_releases
from pipeline.publish.writer import ReleaseWriter

__all__ = ["Inputs", "Release", "ReleaseWriter", "current_release", "make_current", "open_release", "prune_releases"]
