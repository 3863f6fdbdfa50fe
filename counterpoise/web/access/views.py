"""Entering by a one-time link, and telling one server from another."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from counterpoise.journal import checkins
from counterpoise.journal.models import CareCode, Person
from counterpoise.web.access.doorway import OWN
from counterpoise.web.access.links import find, redeem
from counterpoise.web.access.proof import proof
from counterpoise.web.start import sample


@require_GET
def enter(request: Any, token: str) -> HttpResponse:
    """Exchange the link for a session of its own, and go to the diary."""
    if "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")):
        return HttpResponse(status=503)  # a guess of the browser's; only who opens the link uses it up
    now, elsewhere = timezone.now(), request.headers.get("Sec-Fetch-Site") == "cross-site"
    helps = find(token, now)
    if helps is not None and helps.care is not None and (elsewhere or request.own is not None):
        return _to_the_code(request, helps.care, elsewhere=elsewhere)
    key = redeem(token, now)
    if key is None:
        return render(request, "access/used.html", status=403)
    called = request.session.get(checkins.HERE)
    sample.leave(request)
    request.session.flush()  # nothing of an earlier visit, and a session id that nobody knew before
    request.session["entered"] = True
    if key.person is not None:
        request.session[OWN] = str(key.person.pk)
    _call_on(request, key.person, called)
    if key.care is not None:
        return redirect(f"{reverse('start_diary')}?then=code")
    if elsewhere:
        # A browser sends a strict cookie only from a page of ours: one step in between makes it so.
        return render(request, "access/entered.html", {"on": reverse("today")})
    return redirect("today")


@require_GET
def health(request: HttpRequest, challenge: str) -> HttpResponse:
    """Proof that this server keeps the data folder whose secret the asker knows; of the diaries it says nothing."""
    return HttpResponse(proof(challenge, int(request.META["SERVER_PORT"])), content_type="text/plain")


def _to_the_code(request: Any, care: CareCode, *, elsewhere: bool) -> HttpResponse:
    """A link for somebody who is to write, where this browser may have a diary of its own: that stays open, and the
    link is not used up. Whether it has one is not known before the browser sends its cookie, from a page of ours."""
    if elsewhere:
        return render(request, "access/entered.html", {"on": request.path})
    if request.own == care.person:
        return render(request, "access/same_browser.html", status=409)
    return redirect("profile_accept")


def _call_on(request: HttpRequest, person: Person | None, agreement: int | None) -> None:
    """Who enters again where they agreed to be called is called on, and signing out still ends it; nobody else is."""
    mine = checkins.subscriptions(person).values_list("pk", flat=True) if person is not None else ()
    if agreement in mine:
        request.session[checkins.HERE] = agreement
    else:
        checkins.forget_browser(agreement)
