"""Blood values of the person: typed from the laboratory's sheet, with the limit that stands beside each."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record
from counterpoise.knowledge.load import load
from counterpoise.safety.blood import unit_of, written
from counterpoise.web.moments import clock
from counterpoise.web.numbers import NumberField
from counterpoise.web.settings import kept
from counterpoise.web.settings.fields import DayField
from counterpoise.web.today import saving
from counterpoise.web.visit import Visit

KIND, PAGE = "lab", "labs"
NO_UNIT = "1"


class LabForm(forms.Form):
    analyte = forms.ChoiceField(label=gettext_lazy("Blood test"))
    value = NumberField(min_value=0, label=gettext_lazy("Value"))
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), help_text=gettext_lazy("As it stands on the sheet."))
    upper_limit = NumberField(
        required=False,
        label=gettext_lazy("Upper limit of this laboratory"),
        help_text=gettext_lazy("It stands beside the value. Without it nothing can be said about the value."),
    )
    day = DayField(label=gettext_lazy("Day of the test"))

    def __init__(self, person: m.Person, *args: Any, before: d.Lab | None = None, **kwargs: Any) -> None:
        self.person, self.before = person, before
        super().__init__(*args, **kwargs)
        tests = load().blood
        self._offer("analyte", {key: _(test.name) for key, test in tests.items()}, before.analyte if before else None)
        units = {unit: unit for test in tests.values() for unit in test.units if unit not in ("INR", "ratio")}
        self._offer("unit", units | {NO_UNIT: _("no unit (INR)")}, before.unit if before else None)

    def _offer(self, field: str, choices: dict[str, str], other: str | None) -> None:
        """What a file brought under a word that is not in the list stays as it is."""
        more = {other: other} if other and other not in choices else {}
        self.fields[field].choices = [("", _("please choose")), *choices.items(), *more.items()]  # type: ignore[attr-defined]

    def clean_upper_limit(self) -> float | None:
        limit: float | None = self.cleaned_data["upper_limit"]
        if limit is not None and limit <= 0:
            raise forms.ValidationError(_("“%(limit)s” is no limit; a number above 0 is."), params={"limit": limit})
        return limit

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        if day > clock(self.person, timezone.now()).date():
            raise forms.ValidationError(_("“%(day)s” lies in the future; a day up to today is."), params={"day": day})
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        test = load().blood.get(data.get("analyte", ""))
        unit = data.get("unit")
        if test is not None and unit and unit_of(test, unit) is None:
            said = {"unit": unit, "test": _(test.name), "units": ", ".join(u for u in test.units if u != NO_UNIT)}
            text = _("“%(unit)s” is no unit of %(test)s here; allowed: %(units)s.")
            self.add_error("unit", forms.ValidationError(text, params=said))
        return data

    def record(self, before: d.Lab | None) -> d.Lab:
        """What the form says. A day that was not changed keeps its hour; a new one is taken at noon, or now."""
        said = self.cleaned_data
        now = clock(self.person, timezone.now())
        if before is not None and clock(self.person, before.at).date() == said["day"]:
            at = before.at
        else:
            at = min(now, dt.datetime.combine(said["day"], dt.time(12), ZoneInfo(self.person.time_zone)))
        new = before or d.Lab(at=at, analyte=said["analyte"], value=0.0, unit=said["unit"])
        named = {name: said[name] for name in ("analyte", "value", "unit", "upper_limit")}
        return replace(new, at=at, zone=self.person.time_zone if before is None else before.zone, **named)


@dataclass(frozen=True)
class Line:
    """One value as the list shows it."""

    row: m.Lab
    name: str
    value: str
    limit: str
    day: dt.date


@require_http_methods(["GET", "POST"])
def labs(request: Visit) -> HttpResponse:
    """The list, and a form for one more."""
    form = LabForm(request.person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        new = replace(form.record(None), id=saving.sent_id(request))
        try:
            (row,) = saving.save(request.person, new, dated=True)
        except entries.Conflict:
            return saving.refused(request, saving.already_used())
        return kept.answer(PAGE, "saved", row)
    rows = m.Lab.objects.filter(person=request.person, deleted_at=None).order_by("-at", "-id")
    context = {
        "form": form,
        "id": request.POST.get("id") or m.new_id(),
        "tests": [(_(test.name), _(test.about)) for test in load().blood.values()],
        "lines": [_line(request.person, row) for row in rows],
        **kept.done(request, KIND),
    }
    return render(request, "settings/labs.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def lab(request: Visit, key: uuid.UUID) -> HttpResponse:
    """One value, to be corrected."""
    row = kept.find(request.person, KIND, key)
    before: d.Lab = record(row)
    test = load().blood_test(before.analyte)
    first = {
        "analyte": before.analyte if test is None else test.key,
        "value": before.value,
        "unit": before.unit if test is None else unit_of(test, before.unit) or before.unit,
        "upper_limit": before.upper_limit,
        "day": clock(request.person, before.at).date().isoformat(),
    }
    form = LabForm(request.person, request.POST or None, initial=first, before=before)
    elsewhere = False
    if request.method == "POST" and form.is_valid():
        if kept.change(request, row, form.record(before)):
            return kept.answer(PAGE, "changed", row)
        elsewhere = True
    line = _line(request.person, row)
    stands = f"{line.value} · {line.limit}"
    context = {"form": form, "line": line, "stands": stands, **saving.guard(request, [row], elsewhere=elsewhere)}
    return render(request, "settings/lab.html", context, status=409 if elsewhere else 422 if form.is_bound else 200)


@require_POST
def delete(request: Visit, key: uuid.UUID) -> HttpResponse:
    return kept.delete(request, KIND, PAGE, key)


@require_POST
def undo(request: Visit, key: uuid.UUID) -> HttpResponse:
    return kept.undo(request, KIND, PAGE, key)


def _line(person: m.Person, row: m.Lab) -> Line:
    test = load().blood_test(row.analyte)
    limit = _("upper limit not given")
    if row.upper_limit is not None:
        limit = _("upper limit {limit}").format(limit=written(row.upper_limit, row.unit))
    name = row.analyte if test is None else _(test.name)
    return Line(row, name, written(row.value, row.unit), limit, clock(person, row.at).date())
