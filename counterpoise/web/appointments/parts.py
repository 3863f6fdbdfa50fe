"""The parts of a visit's page that change it: questions, what to bring, what was agreed, and the next one."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TypeVar

from django.http import HttpResponse, HttpResponseBadRequest
from django.utils import timezone
from django.views.decorators.http import require_POST

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record
from counterpoise.report.asking import OF_ALL
from counterpoise.web.appointments import reading, saving, views
from counterpoise.web.appointments.forms import MOST_SIGNS, AfterForm
from counterpoise.web.appointments.saving import KIND
from counterpoise.web.settings import kept
from counterpoise.web.visit import Visit

_Line = TypeVar("_Line", bound=d.Question | d.ToBring)
MOST = 40
"""So many questions or things to bring a visit holds."""


@require_POST
def question(request: Visit, key: uuid.UUID) -> HttpResponse:
    """One more question; the same twice is one."""
    row, text = kept.find(request.person, KIND, key), _text(request)
    names = _names(request, record(row), text)

    def add(visit: d.Appointment) -> d.Appointment:
        return replace(visit, questions=_with(visit.questions, d.Question(text=text, names=names))) if text else visit

    return saving.change(request, row, add, "questions")


def _names(request: Visit, visit: d.Appointment, text: str) -> tuple[str, ...]:
    """Which parts of the report a question can name to which the record gave rise; none of one's own words."""
    if not request.POST.get("suggested"):
        return ()
    offered = {one.text: one.names for one in reading.suggested(request.person, visit, timezone.now())}
    return offered.get(text, OF_ALL)  # the record has changed since: it could name any of them


@require_POST
def questions(request: Visit, key: uuid.UUID) -> HttpResponse:
    """What was asked and answered; or one question taken out."""
    row = kept.find(request.person, KIND, key)
    out = request.POST.get("out", "")

    def said(number: int, one: d.Question) -> d.Question:
        answer = request.POST.get(f"answer-{number}", "").strip()[:10_000]
        return replace(one, asked=bool(request.POST.get(f"asked-{number}")) or bool(answer), answer=answer or None)

    def write(visit: d.Appointment) -> d.Appointment:
        asked = enumerate(visit.questions)
        if out:
            return replace(visit, questions=tuple(one for number, one in asked if str(number) != out))
        return replace(visit, questions=tuple(said(number, one) for number, one in asked))

    return saving.change(request, row, write, "questions")


@require_POST
def bring(request: Visit, key: uuid.UUID) -> HttpResponse:
    """One more thing to bring; the same twice is one."""
    row, text = kept.find(request.person, KIND, key), _text(request)

    def add(visit: d.Appointment) -> d.Appointment:
        return replace(visit, bring=_with(visit.bring, d.ToBring(text=text))) if text else visit

    return saving.change(request, row, add, "bring")


@require_POST
def packed(request: Visit, key: uuid.UUID) -> HttpResponse:
    """One thing packed, unpacked, or taken out of the list."""
    row = kept.find(request.person, KIND, key)
    tick, out = request.POST.get("tick", ""), request.POST.get("out", "")

    def write(visit: d.Appointment) -> d.Appointment:
        found = [
            replace(one, packed=not one.packed) if str(number) == tick else one
            for number, one in enumerate(visit.bring)
            if str(number) != out
        ]
        return replace(visit, bring=tuple(found))

    return saving.change(request, row, write, "bring")


@require_POST
def after(request: Visit, key: uuid.UUID) -> HttpResponse:
    """What was agreed, and the day of the next one."""
    row, form = kept.find(request.person, KIND, key), AfterForm(request.POST)
    if not form.is_valid():
        return views.page(request, row, form)
    agreed, next_on = form.cleaned_data["agreed"].strip() or None, form.cleaned_data["next_on"]
    return saving.change(request, row, lambda visit: replace(visit, agreed=agreed, next_on=next_on), "after")


@require_POST
def follow(request: Visit, key: uuid.UUID) -> HttpResponse:
    """The next visit, with what was not asked yet; asked for twice, it is made once."""
    row = kept.find(request.person, KIND, key)
    before: d.Appointment = record(row)
    if before.next_on is None:
        return HttpResponseBadRequest()
    with entries.writing(request.person):
        there: m.Row | None = reading.on_day(request.person, before.next_on)
        if there is None:
            new = d.Appointment(
                id=str(m.new_id()),
                on=before.next_on,
                with_=before.with_,
                profession=before.profession,
                questions=tuple(one for one in before.questions if not one.asked),
            )
            there = entries.add(request.person, new, timezone.now())
    return saving.answer("saved", there)


def _with(lines: tuple[_Line, ...], one: _Line) -> tuple[_Line, ...]:
    """The list with one more line, as long as it is new and the list is not full."""
    known = {line.text for line in lines}
    return lines if one.text in known or len(known) >= MOST else (*lines, one)


def _text(request: Visit) -> str:
    """What was typed or tapped, in one line that fits."""
    return " ".join(request.POST.get("text", "").split())[:MOST_SIGNS]
