"""What is asked: the measure with its range and direction, and the change and the ceiling that were agreed on."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

from counterpoise import units
from counterpoise.diary import PAIN_NOW, Diary, Plan, Quantity
from counterpoise.knowledge.load import Knowledge, load
from counterpoise.text import _

if TYPE_CHECKING:
    from counterpoise.science.question import Question
    from counterpoise.science.record import Record


LEAST_RANGE = 1e-6
"""Of a scale; below it figures lose their digits."""


class UnknownMeasure(ValueError):
    """A measure of which neither the packs nor the diary say the range and direction."""


def same(packs: Knowledge, name: str, key: str) -> bool:
    """Whether a dose's substance, a key or the person's own word, is the one asked about."""
    pack = packs.substance(name)
    return name == key if pack is None else pack.key == key


def meaningful_change(diary: Diary, *, substance: str, measure: str, knowledge: Knowledge | None = None) -> float:
    """The change that answers hold to matter, in points of the measure: as agreed, else a tenth of its range.

    Raises UnknownMeasure.
    """
    packs = knowledge or load()
    pack = packs.substance(substance)
    asked = question(diary, packs, pack.key if pack is not None else substance, measure)
    agreed = dataclasses.replace(asked, meaningful_change=_agreed_change(asked, diary.plans, packs))
    return agreed.meaningful * agreed.scale.point


def question(diary: Diary, packs: Knowledge, substance: str, measure: str) -> Question:
    """The question before any plan is looked at. Raises UnknownMeasure."""
    from counterpoise.science.question import Question
    from counterpoise.science.scale import Scale

    pack = packs.measure(measure)
    known = pack or next((own for own in diary.measures if own.key == measure), None)
    if known is None:
        allowed = ", ".join([*packs.measures, *(own.key for own in diary.measures)])
        text = _("measure '{measure}': its range is not known; allowed: {allowed}")
        raise UnknownMeasure(text.format(measure=measure, allowed=allowed))
    if not max(known.step, LEAST_RANGE) <= known.high - known.low:
        text = _("measure '{measure}': no scale; allowed: a low value and one step below the high one")
        raise UnknownMeasure(text.format(measure=measure))
    scale = Scale(float(known.low), float(known.high), float(known.step), bool(known.higher_is_better))
    name = _("pain") if measure == PAIN_NOW else _(known.name).lower()
    inside = _(pack.inside) if pack is not None else ""
    return Question(substance, measure, scale, substance_name=substance, measure_name=name, measure_inside=inside)


def by_plan(asked: Question, plans: Sequence[Plan], packs: Knowledge, record: Record) -> Question:
    """With the meaningful change and the ceiling that person and clinician agreed on."""
    about = [plan for plan in _about(asked, plans, packs) if plan.ceiling_per_dose or plan.ceiling_per_day]
    begun = [plan for plan in about if plan.from_ <= record.end.date()]
    agreed = (*begun[-1:], *about[len(begun) :])
    given = [ceiling for plan in agreed for ceiling in (plan.ceiling_per_dose, plan.ceiling_per_day) if ceiling]
    ceilings = [_in(ceiling, record.amounts.unit) for ceiling in given]
    return dataclasses.replace(
        asked,
        meaningful_change=_agreed_change(asked, plans, packs),
        ceiling=min(ceilings, default=None),
    )


def _agreed_change(asked: Question, plans: Sequence[Plan], packs: Knowledge) -> float | None:
    """Points of pain that matter by the latest plan that names them; plans say nothing of other measures."""
    about = _about(asked, plans, packs)
    changes = [plan.meaningful_change for plan in about if plan.meaningful_change is not None]
    return float(changes[-1]) if changes and asked.measure.startswith("pain.") else None


def _about(asked: Question, plans: Sequence[Plan], packs: Knowledge) -> list[Plan]:
    """The plans for the substance asked about, the latest last."""
    return sorted((p for p in plans if same(packs, p.substance, asked.substance)), key=lambda p: p.from_)


def _in(ceiling: Quantity | None, unit: str | None) -> float:
    """A ceiling in the unit of the record; nothing is known to be below one in a unit that does not convert."""
    if ceiling is None or unit is None:
        return 0.0
    return units.converted(ceiling.amount, ceiling.unit, unit) or 0.0
