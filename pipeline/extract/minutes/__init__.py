"""Minutes and agendas: meetings, attendance, agenda items, discussion points, actions, decisions, updates.

``paper`` finds the parts of the paper, ``heading`` reads what stands above the attendance,
``attendance`` and ``people`` read who was there, ``rows`` and ``spine`` divide the rest into agenda
``items``, ``actions``, ``decisions`` and ``updates`` read what an item says.
"""

from pipeline.extract import Extractor
from pipeline.extract.minutes.extractor import extract_minutes

EXTRACTOR = Extractor(name="minutes", run=extract_minutes, kind="minutes", order=40)
