"""What to do in an emergency: readable by anybody, before anything else."""

from __future__ import annotations

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from counterpoise.knowledge.load import load
from counterpoise.knowledge.pack_file import BrokenPack
from counterpoise.knowledge.records import Line
from counterpoise.web.country import Guess, chosen_or_guessed, guess_told
from counterpoise.web.sourced import told
from counterpoise.web.start.forms import countries

LOG = logging.getLogger(__name__)


@require_safe
def emergency(request: HttpRequest) -> HttpResponse:
    """Signs, numbers of the country, naloxone; each with its source and its date."""
    code, guess = chosen_or_guessed(request)
    try:
        return render(request, "start/emergency.html", numbers(code, guess) | {"choose": True})
    except BrokenPack as problem:  # no number is known then, and that somebody is to be called is said all the same
        LOG.exception("a file of facts is broken")
        return render(request, "start/emergency_bare.html", {"wrong": problem})


def numbers(code: str, guess: Guess) -> dict[str, Any]:
    """What the page says for a country."""
    facts = load().emergency
    country = facts.country(code)
    given = ((country.emergency, ""), (country.poison, role(country.poison)), (country.crisis, crisis()))
    lines = [line_told(line, what) for line, what in given if line is not None]
    missing = [
        name
        for name, line in ((_("a poison centre"), country.poison), (_("a crisis line"), country.crisis))
        if line is None
    ]
    signs = [{"text": _(sign.text), **told(sign)} for sign in facts.signs.values()]
    return {
        "code": code,
        "known": code in facts.countries,
        "country": _(country.name),
        "guess": guess_told(code, guess),
        "countries": countries(),
        "lines": lines,
        "missing": missing,
        "help_line": line_told(country.help) if country.help else None,
        "give": _(load().actions["naloxone"].text),
        "signs": signs,
        "not_checked": [sign["text"] for sign in signs if not sign["established"]],
        "naloxone": [
            {"label": _(fact.label), "text": _(str(fact.value)), **told(fact)} for fact in facts.naloxone.values()
        ],
    }


def crisis() -> str:
    """What a crisis line is for: its own name alone does not say it."""
    return _("Thoughts of suicide, or a crisis")


def role(line: Line | None) -> str:
    """What the line about poisoning is: a poison centre, or one that is not for danger to life."""
    return _("Poison centre") if line is None or line.in_danger else _("Medical advice")


def line_told(line: Line, what: str = "") -> dict[str, Any]:
    """A number to call as pages draw it, with what it is for, where its name does not say it, and who says so."""
    return {
        "what": what,
        "name": _(line.name),
        "number": line.number,
        "dial": line.number.replace(" ", ""),
        "note": _(line.note) if line.note else "",
        **told(line),
    }
