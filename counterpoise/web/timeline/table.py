"""The same content as the chart, as a table: a row for each day that holds an entry, newest first, a page a month."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from counterpoise.journal import models as m
from counterpoise.web.timeline import bags, counts, labels
from counterpoise.web.timeline.data import View
from counterpoise.web.timeline.span import Span

DAYS_A_PAGE = 31
ENTRIES_UP_TO = 7
"""Days up to which every entry has its own line."""


@dataclass(frozen=True)
class Day:
    """One row: the day, what was rated and taken, and every entry where few days are shown."""

    date: dt.date
    name: str
    rated: str
    dosed: tuple[str, ...]
    effects: str
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Page:
    """One page of the table."""

    days: list[Day]
    number: int
    pages: int

    @property
    def newer(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def older(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


def page(person: m.Person, view: View, number: int) -> Page:
    """Page `number` (from 1, the newest days) of the table."""
    pages = -(-view.span.days // DAYS_A_PAGE)
    number = min(max(number, 1), pages)
    last = view.span.last - dt.timedelta(days=DAYS_A_PAGE * (number - 1))
    first = max(view.span.first, last - dt.timedelta(days=DAYS_A_PAGE - 1))
    part = Span(first, last, view.span.zone)
    single = _entries(person, view, part) if view.span.days <= ENTRIES_UP_TO else {}
    rows = [_day(one, view, single.get(one.first, ())) for one in reversed(counts.bins(person, part, 1))]
    return Page(rows, number, pages)


def _day(one: counts.Bin, view: View, entries: tuple[tuple[str, str], ...]) -> Day:
    rated = one.rated.get(view.measure.key)
    return Day(
        date=one.first,
        name=labels.short_day(one.first) if view.span.first.year == view.span.last.year else labels.day(one.first),
        rated=labels.rated(rated) if rated else "",
        dosed=tuple(labels.dosed(substance, figures) for substance, figures in sorted(one.dosed.items())),
        effects=labels.effects(one.effects) if one.effects else "",
        entries=entries,
    )


def _entries(person: m.Person, view: View, part: Span) -> dict[dt.date, tuple[tuple[str, str], ...]]:
    """Clock time and words of each entry, by the day where it was made."""
    margin = dt.timedelta(days=1)
    wide = Span(part.first - margin, part.last + margin, part.zone)
    found = [
        (at, offset, labels.rating(view.measure.name, value, view.measure.high, where))
        for at, offset, value, where in counts.ratings(person, wide, view.measure.key)
    ]
    found += [(at, offset, labels.dose(*what)) for at, offset, *what in counts.doses(person, wide)]
    found += [(at, offset, labels.effect(*what)) for at, offset, *what in counts.effects(person, wide)]
    found += bags.changes(person, wide)
    by_day: dict[dt.date, list[tuple[str, str]]] = defaultdict(list)
    for at, offset, text in sorted(found, key=lambda entry: entry[0]):
        there = labels.local(at, offset)
        by_day[there.date()].append((f"{there:%H:%M}", text))
    return {day: tuple(lines) for day, lines in by_day.items()}
