"""Learn: pages to read, a substance whole, and a search over all of it.

Open to read without a diary (access.doorway), as the claims are: it holds nothing of anybody.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Substance
from counterpoise.report import names
from counterpoise.web.asked import words
from counterpoise.web.learn import finding, mixing, shown
from counterpoise.web.sourced import told

MOST = 40
"""Found entries that are shown; with more, a further word finds better than reading on."""
LONGEST = 200


@require_safe
def learn(request: HttpRequest) -> HttpResponse:
    """What there is to read; with a question, what was found."""
    question = words(request, "q", LONGEST)
    found = finding.find(question)
    near = [] if found or not question else finding.nearly(question)
    context = {
        "question": question,
        "results": [_result(entry) for entry in (found or near)[:MOST]],
        "count": len(found),
        "more": max(0, len(found) - MOST),
        "pages": [shown.page(page) for page in load().pages.values()],
        "substances": [
            {"key": pack.key, "name": _(pack.name), "summary": _(pack.summary)} for pack in load().substances.values()
        ],
    }
    return render(request, "learn/learn.html", context)


def _result(entry: finding.Entry) -> dict[str, Any]:
    """What was found, with who says so where it is a statement."""
    said = told(entry.part) if entry.part is not None else {}
    return {"kind": entry.kind, "title": entry.title, "text": entry.text, "address": entry.address, **said}


@require_safe
def page(request: HttpRequest, page: str) -> HttpResponse:
    found = load().pages.get(page)
    if found is None:
        raise Http404
    sections = [shown.section(key, section) for key, section in found.sections.items()]
    return render(request, "learn/page.html", {"read": shown.page(found), "sections": sections})


@require_safe
def substance(request: HttpRequest, substance: str) -> HttpResponse:
    """A pack whole: names, forms, units, what is refused, facts, and what is assumed before a record speaks."""
    pack = load().substances.get(substance)
    if pack is None:
        raise Http404
    context = {
        "name": _(pack.name),
        "summary": _(pack.summary),
        "aliases": pack.aliases,
        "forms": [_(form) for form in pack.forms.values()],
        "units": [names.unit(unit, None) for unit in pack.units],
        "refusal": {"text": _(pack.refusal.reason), **told(pack.refusal)} if pack.refusal else None,
        "together": mixing.pairs(pack),
        "chapters": _chapters(pack),
        "assumed": _assumed(pack),
        "figures": _figures(pack),
    }
    return render(request, "learn/substance.html", context)


def _chapters(pack: Substance) -> list[dict[str, Any]]:
    """The facts, in the chapters of the pack; all in one where it has none."""
    told = [(key, _(chapter.title), chapter.facts) for key, chapter in pack.chapters.items()]
    if not told and pack.facts:
        told = [("facts", _("What is known"), tuple(pack.facts))]
    return [
        {"key": key, "title": title, "facts": [shown.fact(pack.facts[fact], fact) for fact in facts]}
        for key, title, facts in told
    ]


def _assumed(pack: Substance) -> list[dict[str, Any]]:
    """What is believed beforehand, in groups: what is in a gram, and what the priors of the effect amount to."""
    groups = [(_("How much is in it"), [shown.prior(one, f"potency-{key}") for key, one in pack.potency.items()])]
    if pack.kinetics is not None:
        implied = [shown.fact(fact, f"implied-{key}") for key, fact in pack.kinetics.implied.items()]
        groups.append((_("How its effect comes and goes"), implied))
    return [{"title": title, "facts": rows} for title, rows in groups if rows]


def _figures(pack: Substance) -> list[dict[str, Any]]:
    """The priors of how its effect comes and goes, general and by form: for those who want to check."""
    if pack.kinetics is None:
        return []
    figures = [shown.prior(one, f"prior-{key}") for key, one in pack.kinetics.of_form(None).items()]
    for form, own in pack.kinetics.forms.items():
        figures += [shown.prior(one, f"prior-{form}-{key}") for key, one in own.items()]
    return figures
