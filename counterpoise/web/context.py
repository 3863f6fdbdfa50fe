"""What every page shows around its content."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from counterpoise import __version__
from counterpoise.journal.models import Consent
from counterpoise.web.country import country_of
from counterpoise.web.devices.door import over_network
from counterpoise.web.look import look_of, sources
from counterpoise.web.offline.device import SHOWS_THE_RECORD, for_device
from counterpoise.web.profiles.caring import LOG
from counterpoise.web.profiles.lately import let_in
from counterpoise.web.profiles.whose import writes_for


def shell(request: HttpRequest) -> dict[str, Any]:
    """The person whose diary is open (or none), by whose consent, its locks, whether one is shut, which page of the
    menu this is, and whether it is shown on a phone: what is done at the computer only is marked there."""
    match, look = request.resolver_match, look_of(request)
    person, entered = getattr(request, "person", None), getattr(request, "entered", False)
    consent = getattr(request, "consent", None) if person else None
    return {
        "person": person,
        "device": for_device(person, consent, " ".join(country_of(request))),
        "shows_the_record": SHOWS_THE_RECORD,
        "entered": entered,
        "writing_for": consent,
        "writes_for": writes_for(request),
        "writing_little": consent is not None and consent.scope == LOG,
        "locks": getattr(request, "locks", []) if person else [],
        "shut": entered and getattr(request, "locked", None) is not None,
        **(_of_carers(request) if person is not None and match is not None and match.url_name == "today" else {}),
        "on_a_phone": over_network(request),
        "page": match.url_name if match else None,
        "version": __version__,
        "look": look,
        "sources": sources(look),
    }


def _of_carers(request: HttpRequest) -> dict[str, Any]:
    """What Today says in one's own diary of writing for others: who writes there and only said that one agreed, who
    was let in of late, and who gave the consent back."""
    own = getattr(request, "own", None)
    if own is None or own != getattr(request, "person", None):
        return {}
    unasked = Consent.objects.filter(person=own, confirmed_at=None, ended_at=None)
    left = Consent.objects.filter(person=own, handed_back=True).order_by("ended_at")
    return {
        "asked_who_writes": unasked.exists(),
        "let_in": let_in(own, timezone.now()),
        "handed_back": list(left),
    }
