"""Whole packs as pages: the scales, questionnaires, what laboratories look for, what was read of the law."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from counterpoise.knowledge import scales
from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import ESTABLISHED, Analyte, Instrument, Item, Jurisdiction
from counterpoise.report import facts, names
from counterpoise.web.learn import shown
from counterpoise.web.sourced import told


@require_safe
def grades(request: HttpRequest) -> HttpResponse:
    """What stands beside every statement, and what it means."""
    tags = [(step, tag in ESTABLISHED) for tag, step in scales.tags().items()]
    return render(request, "learn/grades.html", {"grades": scales.grades().values(), "tags": tags})


@require_safe
def instruments(request: HttpRequest) -> HttpResponse:
    return render(request, "learn/instruments.html", {"instruments": map(_instrument, load().instruments.values())})


@require_safe
def analytes(request: HttpRequest) -> HttpResponse:
    """By kind, in the order of the pack."""
    kinds = {"alkaloid": _("Alkaloids"), "metal": _("Metals"), "microbe": _("Germs"), "other": _("Other")}
    found = load().analytes.values()
    groups = [(name, [_analyte(one) for one in found if one.kind == kind]) for kind, name in kinds.items()]
    return render(request, "learn/analytes.html", {"groups": [group for group in groups if group[1]]})


@require_safe
def law(request: HttpRequest) -> HttpResponse:
    """Shown once the person has said that they will ask where they live; that is not kept."""
    understood = request.GET.get("understood") == "yes"
    groups = _by_country() if understood else []
    own = getattr(getattr(request, "person", None), "country", None)
    return render(request, "learn/law.html", {"understood": understood, "groups": groups, "own": own})


def _instrument(tool: Instrument) -> dict[str, Any]:
    licences = {
        "free": _("free to use"),
        "free with citation": _("free to use, with its source named"),
        "permission needed": _("only with permission"),
        "unclear": _("not clear"),
    }
    who = _("a clinician") if tool.filled_by == "a clinician" else _("the person")
    return {
        "key": tool.key,
        "name": _(tool.name),
        "about": _(tool.about),
        "scoring": _(tool.scoring),
        "filled_by": who,
        "licence": licences[tool.licence],
        "licence_words": _(tool.licence_words),
        "items": [_item(item) for item in tool.items.values()],
        "bands": [shown.fact(band, f"{tool.key}-{key}") for key, band in tool.bands.items()],
        **told(tool),
    }


def _item(item: Item) -> dict[str, Any]:
    """A question with its answers: a word for each step, or the words of both ends."""
    ends = [(item.low, item.low_words), (item.high, item.high_words)]
    steps = [(item.low + place, answer) for place, answer in enumerate(item.answers)] or ends
    answers = [f"{names.number(step)}: {_(words)}" if words else names.number(step) for step, words in steps]
    return {"text": _(item.text), "answers": answers, **told(item)}


def _analyte(analyte: Analyte) -> dict[str, Any]:
    limits = [
        {
            "anchor": f"{analyte.key}-limit-{key}",
            "label": _(one.label),
            "text": facts.limit(one),
            "population": _(one.by),
            "note": _(one.note) if one.note else "",
            **told(one),
        }
        for key, one in analyte.limits.items()
    ]
    return {
        "key": analyte.key,
        "name": _(analyte.name),
        "about": _(analyte.about),
        "aliases": analyte.aliases,
        "units": analyte.units,
        "facts": [*limits, *(shown.fact(fact, f"{analyte.key}-{key}") for key, fact in analyte.facts.items())],
        **told(analyte),
    }


def _by_country() -> list[tuple[str, list[dict[str, Any]]]]:
    """First a country of which parts are listed, with these from A to Z; then all other countries, from A to Z."""
    places = load().jurisdictions
    whole = {key.partition("-")[0] for key in places if "-" in key}
    parted = [
        (_(places[key].name), [places[key], *_a_to_z(one for one in places.values() if one.key.startswith(f"{key}-"))])
        for key in places
        if key in whole
    ]
    others = _a_to_z(one for one in places.values() if one.key.partition("-")[0] not in whole)
    return [(title, [_place(one) for one in found]) for title, found in [*parted, (_("Other countries"), others)]]


def _a_to_z(places: Iterable[Jurisdiction]) -> list[Jurisdiction]:
    return sorted(places, key=lambda place: _(place.name))


def _place(place: Jurisdiction) -> dict[str, Any]:
    standings = {
        "banned": _("banned"),
        "restricted": _("restricted"),
        "no ban read of": _("we read of no ban; there may be one"),
        "sources conflict": _("sources conflict"),
        "not known to us": _("not known to us"),
    }
    rulings = [
        {
            "substance": names.substance(key),
            "standing": standings[ruling.standing],
            "text": _(ruling.text),
            "as_of": ruling.as_of,
            **told(ruling),
        }
        for key, ruling in place.substances.items()
    ]
    return {"key": place.key, "name": _(place.name), "rulings": rulings}
