"""One person's visit: what a view may rely on once the doorway has let it through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from counterpoise.journal.models import Consent, Device, Person


class Visit(HttpRequest):
    """A request of a person with a diary: their own, or the sample they look around in."""

    person: Person
    own: Person | None
    device: Device | None
    consent: Consent | None
    htmx: HtmxDetails
