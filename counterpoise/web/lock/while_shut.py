"""Logging while the lock is shut, where the person wants that: in goes an entry, and nothing comes out.

What stands in the diary is neither shown nor told by the answer: pain as a number, or that a usual dose was taken. Such
entries say that they were written at the locked screen, where anybody could have written them. Sent twice, an entry is
saved once, as from any page. Where there is no usual dose, nothing is guessed and nothing is told: what was tapped
waits inside, to be said. The one that was written last here can be taken back from here for a while, unseen.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from counterpoise import diary as d
from counterpoise.diary import PAIN_NOW
from counterpoise.journal import entries, outbox
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record
from counterpoise.web.lock import opening
from counterpoise.web.moments import clock
from counterpoise.web.numbers import number
from counterpoise.web.offline.reading import said_by
from counterpoise.web.offline.taking import USUAL, stored, take_back
from counterpoise.web.share.limit import Tries
from counterpoise.web.today import measures, saving, usual

WRITTEN = Tries()
"""So many entries in a while: nobody fills a diary from its locked screen."""
LAST, UNDO_FOR = "written_at_the_lock", dt.timedelta(minutes=10)
"""Key of the session: number and moment of what was written last; so long it can be taken back."""


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
    again, new_here = _came(request.own, what, id_), not _known(request.own, id_)
    if not again and not WRITTEN.take(whose, now):
        wrong = _("That is enough for some minutes; nothing was saved. Open the diary to log more.")
        return opening.page(request, status=429, wrong_log=wrong)
    about = {"id": id_, "at": clock(request.own, now), "zone": request.own.time_zone, "recorded_by": "locked_screen"}
    dose = what == "dose"
    new = _usual(request.own, about) if dose else _pain(request.POST.get("value", ""), about)
    if new is None and dose:
        _keep_unsaid(request.own, about, now)
    elif new is None:
        _uncounted(again, whose, now)
        wrong = _("Nothing was saved. Allowed is: a number from 0 to 10, or a usual dose.")
        return opening.page(request, status=422, wrong_log=wrong)
    elif not _saved(request.own, new):
        _uncounted(again, whose, now)
        wrong = _("Nothing new was saved: another number was sent just before. If both are meant, tap it again.")
        return opening.page(request, status=409, wrong_log=wrong)
    if new_here:
        request.session[LAST] = {"id": id_, "at": now.isoformat()}
    return redirect(f"{reverse('lock_open')}?{opening.LOGGED}")


def _uncounted(again: bool, whose: str, now: dt.datetime) -> None:
    """Nothing was written: what was counted for it is given back."""
    if not again:
        WRITTEN.give_back(whose, now)


@require_POST
def undo(request: Any) -> HttpResponse:
    """Take back what this browser wrote here last: once, for a while, and nothing of it is shown."""
    if request.locked is None:
        return redirect("today")
    if not opening.may_log(request):
        return opening.page(request, status=403)
    now, last = timezone.now(), request.session.pop(LAST, None)
    if last is None or not may_undo(last, now):
        wrong = _("Nothing was taken back: it was too long ago. Open the diary to correct it.")
        return opening.page(request, status=409, wrong_log=wrong)
    told = {"what": "undo", "fields": {"of": last["id"]}, "at": now.isoformat()}
    with entries.writing(request.own):
        take_back(request.own, said_by(m.new_id(), told), now)
    return redirect(f"{reverse('lock_open')}?{opening.TAKEN_BACK}")


def may_undo(last: dict[str, str], now: dt.datetime) -> bool:
    """Whether what was written last is new enough to be taken back."""
    return dt.timedelta() <= now - dt.datetime.fromisoformat(last["at"]) < UNDO_FOR


def _came(person: m.Person, what: str, id_: str) -> bool:
    """Whether an entry of this kind and id is in the diary already, or waits there: the same tap, sent again."""
    if what == "dose" and m.Held.objects.filter(person=person, entry=id_).exists():
        return True
    table: Any = m.Dose if what == "dose" else m.Rating
    return bool(table.objects.filter(person=person, source="", source_id=id_).exists())


def _known(person: m.Person, id_: str) -> bool:
    """Whether anything of the diary has this id, or waits with it: whoever knows it must not take that back here."""
    return stored(person, uuid.UUID(id_)) is not None or m.Held.objects.filter(person=person, entry=id_).exists()


def _saved(person: m.Person, new: Any) -> bool:
    """Save the entry. False where its id means something else already."""
    try:
        saving.save(person, new, dated=False)
    except entries.Conflict:
        return isinstance(new, d.Dose) and _came(person, "dose", new.id)  # the first one may have changed what is usual
    return True


def _keep_unsaid(person: m.Person, about: dict[str, Any], now: dt.datetime) -> None:
    """That "the usual" was taken where there is none: it waits for the person to say what it was, as from a phone."""
    said = {"what": "dose", "fields": {"like": USUAL}, "at": about["at"].isoformat(), "recorded_by": "locked_screen"}
    digest = hashlib.sha256(f"{about['id']} {USUAL}".encode()).hexdigest()
    with entries.writing(person):
        if not _came(person, "dose", about["id"]):
            outbox.hold(person, outbox.Sent(uuid.UUID(about["id"]), digest, about["at"], said), "like", now)


def _pain(value: str, about: dict[str, Any]) -> d.Rating | None:
    pain = number(value)
    if pain is None or not measures.pain().allows(pain):
        return None
    return d.Rating(measure=PAIN_NOW, value=pain, prompt="self", **about)


def _usual(person: m.Person, about: dict[str, Any]) -> d.Dose | None:
    """The dose taken most often of late; nothing where there is none: no amount is guessed."""
    often = usual.usual_doses(person, about["at"])
    if not often:
        return None
    like: d.Dose = record(m.Dose.objects.get(person=person, pk=often[0].key))
    names = ("substance", "written", "amount", "amount_sd", "unit", "of", "lot", "route")
    return d.Dose(**{name: getattr(like, name) for name in names}, **about)
