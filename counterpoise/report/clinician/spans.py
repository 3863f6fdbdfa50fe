"""The days of a report cut into weeks or, where there are many, months: of each the middle of what was rated."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from counterpoise.report.clinician.reading import Reading
from counterpoise.text import _

WEEK = 7
MOST_WEEKS = 80
"""From here on a picture goes by months: as many points as can still be told apart."""
COMPARED = 28
"""Days at the start and at the end of the time that are set beside each other."""


@dataclass(frozen=True)
class Spans:
    """The first day of each span; `weekly` or, of a long time, by months."""

    starts: tuple[dt.date, ...]
    last: dt.date
    weekly: bool

    def of(self, day: dt.date) -> int:
        """Which of them a day lies in."""
        if self.weekly:
            return (day - self.starts[0]).days // WEEK
        return (day.year - self.starts[0].year) * 12 + day.month - self.starts[0].month

    def medians(self, values: Iterable[tuple[dt.date, float]]) -> list[float | None]:
        """The middle of each span; None where there was nothing."""
        found: list[list[float]] = [[] for _start in self.starts]
        for day, value in values:
            found[self.of(day)].append(value)
        return [statistics.median(one) if one else None for one in found]

    def middles(self) -> list[dt.date]:
        """A day in the middle of each, where its mark stands."""
        return [min(self.last, start + dt.timedelta(days=3 if self.weekly else 14)) for start in self.starts]

    @property
    def each(self) -> str:
        return _("by week") if self.weekly else _("by month")


@dataclass(frozen=True)
class Ends:
    """So many days at the start of the time, before `until`, and as many at its end, from `since` on."""

    days: int
    until: dt.date
    since: dt.date


def ends(read: Reading) -> Ends:
    """Never more than half of the days each, so that no day is in both; of a single day both are that day."""
    days = min(COMPARED, max(1, read.days // 2))
    last = min(read.chosen.last, read.today)
    return Ends(days, read.chosen.first + dt.timedelta(days=days), last - dt.timedelta(days=days - 1))


def spans(read: Reading) -> Spans:
    """Those of the days chosen, up to today; only from the first entry on."""
    last = min(read.chosen.last, read.today)
    first = max(read.chosen.first, min(read.noted, default=read.chosen.first))
    if (last - first).days <= MOST_WEEKS * WEEK:
        starts = _weeks(first, last)
        return Spans(tuple(starts), last, True)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    year_month = [divmod(first.year * 12 + first.month - 1 + n, 12) for n in range(months)]
    return Spans(tuple(dt.date(year, month + 1, 1) for year, month in year_month), last, False)


def _weeks(first: dt.date, last: dt.date) -> Sequence[dt.date]:
    return [first + dt.timedelta(days=n) for n in range(0, max(0, (last - first).days) + 1, WEEK)]
