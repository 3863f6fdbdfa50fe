"""More: everything beside recording and reading."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from counterpoise.web.access.doorway import SAMPLE
from counterpoise.web.visit import Visit


@require_GET
def settings(request: Visit) -> HttpResponse:
    return render(request, "settings/settings.html")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session here and in the browser; from the sample diary, back to the own one."""
    if request.session.pop(SAMPLE, None) and request.session.get("person"):
        return redirect("today")
    request.session.flush()
    request.person, request.entered = None, False  # type: ignore[attr-defined] # the page itself is nobody's any more
    response = render(request, "settings/signed_out.html")
    response["Clear-Site-Data"] = '"cache", "storage"'  # not "cookies": those of other programs on this machine, too
    return response
