"""How much was used in the weeks before a day, and how much a plan leaves of it: what a stop is held against."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from counterpoise import units
from counterpoise.diary import Diary, Dose, Plan, Quantity
from counterpoise.knowledge.load import Knowledge
from counterpoise.plans.amounts import FindLot, above, in_unit
from counterpoise.plans.counting import counter, of_extract
from counterpoise.plans.current import key
from counterpoise.plans.steps import WEEKDAYS, Stage, stages

STEEP = "plan.too_steep"
EVERY_DAY = (1, 1, 1, 1, 1, 1, 1)


@dataclass(frozen=True, slots=True)
class Used:
    """A usual day of some weeks: how many doses, and how much of each where it is known. Unknown is never zero.

    days: with a dose on record; 0 where it was told and not recorded. week: of these, on which days of the week. most:
    the most in one dose and in one day, where the record has it. whole: whether a whole day is known, and not only a
    dose: a record of few days may have left doses out.
    """

    doses: float
    amount: Quantity | None
    days: int = 0
    week: tuple[int, ...] = EVERY_DAY
    most_in_a_dose: Quantity | None = None
    most_in_a_day: Quantity | None = None
    whole: bool = True


def before_it(diary: Diary, doses: Sequence[Dose], plan: Plan, packs: Knowledge) -> Used | None:
    """A usual day before a plan, by the record; else by what the person said, else by the plan before. None: unknown.

    A record of few of the days does not stand alone: the larger counts. doses: by time.
    """
    rule, unit = packs.rules[STEEP], unit_of(plan)
    days = int(rule.limit("daily_days"))
    recent = lately(diary, doses, plan, packs, plan.from_)
    seen = used(recent, diary.lot_finder(), unit, plan.from_, days)
    if seen is not None and seen.days >= rule.limit("recorded_share") * days:
        return seen
    told = _told(diary, plan, packs, days)
    seen = None if seen is None else replace(seen, whole=False)
    return _larger(seen, told) if seen is not None and told is not None else seen or told


def lately(diary: Diary, doses: Sequence[Dose], plan: Plan, packs: Knowledge, until: dt.date) -> list[Dose]:
    """The doses of a plan's substance in the weeks before a day. doses: by time."""
    days = int(packs.rules[STEEP].limit("daily_days"))
    near = takewhile(lambda dose: (until - dose.at.date()).days <= days + 1, reversed(doses))
    counts = counter(plan.substance, diary, packs)
    found = [dose for dose in near if 0 < (until - dose.at.date()).days <= days and counts(dose)][::-1]
    extract = of_extract(diary)
    if all(map(extract, found)):
        return found
    # Beside leaf an amount of extract is none that can be added: it is a dose of unknown amount.
    return [replace(dose, amount=None) if extract(dose) else dose for dose in found]


def used(doses: Sequence[Dose], lot_of: FindLot, unit: str | None, until: dt.date, days: int) -> Used | None:
    """The usual day of the last so many days before a day, of those with a dose; None where nothing is on record.

    doses: of one substance. unit: what amounts are wanted in; amounts not known in it are left out.
    """
    recent = [dose for dose in doses if 0 < (until - dose.at.date()).days <= days]
    if not recent:
        return None
    by_day: dict[dt.date, list[float]] = {}
    for dose in recent:
        size = None if unit is None else in_unit(dose, lot_of(dose), unit)
        by_day.setdefault(dose.at.date(), []).extend([] if size is None else [size])
    known = [size for sizes in by_day.values() for size in sizes]
    week = [0] * len(WEEKDAYS)
    for day in by_day:
        week[day.weekday()] += 1
    return Used(
        len(recent) / len(by_day),
        _quantity(sum(known) / len(known) if known else 0.0, unit),
        len(by_day),
        tuple(week),
        _quantity(max(known, default=0.0), unit),
        _quantity(max(sum(sizes) for sizes in by_day.values()), unit),
    )


def still(until: str | None, day: dt.date, days: int) -> bool:
    """Whether use that was told goes on, or ended at most so many days before a day."""
    return until is None or (day - latest(until)).days <= days


def latest(told: str) -> dt.date:
    """The last day that a date can mean of which perhaps only the year is known."""
    year, month, day = ([int(part) for part in told.split("-")] + [0, 0])[:3]
    return dt.date(max(year, 1), month or 12, min(day or 28, 28))


def unit_of(plan: Plan) -> str | None:
    """The unit in which a plan can be held against the record."""
    given = (plan.start, plan.ceiling_per_day, plan.ceiling_per_dose, *(step.amount for step in plan.steps))
    return next((quantity.unit for quantity in given if quantity is not None), None)


def left(plan: Plan, stage: Stage, before: Used) -> float:
    """How much of a usual day is left while a stage of a plan is kept, as a share of it.

    What the plan does not say, or says in another unit, stays as it was: the amount of a dose, or how many a day.
    """
    free = _days_left(plan, before)
    if stage.doses_per_day == 0 or not free:
        return 0.0
    share = 1.0 if stage.doses_per_day is None else stage.doses_per_day / before.doses
    if before.amount is not None:
        one = _sizes(before.amount, stage.amount) or [1.0]
        share *= min(one + _sizes(before.amount, plan.ceiling_per_dose))
        share = min([share, *(size / before.doses for size in _sizes(before.amount, plan.ceiling_per_day))])
    return share * free


def _days_left(plan: Plan, before: Used) -> float:
    """The share of days with a dose that days without one leave: those that had none anyway take nothing."""
    if set(WEEKDAYS) <= set(plan.dose_free_days):
        return 0.0
    kept = [n for n, day in zip(before.week, WEEKDAYS, strict=True) if day not in plan.dose_free_days]
    return sum(kept) / sum(before.week)


def _told(diary: Diary, plan: Plan, packs: Knowledge, days: int) -> Used | None:
    """A usual day by what the person said of earlier use that goes on, else by the plan before."""
    wanted = key(plan.substance, packs)
    for past in diary.person.history:
        if key(past.substance, packs) == wanted and past.per_day and still(past.until, plan.from_, days):
            known = past.amount is not None and past.unit is not None
            return Used(past.per_day, Quantity(amount=past.amount or 0, unit=past.unit or "") if known else None)
    earlier = [one for one in _before(diary.plans, plan, days) if key(one.substance, packs) == wanted]
    if not earlier:
        return None
    last = stages(earlier[-1], plan.from_)[-1]
    doses = float(last.doses_per_day or plan.doses_per_day or 1)
    return Used(doses, last.amount, whole=last.doses_per_day is not None)


def _before(plans: Sequence[Plan], plan: Plan, days: int) -> list[Plan]:
    """The plans before a plan, by their first day, that ran up to it or ended not long before."""
    own = next((n for n, one in enumerate(plans) if one is plan or (plan.id and one.id == plan.id)), len(plans))
    found = [one for n, one in enumerate(plans) if n != own and (one.from_, n) < (plan.from_, own)]
    ran = [one for one in found if one.ended_on is None or (plan.from_ - one.ended_on).days <= days]
    return sorted(ran, key=lambda one: one.from_)


def _larger(seen: Used, told: Used) -> Used:
    """The larger usual day of two; what one of them does not know is taken from the other."""
    if seen.amount is None or told.amount is None:
        doses, whole = max(seen.doses, told.doses), told.whole
        return replace(seen, doses=doses, amount=seen.amount or told.amount, whole=whole)
    size = units.converted(told.amount.amount, told.amount.unit, seen.amount.unit)
    if size is None:
        return replace(seen, doses=max(seen.doses, told.doses))
    return told if above(size * told.doses, seen.amount.amount * seen.doses) else seen


def _quantity(size: float, unit: str | None) -> Quantity | None:
    return Quantity(amount=size, unit=unit) if size > 0 and unit else None


def _sizes(beside: Quantity, *given: Quantity | None) -> list[float]:
    """The amounts given as shares of an amount, as far as they can be compared."""
    sizes = [units.converted(one.amount, one.unit, beside.unit) for one in given if one is not None]
    return [size / beside.amount for size in sizes if size is not None]
