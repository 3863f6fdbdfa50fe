"""What is told before a step is recorded: how it differs from the plan. It is told, and recorded all the same."""

from __future__ import annotations

import datetime as dt

from counterpoise import units
from counterpoise.diary import PlanStep
from counterpoise.knowledge.load import Knowledge
from counterpoise.plans import taper, words
from counterpoise.plans.standing import Standing
from counterpoise.plans.steps import Stage, last_change, stages
from counterpoise.text import _, local

_ROUNDED = 0.005
"""Shares closer than half a percent read the same."""


def before_a_step(where: Standing, step: PlanStep, packs: Knowledge) -> list[str]:
    """Sentences about a step that is larger or sooner than agreed, or made while withdrawal speaks against it."""
    if step.kind not in ("down", "up"):
        return []
    before = stages(where.plan, max(step.on, where.plan.from_))
    said = [_sooner(where, before, step.on)]
    if step.kind == "down":
        held = taper.hold(where, packs)
        said = [_size(where, before[-1], step), words.hold(held) if held is not None else "", *said]
    return [text for text in said if text]


def _sooner(where: Standing, before: tuple[Stage, ...], on: dt.date) -> str:
    """That it comes sooner after the step before than was agreed."""
    kept = (on - last_change(before).on).days
    if kept >= where.min_days or len(before) < 2:
        return ""
    text = _("It comes {n} after the step before; the plan: at least {least}.")
    if where.plan.min_days_per_step is None:
        text = _("It comes {n} after the step before; here a step is kept at least {least}.")
    return text.format(n=words.days(kept), least=words.days(where.min_days))


def _size(where: Standing, before: Stage, step: PlanStep) -> str:
    """ "This is 40 % less; the plan says 10 %."; empty where it is no larger than agreed, or cannot be compared."""
    now = before.amount
    left = step.amount and now and units.converted(step.amount.amount, step.amount.unit, now.unit)
    less = None if now is None else taper.agreed_less(where.plan, now)
    if not left or now is None or less is None:
        return ""
    share, agreed = 1 - left / now.amount, less / now.amount
    if share <= agreed + _ROUNDED:
        return ""
    text = _("This is {percent} % less; the plan says {agreed} %.")
    return text.format(percent=f"{100 * share:.0f}", agreed=local(f"{100 * agreed:.3g}"))
