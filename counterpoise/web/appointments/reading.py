"""What the pages of visits show: which is next, what the record asks, what changed since the last one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from counterpoise import diary as d
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record, records
from counterpoise.journal.rows import KINDS
from counterpoise.knowledge.load import load
from counterpoise.plans import words
from counterpoise.report.asking import questions
from counterpoise.report.changed import Since, changed
from counterpoise.web.appointments.forms import professions
from counterpoise.web.moments import clock
from counterpoise.web.plan import beside
from counterpoise.web.safety import reviewing

AS_A_RULE = dt.timedelta(days=28)
"""Without an earlier visit, what changed is told of so many days."""
ASKED_AFTER = dt.timedelta(days=7)
"""So long after a visit the page of today asks what was agreed."""


@dataclass(frozen=True)
class Line:
    """A visit in one line, and the row of it. held: it lies behind."""

    row: m.Appointment
    title: str
    more: str
    held: bool


def all_of(person: m.Person) -> tuple[d.Appointment, ...]:
    found: tuple[d.Appointment, ...] = records(person, KINDS["appointment"])
    return found


def lines(person: m.Person, today: dt.date) -> list[Line]:
    """Those to come first, without a date before all; then those past, the latest first."""
    rows = list(m.Appointment.objects.filter(person=person, deleted_at=None).order_by("on", "id"))
    found = [_line(row, today) for row in rows]
    return [line for line in found if not line.held] + [line for line in reversed(found) if line.held]


def _line(row: m.Appointment, today: dt.date) -> Line:
    visit: d.Appointment = record(row)
    count = sum(not one.asked for one in visit.questions)
    waiting = ngettext("{count} question", "{count} questions", count).format(count=count) if count else ""
    more = " · ".join(part for part in (visit.about or "", waiting) if part)
    return Line(row, title(visit), more, held(visit, today))


def held(visit: d.Appointment, today: dt.date) -> bool:
    """Whether it lies behind."""
    return visit.on < today if visit.on is not None else visit.agreed is not None


def title(visit: d.Appointment) -> str:
    """ "3 December 2026, Dr Ng"."""
    called = professions()
    whom = visit.with_ or called.get(visit.profession or "", visit.profession) or _("a visit")
    return f"{words.day(visit.on)}, {whom}" if visit.on else _("{whom}, no date yet").format(whom=whom)


def on_day(person: m.Person, day: dt.date) -> m.Appointment | None:
    return m.Appointment.objects.filter(person=person, deleted_at=None, on=day).order_by("id").first()


def for_today(person: m.Person, now: dt.datetime) -> dict[str, Any] | None:
    """The line on the page of today: the next visit; else one of the last days of which nothing is written down."""
    today, visits = clock(person, now).date(), all_of(person)
    found = d.upcoming(visits, today)
    if found is None:
        just = [one for one in visits if one.on and today - ASKED_AFTER <= one.on < today and one.agreed is None]
        found = max(just, key=lambda one: one.on or today, default=None)
    if found is None:
        return None
    row = m.Appointment.objects.get(person=person, source=found.source or "", source_id=found.id)
    return {"line": _line(row, today), "is_today": found.on == today}


def suggested(person: m.Person, visit: d.Appointment, now: dt.datetime) -> list[d.Question]:
    """Questions that the record gives rise to, without those that stand on the list."""
    found = reviewing.standing(person, now)
    answers = beside.answers_at_hand(person, "kratom")
    asked = questions(reviewing.of_late(person, now), load(), found.found, answers, now)
    known = {one.text for one in visit.questions}
    return [one for one in asked if one.text not in known]


def last_before(person: m.Person, visit: d.Appointment, today: dt.date) -> dt.date | None:
    """The day of the visit before this one."""
    until = min(visit.on or today, today)
    days = [one.on for one in all_of(person) if one.on is not None and one.on < until]
    return max(days, default=None)


def since(person: m.Person, first: dt.date, now: dt.datetime) -> Since:
    found = reviewing.standing(person, now)
    return changed(reviewing.of_late(person, now), load(), found.found, first, now)


def to_bring(visit: d.Appointment) -> list[str]:
    """What is worth bringing, and is not on the list yet."""
    offered = (
        _("The bag, or a picture of its label"),
        _("Certificates of the laboratory"),
        _("The list of all my medicines"),
        _("My report, on paper or as a file"),
        _("The last blood tests"),
    )
    known = {one.text for one in visit.bring}
    return [text for text in offered if text not in known]
