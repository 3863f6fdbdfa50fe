"""The facts as JSON over HTTP, each statement with its sources: read only, nothing of any person, open to anybody."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from counterpoise.knowledge.as_json import as_json
from counterpoise.knowledge.load import load

SHELVES = (
    *("emergency", "help", "claims", "pages", "receptors", "instruments", "analytes", "jurisdictions"),
    "bibliography",
)
"""Files of the packs that are served whole; substances are served one by one."""
KEPT = "max-age=0, public"
"""A copy may be kept, and is asked about again each time: what is not personal, and changes with the program only."""


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Where everything is."""
    substances = {key: reverse("api_substance", args=[key]) for key in load().substances}
    return _answer(request, json.dumps({"substances": substances, **{s: reverse(f"api_{s}") for s in SHELVES}}))


@require_safe
def substance(request: HttpRequest, substance: str) -> HttpResponse:
    """The pack of one substance, by its key."""
    if substance not in load().substances:
        return JsonResponse({"error": "no such substance", "allowed": list(load().substances)}, status=404)
    return _answer(request, _substance(substance))


@require_safe
def shelf(request: HttpRequest, shelf: str) -> HttpResponse:
    """One file of the packs, by the keys of its entries."""
    return _answer(request, _shelf(shelf))


@cache
def _substance(key: str) -> str:
    return _text(load().substances[key])


@cache
def _shelf(shelf: str) -> str:
    return _text(getattr(load(), shelf))


def _text(value: Any) -> str:
    return json.dumps(as_json(value, load()), ensure_ascii=False)


def _answer(request: HttpRequest, text: str) -> HttpResponse:
    """The text, or that the copy somebody keeps is still the same."""
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    whole = HttpResponse(text, content_type="application/json")
    response = get_conditional_response(request, etag=etag, response=whole) or whole
    response["ETag"], response["Cache-Control"] = etag, KEPT
    return response
