"""Formats that are recognised though nothing here reads them, so that the steward is told what to do."""

from __future__ import annotations

import io
import zipfile

import olefile

from pipeline.read.errors import ReadError

OLE = bytes.fromhex("d0cf11e0a1b11ae1")

_LEADS: list[tuple[bytes, str]] = [
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!", "application/vnd.rar"),
    (b"\x7fELF", "application/x-elf"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"PAR1", "application/vnd.apache.parquet"),
]
_OPENXML = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_OLE_STREAMS = {
    "WordDocument": "application/msword",
    "PowerPoint Document": "application/vnd.ms-powerpoint",
    "Workbook": "application/vnd.ms-excel",
    "Book": "application/vnd.ms-excel",
    "__properties_version1.0": "application/vnd.ms-outlook",
}
_REMEDIES = {
    "application/msword": "open it in Word or LibreOffice and save it as .docx",
    "application/rtf": "open it in Word or LibreOffice and save it as .docx",
    "application/vnd.oasis.opendocument.text": "open it in LibreOffice and save it as .docx",
    "application/zip": "unpack it and put the files it holds into the raw folder",
    "application/gzip": "unpack it and put the file it holds into the raw folder",
}


def unread_media_type(data: bytes) -> str:
    """The media type of bytes that no reader knows; ``application/octet-stream`` at worst."""
    for lead, media_type in _LEADS:
        if data.startswith(lead):
            return media_type
    if data.startswith(OLE):
        return _ole_type(data)
    if data.startswith(b"PK"):
        return _zip_type(data)
    sample = data[:4096]
    if sample and b"\x00" not in sample:
        try:
            sample.decode("utf-8")
        except UnicodeDecodeError as error:
            if error.start < len(sample) - 4:
                return "application/octet-stream"
        return "text/plain"
    return "application/octet-stream"


def _ole_type(data: bytes) -> str:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            if ole.exists("EncryptedPackage"):
                return "application/vnd.ms-office.encrypted"
            for stream, media_type in _OLE_STREAMS.items():
                if ole.exists(stream):
                    return media_type
    except Exception:  # olefile raises many kinds on broken files; all mean the same here
        return "application/x-ole-storage"
    return "application/x-ole-storage"


def _zip_type(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return archive.read("mimetype").decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return "application/zip"
    if "[Content_Types].xml" in names:
        for prefix, media_type in _OPENXML.items():
            if any(name.startswith(prefix) for name in names):
                return media_type
    return "application/zip"


def refuse(data: bytes, media_type: str) -> ReadError:
    """The error for bytes that no reader takes: what they are and what the steward can do."""
    if not data:
        return ReadError("unreadable_file", "the file is empty: fetch it again")
    if media_type == "application/vnd.ms-office.encrypted":
        return ReadError("password_protected", "the file is encrypted: ask its publisher for a copy without a password")
    if media_type == "application/zip" and not zipfile.is_zipfile(io.BytesIO(data)):
        return ReadError("unreadable_file", "the archive is cut off or damaged: fetch the file again")
    remedy = _REMEDIES.get(media_type, "convert it to .docx or .html, or take it out of the raw folder")
    return ReadError("unsupported_format", f"no reader for {media_type}: {remedy}")
