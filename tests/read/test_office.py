"""Old formats by way of LibreOffice: with it where it is installed, and without it everywhere."""

from __future__ import annotations

import pytest

from pipeline.read import ReadError, media_type_of, office, read_bytes

RTF = rb"{\rtf1\ansi{\b Minutes of the Wealdshire Meeting}\par Held on 18th May 2016\par}"


def test_old_formats_are_told_by_content() -> None:
    media_type, reader = media_type_of(RTF)
    assert media_type == "application/rtf" and reader is not None and reader.name == "office"


def test_without_libreoffice_the_steward_is_told_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "converter", lambda: None)
    with pytest.raises(ReadError) as caught:
        read_bytes(RTF)
    assert caught.value.code == "unsupported_format" and "install LibreOffice" in caught.value.message


@pytest.mark.skipif(office.converter() is None, reason="LibreOffice is not installed")
def test_with_libreoffice_the_text_is_read() -> None:
    document = read_bytes(RTF)
    assert [t.text for t in document.texts()] == ["Minutes of the Wealdshire Meeting", "Held on 18th May 2016"] and document.reader == "office"
