"""Office packages (ISO/IEC 29500-2): a zip of parts with content types and relationships, within limits."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from lxml import etree

from pipeline.read.errors import ReadError
from pipeline.read.limits import Limits

# Strict files (ISO/IEC 29500 strict) name the same relationships under purl.oclc.org.
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _parser() -> etree.XMLParser:
    # Entities are never expanded and nothing is fetched: a document is data.
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)


@dataclass(frozen=True, slots=True)
class Relationship:
    """What a part refers to: the target part's name, or an address where it is external."""

    type: str
    target: str
    external: bool


def sniff_package(data: bytes, main_types: dict[str, str]) -> str | None:
    """The media type of a package whose content types name one of the main parts; None where they do not."""
    if not data.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            info = archive.getinfo("[Content_Types].xml")
            if info.file_size > 4_000_000:
                return None
            types = archive.read(info)
    except (KeyError, zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError):
        return None
    return next((media_type for content_type, media_type in main_types.items() if content_type.encode() in types), None)


class Package:
    """An opened package."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._names = {n.lower(): n for n in self._zip.namelist()}
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise ReadError("unreadable_file", f"the package is damaged ({error}): fetch it again") from error
        self.main = self._main_part()

    def _main_part(self) -> str:
        for relationship in self.relationships("").values():
            if relationship.type == RT.OFFICE_DOCUMENT:
                return relationship.target
        raise ReadError("unreadable_file", "the package names no main document: open it in its own program and save it again")

    def has(self, name: str) -> bool:
        """Whether the package holds a part of that name."""
        return name.lower() in self._names

    def bytes(self, name: str) -> bytes:
        """The bytes of a part.

        Raises:
            ReadError: it is missing, damaged, encrypted, or unpacks to more than the limits allow.
        """
        try:
            info = self._zip.getinfo(self._names[name.lower()])
        except KeyError as error:
            raise ReadError("unreadable_file", f"the package lacks its part {name}: fetch it again") from error
        limits = self._limits
        if info.file_size > limits.unpacked_bytes or (info.file_size > 1_000_000 and info.file_size > limits.ratio * max(info.compress_size, 1)):
            raise ReadError("limit_exceeded", f"the part {name} unpacks to {info.file_size:,} bytes, more than a document should")
        try:
            with self._zip.open(info) as part:
                data = part.read(limits.unpacked_bytes + 1)
        except RuntimeError as error:  # zipfile's word for an encrypted member
            raise ReadError("password_protected", f"the part {name} is encrypted: ask for a copy without a password") from error
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as error:
            raise ReadError("unreadable_file", f"the part {name} is damaged ({error}): fetch the file again") from error
        if len(data) > limits.unpacked_bytes:
            raise ReadError("limit_exceeded", f"the part {name} unpacks to more than {limits.unpacked_bytes:,} bytes")
        return data

    def xml(self, name: str) -> etree._Element:
        """The root element of a part.

        Raises:
            ReadError: it is not well-formed, or nested deeper than the parser allows.
        """
        return parse_xml(self.bytes(name), name)

    def relationships(self, part: str) -> dict[str, Relationship]:
        """What a part refers to, by relationship id; of the package itself for ``""``."""
        folder, base = posixpath.split(part)
        name = posixpath.join(folder, "_rels", base + ".rels")
        if not self.has(name):
            return {}
        found = {}
        for element in self.xml(name).iter("{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"):
            kind = element.get("Type", "").replace(_STRICT, _TRANSITIONAL)
            target, external = element.get("Target", ""), element.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join(folder, target)) if not target.startswith("/") else target[1:]
            found[element.get("Id", "")] = Relationship(kind, target, external)
        return found


def parse_xml(data: bytes, name: str) -> etree._Element:
    """The root element of some XML.

    Raises:
        ReadError: it is not well-formed.
    """
    try:
        return etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        code = "limit_exceeded" if "depth" in str(error) or "huge" in str(error).lower() else "unreadable_file"
        raise ReadError(code, f"the part {name} is not well-formed XML ({error.msg}): open the file in its own program and save it again") from error
