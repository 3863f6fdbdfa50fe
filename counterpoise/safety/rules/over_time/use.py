"""One substance as it was taken over the last months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from counterpoise.knowledge.records import Rule
from counterpoise.safety.change import Spans, spans
from counterpoise.safety.days import Days, Taken, on
from counterpoise.safety.finding import Finding
from counterpoise.safety.lasting import lasting
from counterpoise.text import _, local

T = TypeVar("T")


@dataclass(frozen=True)
class Use:
    """taken: doses by day; a day without any holds none only where it was noted. as_of: days ago it is looked at."""

    days: Days
    substance: str
    taken: Mapping[dt.date, Sequence[Taken]]
    as_of: int = 0

    @cached_property
    def spans(self) -> Spans | None:
        """Lately and four weeks before, where enough was written down in both."""
        return spans(self.days, self.as_of) if self.taken else None

    def rule(self, name: str) -> Rule:
        return self.days.case.knowledge.rules[f"use.{name}"]

    def last(self, days: int) -> list[dt.date]:
        """The day it is looked at and the days before it, so many in all."""
        return self.days.last(days + self.as_of)[:days]

    def told(self, rule: Rule, look: Callable[[Use], T | None], sure: Callable[[T], bool]) -> list[T]:
        """What is seen as of today and of the days before it, back to when it was sure; nothing where it never was."""
        return lasting(lambda ago: look(replace(self, as_of=ago)), sure, int(rule.limit("still_days")))

    def counts(self, days: Iterable[dt.date]) -> list[float]:
        """Doses on each day."""
        return [float(len(self.taken.get(day, ()))) for day in days]

    def on(self, days: Iterable[dt.date]) -> list[Taken]:
        return list(on(self.taken, days))

    def within(self, weeks: Iterable[Iterable[dt.date]]) -> list[Taken]:
        return [one for week in weeks for one in on(self.taken, week)]

    def found(self, name: str, because: Iterable[Taken], **words: Any) -> Finding:
        """A finding about this substance; of another drug than leaf it says that it is one."""
        pack = self.days.case.knowledge.substances[self.substance]
        doses = [one.dose for one in because]
        found = self.days.case.found(f"use.{name}", doses, cause=self.substance, substance=_(pack.name), **words)
        return found if pack.assessable else replace(found, reason=f"{found.reason} {_(pack.summary)}")


def number(value: float) -> str:
    """2.0 as "2", 2.14 as "2.1"."""
    return local(f"{value:.1f}".removesuffix(".0"))
