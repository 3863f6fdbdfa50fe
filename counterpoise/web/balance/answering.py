"""Answers on demand, kept in memory until the diary changes: a change of the diary is a change of its revision.

An answer is worded where it is worked out, so each language has its own.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.db.models import Max
from django.dispatch import receiver
from django.utils import timezone

from counterpoise import assessment
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.journal.erase import person_erased
from counterpoise.report.figures import Json
from counterpoise.text import language
from counterpoise.web.checkins import learning

SEED = 1
"""The same diary gives the same figures, here and on the command line."""
KEPT = 64


@dataclass(frozen=True)
class Answered:
    """The answers, and the change that matters to this person (points), by which they were judged."""

    answers: Json
    meaningful: float


_answers: OrderedDict[tuple[Any, ...], Answered] = OrderedDict()
_one_at_a_time = Lock()


def kept(person: m.Person, substance: str, measure: str) -> Answered | None:
    """The answers if they were worked out since the diary last changed."""
    return _answers.get(_key(person, substance, measure))


def answer(person: m.Person, substance: str, measure: str) -> Answered:
    """The answers, worked out if need be. Raises ValueError where the record cannot be read on the measure's scale."""
    import numpy as np

    key = _key(person, substance, measure)
    with _one_at_a_time:
        if key not in _answers:
            rng = np.random.default_rng(SEED)
            now = timezone.now()
            read = diary(person, since=_since(person, now))
            told = assessment.assess(read, rng, substance=substance, measure=measure, now=now)
            learning.learn(person, read, told, now)
            change = assessment.meaningful_change(read, substance=substance, measure=measure)
            _answers[key] = Answered(told.to_json(), change)
            while len(_answers) > KEPT:
                _answers.popitem(last=False)
        return _answers[key]


@receiver(person_erased)
def _forget(**_signal: Any) -> None:
    """Nothing of an erased person stays in memory; the answers of others are worked out again."""
    _answers.clear()


def _key(person: m.Person, substance: str, measure: str) -> tuple[Any, ...]:
    from counterpoise.science.answers import MODEL_VERSION

    today = timezone.now().date()  # an entry dated ahead counts once its day has come
    return (person.pk, person.revision, today, substance, measure, MODEL_VERSION, language())


def _since(person: m.Person, now: dt.datetime) -> dt.datetime | None:
    """The first moment that an answer can rest on, so that a diary of ten years is not read whole."""
    from counterpoise.science.record import RUN_UP_DAYS, WINDOW_DAYS

    lasts = [
        table.objects.filter(person=person, deleted_at=None, at__lte=now).aggregate(last=Max("at"))["last"]
        for table in (m.Dose, m.Rating)
    ]
    known = [last for last in lasts if last is not None]
    return max(known) - dt.timedelta(days=WINDOW_DAYS + RUN_UP_DAYS) if known else None
