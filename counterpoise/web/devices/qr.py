"""A link as a picture that a phone's camera reads: for a page, and for the terminal."""

from __future__ import annotations

import io
import itertools
from dataclasses import dataclass

import segno

QUIET = 4
"""The empty edge that cameras need."""
WHITE_ON_BLACK, PLAIN = "\033[38;5;231;48;5;16m", "\033[0m"
"""Set, not left to the terminal: on a light one the picture would be a negative, which many cameras do not read."""


@dataclass(frozen=True)
class Picture:
    """Its side in squares, edge included, and the dark squares as the path of an SVG."""

    side: int
    path: str


def picture(link: str) -> Picture:
    code = _code(link)
    rows = list(code.matrix_iter(border=QUIET))
    return Picture(len(rows), "".join(_row(y, bytes(row)) for y, row in enumerate(rows)))


def for_terminal(link: str) -> str:
    """Lines of half blocks, in black and white."""
    out = io.StringIO()
    _code(link).terminal(out, border=2, compact=True)
    return "\n".join(f"    {WHITE_ON_BLACK}{line}{PLAIN}" for line in out.getvalue().splitlines())


def _code(link: str) -> segno.QRCode:
    return segno.make_qr(link, error="m", boost_error=False)


def _row(y: int, row: bytes) -> str:
    """Dark stretches of one row."""
    drawn, x = [], 0
    for dark, length in _stretches(row):
        if dark:
            drawn.append(f"M{x} {y}h{length}v1h-{length}z")
        x += length
    return "".join(drawn)


def _stretches(row: bytes) -> list[tuple[bool, int]]:
    return [(bool(dark), len(list(run))) for dark, run in itertools.groupby(row)]
