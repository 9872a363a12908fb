"""What the words of a document mean as values: text, dates, times, names, numbers, labels.

Everything here is a pure function of its arguments (and of the data files beside it): no file
format, no table and no document is known in this package.
"""
