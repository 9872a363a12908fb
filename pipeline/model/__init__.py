"""The document model: what every reader returns and every extractor reads.

A ``Document`` holds blocks in reading order: ``Text`` (heading, paragraph, list item), ``Table``
(rows of cells that hold blocks again) and ``Article`` (a post of a page or feed, with its own
title, date, author and blocks) and ``Slide``. Headers and footers, notes, comments and page furniture are kept
apart. Each block has a locator, and ``Document.find`` gives back what stands at one.
"""

from pipeline.model.blocks import Article, Block, Cell, Kind, Mark, Slide, Table, Text
from pipeline.model.document import Document, Flaw, walk, walk_texts

__all__ = ["Article", "Block", "Cell", "Document", "Flaw", "Kind", "Mark", "Slide", "Table", "Text", "walk", "walk_texts"]
