"""Days by the person's clock: which of them were written down, and what was taken on each."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

from counterpoise.diary import Dose, Entry
from counterpoise.safety.case import KRATOM, Case

DAY = dt.timedelta(days=1)
WEEK = 7


@dataclass(frozen=True, slots=True)
class Taken:
    """A dose, and what the clock showed where the person was."""

    dose: Dose
    clock: dt.datetime


class Days:
    """The last days of a case. `noted`: those on which anything was written down, and short gaps between them; what
    happened on the others is not known. `taken`: by substance and day; only leaf and what is made from its alkaloids.
    """

    def __init__(self, case: Case, back: int) -> None:
        self.case, self._back, self.weeks = case, dt.timedelta(days=back), back // WEEK
        self._gap = int(case.knowledge.rules["use.more_often"].limit("gap_days"))

    @cached_property
    def taken(self) -> Mapping[str, Mapping[dt.date, Sequence[Taken]]]:
        """Doses by substance and day, by time."""
        found: dict[str, dict[dt.date, list[Taken]]] = {}
        watched = _watched(self.case)
        for one in self._doses:
            substance = self.case.substance(one.dose.substance)
            if substance in watched:
                found.setdefault(substance, defaultdict(list))[one.clock.date()].append(one)
        return {substance: dict(found[substance]) for substance in sorted(found)}

    @cached_property
    def noted(self) -> frozenset[dt.date]:
        """Days on which something was written down, and gaps between them of at most `gap_days`."""
        written = sorted(self._written)
        between = {
            day + DAY * step
            for day, later in pairwise(written)
            if (later - day).days <= self._gap + 1
            for step in range(1, (later - day).days)
        }
        return frozenset(between.union(written))

    @cached_property
    def today(self) -> dt.date:
        """The day it is where the person is: ahead of home where the latest entry was."""
        return max({self.case.today} | self._written)

    @cached_property
    def _written(self) -> set[dt.date]:
        case = self.case
        lists: Iterable[Sequence[Entry]] = (case.ratings, case.effects, case.labs, case.questionnaires)
        others = {clock(case, entry).date() for entries in lists for entry in case.last(entries, self._back)}
        return others.union(one.clock.date() for one in self._doses)

    @cached_property
    def _doses(self) -> list[Taken]:
        """Doses of anything."""
        return [Taken(dose, clock(self.case, dose)) for dose in self.case.last(self.case.doses, self._back)]

    def last(self, days: int) -> list[dt.date]:
        """Today and the days before it, so many in all."""
        return [self.today - DAY * ago for ago in reversed(range(days))]

    def week(self, ago: int, as_of: int = 0) -> list[dt.date]:
        """The seven days before today (0), the seven before those (1) …: the noted ones, the earliest first; with
        as_of, as they were counted so many days ago."""
        days = (self.today - DAY * (WEEK * ago + as_of + place) for place in range(WEEK, 0, -1))
        return [day for day in days if day in self.noted]


def clock(case: Case, entry: Entry) -> dt.datetime:
    """What the clock showed where the person was. UTC says nothing of that; then the zone, or else home does."""
    if entry.at.utcoffset():
        return entry.at
    return case.local(entry.at) if entry.zone is None else entry.at.astimezone(ZoneInfo(entry.zone))


def on(taken: Mapping[dt.date, Sequence[Taken]], days: Iterable[dt.date]) -> Iterator[Taken]:
    """What was taken on these days."""
    for day in days:
        yield from taken.get(day, ())


def _watched(case: Case) -> set[str]:
    """Leaf, and the drugs made from its alkaloids, each by itself."""
    return {KRATOM, *(key for key, pack in case.knowledge.substances.items() if not pack.assessable)}
