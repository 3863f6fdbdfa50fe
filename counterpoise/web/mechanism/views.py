"""What happens after a dose: in blood, at receptors, and what is not known of what follows."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from counterpoise.assessment import body
from counterpoise.knowledge.load import load
from counterpoise.report import blood, names
from counterpoise.web.mechanism import asking, facts, showing
from counterpoise.web.mechanism.asking import Asked, AskForm
from counterpoise.web.mechanism.products import choices
from counterpoise.web.pictures import asked_look, svg
from counterpoise.web.sourced import told
from counterpoise.web.visit import Visit


@require_http_methods(["GET", "HEAD", "POST"])
def mechanism(request: Visit) -> HttpResponse:
    """The page. An amount is sent by POST and kept in the session: an address would keep it in a browser's history."""
    offered = choices(request.person)
    if request.method == "POST":
        form = AskForm(offered, request.POST)
        if not form.is_valid():
            return render(request, "mechanism/mechanism.html", {"form": form, **_known()}, status=422)
        asking.keep(request.session, request.person, form.asked())
        return redirect("mechanism")
    usual = asking.usual(request.person, timezone.now(), offered)
    asked = asking.kept(request.session, request.person, offered) or usual
    context = {"form": AskForm(offered, initial=_start(usual)), "asked": asked, **_known()}
    if asked is not None:
        context |= _refused(asked) if asked.what.reason else _shown(asked)
    return render(request, "mechanism/mechanism.html", context)


@require_safe
def sources(request: Visit) -> HttpResponse:
    """What the simulation rests on: what was measured in people, its numbers, where it ends."""
    held = body.plasma()
    context = {
        "published": facts.facts(held.published.values()),
        "numbers": facts.priors(held.people.values()),
        "limits": facts.facts([held.limit, held.most_given, held.most_hydroxymitragynine]),
    }
    return render(request, "mechanism/sources.html", context)


@require_safe
def picture(request: Visit) -> HttpResponse:
    """One picture of what was asked last in this session."""
    of, asked = request.GET.get("of", ""), _asked(request)
    if asked is None or asked.what.reason or of not in showing.OF:
        raise Http404
    return svg(showing.picture(showing.simulated(asked), of, **asked_look(request)))


def _start(usual: Asked | None) -> dict[str, Any]:
    """What the form holds before anybody writes in it: the usual dose, or nothing; never what was asked before."""
    return {"amount": names.number(usual.amount), "what": usual.what.key, "times": usual.times} if usual else {}


def _asked(request: Visit) -> Asked | None:
    """What was asked, else the usual dose."""
    offered = choices(request.person)
    found = asking.kept(request.session, request.person, offered)
    return found or asking.usual(request.person, timezone.now(), offered)


def _refused(asked: Asked) -> dict[str, Any]:
    because = asked.what.because
    kinetics = load().fact("7-hydroxymitragynine/human_kinetics")
    return {
        "refused": asked.what.reason,
        "because": told(because) if because is not None else None,
        "not_found": facts.facts([kinetics] if kinetics is not None else []),
    }


def _shown(asked: Asked) -> dict[str, Any]:
    people = showing.simulated(asked)
    said = showing.in_words(people)
    parts = [
        {"of": of, "title": showing.title(of), "figures": said[of], "alt": showing.in_short(people, of)}
        for of in showing.OF
    ]
    return {
        "parts": parts,
        "amount": names.number(asked.amount),
        "mg": blood.significant(asked.mg),
        "cautions": blood.cautions(asked.mg, body.plasma()),
        "often": asking.often(asked.times),
        "people": showing.PEOPLE,
    }


def _known() -> dict[str, Any]:
    """What does not depend on what is asked: the facts of the packs."""
    receptors = body.receptors()
    steps = [
        prior for binder in receptors.binders.values() for prior in (binder.unbound, binder.brain, binder.affinity)
    ]
    hydroxy = load().substances["7-hydroxymitragynine"]
    return {
        "steps": facts.priors(steps),
        "measured": facts.facts(receptors.measured.values()),
        "others": facts.facts(receptors.others.values()),
        "dopamine": facts.facts(receptors.dopamine.values()),
        "unknown": facts.facts(receptors.unknown.values()),
        "other_drug": told(hydroxy.refusal) if hydroxy.refusal is not None else None,
        "other_drug_reason": _(hydroxy.refusal.reason) if hydroxy.refusal is not None else "",
    }
