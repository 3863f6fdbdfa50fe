"""Whom to call: the numbers of the person's country, as `today/help.html` shows them, before anything else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from counterpoise.knowledge.load import load
from counterpoise.knowledge.pack_file import if_whole
from counterpoise.knowledge.records import ActionName, Line
from counterpoise.safety.finding import Finding
from counterpoise.web.country import country_of, guess_told
from counterpoise.web.start.emergency import crisis, role

VERY_DROWSY = "signs.very_drowsy"
"""Its reason tells what to watch for: that stands with the numbers."""


def calls(
    visit: HttpRequest, *, now: bool, actions: Iterable[ActionName], titles: Sequence[str] = ()
) -> dict[str, Any]:
    """now: call before anything else (an emergency), else speak to somebody today. titles: what was noticed."""
    country, guess = country_of(visit)
    asked = set(actions)
    naloxone = if_whole(lambda: load().actions["naloxone"].text) if now and "naloxone" in asked else None
    told = {"now": now, "titles": titles, "naloxone": _(naloxone) if naloxone else ""}
    numbers = if_whole(lambda: load().emergency.country(country))
    if numbers is None:  # that somebody is to be called is said all the same
        return told
    return {
        **told,
        "numbers": numbers,
        "guess": guess_told(country, guess),
        "country": _(numbers.name),
        "crisis": "crisis_line" in asked,
        "poison": "poison_centre" in asked and not (now and numbers.poison and not numbers.poison.in_danger),
        "crisis_is": crisis(),
        "poison_is": role(numbers.poison),
    }


def emergency_line(visit: HttpRequest) -> Line:
    """The emergency number, with the name of a country that was only guessed, and from what."""
    country, guess = country_of(visit)
    numbers = load().emergency.country(country)
    line = replace(numbers.emergency, name=_(numbers.emergency.name))
    told = {
        "": "{number}",
        "zone": _("{number} ({country}, guessed from the time zone)"),
        "language": _("{number} ({country}, guessed from the language of your browser)"),
    }
    said = told[guess_told(country, guess)]
    return replace(line, name=said.format(number=line.name, country=_(numbers.name)))


def for_emergencies(visit: HttpRequest, found: Iterable[Finding]) -> dict[str, Any] | None:
    """Whom to call for the emergencies among these findings; None where there is none."""
    emergencies = [one for one in found if one.severity == "emergency"]
    if not emergencies:
        return None
    actions = {action for one in emergencies for action in one.actions}
    look = [one.reason for one in emergencies if one.rule == VERY_DROWSY]
    return calls(visit, now=True, actions=actions, titles=[one.title for one in emergencies]) | {"look": look}
