"""Word packages written part by part, for what python-docx cannot make."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CT = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def paragraph(*runs: str, properties: str = "") -> str:
    """A paragraph of runs; a bare text becomes one."""
    inner = "".join(r if r.startswith("<") else f'<w:r><w:t xml:space="preserve">{r}</w:t></w:r>' for r in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run with properties."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(content: str, properties: str = "") -> str:
    """A table cell."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else paragraph(content)}</w:tc>"


def numbering(levels: str, extra: str = "") -> str:
    """A numbering part with one abstract list (id 1) and the instance 1."""
    return f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>{extra}</w:numbering>'


def level(depth: int, form: str, text: str, start: int = 1, more: str = "") -> str:
    """A level of a list."""
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def package(body: str, *, parts: dict[str, str] | None = None, links: dict[str, str] | None = None, main_type: str = f"{_CT}.document.main+xml") -> bytes:
    """A Word package.

    ``parts``: more parts of word/ by kind (styles, numbering, footnotes, comments, footer …).
    ``links``: external relationships by id.
    """
    parts = parts or {}
    overrides = "".join(f'<Override PartName="/word/{kind}.xml" ContentType="{_CT}.{kind}+xml"/>' for kind in parts)
    relations = "".join(f'<Relationship Id="p{kind}" Type="{_REL}/{kind}" Target="{kind}.xml"/>' for kind in parts)
    relations += "".join(f'<Relationship Id="{i}" Type="{_REL}/hyperlink" Target="{t}" TargetMode="External"/>' for i, t in (links or {}).items())
    pack = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main_type}"/>{overrides}</Types>',
        )
        archive.writestr(
            "_rels/.rels", f'<Relationships {pack}><Relationship Id="r1" Type="{_REL}/officeDocument" Target="word/document.xml"/></Relationships>'
        )
        archive.writestr("word/_rels/document.xml.rels", f"<Relationships {pack}>{relations}</Relationships>")
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="urn:wps" xmlns:v="urn:v">'
            f"<w:body>{body}</w:body></w:document>",
        )
        for kind, xml in parts.items():
            archive.writestr(f"word/{kind}.xml", xml)
    return buffer.getvalue()
