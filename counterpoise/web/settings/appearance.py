"""How pages look in this browser: theme, contrast, letters, motion. What is not chosen is as the device has it."""

from __future__ import annotations

from dataclasses import replace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from counterpoise.web import look

AS_DEVICE = gettext_lazy("as the device")


class LookForm(forms.Form):
    """What `look.CHOICES` offers, in words."""

    theme = forms.ChoiceField(
        label=gettext_lazy("Light or dark"),
        choices=[("device", AS_DEVICE), ("light", gettext_lazy("light")), ("dark", gettext_lazy("dark"))],
    )
    contrast = forms.ChoiceField(
        label=gettext_lazy("Contrast"), choices=[("device", AS_DEVICE), ("more", gettext_lazy("more"))]
    )
    text = forms.ChoiceField(
        label=gettext_lazy("Size of the letters"), choices=[("100", "100 %"), ("125", "125 %"), ("150", "150 %")]
    )
    motion = forms.ChoiceField(
        label=gettext_lazy("Motion"), choices=[("device", AS_DEVICE), ("less", gettext_lazy("less"))]
    )
    opens = forms.ChoiceField(
        label=gettext_lazy("This browser opens with"),
        choices=[("today", gettext_lazy("Today")), ("flare", gettext_lazy("three large buttons, for bad days"))],
    )


@require_http_methods(["GET", "POST"])
def appearance(request: HttpRequest) -> HttpResponse:
    """Choose and keep; the page that follows already has the new look."""
    now = look.look_of(request)
    form = LookForm(request.POST or None, initial={name: getattr(now, name) for name in look.CHOICES})
    if request.method == "POST" and form.is_valid():
        response = redirect("appearance")
        look.keep(response, replace(now, **form.cleaned_data))
        return response
    fields = [{"field": bound, "value": _value(bound)} for bound in form]
    return render(request, "settings/appearance.html", {"fields": fields}, status=422 if form.is_bound else 200)


def _value(bound: forms.BoundField) -> str:
    return str(bound.value())
