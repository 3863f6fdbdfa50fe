"""Which plan is in force on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from counterpoise.diary import Plan
from counterpoise.knowledge.load import Knowledge
from counterpoise.plans import who


def alone(plan: Plan) -> bool:
    """Whether the person made it without anybody; it is marked so wherever it shows."""
    return who.nobody(plan.agreed_with)


def key(name: str, packs: Knowledge) -> str:
    """The key of the pack of a substance; for one without a pack its own words."""
    pack = packs.substance(name)
    return name if pack is None else pack.key


def refused(name: str, packs: Knowledge) -> bool:
    """Whether no plan is made for it here: another drug than the leaf."""
    pack = packs.substance(name)
    return pack is not None and not pack.assessable


def current(plans: Sequence[Plan], day: dt.date, packs: Knowledge) -> tuple[Plan, ...]:
    """The plans in force, one for each substance.

    Of those that have not ended the one that began last decides; one that ended never stands in the way of another.
    """
    latest: dict[str, Plan] = {}
    for plan in plans:
        of = key(plan.substance, packs)
        if plan.from_ <= day and _holds(plan, day) and (of not in latest or plan.from_ >= latest[of].from_):
            latest[of] = plan
    return tuple(plan for plan in latest.values() if not refused(plan.substance, packs))


def _holds(plan: Plan, day: dt.date) -> bool:
    return plan.ended_on is None or day < plan.ended_on
