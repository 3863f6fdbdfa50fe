"""The times in a table: how they are written, found out where only one reading fits, and made into instants."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from counterpoise.exchange.understood import BadFile, found_instead
from counterpoise.text import _

ISO, SECONDS, MILLISECONDS = "iso", "epoch_s", "epoch_ms"
_PATTERNS = {
    ISO: re.compile(r"\d{4}-\d\d-\d\d([T ].+)?"),
    SECONDS: re.compile(r"\d{9,10}(\.\d+)?"),
    MILLISECONDS: re.compile(r"\d{12,13}(\.0*)?"),
}
_DATES = (
    *("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"),
    *("%d/%m/%y", "%m/%d/%y", "%d.%m.%y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y"),
)
TIMES = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p")
_BOTH = tuple(f"{date}{between}{time}" for date in _DATES for time in TIMES for between in (" ", ", "))
MOMENTS = (ISO, SECONDS, MILLISECONDS, *_DATES, *_BOTH)
_A_TIME = re.compile(r"%[HIcXs]")


def fitting(cells: Iterable[str], formats: Sequence[str] = MOMENTS) -> tuple[str, ...]:
    """The formats under which every cell can be read; of two that always read the same, the first."""
    left: dict[str, list[dt.datetime]] = {format_: [] for format_ in formats}
    some = False
    for cell in cells:
        some = True
        for format_ in list(left):
            at = _read(cell, format_)
            if at is None:
                del left[format_]
            else:
                left[format_].append(at)
        if not left:
            break
    readings = list(left.values())
    return tuple(f for n, (f, at) in enumerate(left.items()) if at not in readings[:n]) if some else ()


def chosen(column: str, cells: Sequence[str], given: str | None, key: str, formats: Sequence[str] = MOMENTS) -> str:
    """The format of a column: as said, else the only one that fits. Raises BadFile, also where several fit."""
    if given is not None:
        _refuse_nonsense(given, key)
        return given
    found = fitting(cells, formats)
    if not found:
        sample = next((cell for cell in cells if not fitting([cell], formats)), cells[0] if cells else "")
        allowed = _("a date or time in one way of writing throughout, or {key} in the map").format(key=key)
        raise BadFile(column, found_instead(sample, allowed))
    if len(found) > 1:
        text = _("'{value}' can be read in several ways; {key} in the map has to say which: {formats}")
        raise BadFile(column, text.format(value=cells[0], key=key, formats=_(" or ").join(found)))
    return found[0]


@lru_cache(maxsize=10_000)  # dates repeat, and times of day even more
def parse(text: str, format_: str) -> dt.datetime:
    """The moment that a cell says, with an offset where the cell has one. Raises ValueError."""
    pattern = _PATTERNS.get(format_)
    if pattern is not None and not pattern.fullmatch(text):
        raise ValueError(text)
    match format_:
        case "iso":
            at = dt.datetime.fromisoformat(text)
        case "epoch_s" | "epoch_ms":
            at = dt.datetime.fromtimestamp(float(text) / (1 if format_ == SECONDS else 1000), dt.UTC)
        case _:
            at = dt.datetime.strptime(text, format_)  # noqa: DTZ007 - the zone is added where it is known
    if not 1900 <= at.year <= 2200:
        raise ValueError(text)
    return at


@lru_cache(maxsize=10_000)
def clock(text: str, format_: str) -> dt.time:
    """The time of day that a cell says. Raises ValueError."""
    return dt.datetime.strptime(text, format_).time()  # noqa: DTZ007 - a time of day has no zone


def gives_time(format_: str, cells: Iterable[str]) -> bool:
    """Whether a column written this way tells the time of day, and not only the date."""
    if format_ == ISO:
        return any(len(cell) > 10 for cell in cells)
    return format_ in (SECONDS, MILLISECONDS) or bool(_A_TIME.search(format_))


def _read(cell: str, format_: str) -> dt.datetime | None:
    try:
        return parse(cell, format_)
    except (ValueError, OverflowError, OSError):
        return None


def _refuse_nonsense(given: str, key: str) -> None:
    if given in _PATTERNS:
        return
    try:
        sample = dt.datetime(2026, 5, 1, 8, 12, tzinfo=dt.UTC).strftime(given)
        dt.datetime.strptime(sample, given)  # noqa: DTZ007 - only whether it can be read
    except (ValueError, UnicodeError, re.error):
        raise BadFile(key, found_instead(given, _("iso, epoch_s, epoch_ms or codes such as %d/%m/%Y %H:%M"))) from None
    if "%" not in given:
        raise BadFile(key, found_instead(given, _("iso, epoch_s, epoch_ms or codes such as %d/%m/%Y %H:%M")))
