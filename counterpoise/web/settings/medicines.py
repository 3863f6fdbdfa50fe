"""The person's other medicines, typed as people type them: added, corrected, ended, deleted, and all of it undone."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

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
from counterpoise.plans.words import day_in_part
from counterpoise.report.read_as import read_as
from counterpoise.safety.medicines import Match, match
from counterpoise.web.access.ways import open_here
from counterpoise.web.moments import clock
from counterpoise.web.safety.cards import cards
from counterpoise.web.safety.reviewing import WARNING, is_gravest_pair, of_medicine
from counterpoise.web.settings import kept
from counterpoise.web.settings.fields import SAID, YES_NO, PartialDateField, yes_no
from counterpoise.web.today import saving
from counterpoise.web.visit import Visit

KIND, PAGE = "medicine", "medicines"
WRITTEN = ("saved", "changed")
"""What was done, where the medicine was just written down or corrected."""


class MedicineForm(forms.Form):
    name = forms.CharField(
        max_length=200,
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("As it stands on the pack, or as you call it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )
    dose = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("How much, how often"),
        help_text=gettext_lazy("In your words, as the doctor wrote it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    as_needed = forms.ChoiceField(required=False, label=gettext_lazy("Only when needed"))
    since = PartialDateField(
        required=False,
        label=gettext_lazy("Since"),
        help_text=gettext_lazy("A year is enough, or a month: 2024 or 05/2024."),
    )
    until = PartialDateField(
        required=False, label=gettext_lazy("Until"), help_text=gettext_lazy("Empty: you still have it.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as_needed"].choices = yes_no()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since[: len(until)]:
            params = {"until": day_in_part(until), "since": day_in_part(since)}
            text = _("“%(until)s” lies before “%(since)s”; the end comes after the beginning.")
            self.add_error("until", forms.ValidationError(text, params=params))
        return data

    def record(self, before: d.Medicine) -> d.Medicine:
        """What the form says; what it does not ask stays."""
        said = self.cleaned_data
        return replace(
            before,
            name=said["name"],
            dose=said["dose"].strip() or None,
            as_needed=YES_NO.get(said["as_needed"]),
            since=said["since"],
            until=said["until"],
        )


@dataclass(frozen=True)
class Line:
    """One medicine as the list shows it."""

    row: m.Medicine
    about: str
    known_as: str
    guessed: bool
    ended: bool


@require_http_methods(["GET", "POST"])
def medicines(request: Visit) -> HttpResponse:
    """The list, and a form for one more."""
    form = MedicineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        new = replace(form.record(d.Medicine(name="-")), id=saving.sent_id(request))
        try:
            (row,) = saving.save(request.person, new, dated=True)
        except entries.Conflict:
            return saving.refused(request, saving.already_used())
        return kept.answer(PAGE, "saved", row)
    lines, done = list(_lines(request.person)), kept.done(request, KIND)
    context = {
        "form": form,
        "id": request.POST.get("id") or m.new_id(),
        "now": [line for line in lines if not line.ended],
        "before": [line for line in lines if line.ended],
        **_said(request, done["row"]),
        **done,
    }
    return render(request, "settings/medicines.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def medicine(request: Visit, key: uuid.UUID) -> HttpResponse:
    """One medicine, to be corrected."""
    row = kept.find(request.person, KIND, key)
    before = record(row)
    first = {
        "name": before.name,
        "dose": before.dose or "",
        "as_needed": SAID[before.as_needed],
        "since": before.since or "",
        "until": before.until or "",
    }
    form = MedicineForm(request.POST or None, initial=first)
    elsewhere = False
    if request.method == "POST" and form.is_valid():
        if kept.change(request, row, form.record(before)):
            return kept.answer(PAGE, "changed", row)
        elsewhere = True
    context = {"form": form, "row": row, "stands": _about(row), **saving.guard(request, [row], elsewhere=elsewhere)}
    return render(
        request, "settings/medicine.html", context, status=409 if elsewhere else 422 if form.is_bound else 200
    )


@require_POST
def end(request: Visit, key: uuid.UUID) -> HttpResponse:
    """No longer had, from today on."""
    row = kept.find(request.person, KIND, key)
    today = clock(request.person, timezone.now()).date().isoformat()
    entries.change(row, replace(record(row), until=today), timezone.now())
    return kept.answer(PAGE, "over", row)


@require_POST
def delete(request: Visit, key: uuid.UUID) -> HttpResponse:
    return kept.delete(request, KIND, PAGE, key)


@require_POST
def undo(request: Visit, key: uuid.UUID) -> HttpResponse:
    return kept.undo(request, KIND, PAGE, key)


def _said(request: Visit, row: m.Medicine | None) -> dict[str, Any]:
    """What the rules say at once of a medicine that was just written down: in full where it must not meet what is
    taken; of anything else that is to be brought up, only that there is something, and where."""
    written = row is not None and row.deleted_at is None and request.GET.get("done") in WRITTEN
    if row is None or not written or not open_here("safety"):
        return {"meets": [], "waits": 0}
    found = of_medicine(request.person, record(row).id or "", timezone.now())
    gravest = [one for one in found if is_gravest_pair(one)]
    waits = [one for one in found if one not in gravest and one.rank <= WARNING]
    return {"meets": cards(request, gravest), "waits": len(waits)}


def _lines(person: m.Person) -> Iterator[Line]:
    today = clock(person, timezone.now()).date().isoformat()
    for row in m.Medicine.objects.filter(person=person, deleted_at=None).order_by("-since", "id"):
        ended = row.until is not None and (row.until == today or row.until < today[: len(row.until)])
        found = match(row.name, load())
        guessed = found is not None and found.certainty == "likely" and bool(found.ingredients)
        yield Line(row, _about(row), _known_as(found), guessed=guessed, ended=ended)


def _about(row: m.Medicine) -> str:
    since = _("since {since}").format(since=day_in_part(row.since)) if row.since else ""
    until = _("until {until}").format(until=day_in_part(row.until)) if row.until else ""
    needed = _("when needed") if row.as_needed else ""
    return " · ".join(part for part in (row.dose or "", needed, since, until) if part)


def _known_as(found: Match | None) -> str:
    """What the dictionary takes a name for, so that a mistake is seen; it may know no rule, or not the name."""
    if found is None:
        return _("We do not know this name. That says nothing about it.")
    return read_as(found, load())
