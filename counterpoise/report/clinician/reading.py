"""What all sections read from: the diary of the days that were chosen, what is known, and the list of sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

from counterpoise.diary import Diary, Dose, Effect, Entry, Lot, Product, Rating, finder
from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.records import Grade, Sourced
from counterpoise.plans.words import day as day_in_words
from counterpoise.report.clinician.chosen import Chosen
from counterpoise.report.clinician.sources import Cited
from counterpoise.report.figures import Json
from counterpoise.safety.case import Case
from counterpoise.safety.finding import Finding

E = TypeVar("E", bound=Entry)
ENOUGH_NOTED = 14
"""A rate is told of at least so many days with entries: of fewer, one entry would read as more than two a month."""


@dataclass(frozen=True)
class Reading:
    """answers: their JSON form; they say which days they rest on, whatever days were chosen."""

    diary: Diary
    knowledge: Knowledge
    answers: Json
    findings: Sequence[Finding]
    now: dt.datetime
    chosen: Chosen
    cited: Cited = field(default_factory=Cited)

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.diary.person.time_zone)

    @cached_property
    def case(self) -> Case:
        """The record as the rules of safety read it."""
        return Case(self.diary, self.knowledge, self.now)

    @cached_property
    def today(self) -> dt.date:
        return self.day(self.now)

    def day(self, at: dt.datetime) -> dt.date:
        """The day it was where the person lives."""
        return at.astimezone(self.zone).date()

    def shown(self, key: str) -> bool:
        return key in self.chosen.sections

    def within(self, entries: Iterable[E]) -> list[E]:
        """Those of the days chosen and not later than now, by time."""
        first, last = self.chosen.first, self.chosen.last
        early = dt.datetime.combine(first, dt.time(), self.zone)
        late = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), self.zone) if last < self.today else None
        least = early.timestamp()
        most = self.now.timestamp() if late is None else min(late.timestamp() - 1e-6, self.now.timestamp())
        timed = ((entry.at.timestamp(), entry) for entry in entries)
        return [entry for at, entry in sorted(((at, e) for at, e in timed if least <= at <= most), key=lambda p: p[0])]

    @cached_property
    def doses(self) -> list[Dose]:
        return self.within(self.diary.doses)

    @cached_property
    def ratings(self) -> list[Rating]:
        return self.within(self.diary.ratings)

    @cached_property
    def effects(self) -> list[Effect]:
        return self.within(self.diary.effects)

    @cached_property
    def days(self) -> int:
        """How many days were chosen, up to today."""
        return max(1, (min(self.chosen.last, self.today) - self.chosen.first).days + 1)

    @cached_property
    def noted(self) -> frozenset[dt.date]:
        """The days on which anything was written down; what happened on the others is not known."""
        lists = (self.doses, self.ratings, self.effects, self.within(self.diary.questionnaires))
        return frozenset(self.day(entry.at) for entries in lists for entry in entries)

    def lot_of(self, dose: Dose) -> Lot | None:
        return self.case.lot_of(dose)

    @cached_property
    def _products(self) -> Mapping[int, Product | None]:
        find = finder(self.diary.products)
        return {id(lot): find(lot.product, lot.source) for lot in self.diary.lots}

    def product_of(self, lot: Lot | None) -> Product | None:
        return None if lot is None else self._products.get(id(lot))

    def cite(self, said: Sourced, grade: Grade) -> str:
        """ "[3] trial in people": where it stands in the list of sources, and what kind of evidence it is."""
        return self.cited.cite(said, grade)


def on(date: dt.date) -> str:
    """A day in words."""
    return day_in_words(date)
