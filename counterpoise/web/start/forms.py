"""What is asked before a diary begins: as little as it can work with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counterpoise.journal.models import Person
from counterpoise.knowledge.load import load
from counterpoise.web.moments import zones
from counterpoise.web.settings.earlier import SinceField


def countries() -> list[tuple[str, str]]:
    """Countries whose emergency numbers are known, by name."""
    return sorted(((code, _(country.name)) for code, country in load().emergency.countries.items()), key=lambda c: c[1])


class StartForm(forms.Form):
    name = forms.CharField(
        max_length=100,
        label=gettext_lazy("What shall this diary be called?"),
        help_text=gettext_lazy("Any name. It tells diaries on this device apart and leaves with no export."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("Decides when your day begins."),
        widget=forms.Select(attrs={"data-device-zone": ""}),
    )
    country = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Country (if you like)"),
        help_text=gettext_lazy("Only for the right emergency numbers."),
    )

    kratom_since = SinceField(
        required=False,
        label=gettext_lazy("Kratom since when? (if you like)"),
        help_text=gettext_lazy("A year is enough, such as 2024. The first weeks of use have rules of their own."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = [("", _("Please choose")), *((zone, _shown(zone)) for zone in zones())]  # type: ignore[attr-defined]
        self.fields["country"].choices = [("", _("not said")), *countries()]  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        if Person.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(name_taken())
        return name


def name_taken() -> str:
    return _("Another diary here has this name; please choose a different one.")


def _shown(zone: str) -> str:
    return zone.replace("_", " ")
