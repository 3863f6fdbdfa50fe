"""The diary as FHIR R4, read only, for the person whose diary is open in this browser and for nobody else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from counterpoise.exchange.fhir import bundle, document
from counterpoise.journal import given_to_read, recalls
from counterpoise.journal.diaries import diary
from counterpoise.report.pdf import pdf
from counterpoise.safety.review import review
from counterpoise.web import kernels
from counterpoise.web.balance import answering
from counterpoise.web.country import country_of
from counterpoise.web.moments import clock
from counterpoise.web.report import asking, making
from counterpoise.web.visit import Visit

KIND = "application/fhir+json"


class NoReport(ValueError):
    """The report that was asked for cannot be drawn: why, in words."""


@require_safe
def whole(request: Visit) -> HttpResponse:
    """Everything that FHIR has a place for, as a collection; with what others were given to read."""
    return _sent(request, partial(bundle, shared=given_to_read.given(request.person)), "fhir")


@require_safe
def summary(request: Visit) -> HttpResponse:
    """A patient summary, as a document."""
    return _sent(request, document, "summary")


def _sent(request: Visit, make: Callable[..., dict[str, Any]], word: str) -> HttpResponse:
    """A file whose name says the day and nothing of the person. With `report`, the report goes along as a PDF."""
    person, now = request.person, timezone.now()
    read, packs = diary(person), recalls.knowledge(person)
    try:
        drawn = _report(request) if request.GET.get("report") else None
    except NoReport as problem:
        context = {"heading": _("The report cannot go along"), "text": str(problem)}
        return render(request, "error.html", context, status=409)
    try:
        answers = answering.answer(person, "kratom", "pain.now").answers
    except ValueError:  # a record that is not on the measure's scale has no answer
        answers = None
    made = make(read, packs, answers, review(read, packs, now), now, pdf=drawn, who=str(person.pk))
    name = f"counterpoise-{word}-{clock(person, now).date().isoformat()}.json"
    disposition = f'attachment; filename="{name}"'
    content = json.dumps(made, ensure_ascii=False)
    return HttpResponse(content, content_type=KIND, headers={"Content-Disposition": disposition})


def _report(request: Visit) -> bytes:
    """The report as it was chosen last, without a name: this file carries none. Raises NoReport."""
    if isinstance(kernels.state(), kernels.Preparing):
        raise NoReport(_("What the report is worked out with is still being prepared. In a few minutes it is there."))
    today = clock(request.person, timezone.now()).date()
    chosen = asking.kept(request.session, request.person) or asking.at_first(today)
    try:
        told = making.document(request.person, replace(chosen, name=None))
    except ValueError as problem:
        raise NoReport(_("This cannot be worked out: {problem}.").format(problem=problem)) from problem
    country, _guessed = country_of(request)
    return pdf(told, country or None)
