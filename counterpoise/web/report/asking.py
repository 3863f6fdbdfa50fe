"""Which days and sections a report shows. Remembered until the browser is locked; nothing stands in an address."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counterpoise.journal import models as m
from counterpoise.report.clinician import APPENDICES, KEYS, SECTIONS, Chosen, titles
from counterpoise.web.settings.fields import DayField

DAYS = 90
"""How far back it goes at first: about the time between two visits."""
_SESSION = "report"


class ReportForm(forms.Form):
    """The days, the sections, and a name if one is wanted on it."""

    first = DayField(label=gettext_lazy("From"))
    last = DayField(label=gettext_lazy("To"))
    name = forms.CharField(
        required=False,
        max_length=100,
        label=gettext_lazy("Name on it"),
        help_text=gettext_lazy("Left empty, no name stands on it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sections = forms.MultipleChoiceField(required=False, label=gettext_lazy("Shown"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sections"].choices = list(titles().items())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        first, last = said.get("first"), said.get("last")
        if first is not None and last is not None and first > last:
            self.add_error("last", _("It lies before the first day; a day from it on is allowed."))
        if not said.get("sections") and "sections" not in self.errors:
            self.add_error("sections", _("Nothing would be shown; at least one is needed."))
        return said

    def chosen(self) -> Chosen:
        """What a valid form chose."""
        said = self.cleaned_data
        return Chosen(said["first"], said["last"], frozenset(said["sections"]), said["name"].strip() or None)


def at_first(today: dt.date) -> Chosen:
    """What is offered before anybody chose."""
    return Chosen(today - dt.timedelta(days=DAYS - 1), today)


def keep(session: SessionBase, person: m.Person, chosen: Chosen) -> None:
    """Remember it for this person in this session, in place of what was chosen before."""
    session[_SESSION] = {
        "person": str(person.pk),
        "first": chosen.first.isoformat(),
        "last": chosen.last.isoformat(),
        "sections": sorted(chosen.sections),
        "name": chosen.name,
    }


def kept(session: SessionBase, person: m.Person) -> Chosen | None:
    """What was chosen last, if it was this person's."""
    known = session.get(_SESSION)
    if known is None or known["person"] != str(person.pk):
        return None
    first, last = dt.date.fromisoformat(known["first"]), dt.date.fromisoformat(known["last"])
    return Chosen(first, last, frozenset(known["sections"]) & set(KEYS), known["name"])


def groups(chosen: Chosen) -> list[dict[str, Any]]:
    """The sections as boxes to tick: the two pages, then the appendices."""
    names = titles()
    return [
        {"title": title, "boxes": [(key, names[key], key in chosen.sections) for key in keys]}
        for title, keys in ((_("The two pages"), SECTIONS), (_("Appendices"), APPENDICES))
    ]
