"""Entering by a one-time link, and telling one server from another."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from counterpoise.journal import checkins
from counterpoise.journal.models import Person
from counterpoise.web.access.doorway import OWN
from counterpoise.web.access.links import redeem
from counterpoise.web.access.proof import proof
from counterpoise.web.start import sample


@require_GET
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the link for a session of its own, and go to the diary."""
    if "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")):
        return HttpResponse(status=503)  # a guess of the browser's; only who opens the link uses it up
    key = redeem(token, timezone.now())
    if key is None:
        return render(request, "access/used.html", status=403)
    called = request.session.get(checkins.HERE)
    sample.leave(request)
    request.session.flush()  # nothing of an earlier visit, and a session id that nobody knew before
    request.session["entered"] = True
    if key.person is not None:
        request.session[OWN] = str(key.person.pk)
    _call_on(request, key.person, called)
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        # A browser sends a strict cookie only from a page of ours: one step in between makes it so.
        return render(request, "access/entered.html")
    return redirect("today")


@require_GET
def health(request: HttpRequest, challenge: str) -> HttpResponse:
    """Proof that this server keeps the data folder whose secret the asker knows; of the diaries it says nothing."""
    return HttpResponse(proof(challenge, int(request.META["SERVER_PORT"])), content_type="text/plain")


def _call_on(request: HttpRequest, person: Person | None, agreement: int | None) -> None:
    """Who enters again where they agreed to be called is called on, and signing out still ends it; nobody else is."""
    mine = checkins.subscriptions(person).values_list("pk", flat=True) if person is not None else ()
    if agreement in mine:
        request.session[checkins.HERE] = agreement
    else:
        checkins.forget_browser(agreement)
