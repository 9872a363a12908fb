from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import default
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.check.verify import verify_release
from pipeline.config import Settings
from pipeline.engine import run
from pipeline.extract import extract
from pipeline.model import Kind
from pipeline.read import ReadError, media_type_of, read_bytes
from tests.samples import pages, papers
from tests.samples.compound import outlook_message


def saved_page() -> bytes:
    """A page as a browser saves it in one file."""
    whole = MIMEMultipart("related", type="text/html")
    whole["From"] = "<Saved by a browser>"
    whole["Snapshot-Content-Location"] = "https://alignment.example.org/category/news/"
    whole["Subject"] = "News"
    part = MIMEText(pages.category_page().decode("utf-8"), "html", "utf-8")
    part["Content-Location"] = "https://alignment.example.org/category/news/"
    whole.attach(part)
    return whole.as_bytes()


# Made once: the time of making stands in the bytes.
MINUTES = papers.minutes_action_table()


def mail(text: str, *, attach: bool = False) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Notes of the spring meeting", "a@example.org", "b@example.org"
    message["Message-ID"] = "<1@example.org>"
    message.set_content(text)
    if attach:
        message.add_attachment(MINUTES, maintype="application", subtype="octet-stream", filename="minutes.docx")
    return message.as_bytes()


def test_a_saved_page_gives_the_records_of_the_page() -> None:
    assert media_type_of(saved_page())[0] == "multipart/related"
    rows, wanted = (extract(read_bytes(d)).rows for d in (saved_page(), pages.category_page()))
    assert wanted and [(r.table, r.values) for r in rows] == [(r.table, r.values) for r in wanted]
    assert read_bytes(saved_page()).properties["url"] == "https://alignment.example.org/category/news/"


def test_a_message_is_its_paragraphs_and_bullets_and_names_its_attachments() -> None:
    document = read_bytes(mail("Dear all\n\nThe meeting was held\nat Thornbury.\n- first thing\n- second\n  thing\n\nCafé opens at 9.\n", attach=True))
    assert [(t.kind, t.text) for t in document.texts()] == [
        (Kind.PARAGRAPH, "Dear all"),
        (Kind.PARAGRAPH, "The meeting was held at Thornbury."),
        (Kind.LIST_ITEM, "first thing"),
        (Kind.LIST_ITEM, "second thing"),
        (Kind.PARAGRAPH, "Café opens at 9."),
    ]
    assert document.properties["title"] == "Notes of the spring meeting"


def test_text_that_looks_like_a_header_is_no_mail() -> None:
    assert media_type_of(b"Present: A, B\nApologies: C\n\nText")[0] == "text/plain"
    assert media_type_of(pages.category_page())[0] == "text/html"


@given(st.binary(max_size=300))
def test_a_damaged_message_is_read_or_refused_and_never_crashes(rest: bytes) -> None:
    for lead in (
        b"MIME-Version: 1.0\n\n",
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n",
        b"MIME-Version: 1.0\nContent-Type: text/html; charset=zz\n\n",
    ):
        try:
            read_bytes(lead + rest)
        except ReadError as error:
            assert error.code in ("unreadable_file", "unsupported_format")


def test_attachments_are_documents_of_their_own(tmp_path: Path, settings: Settings) -> None:
    """Of a message, of one saved by Outlook, and of one that was sent on; with evidence that holds."""
    raw, out = tmp_path / "raw", tmp_path / "extracted"
    raw.mkdir()
    (raw / "one.eml").write_bytes(mail("Notes attached.", attach=True))
    (raw / "two.msg").write_bytes(outlook_message("The plan", "See the plan.", {"plan.docx": papers.action_plan(), "plan.html": pages.category_page()}))
    outer = EmailMessage()
    outer["Subject"], outer["MIME-Version"] = "Fwd", "1.0"
    outer.add_attachment(message_from_bytes(mail("The agenda.", attach=True), policy=default))
    (raw / "three.eml").write_bytes(outer.as_bytes())
    outcome = run(raw, out, settings)
    rows = {r["file_name"]: r for r in pq.read_table(out / "curated" / "documents.parquet").to_pylist()}
    assert {name: row["status"] for name, row in rows.items()} == {
        "one.eml": "extracted",
        "one.eml/minutes.docx": "extracted",
        "three.eml": "extracted",
        "three.eml/Notes of the spring meeting.eml": "extracted",
        "three.eml/Notes of the spring meeting.eml/minutes.docx": "duplicate",
        "two.msg": "extracted",
        "two.msg/plan.docx": "extracted",
        "two.msg/plan.html": "extracted",
    }
    assert outcome.rows["meetings"] == 1 and outcome.rows["planned_actions"] and outcome.rows["posts"]
    assert verify_release(raw, out).holds and run(raw, out, settings).read == 0


def test_a_message_whose_attachments_cannot_be_unpacked_says_so(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "one.eml").write_bytes(mail("Notes attached.", attach=True))

    def broken(*_: object) -> list[object]:
        raise ValueError("odd")

    monkeypatch.setattr("pipeline.engine.attachments.attachments_of", broken)
    run(raw, tmp_path / "extracted", settings)
    issues = pq.read_table(tmp_path / "extracted" / "curated" / "issues.parquet").to_pylist()
    assert any(i["code"] == "unreadable_file" and "attached" in i["message"] for i in issues)


@given(st.integers(0, 40000), st.binary(min_size=1, max_size=64))
def test_a_damaged_outlook_message_is_read_or_refused_and_never_crashes(place: int, noise: bytes) -> None:
    data = bytearray(outlook_message("The plan", "See the plan.", {"a.txt": b"x" * 900}))
    place %= len(data)
    data[place : place + len(noise)] = noise
    try:
        read_bytes(bytes(data))
    except ReadError as error:
        assert error.code in ("unreadable_file", "unsupported_format")
