"""How much a document may ask of the machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep one hostile or broken file from stopping a run.

    ``file_bytes``: of the file itself. ``unpacked_bytes``: of one part of an archive, unpacked.
    ``ratio``: how many times larger than its packed form a part may be. ``depth``: of nested markup.
    ``blocks``: of one document.
    """

    file_bytes: int = 256 * 1024 * 1024
    unpacked_bytes: int = 128 * 1024 * 1024
    ratio: int = 400
    depth: int = 250
    blocks: int = 1_000_000
