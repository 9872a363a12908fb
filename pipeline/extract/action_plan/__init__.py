"""Action plans: filled rows of tables headed What, How, Who, When."""

from pipeline.extract import Extractor
from pipeline.extract.action_plan.extractor import extract_action_plans

EXTRACTOR = Extractor(name="action_plan", run=extract_action_plans, kind="action_plan")
