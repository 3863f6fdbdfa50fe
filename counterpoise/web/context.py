"""What every page shows around its content."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from counterpoise import __version__
from counterpoise.web.look import look_of, sources


def shell(request: HttpRequest) -> dict[str, Any]:
    """The person whose diary is open (or none), and which page of the menu this is."""
    match, look = request.resolver_match, look_of(request)
    return {
        "person": getattr(request, "person", None),
        "entered": getattr(request, "entered", False),
        "page": match.url_name if match else None,
        "version": __version__,
        "look": look,
        "sources": sources(look),
    }
