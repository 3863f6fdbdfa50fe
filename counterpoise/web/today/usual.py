"""Usual doses: what this person really took most often of late, to be logged again with one tap."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Count, Max

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
    groups = recent.values(*GROUPED).annotate(n=Count("id"), latest=Max("at"))
    found = []
    for group in groups.order_by("-n", "-latest")[:OFFERED]:
        alike = {name: value for name, value in group.items() if name in GROUPED and value is not None}
        unsaid = {f"{name}__isnull": True for name in GROUPED if group[name] is None}
        row = recent.filter(**alike, **unsaid).select_related("lot__product").order_by("-at").first()
        if row is not None:
            found.append(Usual(row.pk, words.dose(row), words.lot(row.lot) if row.lot else ""))
    return found
