"""Finding help: which professional is for what, how to get there, what to say. Anybody may read it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Way
from counterpoise.web.country import chosen_or_guessed, guess_told
from counterpoise.web.mechanism.facts import facts
from counterpoise.web.sourced import told
from counterpoise.web.start.emergency import line_told, role
from counterpoise.web.start.forms import countries


@require_safe
def help_(request: HttpRequest) -> HttpResponse:
    """Professions with the way to each in the country; lines to call; first words; why it is worth telling."""
    found = load().help
    code, guess = chosen_or_guessed(request)
    country = load().emergency.country(code)
    ways = found.ways(code)
    context = {
        "code": code,
        "country": _(country.name),
        "known": code in load().emergency.countries,
        "guess": guess_told(code, guess),
        "countries": countries(),
        "professions": [
            {"name": _(one.name), "does": _(one.does), "fact": told(one), "way": _way(ways.get(key))}
            for key, one in found.professions.items()
        ],
        "nothing": not ways,
        "help_line": line_told(country.help) if country.help else None,
        "poison": line_told(country.poison, role(country.poison)) if country.poison else None,
        "first_words": facts(found.first_words.values()),
        "why": facts(found.why.values()),
    }
    return render(request, "helping/help.html", context)


def _way(way: Way | None) -> dict[str, Any] | None:
    return None if way is None else {"text": _(way.text), "fact": told(way)}
