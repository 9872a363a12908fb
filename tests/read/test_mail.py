from __future__ import annotations

from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract import extract
from pipeline.model import Kind
from pipeline.read import ReadError, media_type_of, read_bytes
from tests.samples import pages, papers


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


def mail(text: str, *, attach: bool = False) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Notes of the spring meeting", "a@example.org", "b@example.org"
    message["Message-ID"] = "<1@example.org>"
    message.set_content(text)
    if attach:
        message.add_attachment(papers.minutes_action_table(), maintype="application", subtype="octet-stream", filename="minutes.docx")
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
    assert [f.code for f in document.flaws] == ["attachment_not_read"] and "minutes.docx" in document.flaws[0].message
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
