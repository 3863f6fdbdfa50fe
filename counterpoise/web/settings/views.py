"""More: everything beside recording and reading."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from counterpoise.journal import checkins, devices
from counterpoise.web.access.doorway import OWN
from counterpoise.web.start import sample
from counterpoise.web.visit import Visit


@require_GET
def settings(request: Visit) -> HttpResponse:
    return render(request, "settings/settings.html")


@require_POST
def sign_out(request: Visit) -> HttpResponse:
    """End the session here and in the browser, and a device's pairing; from the sample diary, back to the own one."""
    looked_around = sample.looked_at(request) is not None
    sample.leave(request)
    if looked_around and request.session.get(OWN):
        return redirect("today")
    checkins.forget_browser(request.session.get(checkins.HERE))
    request.session.flush()
    if request.device is not None:
        devices.revoke(request.device, timezone.now())
    request.person, request.entered = None, False  # type: ignore[assignment, attr-defined] # the page itself is nobody's any more
    response = render(request, "settings/signed_out.html", {"device": request.device})
    response["Clear-Site-Data"] = '"cache", "storage"'  # not "cookies": those of other programs on this machine, too
    return response
