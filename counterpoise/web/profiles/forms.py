"""What is asked before somebody may write for somebody else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counterpoise.journal.models import Person
from counterpoise.web.moments import zones
from counterpoise.web.profiles.caring import LOG, WHOLE
from counterpoise.web.start.forms import countries, name_taken

_PLAIN = {"autocomplete": "off"}


def scopes() -> list[tuple[str, str]]:
    """How much, in words."""
    return [
        (LOG, _("Write entries down: Today, its days, check-ins and warnings")),
        (WHOLE, _("All from day to day: also the timeline, answers, plan, bags, medicines, visits and the report")),
    ]


def _carer_name() -> forms.CharField:
    return forms.CharField(
        max_length=100,
        label=gettext_lazy("What do they call you?"),
        help_text=gettext_lazy("It stands beside every entry that you write for them."),
        widget=forms.TextInput(attrs=_PLAIN),
    )


class InviteForm(forms.Form):
    """What the person says who lets somebody else write."""

    person_name = forms.CharField(
        max_length=100,
        label=gettext_lazy("What do they call you?"),
        help_text=gettext_lazy("It stands on every page while they write for you."),
        widget=forms.TextInput(attrs=_PLAIN),
    )
    scope = forms.ChoiceField(label=gettext_lazy("What may they do?"), widget=forms.RadioSelect)
    purpose = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("What for? (if you like)"),
        help_text=gettext_lazy("In your own words, such as: on days when my hands hurt."),
        widget=forms.TextInput(attrs=_PLAIN),
    )
    with_lock = forms.BooleanField(
        required=False, label=gettext_lazy("Only when I opened it for them with my own app lock")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = scopes()  # type: ignore[attr-defined]


class AcceptForm(forms.Form):
    """What the one says who is to write."""

    code = forms.CharField(
        max_length=60,
        label=gettext_lazy("The code"),
        help_text=gettext_lazy("Three groups of four letters and digits, from the other person’s diary."),
        widget=forms.TextInput(attrs={**_PLAIN, "autocapitalize": "characters", "spellcheck": "false"}),
    )
    carer_name = _carer_name()


class BeginForm(forms.Form):
    """A diary that a carer begins for somebody who does not use these pages."""

    person_name = forms.CharField(
        max_length=100, label=gettext_lazy("Whom is the diary about?"), widget=forms.TextInput(attrs=_PLAIN)
    )
    carer_name = _carer_name()
    purpose = forms.CharField(
        max_length=200,
        label=gettext_lazy("What for, and how did they agree?"),
        help_text=gettext_lazy("Such as: she cannot hold a phone and asked me on 3 May."),
        widget=forms.TextInput(attrs=_PLAIN),
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Their time zone"), widget=forms.Select(attrs={"data-device-zone": ""})
    )
    country = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Their country (if you like)"),
        help_text=gettext_lazy("Only for the right emergency numbers."),
    )
    agreed = forms.BooleanField(
        label=gettext_lazy(
            "They know of this diary and agree that I write it, or I am entitled by law to do so for them"
        ),
        error_messages={"required": gettext_lazy("Without their agreement no diary is begun for somebody else.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(zone, zone.replace("_", " ")) for zone in zones()]
        self.fields["time_zone"].choices = [("", _("Please choose")), *places]  # type: ignore[attr-defined]
        self.fields["country"].choices = [("", _("not said")), *countries()]  # type: ignore[attr-defined]

    def clean_person_name(self) -> str:
        name = str(self.cleaned_data["person_name"]).strip()
        if Person.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(name_taken())
        return name
