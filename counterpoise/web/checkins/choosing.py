"""What a person is asked, and when: the settings of check-ins."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from counterpoise import assessment
from counterpoise.checkins.chosen import EVERY, INSTRUMENTS, Chosen, Round, is_quiet
from counterpoise.journal import checkins
from counterpoise.journal import models as m
from counterpoise.knowledge.load import load
from counterpoise.report import names
from counterpoise.safety.case import KRATOM
from counterpoise.web.checkins import carriers, push, standing
from counterpoise.web.moments import clock
from counterpoise.web.today import measures, saving
from counterpoise.web.visit import Visit

MORNING, EVENING = dt.time(8, 30), dt.time(20)
"""What the fields for a time begin with."""


class ClockField(forms.CharField):
    """A time of the day, as the browser's own field for one writes it."""

    widget = forms.TextInput(attrs={"type": "time"})

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value)).strip()
        try:
            return dt.time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
        except ValueError:
            raise forms.ValidationError(_("“%(text)s” is not a time, such as 08:30."), params={"text": text}) from None


class ChosenForm(forms.Form):
    use_required_attribute = False  # a field that is folded away could not be shown by the browser as the empty one

    after_dose = forms.BooleanField(
        required=False,
        label=gettext_lazy("Twice after a dose"),
        help_text=gettext_lazy("How is it now: near the time it does most, and when about half of it is left."),
    )
    at_random = forms.BooleanField(
        required=False,
        label=gettext_lazy("Once a day at a random time"),
        help_text=gettext_lazy("Away from doses, so that good moments count, too."),
    )
    morning = forms.MultipleChoiceField(
        required=False, label=gettext_lazy("In the morning"), widget=forms.CheckboxSelectMultiple
    )
    morning_at = ClockField(label=gettext_lazy("Morning time"))
    evening = forms.MultipleChoiceField(
        required=False, label=gettext_lazy("In the evening"), widget=forms.CheckboxSelectMultiple
    )
    evening_at = ClockField(label=gettext_lazy("Evening time"))
    quiet_from = ClockField(label=gettext_lazy("Quiet from"))
    quiet_to = ClockField(label=gettext_lazy("Quiet until"))
    in_calendar = forms.BooleanField(
        required=False,
        label=gettext_lazy("Put the questions after doses in the calendar, too"),
        help_text=gettext_lazy(
            "They come at a set time after each dose. Whoever carries your calendar could work out when you had one. "
            "So they are left out unless you tick this."
        ),
    )

    def __init__(self, person: m.Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.key, one.name) for one in (measures.pain(), *measures.check_in(person))]
        for name in ("morning", "evening"):
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        for key in INSTRUMENTS:
            told = load().instruments[key]
            self.fields[key] = forms.ChoiceField(
                label=names.instrument(told),
                choices=[(str(days), standing.often(days)) for days in (0, *EVERY)],
                help_text=_(told.about),
            )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        for name in ("morning", "evening"):
            at = said.get(f"{name}_at")
            hours = {"quiet_from", "quiet_to"} <= said.keys()
            if at is not None and said.get(name) and hours and is_quiet(said["quiet_from"], said["quiet_to"], at):
                text = _("%(at)s lies in the quiet hours; please choose a time outside of them.")
                self.add_error(f"{name}_at", forms.ValidationError(text, params={"at": f"{at:%H:%M}"}))
        return said

    def chosen(self) -> Chosen:
        said = self.cleaned_data
        rounds = {name: Round(said[f"{name}_at"], tuple(said[name])) for name in ("morning", "evening")}
        return Chosen(
            after_dose=said["after_dose"],
            at_random=said["at_random"],
            morning=rounds["morning"],
            evening=rounds["evening"],
            instruments={key: int(said[key]) for key in INSTRUMENTS if said[key] != "0"},
            quiet_from=said["quiet_from"],
            quiet_to=said["quiet_to"],
            in_calendar=said["in_calendar"],
        )

    def wrong_rounds(self) -> bool:
        """Whether something in the part on morning and evening has to be put right: it is not folded then."""
        return bool({"morning", "morning_at", "evening", "evening_at"} & self.errors.keys())

    def wrong_forms(self) -> bool:
        return bool(INSTRUMENTS.keys() & self.errors.keys())

    def wrong_quiet(self) -> bool:
        return bool({"quiet_from", "quiet_to"} & self.errors.keys())

    def forms_rows(self) -> list[Any]:
        """The fields of the questionnaires."""
        return [self[key] for key in INSTRUMENTS]


@require_http_methods(["GET", "POST"])
def choose(request: Visit) -> HttpResponse:
    if request.method == "POST":
        return _kept(request) or redirect(f"{reverse('checkin_settings')}?done=saved")
    return page(request)


def kept_along(request: Visit) -> HttpResponse | None:
    """Save the choices that came with another button, so that none is lost; the page again where one is wrong."""
    return _kept(request) if "quiet_from" in request.POST else None


def _kept(request: Visit) -> HttpResponse | None:
    form = ChosenForm(request.person, request.POST)
    if not form.is_valid():
        return page(request, form, status=422)
    checkins.choose(request.person, timezone.now(), form.chosen())
    return None


def of_the_sample(request: Visit) -> HttpResponse:
    told = {"heading": _("This is the sample diary"), "text": _("Reminders are set up in a diary of your own.")}
    return render(request, "error.html", told, status=409)


def page(request: Visit, form: ChosenForm | None = None, *, refused: str = "", status: int = 200) -> HttpResponse:
    """The settings; refused: why a browser cannot be called."""
    person = request.person
    row, feed = checkins.kept(person), checkins.feed_of(person)
    carrier = carriers.guessed(request.headers.get("User-Agent", ""))
    called = checkins.subscriptions(person)
    context = {
        "form": form or ChosenForm(person, initial=_initial(person)),
        "now": standing.lines(checkins.chosen(row), feed=feed is not None, browsers=len(called)),
        "hours": _hours(row),
        "own": bool(row and row.after_h),
        "feed": feed,
        "fetched": clock(person, feed.fetched_at) if feed and feed.fetched_at else None,
        "carrier": carrier,
        "carrier_name": carriers.NAMES.get(carrier or "", ""),
        "push_key": push.public_key() if carrier else "",
        "browsers": [
            {
                "row": one,
                "name": carriers.NAMES.get(one.carrier, one.carrier),
                "here": request.session.get(checkins.HERE) == one.pk,
            }
            for one in called
        ],
        "refused": refused,
        "toast": saving.toast(request.GET.get("done", "")),
    }
    return render(request, "checkins/settings.html", context, status=status)


def _hours(row: m.Reminders | None) -> list[str]:
    """The times after a dose in words: 1 h 15 min."""
    hours = (row.after_h if row and row.after_h else None) or assessment.times_before_a_record(KRATOM) or ()
    return [_span(round(float(one) * 60)) for one in hours]


def _span(minutes: int) -> str:
    whole, rest = divmod(minutes, 60)
    if not whole:
        return _("{minutes} min").format(minutes=rest)
    return (
        _("{hours} h {minutes} min").format(hours=whole, minutes=rest) if rest else _("{hours} h").format(hours=whole)
    )


def _initial(person: m.Person) -> dict[str, Any]:
    chosen = checkins.chosen(checkins.kept(person))
    told: dict[str, Any] = {name: getattr(chosen, name) for name in ("after_dose", "at_random", "in_calendar")}
    told |= {name: f"{getattr(chosen, name):%H:%M}" for name in ("quiet_from", "quiet_to")}
    for name, usual in (("morning", MORNING), ("evening", EVENING)):
        one: Round | None = getattr(chosen, name)
        told[name] = list(one.measures) if one else []
        told[f"{name}_at"] = f"{one.at if one else usual:%H:%M}"
    return told | {key: str(chosen.instruments.get(key, 0)) for key in INSTRUMENTS}
