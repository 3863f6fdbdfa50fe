"""What people say about kratom and pain, and how each claim stands.

Open to read without a diary (access.doorway), like the emergency page: it holds nothing of anybody, and whoever helps
or treats somebody may want to look something up.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from counterpoise.knowledge import scales
from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Claim, Evidence
from counterpoise.web.asked import words
from counterpoise.web.claims.groups import Group, grouped, holding
from counterpoise.web.learn.shown import way_on
from counterpoise.web.sourced import told

LONGEST = 60
"""Letters that are looked for; anything more is no word to look up."""


@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """All claims, or those that hold the words that are looked for."""
    looked_for = words(request, "find", LONGEST)
    groups = holding(grouped(load().claims), looked_for)
    context = {
        "looked_for": looked_for,
        "longest": LONGEST,
        "opened": request.GET.get("evidence") == "open",
        "topics": _topics(groups),
        "shown": sum(map(len, groups)),
        "all": len(load().claims),
        "verdicts": scales.verdicts(),
        "grades": scales.grades().values(),
    }
    return render(request, "claims/claims.html", context)


def _topics(groups: list[Group]) -> list[dict[str, Any]]:
    """The groups by topic, in the order of the topics; a group stands where its first claim does."""
    by_topic = {topic: [group for group in groups if group[0].topic == topic] for topic in scales.topics()}
    names = scales.topics()
    return [
        {"key": topic.replace(" ", "-"), "name": names[topic], "groups": [_together(group) for group in of]}
        for topic, of in by_topic.items()
        if of
    ]


def _together(group: Group) -> dict[str, Any]:
    """One claim by itself, or all that contradict each other, under one heading."""
    claims = [_shown(claim) for claim in group]
    return {"key": group[0].key, "claims": claims, "opposed": len(claims) > 1, "pair": len(claims) == 2}


def _shown(claim: Claim) -> dict[str, Any]:
    sides = [(_("What speaks for it"), claim.speaks_for), (_("What speaks against it"), claim.speaks_against)]
    return {
        "key": claim.key,
        "claim": _(claim.claim),
        "verdict": claim.verdict,
        "standing": scales.verdicts()[claim.verdict].name,
        "answer": _(claim.answer),
        "would_change": _(claim.would_change),
        "sides": [(name, [_evidence(part) for part in parts]) for name, parts in sides if parts],
        "pieces": len(claim.speaks_for) + len(claim.speaks_against),
        "contradicts": [(key, _(load().claims[key].claim)) for key in claim.contradicts],
        "see": [way_on(name) for name in claim.see],
        "told": told(claim),
    }


def _evidence(part: Evidence) -> dict[str, Any]:
    return {
        "text": _(part.text),
        "population": _(part.population) if part.population else "",
        **told(part),
    }
