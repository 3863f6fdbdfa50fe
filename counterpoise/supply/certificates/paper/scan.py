"""Pages that are only pictures, through tesseract where it is installed. Only inside the reading process."""

from __future__ import annotations

import shutil
import subprocess

from counterpoise.supply.certificates import limits
from counterpoise.supply.certificates.paper import pdf
from counterpoise.supply.certificates.paper.layout import Box, Paper, Word
from counterpoise.supply.certificates.records import CannotRead

PROGRAM = "tesseract"
LANGUAGES = ("eng", "spa")
"""Those of `words.toml`, by tesseract's names."""
LEAST_SURE = 30.0
"""Per cent of sureness below which a word is taken for dirt on the glass."""
MOST_TEXT = 2_000_000
_WORD = "5"
"""The level of a line of tesseract's table that holds a word."""


def pages(data: bytes, count: int) -> list[Paper]:
    """Every page as the words that were recognised in its picture."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise CannotRead("scanned")
    if count > limits.SCAN_PAGES:
        raise CannotRead("too_many_scanned")
    return [_page(program, pdf.picture(data, number, limits.SCAN_DOTS), number) for number in range(1, count + 1)]


def _page(program: str, picture: bytes, number: int) -> Paper:
    languages = _languages(program)
    command = [program, "stdin", "stdout", *(["-l", languages] if languages else []), "--psm", "4", "tsv"]
    found = subprocess.run(command, input=picture, capture_output=True, check=False)  # noqa: S603 - a fixed program, words of our own
    if found.returncode != 0:
        raise CannotRead("scan_failed")
    return page_of(found.stdout[:MOST_TEXT].decode("utf-8", "replace"), number)


def _languages(program: str) -> str:
    """English and Spanish, as far as they are installed."""
    command = [program, "--list-langs"]
    asked = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - as above
    listed = asked.stdout.decode("utf-8", "replace").split()
    return "+".join(one for one in LANGUAGES if one in listed)


def page_of(table: str, number: int) -> Paper:
    """Tesseract's table of words (TSV) as a page: its own dots take the place of points."""
    words: list[Word] = []
    width = height = 1.0
    for line in table.splitlines()[1:]:
        cells = line.split("\t")
        if len(cells) != 12:
            continue
        try:
            left, top, wide, high, sure = (float(cell) for cell in cells[6:11])
        except ValueError:
            continue
        if cells[0] == "1":
            width, height = max(wide, 1.0), max(high, 1.0)
        if cells[0] == _WORD and sure >= LEAST_SURE and cells[11].strip():
            words.append(Word(cells[11].strip(), Box(left, top, left + wide, top + high)))
    if len(words) > limits.MOST_MARKS:
        raise CannotRead("too_much")
    scale = 1000.0 / max(width, height)
    return Paper(number, width * scale, height * scale, tuple(_scaled(word, scale) for word in words))


def _scaled(word: Word, scale: float) -> Word:
    box = word.box
    return Word(word.text, Box(box.left * scale, box.top * scale, box.right * scale, box.bottom * scale))
