"""The form of a plan: the direction first; every amount is typed by those who agree on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counterpoise import diary as d
from counterpoise import units
from counterpoise.knowledge.load import load
from counterpoise.plans import words
from counterpoise.plans.amounts import above
from counterpoise.plans.current import key, refused
from counterpoise.plans.raised import UP
from counterpoise.plans.standing import WEEKDAYS
from counterpoise.plans.steps import stages
from counterpoise.report import names
from counterpoise.web.numbers import NumberField
from counterpoise.web.plan import against
from counterpoise.web.plan.fields import DayField, QuantityField, StepField, unknown_unit
from counterpoise.web.plan.who import AgreedForm

AMOUNT = gettext_lazy("A number and its unit, as agreed.")
ROWS: dict[str, Any] = {"rows": 3}
MOST_SIGNS = 200
FIRST = (
    "direction",
    "meeting_on",
    "agreed_with",
    "who",
    "start",
    "doses_per_day",
    "step",
    "min_days_per_step",
    "review_on",
)
"""What the first screen asks; the rest is folded away."""
NUMBERS = ("start", "step", "ceiling_per_dose", "ceiling_per_day", "hours_between", "meaningful_change", "hold_at")


class PlanForm(AgreedForm):
    direction = forms.ChoiceField(label=gettext_lazy("Which way?"))
    meeting_on = DayField(
        required=False,
        label=gettext_lazy("Date with a professional"),
        help_text=gettext_lazy("A plan that goes up begins with this. A doctor, a pharmacist, a nurse, a pain clinic."),
    )
    substance = forms.CharField(
        max_length=64,
        label=gettext_lazy("For what"),
        widget=forms.TextInput(attrs={"list": "substances", "autocomplete": "off"}),
    )
    from_ = DayField(required=False, label=gettext_lazy("First day"), help_text=gettext_lazy("Empty: today."))
    start = QuantityField(required=False, label=gettext_lazy("Amount of a dose at the start"), help_text=AMOUNT)
    step = StepField(
        required=False,
        label=gettext_lazy("Size of one step"),
        help_text=gettext_lazy("A number and its unit, or a share with %."),
    )
    min_days_per_step = forms.IntegerField(
        required=False, min_value=1, max_value=365, label=gettext_lazy("Days each step is kept, at least")
    )
    ceiling_per_dose = QuantityField(required=False, label=gettext_lazy("At most in one dose"), help_text=AMOUNT)
    ceiling_per_day = QuantityField(required=False, label=gettext_lazy("At most in one day"), help_text=AMOUNT)
    doses_per_day = forms.IntegerField(
        required=False, min_value=0, max_value=48, label=gettext_lazy("Doses a day, at most")
    )
    hours_between = NumberField(
        required=False, min_value=0, max_value=720, label=gettext_lazy("Hours between two doses, at least")
    )
    dose_free_days = forms.MultipleChoiceField(
        required=False, label=gettext_lazy("Days without a dose"), widget=forms.CheckboxSelectMultiple
    )
    goals = forms.CharField(
        required=False,
        label=gettext_lazy("Goals, one a line"),
        help_text=gettext_lazy("What you want to be able to do: pain, everyday life, sleep."),
        # Else going back puts what was typed before beside `goals_shown` of now, and takes out a goal added since.
        widget=forms.Textarea(attrs=ROWS | {"autocomplete": "off"}),
    )
    meaningful_change = NumberField(
        required=False,
        min_value=0.1,
        max_value=10,
        label=gettext_lazy("Points less pain that would matter to you"),
        help_text=gettext_lazy("On the scale from 0 to 10."),
    )
    review_on = DayField(required=False, label=gettext_lazy("Day of the review"))
    benefit_by = DayField(
        required=False,
        label=gettext_lazy("It should help by"),
        help_text=gettext_lazy("If it does not by then, the reasons to stop are shown."),
    )
    stop_if = forms.CharField(
        required=False,
        label=gettext_lazy("Reasons to stop, one a line"),
        widget=forms.Textarea(attrs=ROWS),
    )
    withdrawal_days = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Days on which withdrawal is rated before the first dose"),
        widget=forms.CheckboxSelectMultiple,
    )
    hold_at = NumberField(
        required=False,
        min_value=0,
        max_value=10,
        label=gettext_lazy("No step down at a withdrawal of so much or more"),
        help_text=gettext_lazy("From 0 to 10, as rated."),
    )
    note = forms.CharField(
        required=False, max_length=10_000, label=gettext_lazy("Note"), widget=forms.Textarea(attrs=ROWS)
    )
    seen_steep = forms.BooleanField(required=False, label=gettext_lazy("We read this and agree on it all the same"))
    seen_raised = forms.BooleanField(required=False, label=gettext_lazy("We read this and agree on it all the same"))

    def __init__(
        self,
        today: dt.date,
        own: Callable[[], set[str]],
        *args: Any,
        before: d.Plan | None = None,
        holding: Sequence[d.Plan] = (),
        **kwargs: Any,
    ) -> None:
        """own: units of the person's doses and bags. before: the plan that is corrected. holding: the plans in force or
        ended lately, beside which a new one is made."""
        self.today, self.own, self.before, self.holding = today, own, before, holding
        super().__init__(*args, **kwargs)
        ways = [("down", _("going down")), ("hold", _("staying as it is")), ("up", _("going up"))]
        self.fields["direction"].choices = ways  # type: ignore[attr-defined]
        for name in ("dose_free_days", "withdrawal_days"):
            self.fields[name].choices = [(day, words.weekday(day)) for day in WEEKDAYS]  # type: ignore[attr-defined]

    @property
    def more_open(self) -> bool:
        """Whether what is folded away is to be seen: something in it was refused, or a plan is corrected."""
        return self.before is not None or any(name not in FIRST for name in self.errors)

    @property
    def goals_shown(self) -> tuple[str, ...]:
        """The goals that the page showed when it was opened, however often it was refused since.

        Only these are taken out where they are left out: a page that does not say what it showed takes none out.
        """
        if isinstance(self.data, QueryDict):
            return tuple(self.data.getlist("goals_shown"))
        return lines(self.initial.get("goals", ""))

    def clean_substance(self) -> str:
        typed = str(self.cleaned_data["substance"]).strip()
        if refused(typed, load()):
            text = _("{what} is another drug than kratom leaf; plans are not made for it here.")
            raise forms.ValidationError(text.format(what=names.substance(key(typed, load()))), code="another_drug")
        return key(typed, load())

    def clean_stop_if(self) -> str:
        return _lines_fit(self.cleaned_data["stop_if"])

    def clean_goals(self) -> str:
        return _lines_fit(self.cleaned_data["goals"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.before is not None:
            said |= {name: value for name, value in self._untouched(self.before).items() if name in said}
        if said.get("direction") == "up" and said.get("meeting_on") is None and "meeting_on" not in self.errors:
            self.add_error(
                "meeting_on",
                _(
                    "First a date with a professional: a plan that goes up starts there. Without one it can stay "
                    "as it is."
                ),
            )
        if said.get("direction") == "down" and said.get("start") is None and "start" not in self.errors:
            self.add_error("start", _("From which amount does it go down?"))
        self._meeting(said)
        self._units(said)
        for name, text in against.more_than_agreed(
            self._agreed(said), said, alone=not self.with_a_professional
        ).items():
            self.add_error(name, text)
        self._amounts(said)
        begins = said.get("from_") or self.today
        for name in ("review_on", "benefit_by"):
            if said.get(name) is not None and said[name] < begins:
                self.add_error(name, _("This is before the first day, {day}.").format(day=words.day(begins)))
        return said

    def _meeting(self, said: dict[str, Any]) -> None:
        """A plan that goes up begins with a date that is still to come, at the time it is made."""
        meeting = said.get("meeting_on")
        known = self.before is not None and self.before.direction == "up" and self.before.meeting_on == meeting
        if said.get("direction") == "up" and meeting is not None and meeting < self.today and not known:
            text = _("{day} is past. A plan that goes up begins with a date that is still to come.")
            self.add_error("meeting_on", text.format(day=words.day(meeting)))
        within = int(load().rules[UP].limit("meeting_days"))
        if said.get("direction") == "up" and meeting is not None and (meeting - self.today).days > within and not known:
            text = _("{day} is more than {days} days away. A plan that goes up begins with a date that is near.")
            self.add_error("meeting_on", text.format(day=words.day(meeting), days=within))

    def _units(self, said: dict[str, Any]) -> None:
        for name in ("start", "step", "ceiling_per_dose", "ceiling_per_day"):
            found = said.get(name)
            refusal = unknown_unit(found, said.get("substance", ""), self.own) if isinstance(found, d.Quantity) else ""
            if refusal:
                self.add_error(name, refusal)

    def _agreed(self, said: dict[str, Any]) -> d.Plan | None:
        """The plan that this one takes the place of; beside a new one with what its steps left in force."""
        if self.before is not None or said.get("direction") != "hold":
            return self.before
        of_it = (plan for plan in self.holding if key(plan.substance, load()) == said.get("substance"))
        found = next(of_it, None)
        if found is None:
            return None
        latest = stages(found, self.today)[-1]
        return replace(found, start=latest.amount, doses_per_day=latest.doses_per_day)

    def _amounts(self, said: dict[str, Any]) -> None:
        """What does not fit together: a start above the most, a step that cannot be compared."""
        start, step = said.get("start"), said.get("step")
        for low, high in (("start", "ceiling_per_dose"), ("ceiling_per_dose", "ceiling_per_day")):
            least, most = said.get(low), said.get(high)
            size = units.converted(least.amount, least.unit, most.unit) if least and most else None
            if size is not None and most is not None and above(size, most.amount):
                text = _("{found} is more than {most}, which is the most.")
                self.add_error(low, text.format(found=words.amount(least), most=words.amount(most)))
        if isinstance(step, d.Quantity) and start and units.converted(step.amount, step.unit, start.unit) is None:
            text = _("{found} cannot be compared with {start}; write it in the same unit, or with %.")
            self.add_error("step", text.format(found=words.amount(step), start=words.amount(start)))

    def plan(self, before: d.Plan | None, id_: str) -> d.Plan:
        """The plan that a valid form describes; the steps that were made stay."""
        said = dict(self.cleaned_data)
        step = said["step"]
        plain = ("min_days_per_step", "doses_per_day", "hours_between", "meaningful_change", "hold_at")
        days = ("meeting_on", "review_on", "benefit_by")
        values: dict[str, Any] = {name: said[name] for name in (*plain, *days)}
        values |= {name: said[name] for name in ("direction", "substance", "start")}
        values |= {name: said[name] for name in ("ceiling_per_dose", "ceiling_per_day")}
        values |= {name: tuple(said[name]) for name in ("dose_free_days", "withdrawal_days")}
        values |= {
            "from_": said["from_"] or self.today,
            "agreed_with": self.whom,
            "step": step if isinstance(step, d.Quantity) else None,
            "step_percent": step if isinstance(step, float) else None,
            "stop_if": lines(said["stop_if"]),
            "note": said["note"].strip() or None,
        }
        return d.Plan(id=id_, **values) if before is None else replace(before, **values)

    def _untouched(self, before: d.Plan) -> dict[str, Any]:
        """Numbers that were sent as they were shown stay what they are: a third of a gram has more figures."""
        kept = {name: getattr(before, name) for name in NUMBERS} | {"step": before.step or before.step_percent}
        return {name: kept[name] for name in NUMBERS if str(self.data.get(name)).strip() == self.initial.get(name)}


def _lines_fit(text: str) -> str:
    """The text, where each line of it fits; nothing is cut."""
    for line in lines(text):
        if len(line) > MOST_SIGNS:
            said = _("“{start}…” has {found} signs; a line holds at most {most}. It can be written as two lines.")
            raise forms.ValidationError(said.format(start=line[:30], found=len(line), most=MOST_SIGNS))
    return text


def lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
