"""Old Word and PowerPoint, RTF and OpenDocument, by way of LibreOffice, if it is installed.

The file is converted to .docx or .pptx and read by that reader. Each conversion has a profile of its
own, thrown away afterwards, in which macros and links to elsewhere are off, and a time limit.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from pipeline.model import Document
from pipeline.read import Limits, Reader
from pipeline.read.errors import ReadError
from pipeline.read.signatures import unread_media_type

_TEXT, _DECK = "docx", "pptx"
# The format that each is converted to, and the ending that LibreOffice expects.
FORMATS = {
    "application/msword": (_TEXT, "doc"),
    "application/rtf": (_TEXT, "rtf"),
    "application/vnd.oasis.opendocument.text": (_TEXT, "odt"),
    "application/vnd.ms-powerpoint": (_DECK, "ppt"),
    "application/vnd.oasis.opendocument.presentation": (_DECK, "odp"),
}
_SECONDS = 90
_INSTALL = (
    "install LibreOffice (Debian and Ubuntu: apt-get install libreoffice-writer-nogui libreoffice-impress-nogui) and run again, or save the file as .docx"
)
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def converter() -> Path | None:
    """LibreOffice's program, if it is installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return Path(found).resolve() if found else None


def _sniff(data: bytes) -> str | None:
    media_type = unread_media_type(data)
    return media_type if media_type in FORMATS else None


def convert(data: bytes, media_type: str) -> bytes:
    """The file as .docx or .pptx.

    Raises:
        ReadError: LibreOffice is missing, takes too long, or cannot read the file.
    """
    target, ending = FORMATS[media_type]
    return _converted(data, ending, target, media_type)


def to_pdf(data: bytes, media_type: str) -> bytes:
    """A Word or PowerPoint file as LibreOffice prints it.

    Raises:
        ReadError: it is neither, LibreOffice is missing, or it cannot read the file.
    """
    ending = FORMATS[media_type][1] if media_type in FORMATS else "docx" if "word" in media_type else "pptx" if "presentation" in media_type else None
    if ending is None:
        raise ReadError("unsupported_format", f"{media_type} has no pages to draw")
    return _converted(data, ending, "pdf", media_type)


def _converted(data: bytes, ending: str, target: str, media_type: str) -> bytes:
    program = converter()
    if program is None:
        raise ReadError("unsupported_format", f"{media_type} is read by way of LibreOffice, which is not installed: {_INSTALL}")
    with tempfile.TemporaryDirectory(prefix="nhs-pipeline-") as name:
        folder = Path(name)
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(_SETTINGS)
        source = folder / f"source.{ending}"
        source.write_bytes(data)
        command = [
            str(program),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--convert-to", target, "--outdir", str(folder / "out"), str(source)),
        ]
        # A proxy where nobody listens keeps whatever slips past the settings from reaching a network.
        closed = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy"), "http://127.0.0.1:9")
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, env={**os.environ, **closed}
        ) as process:
            try:
                process.wait(_SECONDS)
            except subprocess.TimeoutExpired as error:
                os.killpg(process.pid, signal.SIGKILL)
                raise ReadError("timeout", f"LibreOffice took more than {_SECONDS} s to convert it: save it as .{target} by hand") from error
        made = folder / "out" / f"source.{target}"
        if not made.exists():
            raise ReadError("unreadable_file", f"LibreOffice cannot read it: open it in its own program and save it as .{target}")
        return made.read_bytes()


def _read(data: bytes, media_type: str, limits: Limits) -> Document:
    from pipeline.read.docx.body import read_docx
    from pipeline.read.pptx.deck import read_deck

    converted = convert(data, media_type)
    document = (read_docx if FORMATS[media_type][0] == _TEXT else read_deck)(converted, media_type, limits)
    document.reader = "office"
    return document


READER = Reader(name="office", sniff=_sniff, read=_read, rank=20, tries=70)
