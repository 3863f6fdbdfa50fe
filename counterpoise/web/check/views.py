"""Filling in a questionnaire whose words anybody may use, and what its score means. A score is no diagnosis."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary, record
from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Instrument
from counterpoise.knowledge.scoring import Score, score
from counterpoise.report import names
from counterpoise.safety.dependence import SELF_CHECK, due
from counterpoise.web.check.forms import Asked
from counterpoise.web.learn import shown
from counterpoise.web.moments import clock
from counterpoise.web.sourced import told
from counterpoise.web.today import effects, saving
from counterpoise.web.visit import Visit

LATELY = dt.timedelta(days=35)
"""As far back as it takes to say whether the self-check is due."""


@require_GET
def check(request: Visit) -> HttpResponse:
    """Every questionnaire that can be filled in here, and when it last was."""
    offered = [_line(request.person, tool) for tool in load().instruments.values() if _open(tool)]
    now = timezone.now()
    is_due = due(diary(request.person, since=now - LATELY), load(), now)
    return render(request, "check/check.html", {"tools": offered, "due": is_due, "self_check": SELF_CHECK})


@require_http_methods(["GET", "POST"])
def fill(request: Visit, instrument: str) -> HttpResponse:
    """The questions; sent, they are saved as they were answered. Skipped as a whole, that is kept as well."""
    tool = _tool(instrument)
    form = Asked(tool, request.POST or None)
    skipped = request.method == "POST" and "skip" in request.POST
    nothing = ""
    if request.method == "POST" and form.is_valid():
        answers = (None,) * len(tool.items) if skipped else form.answers()
        if skipped or any(answer is not None for answer in answers):
            return _saved(request, tool, answers)
        nothing = _("Nothing was answered, so nothing was saved.")
    context = {
        "tool": _head(tool),
        "form": form,
        "nothing": nothing,
        "can_skip": tool.key == SELF_CHECK,
        "id": request.POST.get("id") or m.new_id(),
        "help": effects.help_for("suicidal_thoughts", request) if tool.crisis else None,
    }
    return render(request, "check/fill.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def told_score(request: Visit, instrument: str) -> HttpResponse:
    """What the last answers come to, and what that means; they can be taken out again."""
    tool = _tool(instrument)
    row = _answered(request.person, tool.key)
    if request.method == "POST":
        if row is not None and request.POST.get("row") == str(row.pk):
            entries.remove(row, timezone.now())
        return redirect("check")
    if row is None:
        return redirect("check_fill", tool.key)
    filled = record(row)
    found = score(tool, filled.answers)
    band = tool.bands[found.band] if found.band and found.settled else None
    unsettled = tool.bands and not found.settled
    context = {
        "tool": _head(tool),
        "at": clock(request.person, row.at),
        "said": _said(tool, found),
        "band": {"text": _(str(band.value)), "label": _(band.label), **told(band)} if band else None,
        "open": found.of - found.answered if unsettled else 0,
        "bands": [shown.fact(one, key) for key, one in tool.bands.items()],
        "row": row.pk,
        "self_check": tool.key == SELF_CHECK,
        "help": effects.help_for("suicidal_thoughts", request) if tool.crisis else None,
    }
    return render(request, "check/score.html", context)


def _saved(request: Visit, tool: Instrument, answers: tuple[float | None, ...]) -> HttpResponse:
    new = d.Questionnaire(
        id=saving.sent_id(request),
        at=clock(request.person, timezone.now()),
        zone=request.person.time_zone,
        instrument=tool.key,
        answers=answers,
    )
    try:
        saving.save(request.person, new, dated=False)
    except entries.Conflict:
        return saving.refused(request, saving.already_used())
    if any(answer is not None for answer in answers):
        return redirect("check_score", tool.key)
    return redirect("check")


def _open(tool: Instrument) -> bool:
    """Whether it can be filled in here: its words may stand here, and it is for the person."""
    return bool(tool.items) and tool.filled_by == "the person"


def _tool(key: str) -> Instrument:
    tool = load().instruments.get(key)
    if tool is None or not _open(tool):
        raise Http404
    return tool


def _answered(person: m.Person, instrument: str) -> m.Questionnaire | None:
    """The last one in which anything was answered."""
    rows = m.Questionnaire.objects.filter(person=person, instrument=instrument, deleted_at=None).order_by("-at", "-id")
    return next((row for row in rows[:20] if any(one is not None for one in row.answers)), None)


def _head(tool: Instrument) -> dict[str, Any]:
    return {
        "key": tool.key,
        "name": names.instrument(tool),
        "about": _(tool.about),
        "scoring": _(tool.scoring),
        **told(tool),
    }


def _line(person: m.Person, tool: Instrument) -> dict[str, Any]:
    row = _answered(person, tool.key)
    return {**_head(tool), "questions": len(tool.items), "last": clock(person, row.at) if row is not None else None}


def _said(tool: Instrument, found: Score) -> str:
    """The score in words; with questions skipped, what can be said without them."""
    if found.value is not None:
        return _("Score: {score}").format(score=names.number(round(found.value, 1)))
    skipped = _("{answered} of {asked} questions were answered.").format(answered=found.answered, asked=found.of)
    if tool.combine == "sum":
        least = _("Score: at least {score}.").format(score=names.number(found.at_least))
        return " ".join([least, skipped, _("What was skipped is not known.")])
    return " ".join([_("No score."), skipped, _("It needs all of them.")])
