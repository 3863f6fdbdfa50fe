"""Which pages are open to whoever has the diary open: a way that is shut is not offered."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from counterpoise.journal.entries import under
from counterpoise.web.access.doorway import is_public
from counterpoise.web.profiles import caring


def open_here(name: str) -> bool:
    """Whether the page of this name opens: every page to the person, to a carer what the consent opens and what
    anybody may read."""
    consent = under()
    return consent is None or is_public(name) or caring.may(consent, name, _views()[name])


@cache
def _views() -> dict[str, Any]:
    """Every view, by the name of its page."""
    return dict(_of(get_resolver()))


def _of(resolver: URLResolver) -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _of(entry)
        elif isinstance(entry, URLPattern) and entry.name:
            yield entry.name, entry.callback
