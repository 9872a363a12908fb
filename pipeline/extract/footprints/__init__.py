"""Footprint tables: the STP footprints, their leads, and each footprint's library services with their workforce."""

from pipeline.extract import Extractor
from pipeline.extract.footprints.extractor import extract_footprints

EXTRACTOR = Extractor(name="footprints", run=extract_footprints, kind="footprint_table")
