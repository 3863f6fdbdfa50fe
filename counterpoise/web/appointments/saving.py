"""Changing a visit: read afresh, changed, written, and answered with its page. Addresses hold ids and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record
from counterpoise.web.today import saving
from counterpoise.web.visit import Visit

KIND = "appointment"


def change(request: Visit, row: m.Row, to: Callable[[d.Appointment], d.Appointment], part: str = "") -> HttpResponse:
    """The visit as `to` makes it, unless the page that asks knew less of it than is stored by now.

    part: the part of the page to come back to.
    """
    with entries.writing(request.person):
        behind = request.POST.get("seen", "") != saving.seen([row])
        if not behind:
            before: d.Appointment = record(row)
            after = to(before)
            entries.change(row, after, timezone.now())
    if behind:
        return saving.refused(request, saving.changed_since())
    return answer("changed" if not entries.same(before, after) else "", row, part)


def answer(said: str, row: m.Row, part: str = "") -> HttpResponse:
    """The page of the visit anew."""
    done = f"?done={said}&row={row.pk}&seen={saving.seen([row])}" if said else ""
    return redirect(f"{reverse('visit', kwargs={'key': row.pk})}{done}{f'#{part}' if part else ''}")
