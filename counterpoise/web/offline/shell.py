"""The pages that a phone keeps for when there is no network. They hold nothing of anybody's diary."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from counterpoise.diary import PAIN_NOW
from counterpoise.knowledge.load import load
from counterpoise.report import names
from counterpoise.web.country import country_of
from counterpoise.web.safety.calls import calls, emergency_line
from counterpoise.web.start.emergency import numbers
from counterpoise.web.today import measures, words
from counterpoise.web.today.effects import help_for
from counterpoise.web.today.forms import COMMON_UNITS

MARK = "Counterpoise-Offline"
"""On these pages and no others: the worker keeps what carries it, and so never the page of a hotel's network."""


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The page to write on without a network."""
    kinds, every = load().effects, measures.of_packs()
    grave = [key for key, kind in kinds.items() if kind.urgency != "record"]
    signs = [(key, names.effect(key), help_for(key, request)) for key in grave]  # numbers: of this person's country
    line = emergency_line(request)
    titles = [_("A sign for which to call first waits on this device.")]
    any_sign = calls(request, now=True, actions=("crisis_line", "poison_centre", "naloxone"), titles=titles)
    _nobody(request)
    context = {
        "pain": next(scale for scale in every if scale.key == PAIN_NOW),
        "their_pain": measures.of_another(PAIN_NOW),
        "measures": [(scale, measures.of_another(scale.key)) for scale in every if scale.key != PAIN_NOW],
        "reasons": words.reasons(),
        "stomach": words.stomach(),
        "severities": names.severities(),
        "substances": [names.substance(key) for key in load().substances],
        "units": [names.unit(one, 1) for one in COMMON_UNITS],
        "signs": signs,
        "any_sign": any_sign,
        "line": line,
        "ordinary": [(key, names.effect(key)) for key, kind in kinds.items() if kind.urgency == "record"],
    }
    return _kept(render(request, "offline/offline.html", context))


@require_safe
def emergency(request: HttpRequest) -> HttpResponse:
    """The emergency page for the country of whose browser this is, without whose it is; no other can be chosen."""
    code, guess = country_of(request)
    _nobody(request)
    return _kept(render(request, "start/emergency.html", numbers(code, guess)))


def _nobody(request: HttpRequest) -> None:
    """From here on the request is nobody's: no menu, no name, no banner."""
    request.person, request.entered = None, False  # type: ignore[attr-defined]


def _kept(response: HttpResponse) -> HttpResponse:
    response[MARK] = "1"
    return response
