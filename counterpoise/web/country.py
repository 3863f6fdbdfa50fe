"""Whose emergency numbers are shown: the same country on every page."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from counterpoise.knowledge.load import load
from counterpoise.knowledge.pack_file import if_whole


def country_of(request: HttpRequest) -> tuple[str, bool]:
    """The person's country, else a guess from the browser's language, else none; and whether it was guessed."""
    person = getattr(request, "person", None)
    if person is not None and person.country:
        return str(person.country), False
    for language, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        region = language.partition("-")[2].upper()
        if region in (if_whole(lambda: load().emergency.countries) or {}):
            return region, True
    return "", False
