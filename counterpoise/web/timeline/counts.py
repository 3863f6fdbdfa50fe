"""Entries of a stretch of time: one by one, or gathered in the database into days or weeks.

A day is the day where the entry was made (its own UTC offset), so that a journey or a clock change moves none.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Avg, Count, F, Max, Min, Sum

from counterpoise.journal import models as m
from counterpoise.web.timeline.span import Span

_DAY = 86_400_000_000
_BEFORE_ANY = 30_000
"""Days added before dividing and taken off after: the database cuts towards zero, and 1969 would count as 1970."""
EPOCH = dt.date(1970, 1, 1)
MONDAY = 3
"""The first day of 1970 was a Thursday: days since the Monday before it."""


@dataclass(frozen=True)
class Rated:
    """The ratings of one measure in one bin."""

    count: int
    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Dosed:
    """The doses of one substance in one bin: how many, their sum by unit, how many of unknown amount."""

    count: int
    sums: tuple[tuple[str, float], ...]
    unknown: int


@dataclass
class Bin:
    """One day or one week."""

    first: dt.date
    days: int
    rated: dict[str, Rated] = field(default_factory=dict)
    dosed: dict[str, Dosed] = field(default_factory=dict)
    effects: int = 0

    @property
    def last(self) -> dt.date:
        return self.first + dt.timedelta(days=self.days - 1)


def bins(person: m.Person, span: Span, step: int) -> list[Bin]:
    """The days (step 1) or weeks (step 7) of a stretch that hold an entry, in order; empty ones are left out."""
    found: dict[int, Bin] = {}

    def at(number: int) -> Bin:
        first = EPOCH + dt.timedelta(days=number * step - (MONDAY if step == 7 else 0))
        return found.setdefault(number, Bin(first, step))

    for number, measure, *values in _rated(person, span, step):
        at(number).rated[measure] = Rated(*values)
    doses: dict[tuple[int, str], list[tuple[str | None, int, float | None, int]]] = defaultdict(list)
    for number, substance, *values in _dosed(person, span, step):
        doses[number, substance].append(tuple(values))
    for (number, substance), parts in doses.items():
        at(number).dosed[substance] = _together(parts)
    for number, count in _effects(person, span, step):
        at(number).effects = count
    return [found[number] for number in sorted(found)]


def ratings(person: m.Person, span: Span, measure: str) -> list[tuple[dt.datetime, int, float, list[str] | None]]:
    """Instant, offset, value and places of each rating."""
    rows = _inside(m.Rating, person, span).filter(measure=measure)
    return list(rows.order_by("at", "id").values_list("at", "offset", "value", "places"))


def doses(person: m.Person, span: Span) -> list[tuple[Any, ...]]:
    """Instant, offset, substance, amount, unit, reason and the person's own word of each dose."""
    rows = _inside(m.Dose, person, span).order_by("at", "id")
    return list(rows.values_list("at", "offset", "substance", "amount", "unit", "reason", "written"))


def effects(person: m.Person, span: Span) -> list[tuple[Any, ...]]:
    """Instant, offset, kind and severity of each effect."""
    rows = _inside(m.Effect, person, span).order_by("at", "id")
    return list(rows.values_list("at", "offset", "kind", "severity"))


def reach(person: m.Person) -> tuple[dt.datetime, dt.datetime] | None:
    """The first and the last entry, or None where there is none."""
    tables = [table.objects.filter(person=person, deleted_at=None) for table in (m.Rating, m.Dose, m.Effect)]
    # Asked by order, not by minimum: the index then answers after one row.
    first = [at for rows in tables for at in rows.order_by("at").values_list("at", flat=True)[:1]]
    last = [at for rows in tables for at in rows.order_by("-at").values_list("at", flat=True)[:1]]
    return (min(first), max(last)) if first else None


def often(person: uuid.UUID, table: type[m.Rating] | type[m.Dose], column: str) -> list[str]:
    """What a person recorded, most often first."""
    rows = table.objects.filter(person_id=person, deleted_at=None).values(column).annotate(n=Count("id"))
    return [row[column] for row in rows.order_by("-n", column)]


def extremes(person: m.Person, measure: str) -> tuple[float, float]:
    """The lowest and highest value that was given to a measure; 0 and 0 where there is none."""
    rows = m.Rating.objects.filter(person=person, deleted_at=None, measure=measure)
    ends = rows.aggregate(low=Min("value"), high=Max("value"))
    return ends["low"] or 0.0, ends["high"] or 0.0


def _inside(table: Any, person: m.Person, span: Span) -> Any:
    return table.objects.filter(person=person, deleted_at=None, at__gte=span.start, at__lt=span.end)


def _by_bin(table: Any, person: m.Person, span: Span, step: int) -> Any:
    """Entries whose own day lies in the stretch, with the number of their bin since 1970."""
    margin = dt.timedelta(days=1)
    rows = table.objects.filter(person=person, deleted_at=None, at__gte=span.start - margin, at__lt=span.end + margin)
    day = (F("at") + F("offset") * 1_000_000 + _BEFORE_ANY * _DAY) / _DAY
    first, last = ((edge - EPOCH).days + _BEFORE_ANY for edge in (span.first, span.last))
    rows = rows.alias(day=day).filter(day__gte=first, day__lte=last)
    if step == 1:
        return rows.annotate(bin=F("day") - _BEFORE_ANY)
    # 30,000 is no multiple of 7: shifted so that a week begins on Monday on both sides of 1970.
    shift = -_BEFORE_ANY % 7
    return rows.annotate(bin=(F("day") + shift + MONDAY) / 7 - (_BEFORE_ANY + shift) // 7)


def _rated(person: m.Person, span: Span, step: int) -> Iterator[Any]:
    rows = _by_bin(m.Rating, person, span, step).values("bin", "measure")
    figures = rows.annotate(n=Count("id"), mean=Avg("value"), low=Min("value"), high=Max("value")).order_by()
    return iter(figures.values_list("bin", "measure", "n", "mean", "low", "high"))


def _dosed(person: m.Person, span: Span, step: int) -> Iterator[Any]:
    rows = _by_bin(m.Dose, person, span, step).values("bin", "substance", "unit")
    figures = rows.annotate(n=Count("id"), total=Sum("amount"), known=Count("amount")).order_by()
    return iter(figures.values_list("bin", "substance", "unit", "n", "total", "known"))


def _effects(person: m.Person, span: Span, step: int) -> Iterator[Any]:
    rows = _by_bin(m.Effect, person, span, step).values("bin").annotate(n=Count("id")).order_by()
    return iter(rows.values_list("bin", "n"))


def _together(parts: list[tuple[str | None, int, float | None, int]]) -> Dosed:
    sums = tuple((unit or "", total) for unit, _n, total, known in parts if known and total is not None)
    return Dosed(sum(p[1] for p in parts), sums, sum(p[1] - p[3] for p in parts))
