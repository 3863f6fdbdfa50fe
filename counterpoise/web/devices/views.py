"""The owner's side: a link for a phone, the word that pairs it, every device there is, and the end of one."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from counterpoise.journal import devices
from counterpoise.journal import models as m
from counterpoise.web.devices import authority, listening, qr
from counterpoise.web.devices.door import over_network
from counterpoise.web.moments import clock
from counterpoise.web.visit import Visit


@require_GET
def all_devices(request: Visit) -> HttpResponse:
    """Every device, and what asks to become one."""
    now = timezone.now()
    told = [line(request, one) for one in devices.all_of(request.person)]
    context = {
        **_waiting(request, now),
        **_here(now),
        "paired": [one for one in told if one["row"].revoked_at is None],
        "ended": [one for one in told if one["row"].revoked_at is not None],
        "done": _done(request.GET.get("done", "")),
        "at_the_computer": not over_network(request),
    }
    return render(request, "devices/devices.html", context)


@require_POST
def link(request: Visit) -> HttpResponse:
    """A link for one phone. It is shown by this one answer and never again."""
    if request.person.sample:
        told = {"heading": _("This is the sample diary"), "text": _("A phone is paired with a diary of your own.")}
        return render(request, "error.html", told, status=409)
    here, now = listening.current(), timezone.now()
    if here is None:
        return redirect("devices")
    made = f"{here.address}{reverse('pair')}#{devices.link(request.person, now)}"
    context = {
        **_waiting(request, now),
        **_here(now),
        "link": made,
        "picture": qr.picture(made),
        "trust": qr.picture(here.trust_link) if here.trust_link else None,
        "until": clock(request.person, now + devices.LINK_LASTS),
    }
    return render(request, "devices/link.html", context)


@require_GET
def waiting(request: Visit) -> HttpResponse:
    """The part of a page that says who asks. Nothing is exchanged while nothing changed: a finger may be on its way."""
    told = _waiting(request, timezone.now())
    if told["known"] == request.GET.get("known", ""):
        return HttpResponse(status=204)
    return render(request, "devices/waiting.html", told)


@require_POST
def pair(request: Visit, key: uuid.UUID) -> HttpResponse:
    """Yes, this is mine, and it shows the same number."""
    return _back("paired" if devices.pair(_find(request, key), timezone.now()) else "late")


@require_POST
def decline(request: Visit, key: uuid.UUID) -> HttpResponse:
    """No: whoever asked is told, and nothing of it is kept."""
    devices.decline(_find(request, key))
    return _back("declined")


@require_POST
def rename(request: Visit, key: uuid.UUID) -> HttpResponse:
    """Call a device something else."""
    name = request.POST.get("name", "").strip()
    device = _find(request, key)
    if not 0 < len(name) <= devices.LONGEST_NAME:
        return _back("no_name")
    try:
        devices.rename(device, name)
    except devices.NameTaken:
        return _back("name_taken")
    return _back("renamed")


@require_POST
def revoke(request: Visit, key: uuid.UUID) -> HttpResponse:
    """The device is let in no more, from its next click on."""
    devices.revoke(_find(request, key), timezone.now())
    return _back("revoked")


def news(request: Visit, now: dt.datetime) -> dict[str, Any]:
    """What today's page says of devices: who asks, which others were let in lately, and when paired ones will find
    nothing here any more. Nobody is paired unseen."""
    person = request.person
    lately = devices.all_of(person).filter(paired_at__gt=now - dt.timedelta(days=1), revoked_at=None)
    others = [line(request, one) for one in lately]
    return {
        "device_asks": not over_network(request) and devices.waiting(person, now).exists(),
        "devices_lately": [one for one in others if not one["this"]],
        "certificate_ends": _ends_for(person, now),
    }


def _ends_for(person: m.Person, now: dt.datetime) -> dt.datetime | None:
    """When paired devices stop trusting this computer, where that is soon and there are any."""
    here = listening.current()
    if here is None or not _ends_soon(here, now) or not devices.all_of(person).filter(revoked_at=None).exists():
        return None
    return clock(person, here.ends_at)


def _ends_soon(here: listening.Listening, now: dt.datetime) -> bool:
    return here.ends_at - now < authority.WARN_BEFORE


def line(request: Visit, device: m.Device) -> dict[str, Any]:
    """A device, with its moments in the person's own time."""
    moments = {"paired": device.paired_at, "seen": device.seen_at, "ended": device.revoked_at}
    told = {name: clock(device.person, at) for name, at in moments.items() if at is not None}
    return {"row": device, "this": request.device is not None and device.pk == request.device.pk, **told}


def _waiting(request: Visit, now: dt.datetime) -> dict[str, Any]:
    asking = list(devices.waiting(request.person, now))
    told = [{"row": one, "code": f"{one.code[:3]} {one.code[3:]}"} for one in asking]
    return {"waiting": told, "known": ".".join(str(one.pk) for one in asking)}


def _here(now: dt.datetime) -> dict[str, Any]:
    here = listening.current()
    if here is None:
        return {"here": None}
    pairs = here.fingerprint.split(":") if here.fingerprint else []
    prints = [":".join(pairs[at : at + 8]) for at in range(0, len(pairs), 8)]
    return {"here": here, "prints": prints, "ends_soon": _ends_soon(here, now)}


def _find(request: Visit, key: uuid.UUID) -> m.Device:
    try:
        return devices.find(request.person, key)
    except m.Device.DoesNotExist:
        raise Http404 from None


def _back(done: str) -> HttpResponse:
    return redirect(f"{reverse('devices')}?done={done}")


def _done(what: str) -> str:
    told = {
        "paired": _("Paired. The phone opens your diary in a moment."),
        "late": _("It had waited too long. Please make a fresh link and try again."),
        "declined": _("Not paired. Nothing of it is kept."),
        "renamed": _("Renamed."),
        "no_name": _("Not renamed: a name has 1 to 40 characters."),
        "name_taken": _("Not renamed: another paired device has this name."),
        "revoked": _("Ended. From its next click on, that device is let in no more."),
    }
    return told.get(what, "")
