"""The report of a person, made once for what was chosen and kept in memory until the diary changes."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from threading import Lock
from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import get_language

from counterpoise.diary import PAIN_NOW
from counterpoise.journal import models as m
from counterpoise.journal import recalls
from counterpoise.journal.diaries import diary
from counterpoise.journal.erase import person_erased
from counterpoise.report.clinician import Chosen, written, written_from_the_rest
from counterpoise.report.document import Document
from counterpoise.safety.case import KRATOM
from counterpoise.web.balance import answering
from counterpoise.web.safety.reviewing import reviewed

KEPT = 8
SEED = 1
"""The same diary gives the same figures."""
LATELY = dt.timedelta(days=70)
"""As far back as the last weeks and the plan in force are looked at, whatever days were chosen."""

_documents: OrderedDict[tuple[Any, ...], Document] = OrderedDict()
_one_at_a_time = Lock()


def kept(person: m.Person, chosen: Chosen) -> Document | None:
    """The report, if it was made since the diary last changed."""
    return _documents.get(_key(person, chosen))


def document(person: m.Person, chosen: Chosen) -> Document:
    """The report; with findings that are set aside: they are open all the same."""
    key = _key(person, chosen)
    with _one_at_a_time:
        if key not in _documents:
            _documents[key] = _written(person, chosen)
            while len(_documents) > KEPT:
                _documents.popitem(last=False)
        return _documents[key]


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
    return (person.pk, person.revision, timezone.now().date(), chosen, get_language())


@receiver(person_erased)
def _forget(**_signal: Any) -> None:
    """Nothing of an erased person stays in memory."""
    _documents.clear()
