"""Which packages are Word documents."""

from __future__ import annotations

from docx.opc.constants import CONTENT_TYPE as CT

from pipeline.read.opc import sniff_package

MAIN_TYPES = {
    CT.WML_DOCUMENT_MAIN: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.ms-word.document.macroEnabled.main+xml": "application/vnd.ms-word.document.macroEnabled.12",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template"
    ),
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml": "application/vnd.ms-word.template.macroEnabled.12",
}


def sniff_docx(data: bytes) -> str | None:
    """The media type of a Word package, by its content types; None where it is none."""
    return sniff_package(data, MAIN_TYPES)
