"""A browser agrees to be called, or no longer."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from counterpoise.journal import checkins
from counterpoise.web.checkins import carriers
from counterpoise.web.checkins.choosing import kept_along, of_the_sample, page
from counterpoise.web.visit import Visit


@require_POST
def agree(request: Visit) -> HttpResponse:
    """Keep where this browser is called, if that is at the service the person agreed to and at no other."""
    if request.person.sample:
        return of_the_sample(request)
    if wrong := kept_along(request):
        return wrong
    endpoint = request.POST.get("endpoint", "")
    carrier, agreed = carriers.carrier_of(endpoint), request.POST.get("carrier", "")
    if carrier is None:
        return page(request, refused=_("This browser is called by a service that is not known here."), status=422)
    if carrier != agreed:
        text = _("You agreed to another service: this browser is called by {name}.").format(
            name=carriers.NAMES[carrier]
        )
        return page(request, refused=text, status=422)
    checkins.subscribe(request.person, endpoint, carrier, timezone.now())
    request.session[checkins.HERE] = checkins.subscriptions(request.person).get(endpoint=endpoint).pk
    return redirect("checkin_settings")


@require_POST
def end(request: Visit) -> HttpResponse:
    """This browser is called no more."""
    if wrong := kept_along(request):
        return wrong
    key = request.POST.get("row", "")
    if key.isdecimal() and len(key) < 19:
        checkins.unsubscribe(request.person, int(key))
    return redirect("checkin_settings")
