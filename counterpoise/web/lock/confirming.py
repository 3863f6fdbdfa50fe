"""Saying once more what opens the lock, before that is changed or the lock taken off, or somebody else is let in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from counterpoise.journal import app_lock
from counterpoise.journal import models as m
from counterpoise.web.lock import changing, opening, passkeys, state

INVITE, SHARE = "profile_invite", "share_new"
"""Pages, by their names, by which others are let in, to write for good or to read by a link: not by whoever only finds
the diary open."""


def first(request: Any, before: str) -> HttpResponse | None:
    """What is asked before this page is shown; None where there is no lock, or it was said a moment ago."""
    lock = _own(request)
    if lock is None or state.is_confirmed(request, lock, timezone.now()):
        return None
    return _ask(request, before, status=200 if request.method == "GET" else 403)


@require_POST
def with_passphrase(request: Any) -> HttpResponse:
    """With the passphrase. A wrong one counts as it does at the locked page, and makes the next one wait."""
    lock = _own(request)
    if lock is None:
        return redirect("today")
    now, before = timezone.now(), request.POST.get("before", "")
    tried = app_lock.try_passphrase(lock, request.POST.get("passphrase", ""), now)
    if not tried.right:
        lock.refresh_from_db()
        wrong = opening.why(tried, _("This is not the passphrase."))
        return _ask(request, before, status=422, wrong_present=wrong, wait=opening.wait(lock.wait_until, now))
    state.confirm(request, lock, now)
    return redirect(_then(before))


@require_POST
def begin(request: Any) -> HttpResponse:
    """What the browser needs to use a passkey."""
    lock = _own(request)
    return HttpResponse(status=409) if lock is None else passkeys.ask(request, lock)


@require_POST
def with_passkey(request: Any) -> HttpResponse:
    """With a passkey."""
    lock = _own(request)
    if lock is None:
        return redirect("today")
    now, before = timezone.now(), request.POST.get("before", "")
    if not passkeys.answered(request, lock, now):
        return _ask(request, before, status=422, wrong=_("The passkey did not open it. Please try again."))
    state.confirm(request, lock, now)
    return redirect(_then(before))


def _then(before: str) -> str:
    """The page that it was asked for, by its name."""
    return before if before in (INVITE, SHARE) else "lock"


def _ask(request: Any, before: str, status: int, **context: Any) -> HttpResponse:
    """Ask for what opens it: on the page of the lock, or before the page that it is asked for."""
    if _then(before) == "lock":
        return changing.page(request, status=status, **context)
    lock = app_lock.lock_of(request.own)
    inviting = (_("Let somebody write for me"), (reverse("profiles"), _("Writing for somebody")))
    sharing = (_("Make a link"), (reverse("share"), _("Share with somebody")))
    heading, back = inviting if before == INVITE else sharing
    told = {
        "lock": lock,
        "has_passkey": lock is not None and passkeys.may_open(request, lock),
        "before": before,
        "heading": heading,
        "why": _("Say first what opens your lock. That way nobody lets others in who only found this page open."),
        "back": back,
    }
    return render(request, "lock/first.html", told | context, status=status)


def _own(request: Any) -> m.AppLock | None:
    """The lock of one's own diary, where that is open here."""
    return app_lock.lock_of(request.own) if request.own is not None and request.person == request.own else None
