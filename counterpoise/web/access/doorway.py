"""Who is let in: every page is locked unless this browser holds a session made by a one-time link."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from counterpoise import text
from counterpoise.journal.models import Person
from counterpoise.web.share.guests import PATH

GUESTS = "shared_"
"""How the names of the pages begin that others see by a link. For them nobody's diary is open, not even the owner's."""
PUBLIC = {"emergency", "about", "claims", "enter", "health", "help", "learn", "api_knowledge", "appearance", "design"}
"""Names of pages that anybody at this machine may read: they hold nothing of anybody's diary."""
PUBLIC_ROOMS = ("learn_", "api_", GUESTS)
"""How the names of the other pages of such rooms begin: what is known, to read and as JSON; and the pages of links,
which ask for themselves, with every request, whether the link is good."""
WITHOUT_A_DIARY = {"start", "start_diary", "start_sample", "sign_out"} | {
    "put_back",
    "put_back_look",
    "put_back_done",
    "put_back_cancel",
}
"""Names of pages for somebody who was let in and has no diary yet."""

OWN, SAMPLE = "person", "sample"
"""Keys of the session: whose diary was unlocked; whether the sample diary is open instead."""


class Doorway:
    """Middleware: sets `request.person` and `request.entered`, and shuts every page that is not let through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        by_link = request.path.startswith(PATH)
        request.entered = not by_link and bool(request.session.get("entered"))  # type: ignore[attr-defined]
        request.person = open_diary(request) if request.entered else None  # type: ignore[attr-defined]
        zone = ZoneInfo(request.person.time_zone) if request.person else dt.UTC  # type: ignore[attr-defined]
        with text.use_language(get_language() or "en"), timezone.override(zone):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name = request.resolver_match.url_name if request.resolver_match else None
        if is_public(name):
            return None
        if not request.entered:  # type: ignore[attr-defined]
            return render(request, "access/locked.html", status=403)
        if request.person is None and name not in WITHOUT_A_DIARY:  # type: ignore[attr-defined]
            return redirect("start")
        return None


def is_public(name: str | None) -> bool:
    """Whether anybody at this machine may read the page of this name."""
    return name is not None and (name in PUBLIC or name.startswith(PUBLIC_ROOMS))


def open_diary(request: HttpRequest) -> Person | None:
    """The diary this session has open: the sample while it is looked at, else the person's own."""
    if request.session.get(SAMPLE):
        sample = Person.objects.filter(sample=True).first()
        if sample is not None:
            return sample
    own = request.session.get(OWN)
    return Person.objects.filter(pk=own, sample=False).first() if own else None
