"""Logging while the lock is shut, where the person wants that: in goes an entry, and nothing comes out.

What stands in the diary is neither shown nor told by the answer: pain as a number, or that a usual dose was taken. Such
entries say that they were written at the locked screen, where anybody could have written them. Sent twice, an entry is
saved once, as from any page.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from counterpoise import diary as d
from counterpoise.diary import PAIN_NOW
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record
from counterpoise.web.lock import opening
from counterpoise.web.moments import clock
from counterpoise.web.numbers import number
from counterpoise.web.share.limit import Tries
from counterpoise.web.today import measures, saving, usual

WRITTEN = Tries()
"""So many entries in a while: nobody fills a diary from its locked screen."""


@require_POST
def log(request: Any) -> HttpResponse:
    """Save one entry, and say no more than that."""
    lock: m.AppLock | None = request.locked
    if lock is None:
        return redirect("today")
    if not opening.may_log(request):
        return opening.page(request, status=403)
    now, id_, whose = timezone.now(), saving.sent_id(request), str(lock.person_id)
    what = request.POST.get("what", "")
    again = _came(request.own, what, id_)
    if not again and not WRITTEN.take(whose, now):
        wrong = _("That is enough for some minutes; nothing was saved. Open the diary to log more.")
        return opening.page(request, status=429, wrong_log=wrong)
    about = {"id": id_, "at": clock(request.own, now), "zone": request.own.time_zone, "recorded_by": "locked_screen"}
    new = _entry(request.own, what, request.POST.get("value", ""), about)
    if new is None:
        _uncounted(again, whose, now)
        wrong = _("Nothing was saved. Allowed is: a number from 0 to 10, or a usual dose.")
        return opening.page(request, status=422, wrong_log=wrong)
    try:
        saving.save(request.own, new, dated=False)
    except entries.Conflict:
        _uncounted(again, whose, now)
        # of a dose, the first one may have changed what is usual
        if not (isinstance(new, d.Dose) and _came(request.own, what, id_)):
            wrong = _("Nothing new was saved: another number was sent just before. If both are meant, tap it again.")
            return opening.page(request, status=409, wrong_log=wrong)
    return redirect(f"{reverse('lock_open')}?{opening.LOGGED}")


def _uncounted(again: bool, whose: str, now: dt.datetime) -> None:
    """Nothing was written: what was counted for it is given back."""
    if not again:
        WRITTEN.give_back(whose, now)


def _came(person: m.Person, what: str, id_: str) -> bool:
    """Whether an entry of this kind and id is in the diary already: the same tap, sent again."""
    table: Any = m.Dose if what == "dose" else m.Rating
    return bool(table.objects.filter(person=person, source="", source_id=id_).exists())


def _entry(person: m.Person, what: str, value: str, about: dict[str, Any]) -> Any:
    if what == "dose":
        return _usual(person, about)
    pain = number(value)
    if pain is None or not measures.pain().allows(pain):
        return None
    return d.Rating(measure=PAIN_NOW, value=pain, prompt="self", **about)


def _usual(person: m.Person, about: dict[str, Any]) -> d.Dose:
    """The dose taken most often of late; where there is none, one of an amount that is not known."""
    often = usual.usual_doses(person, about["at"])
    if not often:
        return d.Dose(substance=usual.substance(person), **about)
    like: d.Dose = record(m.Dose.objects.get(person=person, pk=often[0].key))
    same = {name: getattr(like, name) for name in ("substance", "amount", "amount_sd", "unit", "of", "lot", "route")}
    return d.Dose(**same, **about)
