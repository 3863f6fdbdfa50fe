"""The report of a person, made once for what was chosen and kept in memory until the diary changes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from counterpoise.diary import PAIN_NOW
from counterpoise.journal import models as m
from counterpoise.journal import recalls
from counterpoise.journal.diaries import diary
from counterpoise.report.clinician import Chosen, written, written_from_the_rest
from counterpoise.report.document import Document
from counterpoise.safety.case import KRATOM
from counterpoise.text import language
from counterpoise.web.balance import answering
from counterpoise.web.moments import clock
from counterpoise.web.report.keeping import Reports
from counterpoise.web.safety.reviewing import reviewed

SEED = 1
"""The same diary gives the same figures."""
LATELY = dt.timedelta(days=70)
"""As far back as the last weeks and the plan in force are looked at, whatever days were chosen."""

_REPORTS = Reports(most=8)


def kept(person: m.Person, chosen: Chosen) -> Document | None:
    """The report, if it was made since the diary last changed."""
    return _REPORTS.kept(_key(person, chosen))


def document(person: m.Person, chosen: Chosen) -> Document:
    """The report; with findings that are set aside: they are open all the same.

    Raises ValueError where the record cannot be read on a measure's scale.
    """
    return _REPORTS.made(_key(person, chosen), lambda: _written(person, chosen))


def _written(person: m.Person, chosen: Chosen) -> Document:
    import numpy as np

    now = timezone.now()
    if not chosen.whole:
        rng = np.random.default_rng(SEED)
        return written_from_the_rest(diary(person), recalls.knowledge(person), now, chosen, rng)
    answers = answering.answer(person, KRATOM, PAIN_NOW).answers  # of nothing that is only taken more often
    found, aside = reviewed(person, now)
    findings = sorted((*found, *aside), key=lambda one: one.rank)
    begins = dt.datetime.combine(chosen.first - dt.timedelta(days=1), dt.time(), dt.UTC)
    read = diary(person, since=min(begins, now - LATELY))
    return written(read, recalls.knowledge(person), answers, findings, now, chosen)


def _key(person: m.Person, chosen: Chosen) -> tuple[Any, ...]:
    return (person.pk, person.revision, clock(person, timezone.now()).date(), chosen, language())
