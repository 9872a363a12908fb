"""Files that cannot or must not be read: each is refused with a code and a remedy, never with a crash."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.engine.document import process
from pipeline.read import Limits, ReadError, read, read_bytes
from tests.samples.ooxml import W, package, paragraph
from tests.samples.papers import minutes_action_table


def refusal(data: bytes, limits: Limits | None = None) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, limits)
    return caught.value


def assert_handled(data: bytes) -> None:
    result = process(data, Limits())
    assert result["status"] in ("extracted", "partial", "quarantined", "unsupported")
    assert [i for i in result["issues"] if i["code"] in ("crashed", "schema_violation", "ungrounded_value")] == []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "unreadable_file"),
        (b"%PDF-1.7\n...", "unreadable_file"),
        (b"PK\x03\x04 cut off", "unreadable_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "unsupported_format"),
        (b"\x89PNG\r\n\x1a\n", "unsupported_format"),
        (b"just words", "unsupported_format"),
        (bytes(range(256)) * 4, "unsupported_format"),
    ],
)
def test_what_is_not_read_is_refused_with_a_remedy(data: bytes, code: str) -> None:
    error = refusal(data)
    assert error.code == code and ":" in error.message


def test_a_zip_bomb_is_refused_before_it_unpacks() -> None:
    body = paragraph("a" * 60_000_000)
    error = refusal(package(body))
    assert error.code == "limit_exceeded"


def test_a_part_larger_than_the_limit_is_refused() -> None:
    assert refusal(package(paragraph("long " * 1000)), Limits(unpacked_bytes=2000)).code == "limit_exceeded"


def test_entities_are_not_expanded_and_nothing_is_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("top secret")
    data = package(paragraph("x"))
    source = zipfile.ZipFile(io.BytesIO(data))
    evil = f'<!DOCTYPE w [<!ENTITY e SYSTEM "file://{secret}"><!ENTITY l "lol">]><w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&e;&l;</w:t></w:r></w:p></w:body></w:document>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, evil if name == "word/document.xml" else source.read(name))
    try:
        words = " ".join(t.text for t in read_bytes(buffer.getvalue()).texts())
    except ReadError as error:
        words = error.message
    assert "secret" not in words.replace("secret.txt", "")


def test_a_document_without_a_body_or_with_broken_xml_is_refused() -> None:
    for main in ("<w:document", f'<w:document xmlns:w="{W}"/>'):
        source = zipfile.ZipFile(io.BytesIO(package(paragraph("x"))))
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name in source.namelist():
                archive.writestr(name, main if name == "word/document.xml" else source.read(name))
        assert refusal(buffer.getvalue()).code == "unreadable_file"


def test_a_missing_styles_part_costs_nothing() -> None:
    source = zipfile.ZipFile(io.BytesIO(minutes_action_table()))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in source.namelist():
            if name not in ("word/styles.xml", "word/numbering.xml", "docProps/core.xml"):
                archive.writestr(name, source.read(name))
    assert any("Wealdshire" in t.text for t in read_bytes(buffer.getvalue()).texts())


def test_a_file_over_the_limit_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "big.docx"
    path.write_bytes(b"PK" + b"\0" * 5000)
    with pytest.raises(ReadError) as caught:
        read(path, Limits(file_bytes=1000))
    assert caught.value.code == "limit_exceeded"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 30_000), st.binary(min_size=1, max_size=12))
def test_a_damaged_document_is_a_result_and_never_a_crash(place: int, noise: bytes) -> None:
    data = bytearray(minutes_action_table())
    data[place : place + len(noise)] = noise
    assert_handled(bytes(data))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"<html>", b"<rss>", b"PK\x03\x04", b"<?xml version='1.0'?><feed>"]))
def test_no_bytes_crash_the_door(data: bytes, lead: bytes) -> None:
    assert_handled(lead + data)
