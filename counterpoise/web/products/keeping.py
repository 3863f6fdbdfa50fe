"""How a bag is kept: a few things to tick, what is known about each, and reminders that can be switched off."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from counterpoise import diary as d
from counterpoise.journal import documents
from counterpoise.journal.diaries import record
from counterpoise.web.products import done, reading
from counterpoise.web.settings.fields import SAID, YES_NO, yes_no
from counterpoise.web.visit import Visit


class KeptForm(forms.Form):
    container = forms.ChoiceField(required=False, label=gettext_lazy("What is it kept in?"))
    light = forms.ChoiceField(required=False, label=gettext_lazy("How much light comes to it?"))
    heat = forms.ChoiceField(required=False, label=gettext_lazy("How warm is it there?"))
    moisture = forms.ChoiceField(required=False, label=gettext_lazy("Is it dry there?"))
    child_lock = forms.ChoiceField(required=False, label=gettext_lazy("Out of reach of children, or locked?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, choices in ways().items():
            self.fields[field].choices = [("", _("not said")), *choices.items()]  # type: ignore[attr-defined]
        self.fields["child_lock"].choices = yes_no()  # type: ignore[attr-defined]

    def kept(self) -> d.Kept | None:
        """What was said; nothing where all was left open."""
        said = self.cleaned_data
        told: dict[str, Any] = {name: said[name] or None for name in ways()}
        told["child_lock"] = YES_NO.get(said["child_lock"])
        return d.Kept(**told) if any(value is not None for value in told.values()) else None


def ways() -> dict[str, dict[str, str]]:
    """What can be said of each."""
    return {
        "container": {"airtight": _("airtight"), "closed": _("closed"), "open": _("open")},
        "light": {"dark": _("dark"), "indirect": _("some light"), "bright": _("bright light")},
        "heat": {"cool": _("cool"), "room": _("room warmth"), "warm": _("warm")},
        "moisture": {"dry": _("dry"), "damp": _("damp")},
    }


@require_http_methods(["GET", "POST"])
def kept(request: Visit, key: uuid.UUID) -> HttpResponse:
    row = done.bag_row(request.person, key)
    lot: d.Lot = record(row)
    form = KeptForm(request.POST or None, initial=_first(lot.kept))
    if request.method == "POST" and form.is_valid():
        return done.answer("saved", done.changed(row, replace(lot, kept=form.kept())), row)
    context = {"form": form, "bag": reading.bag(request.person, row)}
    return render(request, "products/kept.html", context, status=422 if form.is_bound else 200)


@require_POST
def reminders(request: Visit, key: uuid.UUID) -> HttpResponse:
    """Switch the reminders of a bag off, or on again."""
    row = done.bag_row(request.person, key)
    documents.set_quiet(row, quiet=request.POST.get("off") == "yes")
    return done.answer("changed", [], row)


def _first(kept: d.Kept | None) -> dict[str, Any]:
    if kept is None:
        return {}
    said = {name: getattr(kept, name) or "" for name in ways()}
    return said | {"child_lock": SAID[kept.child_lock]}
