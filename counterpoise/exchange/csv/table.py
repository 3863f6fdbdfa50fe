"""A table as it is stored: letters, separators, quotes and rows, found out or said."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from counterpoise.exchange.understood import BadFile
from counterpoise.text import _

DELIMITERS = (",", ";", "\t", "|")
_CODECS = {"utf-8": "utf-8-sig", "utf-16": "utf-16", "windows-1252": "cp1252"}
_SAMPLE = 200
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_FRACTION = re.compile(r"-?\d+([.,])\d+(?:\s*[^\W\d_]{1,12})?")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its names, its rows as they stand, and how it was stored."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    """The number of each row, as a spreadsheet shows it (the first row of the file is 1)."""
    encoding: str
    delimiter: str
    guessed_letters: bool
    """Whether the letters could only be guessed."""


def table(data: bytes, *, encoding: str | None = None, delimiter: str | None = None, header: bool = True) -> Table:
    """The table in a file. Raises BadFile for what is no table, and for a row with too many or too few cells."""
    text, used = _decoded(data, encoding)
    separator = delimiter or _delimiter(text)
    try:
        rows = list(_rows(text, separator))
    except csv.Error as error:
        raise BadFile("", _("not readable as a table ({problem})").format(problem=error)) from None
    if not rows:
        raise BadFile("", _("the file is empty"))
    first = rows[0][1]
    names = tuple(cell.strip() for cell in first) if header else _numbered(len(first))
    while header and len(names) > 1 and not names[-1]:
        names = names[:-1]
    body = rows[1:] if header else rows
    return Table(
        names,
        tuple(_fitted(number, cells, len(names)) for number, cells in body),
        tuple(number for number, _cells in body),
        used,
        separator,
        encoding is None and used == "windows-1252",
    )


def looks_like_one(data: bytes) -> bool:
    """Whether a file is text in columns; its rows may still turn out not to fit."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return False
    try:
        text, _encoding = _decoded(data, None)
        return len(next(_cells(text, _delimiter(text)), [])) > 1
    except (BadFile, csv.Error):
        return False


def decimal_mark(cells: Iterable[str]) -> str:
    """The decimal mark that most numbers use; a point where there are none."""
    marks = Counter(found[1] for cell in cells if (found := _FRACTION.fullmatch(cell)))
    return "," if marks[","] > marks["."] else "."


def _decoded(data: bytes, encoding: str | None) -> tuple[str, str]:
    guess = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    for name in [encoding] if encoding else [guess, "windows-1252"]:
        try:
            text = data.decode(_CODECS[name])
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            break
        return text, name
    if encoding:
        raise BadFile("", _("not readable as {encoding}").format(encoding=encoding))
    raise BadFile("", _("not a text file; a table (CSV) is expected"))


def _delimiter(text: str) -> str:
    """The separator under which the first rows have the most columns, all of them equally many."""
    sample = text[:20_000]

    def fit(separator: str) -> tuple[float, int]:
        try:
            widths = [len(cells) for _number, cells in zip(range(_SAMPLE), _cells(sample, separator), strict=False)]
        except csv.Error:
            return (0.0, 0)
        widths = widths[:-1] or widths  # the last row may be cut
        width, times = Counter(widths).most_common(1)[0] if widths else (0, 0)
        return (times / len(widths) if width > 1 else 0.0, width)

    best = max(DELIMITERS, key=fit)
    return best if fit(best)[1] > 1 else ","


def _cells(text: str, separator: str) -> Iterator[list[str]]:
    for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        if any(cell.strip() for cell in cells):
            yield cells


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Every row that holds anything, with its number. Quotes must be whole."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error as error:
        text = _("quotes or separators that do not fit ({problem})").format(problem=error)
        raise BadFile(row(number + 1), text) from None


def _fitted(number: int, cells: list[str], width: int) -> tuple[str, ...]:
    if len(cells) < width or any(cell.strip() for cell in cells[width:]):
        text = _("{found} cells found; {width} are expected, as in the first row")
        raise BadFile(row(number), text.format(found=len(cells), width=width))
    return tuple(cell.strip() for cell in cells[:width])


def _numbered(width: int) -> tuple[str, ...]:
    return tuple(f"column {n + 1}" for n in range(width))  # not translated: mappings name them


def row(number: int) -> str:
    """The words for a place in a table."""
    return _("row {n}").format(n=number)
