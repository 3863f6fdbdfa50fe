"""What can be asked of a diary: the substances that were taken and the measures that were rated."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from counterpoise.diary import PAIN_NOW
from counterpoise.journal import models as m
from counterpoise.knowledge.load import load
from counterpoise.report import names
from counterpoise.web.timeline.measures import Choice


@dataclass(frozen=True)
class Question:
    """One substance, one measure, and what else could be asked."""

    substance: Choice
    measure: Choice
    substances: tuple[Choice, ...]
    measures: tuple[Choice, ...]


def asked(person: m.Person, substance: str | None, measure: str | None) -> Question | None:
    """The question meant, by default the substance taken most often and pain; None where no dose is recorded."""
    substances, measures = _substances(person), _measures(person)
    if not substances:
        return None
    return Question(_of(substance, substances), _of(measure, measures), substances, measures)


def _substances(person: m.Person) -> tuple[Choice, ...]:
    """Most often taken first; the names of one pack are one substance."""
    rows = m.Dose.objects.filter(person=person, deleted_at=None).values_list("substance").annotate(n=Count("id"))
    times: dict[str, int] = {}
    for name, count in rows.order_by():
        pack = load().substance(name)
        key = pack.key if pack else name
        times[key] = times.get(key, 0) + count
    return tuple(Choice(key, names.substance(key)) for key in sorted(times, key=lambda key: (-times[key], key)))


def _measures(person: m.Person) -> tuple[Choice, ...]:
    """Those that were rated and whose range is known; pain now first, and always."""
    rated = set(m.Rating.objects.filter(person=person, deleted_at=None).values_list("measure", flat=True).distinct())
    own = dict(m.OwnMeasure.objects.filter(person=person, deleted_at=None).values_list("key", "name"))
    packs = [key for key in load().measures if key in rated or key == PAIN_NOW]
    return tuple(
        [*(Choice(key, names.measure(key)) for key in packs)]
        + [Choice(key, name) for key, name in sorted(own.items()) if key in rated and key not in packs]
    )


def _of(key: str | None, choices: tuple[Choice, ...]) -> Choice:
    return next((choice for choice in choices if choice.key == key), choices[0])
