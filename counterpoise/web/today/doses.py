"""Logging a dose with the pain at that moment: a usual one in two taps, any other by a form."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from counterpoise import diary as d
from counterpoise import units
from counterpoise.diary import PAIN_NOW
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record
from counterpoise.knowledge.contents import another_drug
from counterpoise.knowledge.load import load
from counterpoise.knowledge.pack_file import if_whole
from counterpoise.report import names
from counterpoise.web.moments import clock
from counterpoise.web.safety import confirmations
from counterpoise.web.safety.calls import for_emergencies
from counterpoise.web.safety.reviewing import keep, standing, with_new
from counterpoise.web.today import before, measures, saving, words
from counterpoise.web.today import usual as usuals
from counterpoise.web.today.forms import COMMON_UNITS, DoseForm, ago
from counterpoise.web.visit import Visit

PART = "today/usual.html"


@require_GET
def usual(request: Visit) -> HttpResponse:
    """The usual doses again, after a dose was not logged after all."""
    return render(request, PART, _usual(request))


@require_http_methods(["GET", "POST"])
def again(request: Visit, key: uuid.UUID) -> HttpResponse:
    """A dose like an earlier one: asks for the pain, and saves both."""
    like = _dose_row(request.person, key)
    if request.method == "GET":
        return _ask_pain(request, like)
    if request.POST.get("back") == before.AMOUNT:
        return _another_amount(request, like)
    if request.POST.get("back"):
        return render(request, PART, _usual(request)) if request.htmx else redirect(saving.way_back(request))
    id_ = saving.sent_id(request)
    at = before.asked_at(request) or clock(request.person, timezone.now())
    earlier: d.Dose = record(like)
    new = d.Dose(
        id=id_,
        at=at,
        zone=request.person.time_zone,
        substance=earlier.substance,
        written=earlier.written,
        amount=earlier.amount,
        amount_sd=earlier.amount_sd,
        unit=earlier.unit,
        of=earlier.of,
        lot=earlier.lot,
        route=earlier.route,
        reason=_reason(request.POST.get("reason", "")),
    )
    return _save(request, new, request.POST.get("pain", ""), dated=False)


@require_http_methods(["GET", "POST"])
def new(request: Visit) -> HttpResponse:
    """Any other dose."""
    if request.method == "GET":
        return _form(request, DoseForm(request.person, initial=_like(request)))
    form = DoseForm(request.person, request.POST)
    if not form.is_valid():
        return _form(request, form, status=422)
    if request.POST.get("back"):
        return _form(request, form)
    id_ = saving.sent_id(request)
    said = form.cleaned_data["at"]
    at = said or (before.asked_at(request) or clock(request.person, timezone.now())) - ago(request.POST)
    new = from_form(form, id_, at)
    return _save(request, new, form.cleaned_data["pain"], dated=said is not None)


def from_form(form: DoseForm, id_: str, at: dt.datetime, rating: str | None = None) -> d.Dose:
    """The dose that a valid form describes."""
    said = form.cleaned_data
    return d.Dose(
        id=id_,
        at=at,
        zone=form.person.time_zone,
        substance=said["substance"],
        written=form.word,
        amount=said["amount"],
        unit=said["unit"] or None,
        lot=form.lot_id(),
        reason=said["reason"] or None,
        food=said["food"] or None,
        note=said["note"],
        rating=rating,
    )


def pain_with(dose: d.Dose, id_: str, value: float) -> d.Rating:
    """The rating made together with a dose."""
    return d.Rating(id=id_, at=dose.at, zone=dose.zone, measure=PAIN_NOW, value=value, prompt="dose")


def form_lists(person: m.Person) -> dict[str, Any]:
    """What the fields of a dose offer to choose from."""
    recent = m.Dose.objects.filter(person=person, deleted_at=None).order_by("-at")[:200]
    taken = {row.substance: names.substance(row.substance) for row in recent}
    known = if_whole(lambda: load().substances) or {}
    packs = {key: names.substance(key) for key in known}
    logged_in = [unit for pack in known.values() for unit in pack.units]
    measured = [*(row.unit for row in recent if row.unit), *COMMON_UNITS, *logged_in]
    last = _units(person)
    named = {name: names.unit(last.get(key) or "", 1) for key, name in (taken | packs).items()}
    named |= {row.written: names.unit(row.unit or "", 1) for row in reversed(recent) if row.written}
    return {"substances": list(named.items()), "units": list(dict.fromkeys(names.unit(one, 1) for one in measured))}


def _units(person: m.Person) -> dict[str, str | None]:
    """The unit in which each substance was logged last, else the usual one of its pack."""
    last = m.Dose.objects.filter(person=person, deleted_at=None, unit__isnull=False).order_by("-at")
    logged = dict(reversed(last.values_list("substance", "unit")[: usuals.LATEST]))
    return {key: pack.default_unit for key, pack in (if_whole(lambda: load().substances) or {}).items()} | logged


def _save(request: Visit, dose: d.Dose, pain: str, *, dated: bool) -> HttpResponse:
    found = with_new(request.person, dose, timezone.now())
    if found.asked and not before.confirmed(request):
        return before.ask(request, dose, found)
    records: list[Any] = [dose]
    if pain in {str(value) for value in measures.pain().buttons}:  # nothing tapped stays nothing, never 0
        rating = pain_with(dose, saving.sent_id(request, "rating_id"), float(pain))
        records = [rating, d.Dose(**{**_fields(dose), "rating": rating.id})]
    try:
        rows = saving.save(request.person, *records, dated=dated)
    except entries.Conflict:
        return saving.refused(request, saving.already_used(), PART, **_usual(request))
    keep(request.person, found, timezone.now())
    confirmations.keep(request, found)
    return saving.answer(request, "saved", rows, PART, found=found, **_usual(request))


def _fields(dose: d.Dose) -> dict[str, Any]:
    return {name: getattr(dose, name) for name in dose.__dataclass_fields__}


def _usual(request: Visit) -> dict[str, Any]:
    often, once = usuals.offered(request.person, timezone.now())
    return {"usual": often, "once": once}


def _reason(text: str) -> Any:
    return text if text in words.reasons() else None


def _ask_pain(request: Visit, like: m.Dose) -> HttpResponse:
    context = {
        "like": like,
        "title": words.dose(like),
        "beside": words.beside(like),
        "pain": measures.pain(),
        "reasons": words.reasons(),
        "id": m.new_id(),
        "rating_id": m.new_id(),
        "help": None if request.htmx else _help(request),  # the page of today shows it already
    }
    return render(request, "today/again.html" if request.htmx else "today/again_page.html", context)


def _another_amount(request: Visit, like: m.Dose) -> HttpResponse:
    """The form filled in like this dose, at its amount. The address tells nothing of what was tapped."""
    then = "&then=flare" if saving.way_back(request) == "flare" else ""
    address = f"{reverse('dose_new')}?like={like.pk}&to={before.AMOUNT}{then}"
    return HttpResponse(headers={"HX-Redirect": address}) if request.htmx else redirect(address)


def _form(request: Visit, form: DoseForm, status: int = 200) -> HttpResponse:
    before.at_the_amount(request, form)
    ids = {name: request.POST.get(name) or m.new_id() for name in ("id", "rating_id")}
    pains = [str(value) for value in measures.pain().buttons]
    context = {
        "form": form,
        "scale": measures.pain(),
        "chosen": next((one for one in pains if form["pain"].value() == one), ""),
        "back_to": saving.way_back(request),
        "help": _help(request),
        **ids,
        **form_lists(request.person),
    }
    return render(request, "today/dose.html", context, status=status)


def _help(visit: Visit) -> dict[str, Any] | None:
    """Whom to call, where there is a sign of an emergency: that comes before logging."""
    return for_emergencies(visit, standing(visit.person, timezone.now()).found)


def _like(request: Visit) -> dict[str, Any]:
    """The fields of a dose to start from; of a fresh form, what is logged most and the unit it was last logged in, or
    the bag it is asked for."""
    bag = _bag(request)
    if bag is not None:
        return _from_bag(bag)
    try:
        row = _dose_row(request.person, uuid.UUID(request.GET.get("like", "")))
    except (ValueError, Http404):
        key = usuals.substance(request.person)
        return {"substance": names.substance(key), "unit": names.unit(_units(request.person).get(key) or "", 1)}
    what = names.taken(row.substance, row.written)
    return {"substance": what, "amount": row.amount, "unit": names.unit(row.unit or "", 1), "lot": row.lot_id}


LEAF = "kratom"
COUNTED = ("capsule", "tablet", "gummy")
"""What a bag may be counted in, and a dose from it then is as well."""


def _from_bag(bag: m.Lot) -> dict[str, Any]:
    """A dose from this bag: what it is, and the unit used with it; no amount."""
    last = m.Dose.objects.filter(person=bag.person, deleted_at=None, lot=bag).order_by("-at").first()
    unit = last.unit if last is not None else _counted_in(bag)
    return {"substance": names.substance(bag.product.substance), "unit": names.unit(unit or "", 1), "lot": bag.pk}


def _counted_in(bag: m.Lot) -> str:
    """The piece that it comes in, else the usual unit of leaf. Of another drug no unit is guessed: "1" beside a "mg"
    that nobody chose would be one tablet noted as one milligram."""
    for kind in (bag.size["unit"] if bag.size else "", bag.product.form or ""):
        if (piece := units.canonical(kind)) in COUNTED:
            return piece
    pack = if_whole(lambda: load().substances.get(bag.product.substance))
    leaf = pack is not None and pack.key == LEAF and another_drug(record(bag), load()) is None
    return pack.default_unit if pack is not None and leaf else ""


def _bag(request: Visit) -> m.Lot | None:
    """The bag that the page of a bag asks for."""
    try:
        row = entries.row_of(request.person, "lot", uuid.UUID(request.GET.get("bag", "")))
    except (ValueError, m.Lot.DoesNotExist):
        return None
    assert isinstance(row, m.Lot)  # noqa: S101 - the kind says so
    return row if row.product.deleted_at is None else None


def _dose_row(person: m.Person, key: uuid.UUID) -> m.Dose:
    try:
        row = entries.row_of(person, "dose", key)
    except m.Dose.DoesNotExist:
        raise Http404 from None
    assert isinstance(row, m.Dose)  # noqa: S101 - the kind says so
    return row
