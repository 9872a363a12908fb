"""Reference data: facts about organisations that the papers name, a row each in ``organisations.csv``."""
