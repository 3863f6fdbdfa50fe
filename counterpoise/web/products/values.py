"""Values of a laboratory that were typed in, corrected, or taken out."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from counterpoise import diary as d
from counterpoise.journal.diaries import record
from counterpoise.web.moments import clock
from counterpoise.web.numbers import NumberField
from counterpoise.web.products import done, reading, results
from counterpoise.web.products.forms import PLAIN
from counterpoise.web.settings.fields import DayField
from counterpoise.web.today import saving
from counterpoise.web.visit import Visit


class ValueForm(forms.Form):
    analyte = forms.CharField(
        max_length=64,
        label=gettext_lazy("What was measured"),
        widget=forms.TextInput(attrs={**PLAIN, "list": "analytes"}),
    )
    result = results.ResultField(
        label=gettext_lazy("Result"), help_text=gettext_lazy("As it stands there: 14.2, or < 0.05, or ND, or absent.")
    )
    unit = forms.CharField(
        max_length=32,
        label=gettext_lazy("Unit"),
        help_text=gettext_lazy("mg/g, %, ppm, ppb, CFU/g, in 25 g …"),
        widget=forms.TextInput(attrs={**PLAIN, "list": "value-units", "autocapitalize": "off"}),
    )
    limit = NumberField(
        required=False,
        min_value=0,
        max_value=results.MOST,
        label=gettext_lazy("Most allowed"),
        help_text=gettext_lazy("If the certificate says so, in the same unit."),
    )
    lab = forms.CharField(
        required=False, max_length=200, label=gettext_lazy("Laboratory"), widget=forms.TextInput(attrs=PLAIN)
    )
    accreditation = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Accreditation"),
        help_text=gettext_lazy("Such as ISO/IEC 17025, if it is named."),
        widget=forms.TextInput(attrs=PLAIN),
    )
    method = forms.CharField(
        required=False, max_length=200, label=gettext_lazy("Method"), widget=forms.TextInput(attrs=PLAIN)
    )
    date = DayField(required=False, label=gettext_lazy("Date of the report"))

    def __init__(self, today: dt.date, *args: Any, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_date(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["date"]
        if day is not None and day > self.today:
            raise forms.ValidationError(_("“%(day)s” lies in the future; a day up to today is."), params={"day": day})
        return day

    def assay(self, before: d.Assay | None) -> d.Assay:
        """What the form says; what it does not ask stays."""
        said, found = self.cleaned_data, self.cleaned_data["result"]
        first = before or d.Assay(analyte="-", unit="-")
        new = replace(
            first,
            analyte=results.analyte_key(said["analyte"], before),
            value=found.value,
            censored=found.censored,
            loq=found.below if found.below is not None else first.loq,
            unit=said["unit"].strip(),
            limit=said["limit"],
            lab=said["lab"].strip() or None,
            accreditation=said["accreditation"].strip() or None,
            method=said["method"].strip() or None,
            date=said["date"],
        )
        read_as = results.changed_by_hand(first, new)
        if (new.analyte, new.unit) != (first.analyte, first.unit):  # limits in another unit, or of something else
            new = replace(new, lod=None, loq=found.below)
        said_of_it = all(getattr(new, name) == getattr(first, name) for name in results.SAID)
        # What the page says of another number says nothing of this one; whoever saves the form has looked at it.
        confirmed = None if new.confirmed is None else True
        return replace(new, read_as=read_as, passed=new.passed if said_of_it else None, confirmed=confirmed)


@require_http_methods(["GET", "POST"])
def values(request: Visit, key: uuid.UUID) -> HttpResponse:
    """One more value, or one to be corrected: `n` counts from 0."""
    row = done.bag_row(request.person, key)
    lot: d.Lot = record(row)
    place = _place(request, lot)
    before = lot.assays[place] if place is not None else None
    today = clock(request.person, timezone.now()).date()
    form = ValueForm(today, request.POST or None, initial=_first(before, lot))
    elsewhere = request.method == "POST" and request.POST.get("seen") != saving.seen([row])
    if request.method == "POST" and form.is_valid() and not elsewhere:
        new = form.assay(before)
        assays = (*lot.assays, new) if place is None else (*lot.assays[:place], new, *lot.assays[place + 1 :])
        return done.answer("saved" if place is None else "changed", done.changed(row, replace(lot, assays=assays)), row)
    context = {
        "form": form,
        "bag": reading.bag(request.person, row),
        "place": place,
        "before": before,
        "seen": saving.seen([row]),
        "elsewhere": elsewhere,
        "analytes": results.analytes(),
        "units": results.UNITS,
    }
    return render(request, "products/values.html", context, status=409 if elsewhere else 422 if form.is_bound else 200)


@require_POST
def delete(request: Visit, key: uuid.UUID) -> HttpResponse:
    """Take one value out."""
    row = done.bag_row(request.person, key)
    lot: d.Lot = record(row)
    place = _place(request, lot)
    if place is None:
        raise Http404
    if request.POST.get("seen") != saving.seen([row]):
        return saving.refused(request, saving.changed_since())
    assays = (*lot.assays[:place], *lot.assays[place + 1 :])
    new = replace(lot, assays=assays, certificates=_without(lot, lot.assays[place]))
    return done.answer("deleted", done.changed(row, new), row)


def _without(lot: d.Lot, gone: d.Assay) -> tuple[d.Certificate, ...]:
    """The certificates of a bag, where the one that a value was taken from still names it as left out."""
    return tuple(
        replace(one, left_out=tuple(dict.fromkeys((*one.left_out, gone.analyte))))
        if one.sha256 == gone.certificate
        else one
        for one in lot.certificates
    )


def _place(visit: Visit, lot: d.Lot) -> int | None:
    """Which value of the bag is meant; none for a new one. 404 where there is none such."""
    said = visit.POST.get("n") or visit.GET.get("n") or ""
    if not said:
        return None
    if not said.isdecimal() or len(said) > 4 or int(said) >= len(lot.assays):
        raise Http404
    return int(said)


def _first(before: d.Assay | None, lot: d.Lot) -> dict[str, Any]:
    """What the form begins with: of a new value, the laboratory named last."""
    if before is None:
        last = lot.assays[-1] if lot.assays else None
        day = last.date.isoformat() if last is not None and last.date is not None else ""
        known = {"lab": last.lab or "", "accreditation": last.accreditation or "", "date": day} if last else {}
        return {"unit": "mg/g", **known}
    return {
        "analyte": results.analyte_name(before.analyte),
        "result": results.of(before),
        "unit": before.unit,
        "limit": before.limit,
        "lab": before.lab or "",
        "accreditation": before.accreditation or "",
        "method": before.method or "",
        "date": before.date.isoformat() if before.date else "",
    }
