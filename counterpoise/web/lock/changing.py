"""The page of the lock: putting it on, how soon it shuts, what opens it, taking it off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from counterpoise.journal import app_lock
from counterpoise.journal import models as m
from counterpoise.web.lock import state, words

MINUTES = (1, 5, 15, 60)
USUAL = 5


@require_GET
def lock(request: Any) -> HttpResponse:
    if request.person != request.own:
        return redirect("settings")  # the sample has nothing to lock
    return page(request)


def page(request: Any, status: int = 200, **context: Any) -> HttpResponse:
    """The page of one's own lock."""
    from counterpoise.web.lock import passkeys

    mine = m.AppLock.objects.filter(person=request.own).first()
    on = mine if mine is not None and mine.on else None
    now = timezone.now()
    told = {
        "lock": on,
        "taken_off": mine.taken_off_at if mine is not None else None,
        "minutes": [(one, _("after {n} min").format(n=one)) for one in MINUTES],
        "chosen": on.minutes if on else USUAL,
        "keys": m.Passkey.objects.filter(person=request.own).order_by("made_at"),
        "name_for_keys": passkeys.rp_id(request),
        "may_time": on is None or state.is_fresh(request, on, now),
        "may_change": on is None or state.is_confirmed(request, on, now),
        "has_passkey": on is not None and passkeys.may_open(request, on),
        "shortest": words.SHORTEST,
    }
    return render(request, "lock/lock.html", told | context, status=status)


def refused(
    request: Any, may: Callable[[Any, m.AppLock, dt.datetime], bool] = state.is_confirmed
) -> HttpResponse | None:
    """The page, where the lock cannot be changed: nobody's own, or the passphrase was not said for it a moment ago."""
    if request.own is None or request.person != request.own:
        return redirect("today")
    mine = app_lock.lock_of(request.own)
    if mine is not None and not may(request, mine, timezone.now()):
        return page(request, status=403, wrong=_("To change the lock, say first what opens it."))
    return None


@require_POST
def passphrase(request: Any) -> HttpResponse:
    """Put the lock on with a passphrase, or change it."""
    if no := refused(request):
        return no
    said = request.POST.get("passphrase", "")
    wrong = words.wrong_with(said, request.own.name)
    if not wrong and said != request.POST.get("again", ""):
        wrong = _("The two passphrases differ.")
    if wrong:
        return page(request, status=422, wrong_passphrase=wrong)
    return put_on(request, app_lock.set_passphrase(request.own, said))


@require_POST
def options(request: Any) -> HttpResponse:
    """How soon it shuts by itself, and whether something can be logged while it is shut."""
    if no := refused(request, state.is_fresh):
        return no
    minutes = request.POST.get("minutes", "")
    if minutes and minutes not in map(str, MINUTES):
        allowed = ", ".join(map(str, MINUTES))
        wrong = _("{value} minutes cannot be chosen; allowed are {allowed}, or not at all.")
        return page(request, status=422, wrong=wrong.format(value=minutes[:10], allowed=allowed))
    m.AppLock.objects.filter(person=request.own, on=True).update(
        minutes=int(minutes) if minutes else None, log_while_locked="log" in request.POST
    )
    return page(request, said=_("Kept."))


@require_POST
def code(request: Any) -> HttpResponse:
    """A new recovery code; the one before opens nothing any more."""
    if no := refused(request):
        return no
    mine = app_lock.lock_of(request.own)
    return redirect("lock") if mine is None else shown_once(request, app_lock.new_recovery(mine))


@require_POST
def take_off(request: Any) -> HttpResponse:
    """No lock any more. Nothing of the diary changes."""
    if no := refused(request):
        return no
    app_lock.take_off(request.own)
    state.shut(request, request.own.pk)
    request.locks = state.locks_of(request)
    return page(request, said=_("The lock is off."))


@require_POST
def shut_elsewhere(request: Any) -> HttpResponse:
    """Every other browser that has it open finds it shut."""
    if no := refused(request, state.is_fresh):
        return no
    app_lock.shut_everywhere(request.own)
    return put_on(request, None)


@require_POST
def lock_off_seen(request: Any) -> HttpResponse:
    """The person has read that the lock was taken off at the command line."""
    m.AppLock.objects.filter(person=request.own).update(taken_off_at=None)
    return redirect("lock")


def put_on(request: Any, recovery: str | None) -> HttpResponse:
    """The lock as it is now, open in this browser; the recovery code where there is a new one, shown once."""
    mine = app_lock.lock_of(request.own)
    if mine is None:
        return redirect("lock")
    if recovery is not None:
        m.AppLock.objects.filter(pk=mine.pk).update(minutes=USUAL)
    request.locks = state.locks_of(request)  # this page, too, shows how to shut it
    if recovery is None:
        response = page(request, said=_("Kept."), may_time=True, may_change=False)
    else:
        response = shown_once(request, recovery, _("The lock is on."))
    state.open_here(request, response, mine, timezone.now())
    return response


def shown_once(request: Any, recovery: str, said: str = "") -> HttpResponse:
    """The recovery code on a page of its own: no other form stands there that would take it away."""
    return render(request, "lock/code.html", {"code": recovery, "said": said})
