"""Reading what somebody wrote back, and answering it: a proposed plan takes effect only as a plan the person makes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from counterpoise import diary as d
from counterpoise.journal import entries, proposals
from counterpoise.journal import models as m
from counterpoise.plans import who
from counterpoise.plans.proposal import Proposal
from counterpoise.web.moments import clock
from counterpoise.web.plan import keeping, making, saving, written
from counterpoise.web.plan.asking import Asked
from counterpoise.web.plan.forms import PlanForm
from counterpoise.web.share import telling
from counterpoise.web.visit import Visit

NOT_TAKEN_ON_TRUST = {"who": ""}
"""Who that is lifts what is closed to plans made alone. Nobody checked what was signed: it is asked of the person."""


@require_GET
def said(request: Visit, key: uuid.UUID) -> HttpResponse:
    """Who said what, when, and what was answered."""
    row = _find(request, key)
    words = proposals.said(row)
    today = clock(request.person, timezone.now()).date()
    context = {
        "one": telling.line(row),
        "comment": words.comment,
        "plan": telling.proposed(words.plan, today) if words.plan is not None else None,
        "up": words.plan is not None and words.plan.direction == "up",
    }
    return render(request, "share/said.html", context)


@require_http_methods(["GET", "POST"])
def accept(request: Visit, key: uuid.UUID) -> HttpResponse:
    """The form of a plan, filled in with what was proposed, to be changed and saved by the person."""
    row = _find(request, key)
    words = proposals.said(row)
    if words.plan is None:
        raise Http404
    if row.state != "waiting":
        return _back("answered")
    today = clock(request.person, timezone.now()).date()
    first = written.initial(_as_of(words, today), saving.open_goals(request.person)) | NOT_TAKEN_ON_TRUST
    return _weighed(request, row, words, first, today)


def _weighed(request: Visit, row: m.Proposal, words: Proposal, first: dict[str, Any], today: dt.date) -> HttpResponse:
    """The form with what would fall away beside it; saved once the person was asked about all of that."""
    sent = request.POST if request.method == "POST" else None
    weighed = keeping.weigh(request.person, sent, first, today)
    form, asked = weighed.form, dict[str, Asked]()
    if sent is not None and form.is_valid():
        made = form.plan(None, str(m.new_id()))
        asked = making.asked_back(request.person, form, made)
        if not asked and not weighed.unasked:
            return _made(row, words, made, form)
    ends = making.ends(form, request.person, today)
    context = {"one": telling.line(row), "ends": ends, **weighed.shown()}
    return making.drawn(request, form, asked, context, "share/accept.html")


@require_POST
def read(request: Visit, key: uuid.UUID) -> HttpResponse:
    """A comment was read; that is all there is to answer."""
    row = _find(request, key)
    if row.plan is not None:
        raise Http404
    return _answered(partial(proposals.answer, row, "accepted", timezone.now()), "read")


@require_POST
def decline(request: Visit, key: uuid.UUID) -> HttpResponse:
    """Not this; who said what stays where it is."""
    return _answered(partial(proposals.answer, _find(request, key), "declined", timezone.now()), "declined")


@require_POST
def erase(request: Visit, key: uuid.UUID) -> HttpResponse:
    """For good, after one more question."""
    row = _find(request, key)
    if request.POST.get("sure") != "yes":
        return render(request, "share/erase.html", {"one": telling.line(row)})
    proposals.erase(row)
    return _back("erased")


def _made(row: m.Proposal, words: Proposal, made: d.Plan, form: PlanForm) -> HttpResponse:
    """Save the plan the way every plan is saved, and what was answered with it: both or neither."""
    proposed = replace(_as_of(words, form.today), agreed_with=made.agreed_with)  # who that is, the person says
    how: proposals.Answer = "accepted" if entries.same(made, proposed) else "changed"
    try:
        with entries.writing(row.person):
            rows = saving.add(row.person, made, form)
            plan = next(one for one in rows if isinstance(one, m.Plan) and one.source_id == made.id)
            proposals.answer(row, how, timezone.now(), became=plan)
    except proposals.AlreadyAnswered:
        return _back("answered")
    return saving.answer("saved", rows)


def _as_of(words: Proposal, today: dt.date) -> d.Plan:
    """The proposed plan as it would begin: not before the day on which it is accepted, and named after who said it."""
    if words.plan is None:
        raise Http404
    agreed = words.plan.agreed_with or who.written(words.author, words.role or "")
    begins = max(words.plan.from_, today)
    return replace(words.plan, from_=begins, agreed_with=agreed, steps=(), ended_on=None)


def _find(request: Visit, key: uuid.UUID) -> m.Proposal:
    try:
        return proposals.find(request.person, key)
    except m.Proposal.DoesNotExist:
        raise Http404 from None


def _answered(answer: Callable[[], None], done: str) -> HttpResponse:
    try:
        answer()
    except proposals.AlreadyAnswered:
        return _back("answered")
    return _back(done)


def _back(done: str) -> HttpResponse:
    return redirect(f"{reverse('share')}?done={done}")
