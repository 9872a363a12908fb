"""The fingerprint of the code and data that make a result."""

from __future__ import annotations

import functools
import hashlib
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline.config import Settings
from pipeline.read.office import converter
from pipeline.read.pdf.ocr import recogniser

_PACKAGE = Path(__file__).resolve().parent.parent
# What a document's result depends on; how results are put together is the release's own matter.
_RESULT_PARTS = ("read", "extract", "tag", "check", "model", "normalise", "tables", "reference", "engine/document.py")
_LIBRARIES = ("lxml", "beautifulsoup4", "nameparser", "rapidfuzz", "phonenumbers", "python-docx", "pdfplumber", "pypdfium2", "python-oxmsg", "spacy")


def _digest(paths: list[Path], extra: list[str]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for line in extra:
        digest.update(line.encode() + b"\0")
    return digest.hexdigest()


def _files(*parts: str) -> list[Path]:
    found: list[Path] = []
    for part in parts:
        root = _PACKAGE / part
        paths = [root] if root.is_file() else root.rglob("*")
        found.extend(p for p in paths if p.is_file() and p.suffix not in (".pyc", ".md"))
    return found


@functools.cache
def _libraries() -> list[str]:
    # What these two read is read otherwise once they are installed or replaced.
    tools = [f"{path} {path.stat().st_mtime_ns}" if path is not None else "none" for path in (converter(), recogniser())]
    return [f"python {sys.version_info[0]}.{sys.version_info[1]}", *tools, *(f"{name} {version(name)}" for name in _LIBRARIES)]


def _model(name: str) -> list[str]:
    """A model that is not part of the package: its name and the version or the date that it has."""
    if name in ("builtin", "none"):
        return [name]
    folder = Path(name.removeprefix("gliner:"))
    if folder.is_dir():
        return [name, *(f"{p.name} {p.stat().st_size} {p.stat().st_mtime_ns}" for p in sorted(folder.rglob("*")) if p.is_file())]
    try:
        return [name, version(name)]
    except PackageNotFoundError:
        return [name]


def result_fingerprint(settings: Settings) -> str:
    """What the results of documents depend on beside the documents, 16 hexadecimal digits."""
    return _digest(_files(*_RESULT_PARTS), [*_libraries(), repr(settings.limits), *_model(settings.ner.model)])[:16]


def release_fingerprint(settings: Settings) -> str:
    """What a release depends on beside the documents: all of the package."""
    return _digest(_files("."), [*_libraries(), repr(settings.limits), *_model(settings.ner.model)])[:16]
