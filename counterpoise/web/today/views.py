"""Today: rate, log, and see what was logged."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from counterpoise.journal import models as m
from counterpoise.knowledge.pack_file import if_whole
from counterpoise.web.appointments.reading import for_today
from counterpoise.web.checkins import reading as checkins
from counterpoise.web.devices.views import news
from counterpoise.web.look import look_of
from counterpoise.web.moments import clock
from counterpoise.web.offline import amounts
from counterpoise.web.offline.asked import asked_count
from counterpoise.web.offline.telling import came
from counterpoise.web.plan import reading
from counterpoise.web.profiles import whose
from counterpoise.web.safety.reviewing import came_with, sleepy_still, standing
from counterpoise.web.share import telling
from counterpoise.web.today import asking, effects, entry, measures, saving, usual, words
from counterpoise.web.today import day as days
from counterpoise.web.visit import Visit


@require_GET
def today(request: Visit) -> HttpResponse:
    if opens_with_flare(request):
        return redirect("flare")
    now = timezone.now()
    around = saving.around(request.person, now)
    asked = around["morning"].scale.key if around["morning"] else ""  # not twice on one page
    rows = just_changed(request)
    new = rows if request.GET.get("done") == "saved" else came(request.person, request.GET.getlist("came"))
    found = came_with(request.person, new, now) if new else standing(request.person, now)
    often, once = usual.offered(request.person, now)
    context = {
        "for_whom": whose.asked_first(request),
        "now": clock(request.person, now),
        "usual": often,
        "once": once,
        "logged": bool(often) or usual.last_fit(request.person, now) is not None,
        "pain": asking.fresh(measures.pain()),
        "check_in": [asking.fresh(scale) for scale in measures.check_in(request.person) if scale.key != asked],
        "kinds": effects.offered(request.person, now),
        "next_visit": for_today(request.person, now),
        "reasons": words.reasons(),
        "said": telling.waiting(request.person),
        **after(request, rows, now),
        **news(request, now),
        "asked_by_phone": asked_count(request.person),
        "amounts": amounts.asked(request, now),
        "asked_now": checkins.lines(request.person, now),
        **around,
        **saving.top(request, found),
    }
    return render(request, "today/today.html", context)


def opens_with_flare(visit: Visit) -> bool:
    """Whether this browser was just opened here, not led here from a page of ours, and wants the large buttons."""
    return look_of(visit).opens == "flare" and not visit.GET and "Referer" not in visit.headers


def just_changed(visit: Visit) -> list[m.Row]:
    """The entries whose saving, or another change, led here, as the address names them."""
    try:
        return [entry.named(visit.person, name) for name in visit.GET.getlist("row")[:10]]
    except Http404:
        return []


def after(visit: Visit, rows: list[m.Row], now: dt.datetime) -> dict[str, Any]:
    """What a page says of the change that led to it, and what its button to take that back sends; nothing where there
    was another change since, as when the page is loaded once more after an undo."""
    said, latest = visit.GET.get("done", ""), saving.seen(rows)
    return {
        "toast": saving.told(visit, said, rows, now) if visit.GET.get("seen", latest) == latest else "",
        "back": said == "undone",
        "rows": visit.GET.getlist("row"),
        "seen": visit.GET.get("seen", "0"),
    }


@require_GET
def one_day(request: Visit, day: str) -> HttpResponse:
    """The log of another day."""
    try:
        shown = dt.date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    if not 1900 < shown.year < 2200:
        raise Http404
    context = {
        "day": shown,
        "lines": days.lines(request.person, shown),
        "deleted": days.deleted(request.person, shown),
        "before": shown - dt.timedelta(days=1),
        "after": shown + dt.timedelta(days=1),
        "is_today": shown == clock(request.person, timezone.now()).date(),
        "then": shown.isoformat(),
        **after(request, just_changed(request), timezone.now()),
    }
    return render(request, "today/day.html", context)


@require_GET
def since(request: Visit) -> HttpResponse:
    """How long ago the last dose was, and whether things that make sleepy act together still; the page asks again every
    minute."""
    now = timezone.now()
    plan_lines = reading.lines(if_whole(lambda: reading.where(request.person, now)) or [])
    last = None if reading.tells_last(plan_lines) else days.last_dose(request.person, now)
    together = sleepy_still(request.person, now)
    return render(request, "today/minute.html", {"last": last, "plan_lines": plan_lines, "together": together})
