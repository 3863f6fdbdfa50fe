"""What is watched: every rule and every pair of the packs in a line, for whoever wants to know what is looked at."""

from __future__ import annotations

import re
from string import Formatter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Pair, Rule
from counterpoise.report import names
from counterpoise.report.found import severities
from counterpoise.web.learn import mixing, shown
from counterpoise.web.naming import whose
from counterpoise.web.sourced import told

OTHERS = "…"
"""What stands for a word of a title that only a finding can fill in."""
ABOUT_WHAT = re.compile(r"^\{[a-z_]+\}: ")
"""How titles of findings begin that name a sign, a bag or a substance first."""


@require_GET
def watched(request: HttpRequest) -> HttpResponse:
    """By topic, in the order in which they are looked at; then what does not go together with each substance."""
    return render(request, "safety/watched.html", {"topics": [*_topics(), *_pairs()]})


def _topics() -> list[dict[str, Any]]:
    lines: dict[str, list[dict[str, Any]]] = {topic: [] for topic in topics()}
    for name, rule in load().rules.items():
        lines.setdefault(name.partition(".")[0], []).append(_rule(name, rule))
    return [{"key": key, "name": topics().get(key, key), "lines": rules} for key, rules in lines.items() if rules]


def _pairs() -> list[dict[str, Any]]:
    return [
        {
            "key": f"with-{substance}",
            "name": _("{substance} together with").format(substance=names.substance(substance)),
            "lines": [_pair(substance, pair) for pair in pairs.values()],
        }
        for substance, pairs in load().interactions.items()
    ]


def topics() -> dict[str, str]:
    """What the rules look at, by the names of their files."""
    return {
        "signs": _("Signs that need help"),
        "labs": _("Blood tests"),
        "load": _("Things that make you drowsy, together"),
        "medicines": _("Medicines that no rule looks at"),
        "groups": _("Illnesses and situations"),
        "products": _("Products"),
        "use": _("Use over time"),
        "plan": _("The plan"),
        "slip": _("Slips of the finger, asked about before saving"),
    }


def plain(rule: Rule) -> str:
    """The title without what only a finding can say: a limit of the rule by its number, the rest in general words."""
    general = {
        "sign": _("a sign"),
        "substance": _("kratom"),
        "place": whose(_("where you live"), _("where {name} lives")),
        "drug": _("of another drug"),
        "drugs": _("something that slows breathing"),
        "test": _("one of its own tests"),
        "what": _("a list of recalls names it"),
        "metal": _("of a metal"),
        "microbe": _("a germ"),
        "count": _("several"),
        "times": _("several"),
        "most": _("a set number of"),
        "day": _("a day that was told"),
        "pattern": _("which part it points to"),
        "of": _("the lowest before, or the upper limit"),
        "names": _("what was written down"),
        "other": _("something else that makes drowsy"),
        "amount": _("an amount"),
    }
    limits = {name: names.number(float(fact.value)) for name, fact in rule.limits.items()}
    title = ABOUT_WHAT.sub("", _(rule.title))
    words = {word for _before, word, _how, _more in Formatter().parse(title) if word}
    title = title.format(**{word: limits.get(word, general.get(word, OTHERS)) for word in words})
    return title[:1].upper() + title[1:]


def _rule(name: str, rule: Rule) -> dict[str, Any]:
    signs = [names.effect(word) for word in rule.words if word in load().effects]
    limits = [shown.fact(fact, f"{name}-{key}".replace(".", "-")) for key, fact in rule.limits.items()]
    return _line(rule, plain(rule), rule.severity, severities()[rule.severity]) | {
        "about": ", ".join(signs),
        "limits": limits,
    }


def _pair(substance: str, pair: Pair) -> dict[str, Any]:
    degree = {"X": "urgent", "M": "warning", "m": "notice"}[pair.severity]
    return _line(pair, _(pair.name), degree, mixing.degree(pair)) | {"reason": _(pair.reason)}


def _line(part: Rule | Pair, title: str, severity: str, degree: str) -> dict[str, Any]:
    return {
        "title": title,
        "severity": severity,
        "degree": degree,
        "keys": [key for key in part.sources if key != "counterpoise-model"],
        "to_do": [_(load().actions[name].text) for name in part.actions],
        "card": {"told": told(part), "our_choice": part.our_choice},
    }
