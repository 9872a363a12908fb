"""Checking: schemas, quality rules, and the proof that every value stands in its source.

Door: ``check(document, harvest)`` drops what is not true and says so: a value without evidence or
whose quote is not found at its locator, a row that its schema does not allow. ``rules`` adds the
quality rules of ``rules.toml``. ``verify`` checks a release as a whole.
"""

from pipeline.check.grounding import check_grounding
from pipeline.check.harvest import check

__all__ = ["check", "check_grounding"]
