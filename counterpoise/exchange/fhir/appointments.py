"""Visits as Appointments. A diary knows their day and not their hour, and that is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal
from zoneinfo import ZoneInfo

from counterpoise.diary import Appointment
from counterpoise.exchange.fhir.kept import kept, written
from counterpoise.exchange.fhir.parts import Resource, absent_because, moment, without_none, words
from counterpoise.exchange.fhir.scope import Scope
from counterpoise.text import _


def appointments(scope: Scope) -> Iterator[Resource]:
    """Each visit that was written down, to come and past."""
    for visit in scope.diary.appointments:
        yield _appointment(scope, visit)


def status(scope: Scope, visit: Appointment) -> Literal["proposed", "booked", "fulfilled"]:
    """Fulfilled only where something was written down of it: a day that has passed shows no visit."""
    today = scope.now.astimezone(ZoneInfo(scope.diary.person.time_zone)).date()
    past = visit.on is None or visit.on <= today
    if past and (visit.agreed is not None or any(one.asked for one in visit.questions)):
        return "fulfilled"
    return "proposed" if visit.on is None else "booked"


def _appointment(scope: Scope, visit: Appointment) -> Resource:
    state = status(scope, visit)
    made = scope.head("Appointment", "appointment", visit) | {
        "extension": kept(appointment=written(visit)),
        "status": state,
        "description": words(visit.about),
        **_when(scope, visit, state),
        "comment": "\n".join(_lines(visit)),
        "patientInstruction": _bring(visit),
        "participant": _participants(scope, visit, state),
    }
    return without_none(made)


def _when(scope: Scope, visit: Appointment, state: str) -> Resource:
    """The whole day by the person's clock. R4 wants a beginning of what took place: that it is not known is one."""
    if visit.on is not None:
        begin = dt.datetime.combine(visit.on, dt.time(), ZoneInfo(scope.diary.person.time_zone))
        return {"start": moment(begin), "end": moment(begin + dt.timedelta(days=1))}
    if state == "proposed":
        return {}
    return {"_start": absent_because("unknown"), "_end": absent_because("unknown")}


def _participants(scope: Scope, visit: Appointment, state: str) -> list[Resource]:
    """The person, and the other side as far as it was told."""
    answered = "needs-action" if state == "proposed" else "accepted"
    whom, profession = words(visit.with_), words(visit.profession)
    other: Resource = {"actor": {"display": whom}} if whom else {}
    if profession:
        other["type"] = [{"text": profession.replace("_", " ")}]
    found = [{"actor": scope.patient, "status": answered}]
    return [*found, other | {"status": answered}] if other else found


def _lines(visit: Appointment) -> Iterator[str]:
    """What FHIR has no field for, a line each."""
    if visit.on is not None:
        yield _("The day is known, the hour is not.")
    for goal in visit.goals:
        yield _("Wanted from the visit: {goal}").format(goal=words(goal) or "-")
    for one in visit.questions:
        text = words(one.text) or "-"
        yield (_("Asked: {question}") if one.asked else _("To ask: {question}")).format(question=text)
        if answer := words(one.answer):
            yield _("Answered: {answer}").format(answer=answer)
    if agreed := words(visit.agreed):
        yield _("Agreed: {agreed}").format(agreed=agreed)
    if visit.next_on is not None:
        yield _("The next visit: {day}").format(day=visit.next_on.isoformat())
    if note := words(visit.note):
        yield _("Note: {note}").format(note=note)


def _bring(visit: Appointment) -> str | None:
    things = [said for one in visit.bring if (said := words(one.text))]
    return _("To bring: {things}").format(things="; ".join(things)) if things else None
