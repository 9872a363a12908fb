"""Pages that are pictures, read by Tesseract, if it is installed."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

import pypdfium2 as pdfium

from pipeline.read.pdf.page import Word

_DPI = 300  # what Tesseract's own documentation asks for at least
_SECONDS = 60
_LINE, _WORD = "4", "5"  # levels of Tesseract's table


@dataclass(frozen=True, slots=True)
class Recognised:
    """Words of a picture, and how sure Tesseract is of them on average, 0 to 1."""

    words: list[Word]
    confidence: float


def recogniser() -> Path | None:
    """Tesseract's program, if it is installed."""
    found = shutil.which("tesseract")
    return Path(found).resolve() if found else None


def recognise(pdf: pdfium.PdfDocument, index: int) -> Recognised | None:
    """The words of a page's picture; None where Tesseract is missing, fails, or finds no word."""
    program = recogniser()
    if program is None:
        return None
    command = [str(program), "stdin", "stdout", "-l", "eng", "--dpi", str(_DPI), "tsv"]
    try:
        done = subprocess.run(
            command, input=_picture(pdf, index), capture_output=True, timeout=_SECONDS, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"}
        )
    except (subprocess.SubprocessError, OSError):
        return None
    return words_of(done.stdout.decode("utf-8", "replace"))


def _picture(pdf: pdfium.PdfDocument, index: int) -> bytes:
    """A page as a grey picture in the PGM format."""
    page = pdf[index]
    try:
        bitmap = page.render(scale=_DPI / 72, grayscale=True)
        pixels: bytes = bitmap.to_numpy().tobytes()
        return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + pixels
    finally:
        page.close()


def words_of(table: str, dpi: int = _DPI) -> Recognised | None:
    """The words of Tesseract's table (``tsv``), boxes in points.

    Tesseract's boxes hug the letters; a word gets the usual height of its block's lines about the
    middle of its own line, so that lines of one size look it.
    """
    rows = list(csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE))
    point = 72 / dpi
    heights: dict[str, list[float]] = {}
    middles: dict[tuple[str, str, str], float] = {}
    for row in rows:
        if row["level"] == _LINE:
            heights.setdefault(row["block_num"], []).append(int(row["height"]) * point)
            middles[_line(row)] = (int(row["top"]) + int(row["height"]) / 2) * point
    words, sure = [], []
    for row in rows:
        text = (row["text"] or "").strip()
        if row["level"] != _WORD or not text:
            continue
        half, middle = median(heights[row["block_num"]]) / 2, middles[_line(row)]
        x0, x1 = int(row["left"]) * point, (int(row["left"]) + int(row["width"])) * point
        words.append(Word(text, x0, middle - half, x1, middle + half, head=(x1 - x0) / len(text)))
        sure.append(float(row["conf"]))
    return Recognised(words, round(mean(sure) / 100, 3)) if words else None


def _line(row: dict[str, str]) -> tuple[str, str, str]:
    return row["block_num"], row["par_num"], row["line_num"]
