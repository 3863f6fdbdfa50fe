"""Whole packs as pages: the scales, questionnaires, what laboratories look for, what was read of the law."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from counterpoise.knowledge import scales
from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import ESTABLISHED, Analyte, Instrument, Item, Jurisdiction
from counterpoise.report import facts, names
from counterpoise.web.learn import shown
from counterpoise.web.sourced import told
from counterpoise.web.visit import Visit


@require_safe
def grades(request: Visit) -> HttpResponse:
    """What stands beside every statement, and what it means."""
    tags = [(step, tag in ESTABLISHED) for tag, step in scales.tags().items()]
    return render(request, "learn/grades.html", {"grades": scales.grades().values(), "tags": tags})


@require_safe
def instruments(request: Visit) -> HttpResponse:
    return render(request, "learn/instruments.html", {"instruments": map(_instrument, load().instruments.values())})


@require_safe
def analytes(request: Visit) -> HttpResponse:
    """By kind, in the order of the pack."""
    kinds = {"alkaloid": _("Alkaloids"), "metal": _("Metals"), "microbe": _("Germs"), "other": _("Other")}
    found = load().analytes.values()
    groups = [(name, [_analyte(one) for one in found if one.kind == kind]) for kind, name in kinds.items()]
    return render(request, "learn/analytes.html", {"groups": [group for group in groups if group[1]]})


@require_safe
def law(request: Visit) -> HttpResponse:
    """Shown once the person has said that they will ask where they live; that is not kept."""
    understood = request.GET.get("understood") == "yes"
    places = [_place(place) for place in load().jurisdictions.values()] if understood else []
    return render(request, "learn/law.html", {"understood": understood, "places": places})


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
