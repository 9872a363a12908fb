"""Resolving: one row for each record, however many documents hold it.

Door: ``Roots`` learns which documents hold which records (``see``) and then says which of them gives
a record's rows and how the others compare (``holder_of``, ``compare``). Organisations and people get
their own resolvers here; until then their tables are published empty.
"""

from pipeline.resolve.records import Difference, Roots, compare

__all__ = ["Difference", "Roots", "compare"]
