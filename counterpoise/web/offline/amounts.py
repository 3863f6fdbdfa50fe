"""Whether the amount of a dose from the phone is right: nobody was asked as it was written, so it is asked here."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from counterpoise.journal import models as m
from counterpoise.journal import outbox
from counterpoise.journal.diaries import record
from counterpoise.web.moments import clock
from counterpoise.web.offline import telling
from counterpoise.web.safety.cards import Card, cards
from counterpoise.web.safety.reviewing import asked_late
from counterpoise.web.today import words
from counterpoise.web.visit import Visit

JUST_NOW = dt.timedelta(hours=24)
"""So long after it came something counts as new."""
_SESSION = "amounts_right"
"""The doses whose amount was said to be right, in the session of who said so, by keys that tell nothing."""


@dataclass(frozen=True)
class AmountTold:
    """A dose, when it was taken, and the question about its amount as it would have stood before saving."""

    key: uuid.UUID
    title: str
    at: dt.datetime
    card: Card


def asked(visit: Visit, now: dt.datetime) -> list[AmountTold]:
    """The doses that came just now and whose amount nobody has said to be right."""
    right, found = set(visit.session.get(_SESSION, ())), []
    for row in _came(visit.person, now):
        late = asked_late(visit.person, record(row), now) if str(row.pk) not in right else None
        if late is not None:
            [card] = cards(visit, [late])
            found.append(AmountTold(row.pk, words.dose_read(row), clock(visit.person, row.at), card))
    return found


def _came(person: m.Person, now: dt.datetime) -> Iterator[m.Dose]:
    """Each once, also where a correction of it came as well."""
    doses = (one for one in outbox.lately(person, now - JUST_NOW) if one.kind == "dose")
    rows = {one.row: one for one in doses}
    for one in rows.values():
        if (row := telling.row_of(one)) is not None:
            yield row


@require_POST
def right(request: Visit, key: uuid.UUID) -> HttpResponse:
    """The amount of a dose is right as it came: it is not asked about again in this browser."""
    if not m.Dose.objects.filter(person=request.person, pk=key).exists():
        raise Http404
    fresh = [str(row.pk) for row in _came(request.person, timezone.now())]
    request.session[_SESSION] = [one for one in fresh if one == str(key) or one in request.session.get(_SESSION, ())]
    return redirect("today" if request.POST.get("then") == "today" else "arrived")
