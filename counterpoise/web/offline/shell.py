"""The pages that a phone keeps for when there is no network. They hold nothing of anybody's diary."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from counterpoise.web.country import country_of
from counterpoise.web.start.emergency import numbers

MARK = "Counterpoise-Offline"
"""On these pages and no others: the worker keeps what carries it, so that the page of a hotel's network is never kept."""


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The page to write on without a network."""
    _nobody(request)
    return _kept(render(request, "offline/offline.html"))


@require_safe
def emergency(request: HttpRequest) -> HttpResponse:
    """The emergency page, for the country this browser is used in, without whose it is."""
    code, guessed = country_of(request)
    _nobody(request)
    return _kept(render(request, "start/emergency.html", numbers(code, guessed)))


def _nobody(request: HttpRequest) -> None:
    """From here on the request is nobody's: no menu, no name, no banner."""
    request.person, request.entered = None, False  # type: ignore[attr-defined]


def _kept(response: HttpResponse) -> HttpResponse:
    response[MARK] = "1"
    return response
