"""Dates as certificates print them; one that can be read two ways is told by the others of the page, or not at all."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from counterpoise.supply.certificates.meaning.lexicon import fold, lexicon

YEARS = range(1990, 2100)
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_SLASHED = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?!\d)")
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|°|o)?[\s\-.]*(?:de\s+|of\s+)?([^\W\d]{3,12})\.?,?[\s\-.]*(?:de\s+|del\s+)?(\d{4}|\d{2})(?!\d)"
)
_MONTH_FIRST = re.compile(r"([^\W\d]{3,12})\.?\s*(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_OPEN = re.compile(r"\d{1,2}[\s\-]+(?:de\s+)?[^\W\d]{3,12}\.?(?:\s+de)?$|[^\W\d]{3,12}\.?\s+\d{1,2},?$")


@dataclass(frozen=True)
class Day:
    """A date, or the two that it may be."""

    date: dt.date | None
    sure: bool = True


def order(texts: Iterable[str], day_first: bool) -> bool | None:
    """Whether 03/04/2026 begins with its day on this page: told by a date whose first or second number is above 12."""
    days, months = False, False
    for text in texts:
        for found in _SLASHED.finditer(text):
            days |= int(found[1]) > 12 >= int(found[2])
            months |= int(found[2]) > 12 >= int(found[1])
    if days != months:
        return days
    return True if day_first and not days else None


def unfinished(text: str) -> bool:
    """Whether a date breaks off, its year on the next line."""
    return _OPEN.fullmatch(text.strip()) is not None


def day(text: str, day_first: bool | None) -> Day | None:
    """The date with which the text begins; None where it begins with none."""
    text = text.strip()
    if found := _ISO.match(text):
        return _made(found[1], found[2], found[3])
    if found := _SLASHED.match(text):
        return _slashed(found, day_first)
    months = lexicon().months
    if (found := _DAY_FIRST.match(text)) and (month := months.get(fold(found[2]))):
        return _made(found[3], str(month), found[1])
    if (found := _MONTH_FIRST.match(text)) and (month := months.get(fold(found[1]))):
        return _made(found[3], str(month), found[2])
    return None


def _slashed(found: re.Match[str], day_first: bool | None) -> Day | None:
    first, second = int(found[1]), int(found[2])
    if first <= 12 and second <= 12 and first != second and day_first is None:
        return Day(None, False)
    if first > 12 or (day_first and second <= 12):
        return _made(found[3], found[2], found[1])
    return _made(found[3], found[1], found[2])


def _made(year: str, month: str, date: str) -> Day | None:
    whole = int(year) + (2000 if len(year) == 2 else 0)
    try:
        made = dt.date(whole, int(month), int(date))
    except ValueError:
        return None
    return Day(made) if whole in YEARS else None
