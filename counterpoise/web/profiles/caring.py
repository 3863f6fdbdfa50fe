"""Writing for somebody else: by whose consent a browser does so, and which pages that opens.

Which pages is told by room and by name, and what is not told is shut: a new page is the person's alone until it is
named here. What gives the diary away, ends it or lets others in is never a carer's.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import render

from counterpoise.journal import models as m
from counterpoise.web.lock import state
from counterpoise.web.offline.device import for_device
from counterpoise.web.start import sample

FOR = "writes_for"
"""Key of the session: the consent by which it writes for somebody else."""
LOG, WHOLE = "log", "whole"
"""How much: writing entries down, on Today and its days; or all that is done with a diary from day to day."""
OVER = "writing_is_over"
"""Key of the session: that it was ended is told, on every page that is opened, until whoever reads it goes on."""
ONWARD = {"profile_back", "profile_switch", "arrived", "sign_out", "language"}
"""Names of what is open meanwhile: the ways on, and what waits on this device."""
EVERYWHERE = {
    "profile_back",
    "profile_switch",
    "sign_out",
    "language",
    "lock_now",
    "lock_state",
    "lock_still",
    "lock_open",
    "settings",
}
"""What is the browser's and not the diary's: changing over, the language, the lock."""
ROOMS = {LOG: {"today", "flare", "where", "safety", "offline", "checkins"}}
ROOMS[WHOLE] = ROOMS[LOG] | {
    "timeline",
    "balance",
    "plan",
    "products",
    "appointments",
    "check",
    "report",
    "mechanism",
    "helping",
    "claims",
    "learn",
}
NAMES: dict[str, set[str]] = {
    LOG: set(),
    WHOLE: {"profile", "profile_undo"}
    | {"medicines", "medicine", "medicine_end", "medicine_delete", "medicine_undo"}
    | {"labs", "lab", "lab_delete", "lab_undo"},
}
NEVER = {"entry_erase", "bag_erase"} | {
    "checkin_settings",
    "checkin_feed_make",
    "checkin_feed_end",
    "checkin_calendar_file",
    "checkin_push_agree",
    "checkin_push_end",
}
"""Of those rooms: nothing that cannot be taken back, and nothing by which the diary calls or is called."""


def current(request: Any) -> tuple[m.Consent | None, bool]:
    """The consent by which this browser writes for somebody; and whether there was one that has ended."""
    key = request.session.get(FOR) if request.entered and request.own else None
    if key is None:
        return None, False
    held = m.Consent.objects.filter(pk=key, carer=request.own, ended_at=None).select_related("person").first()
    return held, held is None


def may(consent: m.Consent, name: str | None, view: Any) -> bool:
    """Whether the page of this name and view is open to whoever writes by this consent."""
    if name in EVERYWHERE:
        return True
    parts = str(view.__module__).split(".")
    room = parts[2] if parts[:2] == ["counterpoise", "web"] and len(parts) > 3 else ""  # counterpoise.web.ROOM.module
    return (room in ROOMS[consent.scope] or name in NAMES[consent.scope]) and name not in NEVER


def refused(request: Any, name: str | None, view: Any) -> HttpResponse | None:
    """What a carer is told where the page is not theirs, or the consent has ended."""
    if request.consent_ended:
        return over(request) if _is_read(request) else HttpResponse(status=403)
    if OVER in request.session and name not in ONWARD and _is_read(request):
        return over(request)
    if request.consent is None or may(request.consent, name, view):
        return None
    return render(request, "profiles/not_yours.html", status=403)


def _is_read(request: HttpRequest) -> bool:
    """Whether somebody reads the answer as a page; of what a page asks for by itself nobody does, and the next page
    says it."""
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate" and not request.headers.get("HX-Request")


def write_for(request: HttpRequest, consent: m.Consent | None) -> None:
    """Open the diary of another person here, or one's own again.

    Every form that stands open in another tab becomes void: nothing meant for one diary is saved in the other. A sample
    that is looked at is left. Where the person wants to open their own lock each time, it is shut on the way in and on
    the way out.
    """
    sample.leave(request)
    request.session.pop(OVER, None)
    left = m.Consent.objects.filter(pk=request.session.pop(FOR, None)).first()
    for each in (left, consent):
        if each is not None and each.with_lock:
            state.shut(request, each.person_id)
    if consent is not None:
        request.session[FOR] = str(consent.pk)
    rotate_token(request)


def over(request: Any) -> HttpResponse:
    """It was ended meanwhile, and nothing of what was sent is saved anywhere.

    A page that is lost on its way is not read: nobody shall write in their own diary and believe it is the other's.
    """
    write_for(request, None)
    request.session[OVER] = True
    request.person = None
    own = for_device(request.own)  # the phone, too, writes for nobody else from here on
    return render(request, "profiles/over.html", {"device": own}, status=403)
