"""Saying once more what opens the lock, before that is changed or the lock is taken off."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from counterpoise.journal import app_lock
from counterpoise.journal import models as m
from counterpoise.web.lock import changing, opening, passkeys, state


@require_POST
def with_passphrase(request: Any) -> HttpResponse:
    """With the passphrase. A wrong one counts as it does at the locked page, and makes the next one wait."""
    lock = _own(request)
    if lock is None:
        return redirect("today")
    now = timezone.now()
    tried = app_lock.try_passphrase(lock, request.POST.get("passphrase", ""), now)
    if not tried.right:
        lock.refresh_from_db()
        wrong = opening.why(tried, _("This is not the passphrase."))
        return changing.page(request, status=422, wrong_present=wrong, wait=opening.wait(lock.wait_until, now))
    state.confirm(request, lock, now)
    return redirect("lock")


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
    now = timezone.now()
    if not passkeys.answered(request, lock, now):
        return changing.page(request, status=422, wrong=_("The passkey did not open it. Please try again."))
    state.confirm(request, lock, now)
    return redirect("lock")


def _own(request: Any) -> m.AppLock | None:
    """The lock of one's own diary, where that is open here."""
    return app_lock.lock_of(request.own) if request.own is not None and request.person == request.own else None
