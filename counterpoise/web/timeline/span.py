"""The stretch of time that is looked at: whole days of the person's own time zone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

POINTS_UP_TO, DAYS_UP_TO = 62, 800
"""Days up to which single entries, and up to which single days, are drawn; beyond that, weeks."""
LENGTHS = {"day": 1, "week": 7, "month": 30, "year": 365}
FARTHEST = dt.date(1900, 1, 1), dt.date(2200, 12, 31)


class BadSpan(ValueError):
    """Days that cannot be looked at; the message says which and what is allowed."""


@dataclass(frozen=True)
class Span:
    """From the start of `first` to the end of `last`, both as the person's zone counts days."""

    first: dt.date
    last: dt.date
    zone: ZoneInfo

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def step(self) -> int:
        """Days that are drawn as one: 0 = every entry by itself."""
        return 0 if self.days <= POINTS_UP_TO else 1 if self.days <= DAYS_UP_TO else 7

    @property
    def start(self) -> dt.datetime:
        return midnight(self.first, self.zone)

    @property
    def end(self) -> dt.datetime:
        return midnight(self.last + dt.timedelta(days=1), self.zone)

    def moved(self, lengths: int) -> Span:
        """The neighbouring stretch of the same length, earlier (-1) or later (1)."""
        by = dt.timedelta(days=lengths * self.days)
        return Span(_within(self.first + by), _within(self.last + by), self.zone)

    def ending(self, days: int) -> Span:
        """A stretch of so many days with the same last day."""
        return Span(_within(self.last - dt.timedelta(days=days - 1)), self.last, self.zone)


def midnight(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    """The start of a day; where a clock change skips midnight, the first moment after it."""
    return dt.datetime.combine(day, dt.time(), zone)


def asked(first: str | None, last: str | None, zone: ZoneInfo, fallback: Span) -> Span:
    """The days that an address names; `fallback` where it names none. Raises BadSpan."""
    if not first and not last:
        return fallback
    begin, finish = (_day(name, text) for name, text in (("from", first), ("to", last)))
    if finish < begin:
        raise BadSpan(f"to={finish}: not allowed; a day from {begin} on")
    return Span(begin, finish, zone)


def _day(name: str, text: str | None) -> dt.date:
    try:
        day = dt.date.fromisoformat(text or "")
    except ValueError:
        raise BadSpan(f"{name}={text or ''}: not a day such as 2026-05-01") from None
    if not FARTHEST[0] <= day <= FARTHEST[1]:
        raise BadSpan(f"{name}={day}: not allowed; from {FARTHEST[0]} to {FARTHEST[1]}")
    return day


def _within(day: dt.date) -> dt.date:
    return min(max(day, FARTHEST[0]), FARTHEST[1])
