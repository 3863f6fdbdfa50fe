"""The report that a link or a file for someone else shows: made of the chosen days and sections only."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from counterpoise import assessment
from counterpoise import diary as d
from counterpoise.journal import models as m
from counterpoise.journal import recalls
from counterpoise.journal.diaries import diary
from counterpoise.report.clinician import KEYS, Chosen, written
from counterpoise.report.document import Document
from counterpoise.report.shown import shown
from counterpoise.safety.review import review
from counterpoise.text import language
from counterpoise.web.report.keeping import Reports

SEED = 1
"""The same diary gives the same figures."""
FRESH = 600
"""For so many seconds a report stays while the diary does: a page and its pictures are one."""

REPORTS = Reports(most=16)


def document(share: m.Shown, now: dt.datetime) -> Document:
    """What the link shows at this moment. What is left out was taken away before anything was worked out.

    Raises ValueError where the record cannot be read on a measure's scale.
    """
    key = (share.pk, share.person.revision, int(now.timestamp()) // FRESH, language())
    return REPORTS.made(key, lambda: _written(share, now))


def seen(share: m.Shown) -> d.Diary:
    """The part of the diary that the link is about."""
    midnight = dt.datetime.combine(share.first, dt.time(), ZoneInfo(share.person.time_zone))
    packs = recalls.knowledge(share.person)
    return shown(diary(share.person, since=midnight), share.first, share.last, share.sections, packs)


def _written(share: m.Shown, now: dt.datetime) -> Document:
    import numpy as np

    part, packs = seen(share), recalls.knowledge(share.person)
    chosen = Chosen(
        share.first, share.last, frozenset(share.sections) & frozenset(KEYS), share.name, these_days_only=True
    )
    answers = assessment.assess(part, np.random.default_rng(SEED), now=now).to_json()
    return written(part, packs, answers, review(part, packs, now), now, chosen)
