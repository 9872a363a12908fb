"""Hyperlinks: every link of a document, with the record it stands in."""

from pipeline.extract import Extractor
from pipeline.extract.links.extractor import extract_links

EXTRACTOR = Extractor(name="links", run=extract_links, order=90)
