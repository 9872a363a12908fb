"""PDF pages written by hand, for what no word processor prints on demand (ISO 32000-1, 7.5 and 9.4)."""

from __future__ import annotations

Word = tuple[float, float, float, str]


def pdf_page(words: list[Word], width: int = 595, height: int = 842) -> bytes:
    """A PDF of one page: each word is (points from the left, points from the foot, size, text).

    The text is Latin-1; a character ``\\x01`` draws the ligature of f and i.
    """
    return pdf_pages([words], width, height)


def pdf_pages(pages: list[list[Word]], width: int = 595, height: int = 842) -> bytes:
    """A PDF of several pages."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [1 /fi] >> >>",
    ]
    for number, words in enumerate(pages):
        show = "\n".join(f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET" for x, y, size, text in words).encode("latin-1")
        box = f"/MediaBox [0 0 {width} {height}] /Contents {5 + 2 * number} 0 R"
        parts.append(f"<< /Type /Page /Parent 2 0 R {box} /Resources << /Font << /F1 3 0 R >> >> >>".encode())
        parts.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(show), show))
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(parts) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, table, count, len(out))
