"""The forms of a visit: when and with whom, and what was agreed there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counterpoise import diary as d
from counterpoise.knowledge.load import load
from counterpoise.web.plan.fields import DayField

MOST_SIGNS = 200
MOST_LINES = 12


def professions() -> dict[str, str]:
    """Kinds of professionals by name, in the order of the packs."""
    return {key: _(one.name) for key, one in load().help.professions.items()}


class VisitForm(forms.Form):
    on = DayField(required=False, label=gettext_lazy("Day"), help_text=gettext_lazy("Empty: there is no date yet."))
    with_ = forms.CharField(
        required=False,
        max_length=MOST_SIGNS,
        label=gettext_lazy("With whom"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    profession = forms.ChoiceField(required=False, label=gettext_lazy("Who is that?"))
    about = forms.CharField(
        required=False,
        max_length=MOST_SIGNS,
        label=gettext_lazy("What it is about"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    goals = forms.CharField(
        required=False,
        label=gettext_lazy("What you want from the visit, one a line"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, before: d.Appointment | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = professions()
        other = before.profession if before else None
        more = {other: other} if other and other not in known else {}  # a file's own words stay
        self.fields["profession"].choices = [*known.items(), *more.items(), ("", _("not said"))]  # type: ignore[attr-defined]

    def clean_goals(self) -> str:
        goals = lines(self.cleaned_data["goals"])
        if any(len(goal) > MOST_SIGNS for goal in goals) or len(goals) > MOST_LINES:
            text = _("At most {lines} lines of {signs} signs each, please.")
            raise forms.ValidationError(text.format(lines=MOST_LINES, signs=MOST_SIGNS))
        return "\n".join(goals)

    def record(self, before: d.Appointment) -> d.Appointment:
        """What the form says; what it does not ask stays."""
        said = self.cleaned_data
        return replace(
            before,
            on=said["on"],
            with_=said["with_"] or None,
            profession=said["profession"] or None,
            about=said["about"] or None,
            goals=tuple(lines(said["goals"])),
        )


class AfterForm(forms.Form):
    agreed = forms.CharField(
        required=False,
        max_length=10_000,
        label=gettext_lazy("What was agreed, in your words"),
        help_text=gettext_lazy("Words only. A plan comes of it when you write one down."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    next_on = DayField(required=False, label=gettext_lazy("Day of the next visit"))


def first(visit: d.Appointment) -> dict[str, Any]:
    """What a form begins with."""
    plain = {name: getattr(visit, name) or "" for name in ("on", "with_", "profession", "about")}
    return plain | {"goals": "\n".join(visit.goals)}


def lines(text: str) -> list[str]:
    """Lines that hold something, each once."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
