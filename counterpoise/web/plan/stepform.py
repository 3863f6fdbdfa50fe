"""The form of a step: a record of what was agreed. It goes the way that it says, and no other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counterpoise import diary as d
from counterpoise import units
from counterpoise.knowledge.load import load
from counterpoise.plans import words
from counterpoise.plans.amounts import above
from counterpoise.plans.current import key
from counterpoise.plans.steps import Stage, stages
from counterpoise.plans.taper import amount_before
from counterpoise.web.plan.fields import DayField, QuantityField, unknown_unit
from counterpoise.web.plan.who import AgreedForm


class StepForm(AgreedForm):
    """A step that was made, a hold, or one step back: held against what is in force on its own day."""

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
    seen_large = forms.BooleanField(required=False, label=gettext_lazy("It was made like this; record it all the same"))

    def __init__(self, plan: d.Plan, today: dt.date, own: Callable[[], set[str]], *args: Any, **kwargs: Any) -> None:
        """own: the units that the person's doses and bags are in."""
        self.of, self.today, self.own = plan, today, own
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
        kind, on = said.get("kind"), said.get("on")
        if kind is None or on is None:
            return said
        before = stages(self.of, on)
        if kind == "back" and said.get("amount") is None and "amount" not in self.errors:
            said["amount"] = amount_before(before)  # empty: the amount before the latest step
        if kind == "hold":
            self._holds(said)
            return said
        amount, doses = said.get("amount"), said.get("doses_per_day")
        if amount is None and doses is None and not {"amount", "doses_per_day"} & set(self.errors):
            self.add_error("amount", _("What changes: the amount of a dose, or how many a day?"))
        if kind == "up":
            self._up(on)
        if amount is not None:
            self._fits(kind, amount, before[-1], on)
        if doses is not None:
            self._doses_fit(kind, doses, before[-1])
        return said

    def _holds(self, said: dict[str, Any]) -> None:
        """A hold that came with an amount was meant as something else."""
        for name in ("amount", "doses_per_day"):
            if said.get(name) is not None:
                self.add_error(name, _("A hold changes nothing. Leave this empty, or choose another kind of step."))

    def _up(self, on: dt.date) -> None:
        """With whom, and not before the date with a professional."""
        meeting = self.of.meeting_on
        if self.whom is None:
            self.add_error("agreed_with", _("A step up is agreed with somebody first, at the review. With whom?"))
        elif not self.with_a_professional:
            text = _("A step up is agreed with a doctor, a pharmacist or a nurse. Please say who that is.")
            self.add_error("agreed_with", text)
        if meeting is None:
            text = _("First a date with a professional: “Correct the plan” is the place to write it down.")
            self.add_error("on", text)
        elif on < meeting:
            text = _("A step up comes after the date with a professional, {day}.")
            self.add_error("on", text.format(day=words.day(meeting)))

    def _fits(self, kind: str, amount: d.Quantity, now: Stage, on: dt.date) -> None:
        """A taper never goes above where it began, a step goes the way it says, and nothing goes above the most."""
        refusal = unknown_unit(amount, key(self.of.substance, load()), self.own)
        if not refusal and kind == "down" and now.amount is None:
            refusal = _not_agreed()
        refusal = refusal or self._above(kind, amount, now) or _below(kind, amount, now)
        refusal = refusal or (self._below_a_later_one(amount, on) if kind == "down" else "")
        if refusal:
            self.add_error("amount", refusal)

    def _above(self, kind: str, amount: d.Quantity, now: Stage) -> str:
        limits = [(self.of.ceiling_per_dose, _("{found} is more than {most}, which is the most in one dose."))]
        if self.of.direction == "down":
            limits.append((self.of.start, _("{found} is more than {most}, where this plan began.")))
        if kind == "down":
            limits.append(
                (now.amount, _("{found} is more than {most}, which is in force on that day: that is no step down."))
            )
        other = _("{found} cannot be compared with {most}, which was agreed; write it in the same unit.")
        for most, text in limits:
            size = None if most is None else units.converted(amount.amount, amount.unit, most.unit)
            if most is not None and (size is None or above(size, most.amount)):
                said = other if size is None else text
                return said.format(found=words.amount(amount), most=words.amount(most))
        return ""

    def _below_a_later_one(self, amount: d.Quantity, on: dt.date) -> str:
        """A step down between others leaves none of those that come after it going up."""
        for later in stages(self.of):
            size = later.amount and units.converted(later.amount.amount, later.amount.unit, amount.unit)
            if later.on > on and later.kind == "down" and size and above(size, amount.amount):
                text = _(
                    "A step down to {later} is recorded for {day}, which would then go up. Take that one out first."
                )
                return text.format(later=words.amount(later.amount), day=words.day(later.on))
        return ""

    def _doses_fit(self, kind: str, doses: int, now: Stage) -> None:
        """A step down never comes to more doses a day, and one step back not to more than at the start, nor to less."""
        most = now.doses_per_day if kind == "down" else self.of.doses_per_day
        least = 0 if kind == "down" else now.doses_per_day or 0
        if kind != "up" and most is None:
            self.add_error("doses_per_day", _not_agreed())
        elif kind != "up" and most is not None and doses > most:
            text = _("{found} is more than was agreed: {most}.")
            self.add_error("doses_per_day", text.format(found=doses, most=words.doses_a_day(most)))
        elif doses < least:
            text = _("{found} is less than is in force: {most}. That is a step down.")
            self.add_error("doses_per_day", text.format(found=doses, most=words.doses_a_day(least)))

    def step(self) -> d.PlanStep:
        said = self.cleaned_data
        return d.PlanStep(
            on=said["on"],
            kind=said["kind"],
            amount=said["amount"],
            doses_per_day=said["doses_per_day"],
            agreed_with=self.whom,
        )


def _below(kind: str, amount: d.Quantity, now: Stage) -> str:
    """One step back, or a step up, to less than is in force is something else."""
    if kind == "down" or now.amount is None:
        return ""
    size = units.converted(now.amount.amount, now.amount.unit, amount.unit)
    if size is None or not above(size, amount.amount):
        return ""
    text = _("{found} is less than {most}, which is in force on that day: that is a step down.")
    return text.format(found=words.amount(amount), most=words.amount(now.amount))


def _not_agreed() -> str:
    return _("Nothing to compare it with was agreed so far. “Correct the plan” is the place to write it down first.")
