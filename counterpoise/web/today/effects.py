"""Something noticed: first what, then how strong. A sign of an emergency shows whom to call before anything else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.knowledge.load import load
from counterpoise.knowledge.pack_file import if_whole
from counterpoise.knowledge.records import ActionName
from counterpoise.report import names
from counterpoise.safety import said
from counterpoise.safety.review import review
from counterpoise.web.moments import clock
from counterpoise.web.safety.calls import calls
from counterpoise.web.safety.reviewing import came_with
from counterpoise.web.today import saving, words
from counterpoise.web.today.forms import EffectForm, ago
from counterpoise.web.visit import Visit

PART = "today/effects.html"
AT_HAND = 8
LATELY = dt.timedelta(days=90)


@dataclass
class Offered:
    """The kinds of effect as a page offers them: key and name."""

    at_hand: list[tuple[str, str]] = field(default_factory=list)
    others: list[tuple[str, str]] = field(default_factory=list)
    signs: list[tuple[str, str]] = field(default_factory=list)


def offered(person: m.Person, now: dt.datetime) -> Offered:
    """What was noticed lately and what is common at hand, the rest behind; signs of an emergency by themselves."""
    lately = m.Effect.objects.filter(person=person, deleted_at=None, at__gt=now - LATELY).order_by("-at")
    mine = dict.fromkeys(lately.values_list("kind", flat=True)[:200])
    packs = if_whole(lambda: load().effects) or {}
    ordinary = [key for key, kind in packs.items() if kind.urgency == "record"]
    first = [key for key in mine if key not in packs or packs[key].urgency == "record"][:AT_HAND]
    first += [key for key in ordinary if key not in first][: AT_HAND - len(first)]
    rest = [key for key in ordinary if key not in first]
    signs = [key for key, kind in packs.items() if kind.urgency != "record"]
    return Offered(*([(key, names.effect(key)) for key in keys] for keys in (first, rest, signs)))


@require_POST
def choose(request: Visit) -> HttpResponse:
    """What was noticed is said; now how strong it is, after whom to call if it is a sign of an emergency."""
    kind = _kind(request)
    if not kind:
        return redirect("today") if not request.htmx else _back(request)
    return _step(request, kind, EffectForm(request.person))


@require_POST
def save(request: Visit) -> HttpResponse:
    kind = _kind(request)
    form = EffectForm(request.person, request.POST)
    if not kind or not form.is_valid():
        return _step(request, kind, form, status=422) if kind else _back(request)
    sent = form.cleaned_data
    id_ = saving.sent_id(request)
    new = d.Effect(
        id=id_,
        at=sent["at"] or clock(request.person, timezone.now() - ago(request.POST)),
        zone=request.person.time_zone,
        kind=kind,
        severity=int(sent["severity"]) if sent["severity"] else None,
        note=sent["note"],
        ended_at=sent["until"],
    )
    kinds = offered(request.person, timezone.now())
    try:
        rows = saving.save(request.person, new, dated=sent["at"] is not None)
    except entries.Conflict:
        return saving.refused(request, saving.already_used(), PART, kinds=kinds)
    found = came_with(request.person, rows, timezone.now())
    return saving.answer(request, "saved", rows, PART, found=found, kinds=kinds)


def help_for(kind: str, visit: HttpRequest) -> dict[str, Any] | None:
    """Whom to call for this kind of effect; None where it is only recorded."""
    if not words.needs_help(kind):
        return None
    urgent = words.is_emergency(kind)
    return calls(visit, now=urgent, actions=_actions(kind) if urgent else ("poison_centre",))


def _actions(kind: str) -> tuple[ActionName, ...]:
    """What the rules say to do about this sign alone."""
    now = timezone.now()
    noted = d.Effect(id="noted", at=now, kind=kind)
    alone = d.Diary(person=d.Person(time_zone="UTC"), doses=(), ratings=(), effects=(noted,))
    found = if_whole(lambda: review(alone, load(), now)) or ()
    emergencies = [one for one in found if one.severity == "emergency"]
    if not emergencies:  # the rules could not look: whom to call is shown all the same
        return ("crisis_line",) if "suicidal_thoughts" in _said(kind) else ("poison_centre",)
    return tuple(action for one in emergencies for action in one.actions)


def _kind(request: Visit) -> str:
    """The kind tapped, or typed; a typed name that the packs know is theirs. More than a name stays in their words:
    the rules find the signs that it names."""
    return meant(request.POST.get("kind") or request.POST.get("own", ""))


def meant(sent: str) -> str:
    """The kind of effect that these words mean."""
    typed = sent.replace("\0", "").strip()[:64]
    packs = if_whole(lambda: load().effects) or {}
    translated = (key for key, kind in packs.items() if typed.casefold() == _(kind.name).casefold())
    return if_whole(lambda: load().effect(typed)) or next(translated, typed)


def _said(kind: str) -> tuple[str, ...]:
    return if_whole(lambda: said.kinds(load(), kind)) or ()


def _step(request: Visit, kind: str, form: EffectForm, status: int = 200) -> HttpResponse:
    context = {
        "kind": kind,
        "title": names.effect(kind),
        "help": help_for(kind, request),
        "unknown": not _said(kind),
        "form": form,
        "severities": names.severities(),
        "id": request.POST.get("id") or m.new_id(),
    }
    template = "today/effect.html" if request.htmx else "today/effect_page.html"
    return render(request, template, context, status=status)


def _back(request: Visit) -> HttpResponse:
    return render(request, PART, {"kinds": offered(request.person, timezone.now())})
