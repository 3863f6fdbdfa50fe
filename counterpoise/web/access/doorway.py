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
from counterpoise.journal.entries import written_under
from counterpoise.journal.models import Person
from counterpoise.web.country import country_of
from counterpoise.web.devices import door
from counterpoise.web.errors import another
from counterpoise.web.lock import opening, state
from counterpoise.web.offline.device import of_another
from counterpoise.web.profiles import caring
from counterpoise.web.share.guests import PATH
from counterpoise.web.start import sample

GUESTS = "shared_"
"""How the names of the pages begin that others see by a link. For them nobody's diary is open, not even the owner's."""
PUBLIC = {"emergency", "about", "claims", "enter", "health", "help", "learn", "api_knowledge"} | {
    "manifest",
    "worker",
    "offline",
    "offline_emergency",
    "calendar_feed",
    "appearance",
    "design",
}
"""Names of pages that anybody at this machine may read: they hold nothing of anybody's diary."""
PUBLIC_ROOMS = ("learn_", "api_", GUESTS, door.PAIRING)
"""How the names of the other pages of such rooms begin: what is known, to read and as JSON; and the pages of links,
which ask for themselves, with every request, whether the link is good. Another device sees of all these only the door
at which it is paired (`devices.door`)."""
WITHOUT_A_DIARY = {"start", "start_diary", "start_sample", "sign_out", "language"} | {
    "put_back",
    "put_back_look",
    "put_back_done",
    "put_back_cancel",
}
"""Names of pages for somebody who was let in and has no diary yet."""
WHILE_LOCKED = {
    "lock_open",
    "lock_key_begin",
    "lock_key_open",
    "lock_recover",
    "lock_now",
    "lock_state",
    "lock_log",
    "lock_log_undo",
    "profile_back",
    "sign_out",
}
"""Names of pages that answer while the app lock is shut. None of them shows anything of a diary."""

OWN = "person"
"""Key of the session: whose diary was unlocked."""


class Doorway:
    """Middleware: sets whose diary is open and who has it open, and shuts every page that is not let through.

    `person`: whose diary the page is about, if any; `own`: whose browser it is; `device`: the paired phone that asks;
    `consent`: by which somebody writes for somebody else; `locked`: the app lock that is shut. While one is, there is
    no `person`: no page can show anything.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        by_link = request.path.startswith(PATH)
        request.device = door.device_of(request)
        request.entered = not by_link and door.let_in(request, request.device)
        request.own = own_diary(request) if request.entered else None
        request.consent, request.consent_ended = caring.current(request)
        request.locks = state.locks_of(request)
        request.locked = state.first_shut(request, request.locks)
        request.person = None if request.locked else open_diary(request)
        zone = ZoneInfo(request.person.time_zone) if request.person else dt.UTC
        with (
            text.use_language(spoken(request)),
            timezone.override(zone),
            written_under(request.consent if request.person else None),
        ):
            response = self.get_response(request)
            shut = state.shut_meanwhile(request)
            if shut is None or (request.resolver_match and is_public(request.resolver_match.url_name)):
                return response
            # Locked while this was worked on: what was sent is kept, and nothing of the diary goes out any more.
            request.locked, request.person = shut, None
            return opening.page(request, status=403)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name = request.resolver_match.url_name if request.resolver_match else None
        shut = door.shut(request, request.device, name, entered=request.entered)
        if shut is not None:
            return shut if request.entered else meanwhile(shut)
        if is_public(name):
            return None
        if not request.entered:
            return meanwhile(render(request, "access/locked.html", status=403))
        if request.locked is not None:
            return None if name in WHILE_LOCKED else opening.page(request, status=403)
        if sample.KEY in request.session and sample.looked_at(request) is None:  # it has grown old, and was erased
            sample.leave(request)
            if request.method not in ("GET", "HEAD"):
                return another(request)
        refused = another(request) if of_another(request) else caring.refused(request, name, view)
        if refused is None and request.consent is None:
            refused = redirect("start") if request.person is None and name not in WITHOUT_A_DIARY else None
        if refused is None and state.by_a_person(request, name):
            state.note_use(request, request.locks, timezone.now())
        return refused


def meanwhile(response: HttpResponse) -> HttpResponse:
    """Nobody is let in any more: what a page that was left open sends is kept on the device until somebody is, unless
    the device has to forget what it keeps."""
    if "Clear-Site-Data" not in response:
        response[opening.MARK] = "1"
    return response


def spoken(request: HttpRequest) -> str:
    """The language of the page, as it is spoken where the person lives."""
    code = get_language() or "en"
    return text.regional(code, country_of(request)[0]) if code in text.WITH_A_POINT else code


def is_public(name: str | None) -> bool:
    """Whether anybody at this machine may read the page of this name."""
    return name is not None and (name in PUBLIC or name.startswith(PUBLIC_ROOMS))


def own_diary(request: HttpRequest) -> Person | None:
    """The diary of whoever this browser was let in for."""
    own = request.session.get(OWN)
    return Person.objects.filter(pk=own, sample=False).first() if own else None


def open_diary(request: Any) -> Person | None:
    """The diary that is open: the sample while it is looked at, that of somebody one writes for, else one's own."""
    if not request.entered:
        return None
    looked_at = sample.looked_at(request)
    if looked_at is not None:
        request.consent = None
        return looked_at
    if request.consent is not None:
        whose: Person = request.consent.person
        return whose
    own: Person | None = request.own
    return own
