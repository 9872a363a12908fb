"""The engine: runs the stages over a folder, incrementally, and publishes a release in one step.

Door: ``run(raw, extracted, settings)``. Each document's result is a file of its own under
``extracted/work``, named by the hash of the document's bytes and the fingerprint of the code and
data that made it. A release is put together from these results, written aside, and made current by
moving one link.
"""

from pipeline.engine.lock import LockHeldError, locked
from pipeline.engine.run import Outcome, run

__all__ = ["LockHeldError", "Outcome", "locked", "run"]
