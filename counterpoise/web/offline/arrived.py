"""What arrived from the phone: what became of it, what is wrong with some of it, and the person's choice."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from counterpoise.journal import entries, outbox
from counterpoise.journal import models as m
from counterpoise.web.offline import amounts, taking, telling
from counterpoise.web.offline.device import known, mark_of
from counterpoise.web.offline.reading import Said, said_by
from counterpoise.web.safety.reviewing import came_with
from counterpoise.web.today import doses, entry, measures, saving
from counterpoise.web.today.forms import DoseForm, Noted
from counterpoise.web.visit import Visit
from counterpoise.web.where import regions

LATELY = dt.timedelta(days=7)
SHOWN = 60
PUT_RIGHT = ("unfit", "clock", "like")
"""What is held for these is shown in its form; for the others there is something to choose."""
CHOICES = dict.fromkeys(PUT_RIGHT, ("drop",)) | {"other": ("keep", "beside")}
CHOICES |= dict.fromkeys(("edited", "gone"), ("keep", "take"))


@require_GET
def arrived(request: Visit) -> HttpResponse:
    """Everything of the last days, what waits for an answer first; above it, what the safety rules find."""
    return _page(request)


@require_GET
def told(request: Visit) -> HttpResponse:
    """What has just arrived, in a line: a page that stands open says it."""
    rows = telling.came(request.person, request.GET.getlist("came"))
    said = telling.arrived(request.person, rows, timezone.now())
    return HttpResponse(said, content_type="text/plain; charset=utf-8")


def _page(request: Visit, problem: str = "") -> HttpResponse:
    now = timezone.now()
    receipts = outbox.lately(request.person, now - LATELY)
    new = (one for one in receipts if one.received_at > now - amounts.JUST_NOW)
    fresh = [row for one in new if (row := telling.row_of(one)) is not None]
    context = {
        "problem": problem,
        "held": [telling.held(request.person, one) for one in outbox.held(request.person)],
        "clocks": [
            asked for one in outbox.clocks_asked(request.person) if (asked := telling.of_clock(one, now)) is not None
        ],
        "amounts": amounts.asked(request, now),
        "known": known(request.own, mark_of(request.person, request.consent)),
        "lines": _lines(request.person, receipts[:SHOWN]),
        **saving.top(request, came_with(request.person, fresh, now)),
    }
    return render(request, "offline/arrived.html", context, status=422 if problem else 200)


def _lines(person: m.Person, receipts: Iterable[m.Receipt]) -> list[telling.Line]:
    """Each entry once, as it reads now, by the last that arrived of it: an entry and its correction look like two."""
    shown: dict[tuple[str, Any], telling.Line] = {}
    for one in receipts:
        if (line := telling.line(person, one)) is not None:
            shown.setdefault((line.kind, line.key), line)
    return list(shown.values())


@require_http_methods(["GET", "POST"])
def one(request: Visit, key: uuid.UUID) -> HttpResponse:
    """One entry that could not simply be saved: what it says, what is wrong, and what can be done."""
    try:
        return _one(request, key)
    except outbox.Erased:
        with entries.writing(request.person):
            outbox.forget(_waiting(request.person, key))
        return saving.refused(request, _("This entry was erased for good, so nothing of it was saved."))


def _one(request: Visit, key: uuid.UUID) -> HttpResponse:
    held = _waiting(request.person, key)
    said = _unguessed(held)
    how = request.POST.get("how", "") if request.method == "POST" else ""
    if how in CHOICES[held.why]:
        if _settle(request.person, key, how):
            return redirect("arrived")
        held = _waiting(request.person, key)  # it may be something to put right by now
    form = _form(request, held, said, how)
    if how == "save" and form is not None and form.is_valid():
        if _save(request.person, key, form):
            return redirect("arrived")
        held = _waiting(request.person, key)  # it may be something to choose by now
        form = form if held.why in PUT_RIGHT else None
    context = {
        "one": telling.held(request.person, held),
        "kind": said.what if said.what != "edit" else said.fields.get("entry", "").partition("/")[0],
        "form": form,
        "pain_now": measures.pain(),
        **(doses.form_lists(request.person) if isinstance(form, DoseForm) else {}),
    }
    return render(request, "offline/one.html", context, status=422 if how else 200)


@require_POST
def clock_said(request: Visit, key: uuid.UUID) -> HttpResponse:
    """Whether the time of an entry is right as the phone wrote it, or as it is corrected by what its clock was off."""
    with entries.writing(request.person):
        receipt = m.Receipt.objects.filter(person=request.person, pk=key, clock_asked=True).first()
        if receipt is None:
            raise Http404
        refused = request.POST.get("how") == "correct" and not _corrected(receipt, timezone.now())
        if not refused:
            receipt.clock_asked = False
            receipt.save(update_fields=["clock_asked"])
    if refused:
        why = _("Nothing was changed: the corrected time is not possible here. Please say the right one in the entry.")
        return _page(request, why)
    return redirect("arrived")


def _corrected(receipt: m.Receipt, now: dt.datetime) -> bool:
    """Move an entry by what the clock of the phone was off. False where it cannot stand there: nothing moves."""
    row = telling.row_of(receipt)
    if row is None:
        return True
    moved = taking.moved(row, dt.timedelta(seconds=receipt.ahead), now)
    for each, to in moved:
        entries.change(each, to, now)
    return bool(moved)


def _waiting(person: m.Person, key: uuid.UUID) -> m.Held:
    """What still waits under this key, or 404. Asked again inside each write: the same may be sent twice at once."""
    held = m.Held.objects.filter(person=person, pk=key, settled_at=None).first()
    if held is None:
        raise Http404
    return held


def _unguessed(held: m.Held) -> Said:
    """What is held, as it was said. Where there was no dose to log again, none that is there by now is meant."""
    said = said_by(held.entry, held.said)
    if held.why != "like":
        return said
    return replace(said, fields={name: value for name, value in said.fields.items() if name != "like"})


def _form(visit: Visit, held: m.Held, said: Said, how: str) -> Any:
    """The form in which it can be put right; None where there is something else to choose."""
    if held.why not in PUT_RIGHT:
        return None
    if how == "save":
        unasked = {name: said.fields[name] for name in (regions.ASKED, regions.FIELD) if name in said.fields}
        return taking.form_of(visit.person, said, unasked | visit.POST.dict())
    corrected = taking.edited_row(visit.person, said) if said.what == "edit" else None
    at = said.at if corrected is None else corrected.at
    if held.why == "clock" and corrected is None:
        at -= dt.timedelta(seconds=held.said["ahead"])
    return taking.form_of(visit.person, said, taking.shown_again(visit.person, said, at))


def _save(person: m.Person, key: uuid.UUID, form: Noted) -> bool:
    """Write what was put right. False where it cannot be: of a correction, the person chooses between the two then."""
    now = timezone.now()
    with entries.writing(person):
        held = _waiting(person, key)
        said = _unguessed(held)
        try:
            with transaction.atomic(), entries.said_under(outbox.said_under(held)):
                if said.what == "edit":
                    said = replace(said, fields=_put_right(said, form))
                    taking.correct(person, said)
                else:
                    taking.save(person, said, form, now, afresh=held.said.get("beside", False))
        except outbox.CannotSave as error:
            if error.why in ("edited", "gone"):
                outbox.ask_to_choose(held, error.why, said.fields)
            else:
                form.add_error(None, _("Nothing was saved: this was sent before with another value."))
            return False
        outbox.settle(held, "saved", now)
    return True


def _put_right(said: Said, form: Noted) -> dict[str, str]:
    """A correction as its form says it now; which entry it is of, and what the phone had seen of it, stay."""
    asked = (*form.fields, regions.ASKED, regions.FIELD)
    stays = {name: said.fields[name] for name in ("entry", "seen") if name in said.fields}
    return stays | {name: str(form.data[name]) for name in asked if name in form.data}


def _settle(person: m.Person, key: uuid.UUID, how: str) -> bool:
    """Do what the person chose. False where it cannot be done any more."""
    now = timezone.now()
    with entries.writing(person):
        held = _waiting(person, key)
        said = said_by(held.entry, held.said)
        if how not in CHOICES[held.why]:
            return False
        if how == "beside":
            form = taking.form_of(person, said, said.fields)
            if form is None:
                return False
            ahead = taking.clock_was_ahead(said, now)
            if ahead or not form.is_valid():
                outbox.ask_to_put_right(held, "clock" if ahead else "unfit")
                return False
            with entries.said_under(outbox.said_under(held)):
                taking.save(person, said, form, now, afresh=True)
        if how == "take":
            row = taking.edited_row(person, said)
            if row is None:
                return False
            form = entry.form_of(person, row, said.fields)
            if not form.is_valid():
                return False
            if row.deleted_at is not None:
                entries.undo(row, now)
            with entries.said_under(outbox.said_under(held)):
                entry.correct(row, form)
        outbox.settle(held, how, now)
    return True
