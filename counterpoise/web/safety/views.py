"""Safety: what the rules found, the worst first; what is set aside; and what they do not see."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from counterpoise.journal import aside as asides
from counterpoise.journal import models as m
from counterpoise.journal.entries import under
from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Severity
from counterpoise.report import names
from counterpoise.report import week as week_words
from counterpoise.report.found import severities
from counterpoise.report.plan import in_lines, spoken
from counterpoise.safety.aside import SPANS
from counterpoise.safety.dependence import due
from counterpoise.safety.finding import Finding
from counterpoise.safety.tell import what_to_tell, what_was_noted
from counterpoise.safety.week import week
from counterpoise.web.access.ways import open_here
from counterpoise.web.plan.reading import where
from counterpoise.web.safety import cards
from counterpoise.web.safety.calls import for_emergencies
from counterpoise.web.safety.reviewing import of_late, reviewed, would_matter
from counterpoise.web.today import measures
from counterpoise.web.visit import Visit

NOT_SEEN = ("medicines.unknown", "medicines.not_covered", "groups.not_covered", "labs.not_covered")
"""What is found of these is only that no rule looks at something: it stands where that is said."""
KEPT_APART = "medicines"
"""The page, by its name, without which somebody only writes entries down here: of what is kept beside them, such as
medicines, blood tests and plans, they read what a warning is about and no more."""
MISSING = ("medicines", "profile", "labs", "plan", "products")
"""Pages where what is missing can be added."""


@require_GET
def safety(request: Visit) -> HttpResponse:
    now = timezone.now()
    found, away = reviewed(request.person, now)
    rows = dict(asides.standing(request.person, now))
    all_of_it = open_here(KEPT_APART)
    if not all_of_it:
        found, away = _warnings(found), _warnings(away)
    context = {
        "help": for_emergencies(request, found),
        "groups": _groups(request, _warnings(found)),
        "not_seen": cards.cards(request, [one for one in found if one.rule in NOT_SEEN]),
        "would_matter": cards.cards(request, would_matter(request.person, now)),
        "away": cards.cards(request, away, rows),
        "spans": [(severities()[severity], length.days) for severity, length in SPANS.items()],
        "tell": _tell(request.person, now, all_of_it=all_of_it),
        "all_of_it": all_of_it,
        "check_due": due(of_late(request.person, now), load(), now),
        "week": _week(request.person, now),
        "ways": _ways(),
        "toast": _said(request.GET.get("done", "")),
    }
    return render(request, "safety/safety.html", context)


@require_POST
def aside(request: Visit) -> HttpResponse:
    """Set a finding aside that is in sight now; the form names it by its mark.

    Only the person does: a warning that whoever helps has put out of sight would be missing before the next dose.
    """
    if under() is not None:
        return render(request, "profiles/not_yours.html", status=403)
    now = timezone.now()
    sent = request.POST.get("mark", "")
    found = next((one for one in reviewed(request.person, now)[0] if cards.mark(one) == sent), None)
    if found is None:
        return _anew(request, "gone")
    try:
        row = asides.aside(request.person, found.cause, found.severity, now)
    except asides.NotToBeSetAside:
        return _anew(request, "never")
    if request.htmx:
        return render(request, "safety/_set_aside.html", {"title": found.title, "row": row})
    return _anew(request, "aside")


@require_POST
def back(request: Visit) -> HttpResponse:
    """Bring one back into sight."""
    try:
        found = asides.back(request.person, uuid.UUID(request.POST.get("key", "")))
    except ValueError:
        raise Http404 from None
    return _anew(request, "back" if found else "gone")


def _anew(visit: Visit, done: str) -> HttpResponse:
    """The page again; with htmx the browser is sent there."""
    address = f"{cards.address_of('safety')}?done={done}"
    if visit.htmx:
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def _groups(visit: Visit, found: Sequence[Finding]) -> list[dict[str, Any]]:
    """The findings by how soon they matter; no group that is empty."""
    drawn = cards.cards(visit, found)
    degrees: dict[Severity, str] = severities()  # type: ignore[assignment]
    groups = [
        {"key": key, "name": name, "cards": [card for card in drawn if card.severity == key]}
        for key, name in degrees.items()
    ]
    return [group for group in groups if group["cards"]]


def _warnings(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Without those that only name what no rule looks at."""
    return tuple(one for one in found if one.rule not in NOT_SEEN)


def _tell(person: m.Person, now: dt.datetime, *, all_of_it: bool) -> list[str]:
    """What to tell a doctor, and the plans that hold: those made alone say so."""
    if not all_of_it:
        return what_was_noted(of_late(person, now), load(), now)
    lines = what_to_tell(of_late(person, now), load(), now)
    return [*lines, *(line for plan in where(person, now) for line in in_lines(spoken(plan, load())))]


def _week(person: m.Person, now: dt.datetime) -> dict[str, Any] | None:
    """The last seven days in numbers; nothing where nothing was written down in them."""
    told = week(of_late(person, now), load(), now)
    own = measures.own_names(person)
    rated = [
        {
            "name": measures.name(one.measure, own),
            "last": names.number(one.last) if one.last is not None else "",
            "before": names.number(one.before) if one.before is not None else "",
        }
        for one in told.rated
    ]
    used = [{"sentence": one.sentence, "more": week_words.lines(one) if told.known else []} for one in told.used]
    return {"told": told, "used": used, "rated": rated} if told.noted else None


def _ways() -> list[tuple[str, str]]:
    """Pages where more can be said, as far as they are there and open: what is not recorded is not seen."""
    titles = cards.titles()
    return [(address, titles[name]) for name in MISSING if (address := cards.address_of(name)) and open_here(name)]


def _said(done: str) -> str:
    """What is said after a change; the addresses of pages name it by its key."""
    return {
        "aside": _("Set aside"),
        "back": _("Brought back"),
        "gone": _("This is not found any more, or it has changed since. Please look again."),
        "never": _("An emergency cannot be set aside."),
    }.get(done, "")
