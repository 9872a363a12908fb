"""The sample documents of raw/, as code: invented people and papers in the layouts that libraries use.

``python -m tests.samples`` writes them to raw/. Tests build their own variants with the same helpers.
"""
