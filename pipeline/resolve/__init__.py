"""Resolving: one row for each record, organisation and person, however many documents hold or name it.

Door: ``Roots`` learns which documents hold which records (``see``) and then says which of them gives
a record's rows and how the others compare (``holder_of``, ``compare``). ``Entities`` does the same for organisations
and people: ``see`` every document, ``settle``, then ``link`` each. ``read_lookups`` brings the steward's decisions.
"""

from pipeline.resolve.entities import DocumentLinks, Entities, organisation_links
from pipeline.resolve.lookups import LookupFileError, Lookups, lookups_hash, read_lookups
from pipeline.resolve.records import Difference, Roots, compare

__all__ = ["Difference", "DocumentLinks", "Entities", "LookupFileError", "Lookups", "Roots", "compare", "lookups_hash", "organisation_links", "read_lookups"]
