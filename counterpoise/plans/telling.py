"""What is told before a step down is recorded: how it differs from the plan. It is told, and recorded all the same."""

from __future__ import annotations

from counterpoise import units
from counterpoise.diary import PlanStep
from counterpoise.knowledge.load import Knowledge
from counterpoise.plans import taper, words
from counterpoise.plans.standing import Standing
from counterpoise.text import _

_ROUNDED = 0.005
"""Shares closer than half a percent read the same."""


def before_a_step(where: Standing, step: PlanStep, packs: Knowledge) -> list[str]:
    """Sentences about a step down that is larger or sooner than agreed, or made while the plan holds."""
    if step.kind != "down":
        return []
    said = [_size(where, step)]
    held = taper.hold(where, packs)
    if held is not None:
        said.append(words.hold(held))
    kept = (step.on - where.step_on).days
    if kept < where.min_days and len(where.stages) > 1:
        text = _("It comes {n} days after the step before; your plan: at least {least} days.")
        if where.plan.min_days_per_step is None:
            text = _("It comes {n} days after the step before; here a step is kept at least {least} days.")
        said.append(text.format(n=kept, least=where.min_days))
    return [text for text in said if text]


def _size(where: Standing, step: PlanStep) -> str:
    """ "This is 40 % less; your plan says 10 %."; empty where it is no larger than agreed, or cannot be compared."""
    now, plan = where.amount, where.plan
    left = step.amount and now and units.converted(step.amount.amount, step.amount.unit, now.unit)
    less = None if now is None else taper.agreed_less(plan, now)
    if not left or now is None or less is None:
        return ""
    share, agreed = 1 - left / now.amount, less / now.amount
    if share <= agreed + _ROUNDED:
        return ""
    text = _("This is {percent} % less; your plan says {agreed} %.")
    return text.format(percent=f"{100 * share:.0f}", agreed=f"{100 * agreed:.3g}")
