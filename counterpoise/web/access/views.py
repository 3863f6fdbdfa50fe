"""Entering by a one-time link, and telling one server from another."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from counterpoise.web.access.doorway import OWN
from counterpoise.web.access.links import redeem
from counterpoise.web.access.proof import proof


@require_GET
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the link for a session of its own, and go to the diary."""
    if "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")):
        return HttpResponse(status=503)  # a guess of the browser's; only who opens the link uses it up
    key = redeem(token, timezone.now())
    if key is None:
        return render(request, "access/used.html", status=403)
    request.session.flush()  # nothing of an earlier visit, and a session id that nobody knew before
    request.session["entered"] = True
    if key.person is not None:
        request.session[OWN] = str(key.person.pk)
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        # A browser sends a strict cookie only from a page of ours: one step in between makes it so.
        return render(request, "access/entered.html")
    return redirect("today")


@require_GET
def health(request: HttpRequest, challenge: str) -> HttpResponse:
    """Proof that this server keeps the data folder whose secret the asker knows; of the diaries it says nothing."""
    return HttpResponse(proof(challenge, int(request.META["SERVER_PORT"])), content_type="text/plain")
