"""What every page shows around its content."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from counterpoise import __version__
from counterpoise.web.offline.device import for_device


def shell(request: HttpRequest) -> dict[str, Any]:
    """The person whose diary is open (or none), and which page of the menu this is."""
    match = request.resolver_match
    person = getattr(request, "person", None)
    return {
        "person": person,
        "device": for_device(person),
        "entered": getattr(request, "entered", False),
        "page": match.url_name if match else None,
        "version": __version__,
    }
