"""Organisations: the words of their names, the reference table as it is searched, and the bodies that a run meets."""
