"""One entry: correct it, date it back, delete it, take that back, and see what it was before."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from counterpoise import diary as d
from counterpoise.journal import entries, outbox
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record
from counterpoise.journal.erase import erase_entry
from counterpoise.report import names
from counterpoise.web.moments import MINUTE, clock
from counterpoise.web.safety.reviewing import with_corrected
from counterpoise.web.today import before, doses, measures, past, saving, words
from counterpoise.web.today.effects import help_for
from counterpoise.web.today.forms import DoseForm, EffectForm, Noted, RatingForm
from counterpoise.web.visit import Visit
from counterpoise.web.where import regions

AT_ONCE = dt.timedelta(seconds=1)
"""What was deleted by one tap: each of it was once given a moment of its own."""


@require_http_methods(["GET", "POST"])
def edit(request: Visit, kind: str, key: uuid.UUID) -> HttpResponse:
    """The entry with all its fields, to be corrected."""
    row = find(request.person, kind, key)
    form = form_of(request.person, row, request.POST if request.method == "POST" else None)
    elsewhere = False
    if request.method == "POST" and form.is_valid() and not request.POST.get("back"):
        if isinstance(form, DoseForm) and not before.confirmed(request):
            found = with_corrected(request.person, record(row), _corrected(row, form), timezone.now())
            if found.asked:
                return before.ask(request, _corrected(row, form), found)
        with entries.writing(request.person):
            row = find(request.person, kind, key)  # what another page erased meanwhile is not found
            elsewhere = saving.behind(request, shown_with(row))
            touched = [] if elsewhere else correct(row, form)
        if not elsewhere:
            return saving.answer(request, "changed", touched, day_of=find(request.person, kind, key).at)
    if isinstance(form, DoseForm):
        before.at_the_amount(request, form)
    context = {"row": row, "kind": kind, "form": form, **_around(request, row)}
    context |= saving.guard(request, shown_with(row), elsewhere=elsewhere)
    return render(request, "today/entry.html", context, status=409 if elsewhere else 422 if form.is_bound else 200)


@require_POST
def delete(request: Visit, kind: str, key: uuid.UUID) -> HttpResponse:
    with entries.writing(request.person):
        row, now = find(request.person, kind, key), timezone.now()
        rows = together(row)
        for each in rows:
            entries.remove(each, now)
    return saving.answer(request, "deleted", rows, day_of=row.at)


@require_POST
def erase(request: Visit, kind: str, key: uuid.UUID) -> HttpResponse:
    """Erase the entry and its history for good; a dose with the rating made for it."""
    row = find(request.person, kind, key)
    at = row.at
    for each in together(row):
        erase_entry(each)
    return saving.answer(request, "erased", [], day_of=at)


@require_POST
def over(request: Visit, key: uuid.UUID) -> HttpResponse:
    """An effect that has ended now."""
    with entries.writing(request.person):
        row = find(request.person, "effect", key)
        if row.ended_at is None:
            now = clock(request.person, timezone.now())
            entries.change(row, replace(record(row), ended_at=max(now, row.at)), timezone.now())
    return saving.answer(request, "over", [row])


@require_POST
def restore(request: Visit, kind: str, key: uuid.UUID) -> HttpResponse:
    """Bring a deleted entry back, a dose with the rating that went with it; sent twice, it stays."""
    with entries.writing(request.person):
        row, now = find(request.person, kind, key, deleted=True), timezone.now()
        rows = _went_with(row)
        for each in rows if row.deleted_at is not None else ():
            entries.undo(each, now)
    return saving.answer(request, "restored", rows, day_of=row.at)


@require_POST
def undo(request: Visit) -> HttpResponse:
    """Take back the latest change of the rows named; the same again puts it back."""
    with entries.writing(request.person):
        rows, now = [named(request.person, name) for name in request.POST.getlist("row")[:10]], timezone.now()
        behind = saving.behind(request, rows)
        for row in () if behind else rows:
            entries.undo(row, now)
    if behind:
        return saving.refused(request, saving.changed_since())
    return saving.answer(request, "redone" if request.POST.get("redo") else "undone", rows)


def find(person: m.Person, kind: str, key: uuid.UUID, *, deleted: bool = False) -> Any:
    """The entry of this person, or 404."""
    if kind not in saving.ENTRY_KINDS:
        raise Http404
    try:
        return entries.row_of(person, kind, key, deleted=deleted)
    except (m.Dose.DoesNotExist, m.Rating.DoesNotExist, m.Effect.DoesNotExist):
        raise Http404 from None


def together(row: Any) -> list[m.Row]:
    """A dose goes with the rating made for it; everything else alone."""
    if isinstance(row, m.Dose) and row.rating is not None and row.rating.deleted_at is None:
        return [row.rating, row]
    return [row]


def _went_with(row: Any) -> list[m.Row]:
    """A dose, and its rating, if that is here or was deleted with it: one that was taken away before stays away."""
    rating = row.rating if isinstance(row, m.Dose) else None
    if row.deleted_at is None or rating is None or rating.deleted_at is None:
        return [row]
    return [rating, row] if abs(rating.deleted_at - row.deleted_at) < AT_ONCE else [row]


def shown_with(row: Any) -> list[m.Row]:
    """What the page of an entry shows: a dose with its rating, also one that was taken away since."""
    return [row, row.rating] if isinstance(row, m.Dose) and row.rating is not None else [row]


def named(person: m.Person, name: str) -> Any:
    """The entry of this person that a form or an address names kind/key, deleted or not, or 404."""
    kind, _sep, key = name.partition("/")
    try:
        return find(person, kind, uuid.UUID(key), deleted=True)
    except ValueError:
        raise Http404 from None


def form_of(person: m.Person, row: Any, data: Mapping[str, Any] | None) -> Any:
    """The form of an entry, with what it holds now, or what was sent."""
    at = record(row).at
    first: dict[str, Any] = {"at": clock(person, at).strftime(MINUTE), "shown_in": person.time_zone}
    first["note"] = row.note or ""
    match row:
        case m.Dose():
            rating = row.rating if row.rating is not None and row.rating.deleted_at is None else None
            first |= {
                "substance": names.taken(row.substance, row.written),
                "amount": row.amount,
                "unknown": row.amount is None,
                "unit": names.unit(row.unit or "", 1),
                "lot": str(row.lot_id or ""),
                "reason": row.reason or "",
                "food": row.food or "",
                "pain": _whole(rating.value) if rating else "",
            }
            return DoseForm(person, data, initial=first, kept=at, was=row)
        case m.Rating():
            first["value"] = row.value
            return RatingForm(person, measures.scale(person, row.measure), data, initial=first, kept=at)
        case _:
            ended = record(row).ended_at
            first |= {
                "severity": str(row.severity or ""),
                "until": clock(person, ended).strftime(MINUTE) if ended else "",
            }
            return EffectForm(person, data, initial=first, kept=at, ended=ended)


def _whole(value: float) -> str:
    """A value as one of the buttons names it; one that no button is, with all its figures."""
    return str(int(value)) if value.is_integer() else repr(value)


def correct(row: Any, form: Noted) -> list[m.Row]:
    """Save what the form says; gives the rows that it changed."""
    now, said = timezone.now(), form.cleaned_data
    with entries.writing(form.person):
        if isinstance(form, DoseForm):
            return _correct_dose(row, form, now)
        changes: dict[str, Any] = {"at": said["at"], "zone": _zone(row, form), "note": said["note"]}
        if isinstance(form, RatingForm):
            changes |= {"value": said["value"], "places": form.places(record(row).places)}
        else:
            severity = int(said["severity"]) if said["severity"] else None
            changes |= {"severity": severity, "ended_at": said["until"]}
        return _changed(row, replace(record(row), **changes), now)


def _zone(row: Any, form: Noted) -> str | None:
    """Where the clock of the entry stood; of a new time, that of the page on which it was said."""
    was = record(row)
    return was.zone if was.at == form.cleaned_data["at"] else form.zone


def _changed(row: m.Row, to: Any, now: dt.datetime) -> list[m.Row]:
    """Correct a row where there is something to correct: taking it back must not take back more."""
    if entries.same(record(row), to):
        return []
    if record(row).at != to.at:
        outbox.time_is_said(row)
    entries.change(row, to, now)
    return [row]


def _corrected(row: m.Dose, form: DoseForm) -> d.Dose:
    """The dose as the form says it."""
    was = record(row)
    return _kept(was, doses.from_form(form, was.id, form.cleaned_data["at"]), _zone(row, form))


def _correct_dose(row: m.Dose, form: DoseForm, now: dt.datetime) -> list[m.Row]:
    """The dose, and the pain rated with it: corrected, added, or taken away."""
    was_dose, after = record(row), _corrected(row, form)
    pain = form.cleaned_data["pain"]
    rating = row.rating if row.rating is not None and row.rating.deleted_at is None else None
    touched: list[m.Row] = []
    if rating is not None and not pain:
        entries.remove(rating, now)
        touched = [rating]
    elif rating is not None:
        was = record(rating)
        touched = _changed(rating, replace(was, value=float(pain), at=_moved(was.at, was_dose.at, after.at)), now)
    elif pain:
        new = doses.pain_with(after, str(m.new_id()), float(pain))
        touched = [entries.add(form.person, new, now)]
        after = replace(after, rating=new.id)
    return [*touched, *_changed(row, after, now)]


def _kept(before: d.Dose, said: d.Dose, zone: str | None) -> d.Dose:
    """What the form says, with what it does not ask: kept as long as it still fits the amount."""
    same_unit = said.unit == before.unit
    return replace(
        said,
        zone=zone,
        source=before.source,
        recorded_at=before.recorded_at,
        rating=before.rating,
        route=before.route,
        of=before.of if same_unit else None,
        amount_sd=before.amount_sd if same_unit and said.amount == before.amount else None,
    )


def _moved(rated: dt.datetime, before: dt.datetime, after: dt.datetime) -> dt.datetime:
    """A rating moves with its dose."""
    return rated if before == after else after + (rated - before)


def _around(visit: Visit, row: Any) -> dict[str, Any]:
    """What the page shows beside the form: the heading, the history, where it came from."""
    person = visit.person
    lists = doses.form_lists(person) if isinstance(row, m.Dose) else {}
    urgent = help_for(row.kind, visit) if isinstance(row, m.Effect) else None
    return {
        "heading": _heading(person, row),
        "help": urgent,
        "history": past.earlier(person, row),
        "recorded": clock(person, row.recorded_at),
        "recorded_by": past.recorded_by(row),
        "day": clock(person, row.at).date(),
        "brought_from": row.source,
        "clock_asked": m.Receipt.objects.filter(person=person, row=row.pk, clock_asked=True).exists(),
        **lists,
        **_where(row),
    }


def _where(row: Any) -> dict[str, Any]:
    """The body map, for a rating of pain."""
    if not isinstance(row, m.Rating) or not row.measure.startswith("pain."):
        return {}
    return regions.shown(row.places or ())


def _heading(person: m.Person, row: Any) -> str:
    match row:
        case m.Dose():
            return words.dose(row)
        case m.Rating():
            return measures.name(row.measure, measures.own_names(person))
    return names.effect(row.kind)
