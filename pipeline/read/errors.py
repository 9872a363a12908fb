"""What a reader says when it cannot read."""

from __future__ import annotations


class ReadError(Exception):
    """A file that cannot be read at all.

    ``code``: a code of docs/issues.md. The message says what is wrong in words for a steward.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
