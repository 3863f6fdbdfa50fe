"""Whose emergency numbers are shown: the same country on every page."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any, Literal

from babel.core import get_global
from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from counterpoise.knowledge.load import load
from counterpoise.knowledge.pack_file import if_whole

Guess = Literal["", "zone", "language"]
"""What a country was guessed from; empty: it was said, or none is shown."""

NOWHERE = ("ZZ", "001")
"""What a zone belongs to that is of no country, such as UTC."""
PART_OF = dict.fromkeys(("AS", "GU", "MP", "PR", "VI"), "US")
"""Codes of their own for parts of a country that has one (ISO 3166-2:US)."""


def country_of(request: HttpRequest) -> tuple[str, Guess]:
    """The person's country, else a guess from their time zone, else from the browser's language, else none.

    Where one lives is better known by the clock than by the language: a country of which no number is known counts
    too, for the number of another would be wrong there. Behind the app lock it is that of whose browser this is; a
    simulated person lives nowhere.
    """
    person = _whose(request)
    if person is not None and person.country:
        return str(person.country), ""
    spoken, known = _regions(request), _known()
    places = countries_in(person.time_zone) if person is not None else ()
    if places:
        shared = [one for one in places if one in known] if places[0] in known else []
        return next((region for region in spoken if region in shared), places[0]), "zone"
    region = next((region for region in spoken if region in known), "")
    return region, "language" if region else ""


def chosen_or_guessed(request: HttpRequest) -> tuple[str, Guess]:
    """The country that was chosen on the page, else the person's."""
    asked = request.GET.get("country", "").upper()
    return (asked, "") if asked else country_of(request)


def guess_told(code: str, guess: Guess) -> Guess:
    """The guess, where numbers of that country are shown: those that work in most places are of none."""
    return guess if code in _known() else ""


@cache
def countries_in(zone: str) -> tuple[str, ...]:
    """The countries whose clocks are those of a time zone, first the one of the place it is named for; none for UTC."""
    name = get_global("zone_aliases").get(zone, zone)
    own = get_global("zone_territories").get(name, NOWHERE[0])
    if own in NOWHERE:
        return ()
    return tuple(dict.fromkeys(PART_OF.get(one, one) for one in (own, *_shared().get(name, ()))))


@cache
def _shared() -> dict[str, list[str]]:
    """Time zones with all countries that keep them, as the time zone database lists them."""
    table = resources.files("tzdata.zoneinfo").joinpath("zone1970.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {row[2]: row[0].split(",") for row in rows}


def _whose(request: HttpRequest) -> Any:
    for person in (getattr(request, "person", None), getattr(request, "own", None)):
        if person is not None and not person.sample:
            return person
    return None


def _regions(request: HttpRequest) -> list[str]:
    """The countries of the languages that the browser reads, the best first."""
    languages = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    return [language.partition("-")[2].upper() for language, _weight in languages]


def _known() -> Any:
    return if_whole(lambda: load().emergency.countries) or {}
