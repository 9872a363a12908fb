"""NHS library and knowledge papers, from files to one curated dataset.

The stages are packages of their own and arrows point one way::

    acquire -> read -> extract -> tag -> resolve -> check -> publish

``model`` (what a document is), ``tables`` (what a row is) and ``normalise`` (what a date, a name
or a number means) stand under all of them; ``engine`` runs them; ``cli`` is the command line.
"""

__version__ = "0.1.0"
