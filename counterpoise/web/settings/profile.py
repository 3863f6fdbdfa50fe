"""What is known about the person: all of it optional, each with why it is asked."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from counterpoise import diary as d
from counterpoise.diary_file import BadDiary
from counterpoise.journal import entries
from counterpoise.journal.diaries import profile as kept_profile
from counterpoise.journal.diaries import record
from counterpoise.journal.models import PastUse, Person
from counterpoise.knowledge.load import load
from counterpoise.web.moments import zones
from counterpoise.web.numbers import NumberField
from counterpoise.web.settings import earlier, meanwhile
from counterpoise.web.settings.fields import SAID, YES_NO, DayField, yes_no
from counterpoise.web.start.forms import countries
from counterpoise.web.today import saving
from counterpoise.web.visit import Visit

GROUPS = {
    "liver_disease": gettext_lazy("Liver: hepatitis, fatty liver, cirrhosis …"),
    "seizure_disorder": gettext_lazy("Seizures or epilepsy"),
    "heart_rhythm": gettext_lazy("Heart: its rhythm, long QT, weak heart"),
    "breathing_disease": gettext_lazy("Breathing: asthma, COPD, sleep apnoea"),
    "substance_use": gettext_lazy("Dependence on alcohol, opioids or something else, now or before"),
    "psychosis_bipolar": gettext_lazy("Psychosis, schizophrenia or bipolar illness"),
}
"""Illnesses with a rule of their own (`safety.rules.groups`), in plain words."""
ORDER = ("name", "time_zone", "country", "region", *earlier.FIELDS)
"""What stands first; the rest follows as it is written."""
ASKED = (
    *("time_zone", "country", "region", "birth_year", "sex", "weight_kg", "conditions", "allergies"),
    *("pregnant", "nursing", "surgery_on", "safety_critical"),
)
"""What the page asks of the profile itself; what it does not ask stays."""
LONGEST_MARK = 18
"""So many figures has no number of a change; a longer one would not fit the database."""


class ProfileForm(earlier.Earlier):
    name = forms.CharField(
        max_length=100,
        label=gettext_lazy("Name of this diary"),
        help_text=gettext_lazy("Tells diaries on this device apart; leaves with no export."),
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), help_text=gettext_lazy("Decides when your day begins.")
    )
    country = forms.ChoiceField(
        required=False, label=gettext_lazy("Country"), help_text=gettext_lazy("For the right emergency numbers.")
    )
    region = forms.CharField(
        required=False,
        max_length=64,
        label=gettext_lazy("State or region"),
        help_text="",
    )
    birth_year = forms.IntegerField(
        required=False,
        min_value=1900,
        max_value=2200,
        label=gettext_lazy("Year of birth"),
        help_text=gettext_lazy("Under 21 has a rule of its own, and a doctor is told it."),
    )
    sex = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Sex"),
        help_text=gettext_lazy("Only for “What to tell a doctor”: normal blood values differ."),
    )
    weight_kg = NumberField(
        required=False,
        min_value=1,
        max_value=700,
        label=gettext_lazy("Weight in kilograms"),
        help_text=gettext_lazy("Only for “What to tell a doctor”: many medicines go by weight."),
    )
    groups = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Illnesses that matter here"),
        help_text=gettext_lazy("With these kratom is more dangerous. Tick what you have or had."),
        choices=list(GROUPS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    conditions = forms.CharField(
        required=False,
        label=gettext_lazy("Other illnesses, one a line"),
        help_text=gettext_lazy("Some have a rule of their own; all stand in “What to tell a doctor”."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    allergies = forms.CharField(
        required=False,
        label=gettext_lazy("Allergies, one a line"),
        help_text=gettext_lazy("Only for “What to tell a doctor”: whoever treats you must know."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    pregnant = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Pregnant"),
        help_text=gettext_lazy("It reaches the child: there is a rule about it."),
    )
    nursing = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Breast-feeding"),
        help_text=gettext_lazy("It may reach the child: there is a rule about it."),
    )
    surgery_on = DayField(
        required=False,
        label=gettext_lazy("Operation or anaesthesia planned on"),
        help_text=gettext_lazy("The team has to know about kratom well before the day."),
    )
    safety_critical = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Driving, or work where drowsiness endangers somebody"),
        help_text=gettext_lazy("Then being drowsy after a dose matters more."),
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)
        unsaid = ("", _("not said"))
        sexes = [unsaid, ("female", _("female")), ("male", _("male")), ("other", _("other"))]
        places = dict.fromkeys((*zones(), person.time_zone))
        offered: dict[str, list[tuple[str, str]]] = {
            "time_zone": [(zone, zone.replace("_", " ")) for zone in places],
            "country": [unsaid, *_places(person.country)],
            "sex": sexes,
            "pregnant": yes_no(),
            "nursing": yes_no(),
            "safety_critical": yes_no(),
        }
        self.fields["region"].help_text = _region_hint(person.country)
        self.order_fields(ORDER)
        for field, choices in offered.items():
            self.fields[field].choices = choices  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        if Person.objects.filter(name__iexact=name).exclude(pk=self.person.pk).exists():
            raise forms.ValidationError(_("Another diary here has this name; please choose a different one."))
        return name

    def told(self, shown: Mapping[str, Any]) -> dict[str, Any]:
        """All that the form says, as `_told` gives what is kept; `shown`: what it said when its page was opened."""
        said = self.cleaned_data
        return {
            "name": said["name"],
            "time_zone": said["time_zone"],
            "country": said["country"] or None,
            "birth_year": said["birth_year"],
            "sex": said["sex"] or None,
            "weight_kg": said["weight_kg"],
            "region": said["region"].strip() or None,
            "conditions": _conditions(said["groups"], said["conditions"], shown["conditions"]),
            "allergies": _lines(said["allergies"]),
            "pregnant": YES_NO.get(said["pregnant"]),
            "nursing": YES_NO.get(said["nursing"]),
            "surgery_on": said["surgery_on"],
            "safety_critical": YES_NO.get(said["safety_critical"]),
            **{name: said[name] for name in earlier.FIELDS},
        }


@require_http_methods(["GET", "POST"])
def profile(request: Visit) -> HttpResponse:
    person, asked, mark = request.person, list[tuple[str, str]](), _mark(request.person)
    seen, named = request.POST.get("seen", mark), request.POST.get("named", person.name)
    shown = _shown(person, seen, named)
    form = ProfileForm(person, request.POST or None, initial=_initial(shown))
    if request.method == "POST" and form.is_valid():
        try:
            asked, told = _keep(person, form, shown)
        except BadDiary as problem:
            form.add_error(None, str(problem))
        else:
            if not asked:
                return redirect("profile")
            form = ProfileForm(person, initial=_initial(told))
            seen, named = mark, person.name
    context = {"form": form, "changed": bool(_latest(person)), "earlier": [form[name] for name in earlier.FIELDS]}
    context |= {"asked": asked, "seen": seen, "named": named, "mark": mark}
    return render(request, "settings/profile.html", context, status=409 if asked else 422 if form.is_bound else 200)


def _keep(person: Person, form: ProfileForm, shown: dict[str, Any]) -> tuple[list[tuple[str, str]], dict[str, Any]]:
    """Save what the form says beside what was saved since its page was opened; nothing where that has to be asked back.

    Gives what is to be asked, each with what is kept now, and what was told.
    """
    now = timezone.now()
    with entries.writing(person):
        person.refresh_from_db()
        stands = _told(person, kept_profile(person), _use(person))
        told, asked = meanwhile.both(shown, form.told(shown), stands)
        if not asked:
            entries.change_profile(person, replace(kept_profile(person), **{one: told[one] for one in ASKED}), now)
            earlier.keep(person, told, now)
            Person.objects.filter(pk=person.pk).update(name=told["name"])
    drawn = _initial(stands)
    return [(str(form.fields[name].label), _said(form, name, drawn[name])) for name in asked], told


@require_POST
def undo(request: Visit) -> HttpResponse:
    """Take the latest correction back, unless the page that asks for it knew less than what is stored by now."""
    person, now = request.person, timezone.now()
    with entries.writing(person):
        person.refresh_from_db()
        mark = _mark(person)
        behind, latest = request.POST.get("seen", mark) != mark, _latest(person)
        for at, undo in () if behind else latest:
            if at == max(when for when, _undo in latest):  # saved together, taken back together
                undo(now)
    return saving.refused(request, saving.changed_since()) if behind else redirect("profile")


def _mark(person: Person) -> str:
    """How far the history of all that the page shows goes, and which record of past use it shows, if there is one."""
    use = earlier.row_of(person)
    rows = PastUse.objects.filter(person=person)
    return f"{saving.seen([person, *rows])}/{use.pk if use is not None else ''}"


def _shown(person: Person, mark: str, named: str) -> dict[str, Any]:
    """What the page showed when it was opened."""
    seen, _sep, key = mark.partition("/")
    if not seen.isdecimal() or len(seen) > LONGEST_MARK:
        return _shown(person, _mark(person), named)
    try:
        use = PastUse.objects.filter(person=person, pk=uuid.UUID(key)).first()
    except ValueError:
        use = None
    told = _told(person, entries.stood(person, int(seen)), entries.stood(use, int(seen)) if use is not None else None)
    return told | {"name": named}


def _use(person: Person) -> d.PastUse | None:
    row = earlier.row_of(person)
    return record(row) if row is not None else None


def _told(person: Person, kept: d.Person, use: d.PastUse | None) -> dict[str, Any]:
    """All that the page is about."""
    return {"name": person.name} | {name: getattr(kept, name) for name in ASKED} | earlier.told(use)


def _said(form: ProfileForm, name: str, drawn: Any) -> str:
    """An answer in words."""
    words = dict(getattr(form.fields[name], "choices", ()))
    return str(words.get(drawn, drawn if drawn not in ("", None) else _("not said")))


def _latest(person: Person) -> list[tuple[dt.datetime, Callable[[dt.datetime], None]]]:
    """When the profile and the use before this diary were changed last, and how each is taken back."""
    found: list[tuple[dt.datetime, Callable[[dt.datetime], None]]] = []
    profile_changed, use = entries.history(person).first(), earlier.touched(person)
    if profile_changed is not None:
        found.append((profile_changed.at, lambda now: entries.undo_profile(person, now)))
    if use is not None:
        row, at = use
        found.append((at, lambda now: entries.undo(row, now)))
    return found


def _initial(told: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields begin with."""
    conditions, surgery_on = told["conditions"], told["surgery_on"]
    return {
        "name": told["name"],
        "time_zone": told["time_zone"],
        "country": told["country"] or "",
        "birth_year": told["birth_year"],
        "sex": told["sex"] or "",
        "weight_kg": told["weight_kg"],
        "region": told["region"] or "",
        "groups": [condition for condition in conditions if condition in GROUPS],
        "conditions": "\n".join(condition for condition in conditions if condition not in GROUPS),
        "allergies": "\n".join(told["allergies"]),
        "pregnant": SAID[told["pregnant"]],
        "nursing": SAID[told["nursing"]],
        "surgery_on": surgery_on.isoformat() if surgery_on else "",
        "safety_critical": SAID[told["safety_critical"]],
    } | earlier.initial(told)


def _places(country: str | None) -> list[tuple[str, str]]:
    """Countries by name; one from a file that has no numbers here keeps its letters."""
    known = countries()
    return known if not country or country in dict(known) else [*known, (country, country)]


def _region_hint(country: str | None) -> str:
    """Only where what was read of the law differs inside a country is the region of use."""
    inside = [place.name for key, place in load().jurisdictions.items() if country and key.startswith(f"{country}-")]
    if inside:
        return _("Such as {place}: what was read of the law differs from place to place.").format(place=_(inside[0]))
    if country:
        return _("Not needed: we read of no law there that differs from place to place.")
    return _("In the United States: what was read of the law differs from state to state.")


def _conditions(ticked: list[str], text: str, before: tuple[str, ...]) -> tuple[str, ...]:
    """What is ticked and what is typed; in the order of before where both say the same as before."""
    said = tuple(dict.fromkeys((*ticked, *_lines(text))))
    return before if set(said) == set(before) else said


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
