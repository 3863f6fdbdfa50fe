"""A plan beside the one whose place it takes: more than that is going up, also where a limit is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from counterpoise import diary as d
from counterpoise import units
from counterpoise.plans import words
from counterpoise.plans.amounts import above
from counterpoise.report import names

AMOUNTS = ("start", "ceiling_per_dose", "ceiling_per_day")


def more_than_agreed(agreed: d.Plan | None, said: Mapping[str, Any], *, alone: bool = False) -> dict[str, str]:
    """By field: why a correction, or a new plan to stay as it is, is going up and asks for what that asks for.

    A new plan that goes down begins where the person is, whatever was agreed before. A correction of a plan that goes
    up is no way around its steps: alone, without a professional, it goes no higher.
    """
    if agreed is None or said.get("direction") is None:
        return {}
    found = _more_of(agreed, said)
    if said["direction"] != "up":
        return found
    text = _("This is more than was agreed. A step up is agreed with a doctor, a pharmacist or a nurse.")
    return dict.fromkeys(found, text) if alone and agreed.direction == "up" else {}


def _more_of(agreed: d.Plan, said: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    text = _(
        "{found} is more than {most}, which was agreed. That is going up: it begins with a date with a professional."
    )
    for name in AMOUNTS:
        most, here = getattr(agreed, name), said.get(name)
        if most and here and _more(here, most):
            found[name] = text.format(found=words.amount(here), most=words.amount(most))
    most, here = agreed.doses_per_day, said.get("doses_per_day")
    if most is not None and here is not None and here > most:
        found["doses_per_day"] = text.format(found=here, most=most)
    return _left_out(agreed, said) | _closer(agreed, said) | found


def _closer(agreed: d.Plan, said: Mapping[str, Any]) -> dict[str, str]:
    """Less time between doses than was agreed, or fewer days without one: how often comes before how much."""
    found = {}
    least, here = agreed.hours_between, said.get("hours_between")
    if least and (here is None or here < least):
        text = _("At least {hours} h between two doses was agreed. Less, or leaving it out, is going up: {begins}")
        found["hours_between"] = text.format(hours=names.number(least), begins=_begins())
    gone = [day for day in agreed.dose_free_days if day not in (said.get("dose_free_days") or ())]
    if gone and len(said.get("dose_free_days") or ()) < len(agreed.dose_free_days):
        text = _("Without a dose on {days} was agreed. Leaving that out is going up: {begins}")
        found["dose_free_days"] = text.format(days=", ".join(map(words.weekday, gone)), begins=_begins())
    return found


def _begins() -> str:
    return _("it begins with a date with a professional.")


def _left_out(agreed: d.Plan, said: Mapping[str, Any]) -> dict[str, str]:
    """Limits that were agreed and are left out, where nothing else that is said keeps them."""
    found = {}
    dose = _least(said.get("start"), said.get("ceiling_per_dose"))
    kept = {
        "start": dose,
        "ceiling_per_dose": dose,
        "ceiling_per_day": _times(dose, said.get("doses_per_day")),
    }
    text = _(
        "{most} was agreed, and leaving it out is going up: that begins with a date with a professional. Written here, "
        "it stays."
    )
    for name in AMOUNTS:
        most = getattr(agreed, name)
        still = kept[name]
        if most is not None and said.get(name) is None and (still is None or _more(still, most)):
            found[name] = text.format(most=words.amount(most))
    most = agreed.doses_per_day
    if most is not None and said.get("doses_per_day") is None:
        found["doses_per_day"] = text.format(most=words.doses_a_day(most))
    return found


def _more(found: d.Quantity, most: d.Quantity) -> bool:
    """Whether it is more, or nobody can tell."""
    size = units.converted(found.amount, found.unit, most.unit)
    return size is None or above(size, most.amount)


def _least(one: d.Quantity | None, other: d.Quantity | None) -> d.Quantity | None:
    """The smaller of two amounts; what is known of them where one is missing."""
    if one is None or other is None:
        return one or other
    return other if _more(one, other) else one


def _times(amount: d.Quantity | None, doses: int | None) -> d.Quantity | None:
    return (
        None if amount is None or doses is None else d.Quantity(amount=amount.amount * doses or 1e-9, unit=amount.unit)
    )
