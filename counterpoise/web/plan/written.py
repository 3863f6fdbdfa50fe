"""A plan as its form shows it: every field as a person would have typed it."""

from __future__ import annotations

from typing import Any

from counterpoise import diary as d
from counterpoise.plans import who
from counterpoise.report import names


def initial(plan: d.Plan, goals: list[str]) -> dict[str, Any]:
    """A plan as the form shows it."""

    def said(quantity: d.Quantity | None) -> str:
        return "" if quantity is None else f"{names.number(quantity.amount)} {quantity.unit}"

    def number(value: float | None) -> str:
        return "" if value is None else names.number(value)

    name, whom = who.read(plan.agreed_with)
    plain = ("direction", "meeting_on", "from_", "min_days_per_step", "doses_per_day")
    more = ("review_on", "benefit_by", "note")
    numbers = ("hours_between", "meaningful_change", "hold_at")
    step = f"{names.number(plan.step_percent)} %" if plan.step_percent is not None else said(plan.step)
    return {
        **{name: getattr(plan, name) for name in (*plain, *more)},
        **{name: number(getattr(plan, name)) for name in numbers},
        **{name: said(getattr(plan, name)) for name in ("start", "ceiling_per_dose", "ceiling_per_day")},
        "agreed_with": name,
        "who": whom,
        "step": step,
        "substance": names.substance(plan.substance),
        "dose_free_days": list(plan.dose_free_days),
        "withdrawal_days": list(plan.withdrawal_days),
        "stop_if": "\n".join(plan.stop_if),
        "goals": "\n".join(goals),
    }
