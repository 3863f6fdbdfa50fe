"""What can be looked at: the measures that hold ratings, the substances that hold doses."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from counterpoise.diary import PAIN_NOW
from counterpoise.journal import models as m
from counterpoise.journal.erase import person_erased
from counterpoise.knowledge.load import load
from counterpoise.report import names
from counterpoise.web.timeline import counts


@dataclass(frozen=True)
class Measure:
    """A measure with its name and its range, in its own points."""

    key: str
    name: str
    low: float
    high: float


@dataclass(frozen=True)
class Choice:
    """One option of a list."""

    key: str
    name: str


def choices(person: m.Person) -> tuple[list[Choice], list[Choice]]:
    """Measures (pain now first) and substances (most often first) of this diary."""
    rated, taken = _recorded(person.pk, person.revision)
    own = dict(m.OwnMeasure.objects.filter(person=person, deleted_at=None).values_list("key", "name"))
    measures = [Choice(key, own.get(key) or names.measure(key)) for key in rated or [PAIN_NOW]]
    return measures, [Choice(key, names.substance(key)) for key in taken]


@lru_cache(maxsize=64)
def _recorded(person: uuid.UUID, _revision: int) -> tuple[list[str], list[str]]:
    """Keys of what was rated and taken. Counted over the whole diary, so kept until it changes."""
    rated = counts.often(person, m.Rating, "measure")
    rated.sort(key=lambda key: key != PAIN_NOW)
    return rated, counts.often(person, m.Dose, "substance")


@receiver(person_erased)
def _forget(**_signal: Any) -> None:
    _recorded.cache_clear()


def chosen(key: str | None, among: list[Choice]) -> str | None:
    """The key asked for if it is among the choices, else the first of them."""
    keys = [choice.key for choice in among]
    return key if key in keys else next(iter(keys), None)


def measure(person: m.Person, key: str) -> Measure:
    """A measure's name and range: of the packs, of the person's own, else of what was recorded."""
    known = load().measure(key)
    if known is not None:
        return Measure(key, _(known.name), known.low, known.high)
    own = m.OwnMeasure.objects.filter(person=person, deleted_at=None, key=key).first()
    if own is not None:
        return Measure(key, own.name, own.low, own.high)
    low, high = counts.extremes(person, key)
    return Measure(key, key, min(low, 0.0), max(high, low + 1.0))
