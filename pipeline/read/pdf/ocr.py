"""Pages that are pictures, read by Tesseract, if it is installed."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import mean, median

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from pipeline.read.pdf.page import Edge, Word

_DPI = 300  # what Tesseract's own documentation asks for at least
_SECONDS = 60
_LINE, _WORD = "4", "5"  # levels of Tesseract's table
_DARK = 140  # of 255
_RULE = 0.35  # inches: longer than a letter's stroke
_SPECK = 50.0  # of 100: marks that Tesseract is less sure of are remains of rules, or dirt
_BULLETS = frozenset("e¢«»©®°*")  # what Tesseract makes of a bullet at a line's beginning

Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Recognised:
    """Words and ruled lines of a picture, and how sure Tesseract is of the words on average, 0 to 1."""

    words: list[Word]
    confidence: float
    edges: list[Edge] = field(default_factory=list)


def recogniser() -> Path | None:
    """Tesseract's program, if it is installed."""
    found = shutil.which("tesseract")
    return Path(found).resolve() if found else None


def recognise(pdf: pdfium.PdfDocument, index: int) -> Recognised | None:
    """The words of a page's picture; None where Tesseract is missing, fails, or finds no word."""
    program = recogniser()
    if program is None:
        return None
    pixels = _picture(pdf, index)
    edges = find_rules(pixels)
    # In a ruled page Tesseract's own columns are wrong more often than right: it is to read line by line.
    layout = ["--psm", "6"] if edges else []
    command = [str(program), "stdin", "stdout", "-l", "eng", "--dpi", str(_DPI), *layout, "tsv"]
    picture = b"P5 %d %d 255\n" % (pixels.shape[1], pixels.shape[0]) + pixels.tobytes()  # the PGM format
    try:
        done = subprocess.run(command, input=picture, capture_output=True, timeout=_SECONDS, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"})
    except (subprocess.SubprocessError, OSError):
        return None
    found = words_of(done.stdout.decode("utf-8", "replace"))
    return replace(found, edges=edges) if found else None


def _picture(pdf: pdfium.PdfDocument, index: int) -> Grey:
    page = pdf[index]
    try:
        pixels: Grey = page.render(scale=_DPI / 72, grayscale=True).to_numpy().squeeze().copy()
        return pixels
    finally:
        page.close()


def find_rules(pixels: Grey, dpi: int = _DPI) -> list[Edge]:
    """The ruled lines of a picture, in points; they are whitened, as Tesseract takes them for letters.

    Args:
        pixels: rows of grey values, 0 is black; changed in place.
        dpi: dots to the inch.
    """
    dark = pixels < _DARK
    across = [Edge(x0, y, x1, y) for y, x0, x1 in _runs(dark, dpi)]
    down = [Edge(x, y0, x, y1) for x, y0, y1 in _runs(dark.T, dpi)]
    if not across or not down:
        return []
    spread = 2
    for edge in (*across, *down):
        top, left = int(min(edge.top, edge.bottom)), int(min(edge.x0, edge.x1))
        pixels[max(top - spread, 0) : int(edge.bottom) + spread + 1, max(left - spread, 0) : int(edge.x1) + spread + 1] = 255
    point = 72 / dpi
    return [Edge(e.x0 * point, e.top * point, e.x1 * point, e.bottom * point) for e in (*across, *down)]


def _runs(dark: NDArray[np.bool_], dpi: int) -> Iterator[tuple[int, int, int]]:
    """Unbroken dark stretches along rows that are longer than any letter: (row, from, to)."""
    long = int(_RULE * dpi)
    if dark.shape[1] <= long:
        return
    total = np.zeros((dark.shape[0], dark.shape[1] + 1), dtype=np.int32)
    np.cumsum(dark, axis=1, out=total[:, 1:])
    full = total[:, long:] - total[:, :-long] >= 0.98 * long
    for row in np.flatnonzero(full.any(axis=1)):
        steps = np.flatnonzero(np.diff(np.concatenate(([0], full[row].view(np.int8), [0]))))
        for start, end in zip(steps[::2], steps[1::2], strict=True):
            yield int(row), int(start), int(end) + long - 1


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
        is_speck = float(row["conf"]) < _SPECK and not any(c.isalnum() for c in text)
        if row["level"] != _WORD or not text or is_speck:
            continue
        if text in _BULLETS and row["word_num"] == "1":
            text = "\u2022"
        half, middle = median(heights[row["block_num"]]) / 2, middles[_line(row)]
        x0, x1 = int(row["left"]) * point, (int(row["left"]) + int(row["width"])) * point
        words.append(Word(text, x0, middle - half, x1, middle + half, head=(x1 - x0) / len(text)))
        sure.append(float(row["conf"]))
    return Recognised(words, round(mean(sure) / 100, 3)) if words else None


def _line(row: dict[str, str]) -> tuple[str, str, str]:
    return row["block_num"], row["par_num"], row["line_num"]
