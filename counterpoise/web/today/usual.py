"""Usual doses: what this person really took most often of late, to be logged again with one tap."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from dataclasses import dataclass

from counterpoise.journal import models as m
from counterpoise.web.today import words

WINDOW = dt.timedelta(days=30)
"""Older habits are not offered: after a pause the body is another."""
OFFERED = 4
GROUPED = ("substance", "amount", "unit", "of", "lot")


@dataclass(frozen=True)
class Usual:
    """A dose that can be logged again; `key` is the latest one like it."""

    key: uuid.UUID
    title: str
    lot: str


def usual_doses(person: m.Person, now: dt.datetime) -> list[Usual]:
    """The most frequent recent doses with a known amount, most frequent first."""
    recent = m.Dose.objects.filter(
        person=person, deleted_at=None, amount__isnull=False, at__gt=now - WINDOW, at__lte=now
    )
    latest: dict[tuple[object, ...], uuid.UUID] = {}
    times: Counter[tuple[object, ...]] = Counter()
    for key, *alike in recent.order_by("-at").values_list("id", *GROUPED):
        latest.setdefault(tuple(alike), key)
        times[tuple(alike)] += 1
    keys = [latest[alike] for alike, _times in times.most_common(OFFERED)]  # of equals the one taken last comes first
    rows = {row.pk: row for row in m.Dose.objects.filter(pk__in=keys).select_related("lot__product")}
    return [_usual(rows[key]) for key in keys]


def _usual(row: m.Dose) -> Usual:
    return Usual(row.pk, words.dose(row), words.lot(row.lot) if row.lot else "")
