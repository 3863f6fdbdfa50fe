"""The form of a plan: the direction first; every amount is typed by those who agree on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counterpoise import diary as d
from counterpoise import units
from counterpoise.knowledge.load import load
from counterpoise.plans import words
from counterpoise.plans.amounts import above
from counterpoise.plans.current import key, refused
from counterpoise.plans.standing import WEEKDAYS
from counterpoise.plans.steps import stages
from counterpoise.report import names
from counterpoise.web.numbers import NumberField
from counterpoise.web.plan.fields import DayField, QuantityField, StepField

AMOUNT = gettext_lazy("A number and its unit, as agreed.")
ROWS = {"rows": 3}
MOST_SIGNS = 200
FIRST = ("direction", "meeting_on", "agreed_with", "start", "doses_per_day", "step", "min_days_per_step", "review_on")
"""What the first screen asks; the rest is folded away."""


class PlanForm(forms.Form):
    direction = forms.ChoiceField(label=gettext_lazy("Which way?"))
    meeting_on = DayField(
        required=False,
        label=gettext_lazy("Date with a professional"),
        help_text=gettext_lazy("A plan that goes up begins with this. A doctor, a pharmacist, a nurse, a pain clinic."),
    )
    agreed_with = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Agreed with"),
        help_text=gettext_lazy("Empty: made alone. It is then marked so wherever it shows."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
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
        widget=forms.Textarea(attrs=ROWS),
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

    def __init__(
        self, today: dt.date, *args: Any, before: d.Plan | None = None, holding: Sequence[d.Plan] = (), **kwargs: Any
    ) -> None:
        """before: the plan that is corrected. holding: the plans in force, beside which a new one is made."""
        self.today, self.before, self.holding = today, before, holding
        super().__init__(*args, **kwargs)
        ways = [("down", _("going down")), ("hold", _("staying as it is")), ("up", _("going up"))]
        self.fields["direction"].choices = ways  # type: ignore[attr-defined]
        for name in ("dose_free_days", "withdrawal_days"):
            self.fields[name].choices = [(day, words.weekday(day)) for day in WEEKDAYS]  # type: ignore[attr-defined]

    @property
    def more_open(self) -> bool:
        """Whether what is folded away is to be seen: something in it was refused, or a plan is corrected."""
        return self.before is not None or any(name not in FIRST for name in self.errors)

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
        if said.get("direction") == "up" and said.get("meeting_on") is None and "meeting_on" not in self.errors:
            self.add_error(
                "meeting_on",
                _("First a date with a professional: a plan that goes up starts there. Without one it can hold."),
            )
        if said.get("direction") == "down" and said.get("start") is None and "start" not in self.errors:
            self.add_error("start", _("From which amount does it go down?"))
        self._meeting(said)
        self._raised(said)
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

    def _raised(self, said: dict[str, Any]) -> None:
        """More than was agreed is going up, and asks for what that asks for: in a correction, or in a new plan to
        stay as it is. A new plan that goes down begins where the person is, whatever was agreed before."""
        agreed = self._agreed(said)
        if agreed is None or said.get("direction") in (None, "up"):
            return
        text = _(
            "{found} is more than {most}, which was agreed. That is going up: it begins with a date with a "
            "professional."
        )
        for name in ("start", "ceiling_per_dose", "ceiling_per_day"):
            most, found = getattr(agreed, name), said.get(name)
            size = units.converted(found.amount, found.unit, most.unit) if found and most else None
            if most and found and (size is None or above(size, most.amount)):
                self.add_error(name, text.format(found=words.amount(found), most=words.amount(most)))
        most, found = agreed.doses_per_day, said.get("doses_per_day")
        if most is not None and found is not None and found > most:
            self.add_error("doses_per_day", text.format(found=found, most=most))

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
            "agreed_with": said["agreed_with"].strip() or None,
            "step": step if isinstance(step, d.Quantity) else None,
            "step_percent": step if isinstance(step, float) else None,
            "stop_if": lines(said["stop_if"]),
            "note": said["note"].strip() or None,
        }
        return d.Plan(id=id_, **values) if before is None else replace(before, **values)


@dataclass(frozen=True, slots=True)
class InForce:
    """What a step is held against: the amount and the doses a day in force, and the amount before."""

    amount: d.Quantity | None
    doses: int | None
    before: d.Quantity | None


class StepForm(forms.Form):
    """A step that was made, a hold, or one step back: a record of what was agreed."""

    kind = forms.ChoiceField(label=gettext_lazy("What was agreed?"))
    on = DayField(required=False, label=gettext_lazy("From which day"), help_text=gettext_lazy("Empty: today."))
    amount = QuantityField(
        required=False,
        label=gettext_lazy("Amount of a dose from then on"),
        help_text=gettext_lazy("A number and its unit. Empty: as before."),
    )
    doses_per_day = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=48,
        label=gettext_lazy("Doses a day from then on, at most"),
        help_text=gettext_lazy("Empty: as before."),
    )
    agreed_with = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Agreed with"),
        help_text=gettext_lazy("Empty: made alone."),
    )

    seen_large = forms.BooleanField(required=False, label=gettext_lazy("It was made like this; record it all the same"))

    def __init__(self, plan: d.Plan, today: dt.date, in_force: InForce, *args: Any, **kwargs: Any) -> None:
        self.of, self.today, self.in_force = plan, today, in_force
        super().__init__(*args, **kwargs)
        kinds = {"down": _("a step down"), "hold": _("a hold"), "back": _("one step back"), "up": _("a step up")}
        offered = {"up": ("hold", "down", "up"), "hold": ("hold", "down"), "down": ("down", "hold", "back")}
        self.fields["kind"].choices = [(name, kinds[name]) for name in offered[plan.direction]]  # type: ignore[attr-defined]

    def clean_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"] or self.today
        if on < self.of.from_:
            raise forms.ValidationError(_("This is before the first day, {day}.").format(day=words.day(self.of.from_)))
        return on

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        kind = said.get("kind")
        if kind == "back" and said.get("amount") is None and "amount" not in self.errors:
            said["amount"] = self.in_force.before  # empty: the amount before the latest step
        amount, doses = said.get("amount"), said.get("doses_per_day")
        if kind in ("down", "back", "up") and amount is None and doses is None and "amount" not in self.errors:
            self.add_error("amount", _("What changes: the amount of a dose, or how many a day?"))
        if kind == "up" and not (said.get("agreed_with") or "").strip():
            self.add_error("agreed_with", _("A step up is agreed with somebody first, at the review. With whom?"))
        if amount is not None and kind != "hold":
            self._fits(str(kind), amount)
        if doses and kind in ("down", "back"):
            self._doses_fit(kind, doses)
        return said

    def _fits(self, kind: str, amount: d.Quantity) -> None:
        """A taper never goes above where it began, a step down goes down, and nothing goes above the most."""
        limits = [(self.of.ceiling_per_dose, _("{found} is more than {most}, which is the most in one dose."))]
        if self.of.direction == "down":
            limits.append((self.of.start, _("{found} is more than {most}, where this plan began.")))
        if kind == "down":
            limits.append(
                (self.in_force.amount, _("{found} is more than {most}, which holds now: that is no step down."))
            )
            if self.in_force.amount is None:
                self.add_error("amount", _not_agreed())
                return
        for most, text in limits:
            if most is None:
                continue
            size = units.converted(amount.amount, amount.unit, most.unit)
            other = _("{found} cannot be compared with {most}, which was agreed; write it in the same unit.")
            if size is None or above(size, most.amount):
                said = (other if size is None else text).format(found=words.amount(amount), most=words.amount(most))
                self.add_error("amount", said)
                return

    def _doses_fit(self, kind: str, doses: int) -> None:
        """A step down never comes to more doses a day, and one step back not to more than at the start."""
        most = self.in_force.doses if kind == "down" else self.of.doses_per_day
        if most is None:
            self.add_error("doses_per_day", _not_agreed())
        elif doses > most:
            text = _("{found} is more than was agreed: {most}.")
            self.add_error("doses_per_day", text.format(found=doses, most=words.doses_a_day(most)))

    def step(self) -> d.PlanStep:
        said = self.cleaned_data
        amount = None if said["kind"] == "hold" else said["amount"]
        doses = None if said["kind"] == "hold" else said["doses_per_day"]
        whom = said["agreed_with"].strip() or None
        return d.PlanStep(on=said["on"], kind=said["kind"], amount=amount, doses_per_day=doses, agreed_with=whom)


def _not_agreed() -> str:
    return _("Nothing to compare it with was agreed so far. “Correct the plan” is the place to write it down first.")


def _lines_fit(text: str) -> str:
    """The text, where each line of it fits; nothing is cut."""
    for line in lines(text):
        if len(line) > MOST_SIGNS:
            said = _("“{start}…” has {found} signs; a line holds at most {most}. It can be written as two lines.")
            raise forms.ValidationError(said.format(start=line[:30], found=len(line), most=MOST_SIGNS))
    return text


def lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
