"""The page that stands before a locked diary: a passphrase, a passkey or the code, and nothing of the diary."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from counterpoise.journal import app_lock
from counterpoise.journal import models as m
from counterpoise.web.lock import passkeys, state
from counterpoise.web.profiles.caring import FOR

MARK = "Counterpoise-Locked"
"""On this page, and where nobody is let in: what a page that was left open sends is kept on the device, as without a
network."""
LOGGED = "logged=yes"
"""Behind the address of this page: something was written down at it just now."""
TAKEN_BACK = "logged=no"
"""Behind the address of this page: what was written down at it was taken back."""


def page(request: Any, status: int = 200, **context: Any) -> HttpResponse:
    """What is shown instead of any page while the lock is shut."""
    lock: m.AppLock = request.locked
    told = {
        "then": then(request.POST.get("then") or request.path),
        "theirs": request.own is None or lock.person_id != request.own.pk,
        "has_passphrase": bool(lock.passphrase),
        "has_passkey": passkeys.may_open(request, lock),
        "recovers": bool(lock.recovery),
        "wait": wait(lock.wait_until, timezone.now()),
        "log": may_log(request),
        "among_others": m.Consent.objects.filter(carer=request.own, ended_at=None).exists(),
        "rating_id": m.new_id(),
        "dose_id": m.new_id(),
    }
    response = render(request, "lock/locked.html", told | context, status=status)
    response[MARK] = "1"
    return response


def may_log(request: Any) -> bool:
    """Whether something can be written without opening: in one's own diary, and not while one writes for somebody. It
    would stand in the one and be meant for the other."""
    lock: m.AppLock = request.locked
    own = request.own is not None and lock.person_id == request.own.pk
    return own and lock.log_while_locked and FOR not in request.session


@require_http_methods(["GET", "POST"])
def with_passphrase(request: Any) -> HttpResponse:
    """Open with the passphrase."""
    if request.locked is None:
        return redirect(then(request.POST.get("then", "")))
    if request.method == "GET":
        done = request.META["QUERY_STRING"]
        return page(request, logged=done == LOGGED, taken_back=done == TAKEN_BACK)
    now = timezone.now()
    tried = app_lock.try_passphrase(request.locked, request.POST.get("passphrase", ""), now)
    return _after(request, tried, now, _("This is not the passphrase."))


@require_http_methods(["GET", "POST"])
def with_code(request: Any) -> HttpResponse:
    """Open with the recovery code, which is used up by it."""
    if request.locked is None:
        return redirect("today")
    if request.method == "GET":
        return page(request, recovering=True)
    now = timezone.now()
    tried = app_lock.try_recovery(request.locked, request.POST.get("code", ""), now)
    return _after(request, tried, now, _("This is not the recovery code."), recovering=True)


@require_POST
def lock_now(request: HttpRequest) -> HttpResponse:
    """Shut at once, in one tap; the sheet that is left shows nothing."""
    state.shut(request)
    response = redirect("today")
    response["Clear-Site-Data"] = '"cache"'  # what waits to be sent from this device stays
    return response


@require_GET
def how_long(request: Any) -> HttpResponse:
    """Whether the diary is still open here and for how many seconds: a page that nobody uses asks before it goes."""
    if request.locked is not None:
        return HttpResponse(status=403)
    now = timezone.now()
    left = [state.seconds_left(request, lock, now) for lock in request.locks]
    return HttpResponse(str(min((one for one in left if one is not None), default="")), content_type="text/plain")


@require_POST
def still_here(request: HttpRequest) -> HttpResponse:
    """Somebody types or reads: the doorway has noted it."""
    return HttpResponse(status=204)


def _after(request: Any, tried: app_lock.Tried, now: dt.datetime, wrong: str, **context: Any) -> HttpResponse:
    lock: m.AppLock = request.locked
    if tried.right:
        to = then(request.POST.get("then", "")) if not context else "lock"
        response = redirect(to)
        state.open_here(request, response, lock, now, to_change=bool(context))
        return response
    lock.refresh_from_db()
    return page(request, status=422, wrong=why(tried, wrong), **context)


def why(tried: app_lock.Tried, wrong: str) -> str:
    """Why it stays shut."""
    if tried.asleep:
        return _("The passphrase was wrong 100 times in a row, so it sleeps. Nothing in the diary was touched.")
    if not tried.looked_at:
        return _("This was not looked at, so it may be right: please try it again after the wait.")
    return wrong


def then(path: str) -> str:
    """Where to go on: a page of ours, by its path alone."""
    path = path.split("?", maxsplit=1)[0]
    ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if ours and not path.startswith(("/lock/", "/profiles/", "/static/")) else "/"


def wait(until: dt.datetime | None, now: dt.datetime) -> str:
    """How long nothing is looked at; nothing where something is."""
    if until is None or until <= now:
        return ""
    seconds = max(1, round((until - now).total_seconds()))
    if seconds < 100:
        return ngettext(
            "After several wrong tries nothing is looked at for {n} second.",
            "After several wrong tries nothing is looked at for {n} seconds.",
            seconds,
        ).format(n=seconds)
    minutes = -(-seconds // 60)
    return ngettext(
        "After several wrong tries nothing is looked at for {n} minute.",
        "After several wrong tries nothing is looked at for {n} minutes.",
        minutes,
    ).format(n=minutes)
