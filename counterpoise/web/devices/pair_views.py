"""The phone's side: a door at which the secret of a link is given, and a number to be compared with the computer's.

Nothing is kept of whoever only knocks: a session begins with the right secret, and opens nothing before the owner
says yes.
"""

from __future__ import annotations

import logging
import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from counterpoise.journal import checkins, devices
from counterpoise.journal.devices import DEVICE
from counterpoise.web.access.doorway import OWN
from counterpoise.web.devices.door import STAYS, closed
from counterpoise.web.share.limit import Tries

LOG = logging.getLogger(__name__)
AT_THE_DOOR = Tries()
LONGEST_CODE = 500


@csrf_exempt
@require_http_methods(["GET", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    """A page that holds nothing; what stands behind the # of the link is sent to it once, by a form."""
    name = request.POST.get("name", "").strip()[: devices.LONGEST_NAME] or _called(request)
    if request.method == "GET":
        return _door(request, name)
    if not _ours(request):
        return _door(request, name, 403, elsewhere=True)
    place, now = request.META.get("REMOTE_ADDR", ""), timezone.now()
    if not AT_THE_DOOR.may_try(place, now):
        return _door(request, name, 429, too_many=True)
    code = request.POST.get("code", "").strip()[:LONGEST_CODE].rpartition("#")[2]
    device = devices.ask(code, name, now) if code else None
    if device is None:
        if AT_THE_DOOR.was_wrong(place, now):
            LOG.warning("pairing is being tried: every try waits for some minutes")
        return _door(request, name, 403, wrong=True)
    checkins.forget_browser(request.session.get(checkins.HERE))
    request.session.flush()  # nothing of an earlier visit, and a session id that nobody knew before
    request.session[DEVICE] = str(device.pk)
    return redirect("pair_wait")


@require_GET
def wait(request: HttpRequest) -> HttpResponse:
    """The number to compare; once the owner said yes, the way in."""
    key = request.session.get(DEVICE)
    now = timezone.now()
    if key is None:
        return redirect("pair")
    asking = devices.asks(uuid.UUID(key), now)
    if asking is not None:
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204)  # not yet
        code = f"{asking.code[:3]} {asking.code[3:]}"
        told = {"name": asking.name, "code": code, "too_early": "said" in request.GET}
        return render(request, "pair/wait.html", told)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    device = devices.paired(uuid.UUID(key))
    if device is None:
        return closed(request)
    if not request.session.get("entered"):
        request.session.cycle_key()  # what was known before the word was given opens nothing
        request.session["entered"] = True
        request.session[OWN] = str(device.person.pk)
        request.session.set_expiry(STAYS)
    return redirect("today")


def _door(request: HttpRequest, name: str, status: int = 200, **why: bool) -> HttpResponse:
    return render(request, "pair/door.html", {"name": name, **why}, status=status)


def _ours(request: HttpRequest) -> bool:
    """Whether the form was sent by a page of this very address, as the browser says."""
    return request.headers.get("Origin") == f"https://{request.get_host()}"


def _called(request: HttpRequest) -> str:
    """What kind of device it says it is: a first name for it, which the person can change."""
    told = request.headers.get("User-Agent", "")
    for word, name in (("iPad", "iPad"), ("iPhone", "iPhone"), ("Android", _("Android phone"))):
        if word in told:
            return name
    return _("My phone")
