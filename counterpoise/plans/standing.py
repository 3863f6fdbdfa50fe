"""`standing(diary, now)`: where the person stands in the plan in force."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import Literal
from zoneinfo import ZoneInfo

from counterpoise.diary import Diary, Dose, Plan, Quantity, Rating
from counterpoise.knowledge.load import Knowledge, load
from counterpoise.plans.amounts import FindLot, Tally, in_unit, larger, reaches, tally
from counterpoise.plans.counting import counter, waited_after
from counterpoise.plans.current import current, key
from counterpoise.plans.extracts import apart
from counterpoise.plans.steps import WEEKDAYS, Stage, last_change, stages

__all__ = ["LOOK_BACK", "WEEKDAYS", "WITHDRAWAL", "Standing", "stand", "standing"]

LEAF = "kratom"
WITHDRAWAL = "withdrawal"
STEP_EARLY = "plan.step_early"
LOOK_BACK = dt.timedelta(days=60)
"""A last dose longer ago is not told; withdrawal is not compared with a time before."""
_AT = attrgetter("at")


@dataclass(frozen=True)
class Standing:
    """One plan at one moment. doses: those of its substance of the last days, by time; unknown is never zero."""

    plan: Plan
    now: dt.datetime
    zone: ZoneInfo
    doses: tuple[Dose, ...]
    withdrawal: tuple[Rating, ...]
    lot_of: FindLot
    usual_days: int  # days a step is kept where the plan does not say
    apart: frozenset[Dose] = frozenset()  # extracts beside leaf: their grams are not those of the plan
    waited_after: tuple[Dose, ...] = ()  # the doses, and those of leaf's other drugs

    @cached_property
    def today(self) -> dt.date:
        return self.now.astimezone(self.zone).date()

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The start and the steps made so far."""
        return stages(self.plan, self.today)

    @property
    def amount(self) -> Quantity | None:
        """The amount of a dose in force."""
        return self.stages[-1].amount

    @property
    def dose_of_the_step(self) -> Quantity | None:
        """The most in one dose that the step in force says, where a plan goes down or stays as it is.

        On the day of a step that is the larger of the amounts before and after it: nobody knows at what hour it was
        made. Where a plan that stays as it is says its own most in one dose, that is what was agreed.
        """
        if self.plan.direction == "up" or (self.plan.direction == "hold" and self.plan.ceiling_per_dose is not None):
            return None
        most = self.amount
        for before, after in pairwise(self.stages):
            if after.on == self.today:
                most = larger(most, before.amount)
        return most

    @property
    def doses_per_day(self) -> int | None:
        """The most doses a day in force."""
        return self.stages[-1].doses_per_day

    @property
    def step_on(self) -> dt.date:
        """The day of the latest change of the amount."""
        return last_change(self.stages).on

    @property
    def step_days(self) -> int:
        """Days since then."""
        return (self.today - self.step_on).days

    @property
    def min_days(self) -> int:
        """Days a step is kept at least."""
        return self.plan.min_days_per_step or self.usual_days

    @property
    def kept_long_enough(self) -> bool:
        return self.step_days >= self.min_days

    @property
    def held(self) -> bool:
        """Whether holding was recorded last."""
        return self.stages[-1].kind == "hold"

    @property
    def last(self) -> Dose | None:
        """The last dose, also of another drug: the wait is not over when one of those was just taken."""
        return self.waited_after[-1] if self.waited_after else None

    @property
    def last_is_another_drug(self) -> bool:
        """Whether the last dose is in none of the amounts."""
        return self.last is not None and self.last not in self.doses

    @property
    def since_last(self) -> dt.timedelta | None:
        """How long ago the last dose was."""
        return None if self.last is None else self.now - self.last.at

    @property
    def gap_passed(self) -> bool | None:
        """Whether the hours agreed between doses have passed; None where nothing is to compare."""
        if self.plan.hours_between is None or self.since_last is None:
            return None
        return self.since_last >= dt.timedelta(hours=self.plan.hours_between)

    @cached_property
    def doses_today(self) -> tuple[Dose, ...]:
        return tuple(dose for dose in self.doses if dose.at.astimezone(self.zone).date() == self.today)

    @cached_property
    def before_the_first_dose(self) -> tuple[Rating, ...]:
        """Ratings of withdrawal before the first dose of their day: what comes after a dose is another thing."""
        firsts: dict[dt.date, dt.datetime] = {}
        for dose in self.doses:
            firsts.setdefault(dose.at.astimezone(self.zone).date(), dose.at)
        return tuple(
            rating
            for rating in self.withdrawal
            if rating.at <= firsts.get(rating.at.astimezone(self.zone).date(), rating.at)
        )

    @cached_property
    def doses_under_it(self) -> tuple[Dose, ...]:
        """Today's doses since the plan was written down: none before that can be above it, or too soon for it."""
        since = self.plan.recorded_at
        return tuple(dose for dose in self.doses_today if since is None or dose.at >= since)

    def come_to(self, doses: Sequence[Dose], unit: str) -> Tally:
        """What doses come to in a unit; an extract beside leaf is not known in grams of leaf."""
        alike = [dose for dose in doses if dose not in self.apart]
        found = tally(alike, self.lot_of, unit)
        return replace(found, unknown=found.unknown + len(doses) - len(alike))

    @cached_property
    def taken_today(self) -> Tally | None:
        """What today's doses under the plan come to, in its unit; None where there is no unit to count in."""
        unit = self._unit
        return None if unit is None else self.come_to(self.doses_under_it, unit)

    @cached_property
    def all_today(self) -> Tally | None:
        """The same of the whole day: what came before the plan was written down, too."""
        unit = self._unit
        return None if unit is None else self.come_to(self.doses_today, unit)

    @property
    def at_day_ceiling(self) -> bool:
        """Whether what is known of today reaches the plan's amount for a day."""
        ceiling, taken = self.plan.ceiling_per_day, self.taken_today
        return ceiling is not None and taken is not None and reaches(taken.known, ceiling.amount)

    @property
    def dose_free_today(self) -> bool:
        return WEEKDAYS[self.today.weekday()] in self.plan.dose_free_days

    @property
    def review(self) -> Literal["due", "overdue"] | None:
        """Whether the day of the review is here or past."""
        if self.plan.review_on is None or self.today < self.plan.review_on:
            return None
        return "due" if self.today == self.plan.review_on else "overdue"

    @property
    def benefit_day_passed(self) -> bool:
        """Whether the day by which it should help is over."""
        return self.plan.benefit_by is not None and self.today > self.plan.benefit_by

    @property
    def rate_withdrawal_first(self) -> bool:
        """Whether withdrawal is to be rated now: a day the plan chose, before the first dose, not rated yet."""
        if WEEKDAYS[self.today.weekday()] not in self.plan.withdrawal_days or self.doses_today:
            return False
        return not any(rating.at.astimezone(self.zone).date() == self.today for rating in self.withdrawal)

    def dose_in(self, dose: Dose, unit: str) -> float | None:
        """The amount of a dose in a unit."""
        return None if dose in self.apart else in_unit(dose, self.lot_of(dose), unit)

    @property
    def _unit(self) -> str | None:
        given = (self.plan.ceiling_per_day, self.amount, self.plan.ceiling_per_dose)
        said = next((quantity.unit for quantity in given if quantity is not None), None)
        return said or next((dose.unit for dose in self.doses_today if dose.unit and dose.of is None), None)


def standing(diary: Diary, now: dt.datetime, packs: Knowledge | None = None, substance: str = LEAF) -> Standing | None:
    """Where the person stands in the plan for a substance; None where none holds."""
    packs = packs or load()
    zone = ZoneInfo(diary.person.time_zone)
    plans = current(diary.plans, now.astimezone(zone).date(), packs)
    wanted = key(substance, packs)
    plan = next((one for one in plans if key(one.substance, packs) == wanted), None)
    if plan is None:
        return None
    doses = sorted((dose for dose in diary.doses if dose.at <= now), key=_AT)
    ratings = sorted((one for one in diary.ratings if one.measure == WITHDRAWAL and one.at <= now), key=_AT)
    return stand(plan, diary, now, packs, doses=doses, ratings=ratings)


def stand(
    plan: Plan,
    diary: Diary,
    now: dt.datetime,
    packs: Knowledge,
    *,
    doses: Sequence[Dose],
    ratings: Sequence[Rating],
) -> Standing:
    """The same for one plan and entries that are already by time and none later than now."""
    lot_of, of_it = diary.lot_finder(), counter(plan.substance, diary, packs)
    waited = waited_after(plan.substance, diary, packs)
    since = now - LOOK_BACK
    recent = doses[bisect_left(doses, since, key=_AT) :]
    rated = tuple(one for one in ratings[bisect_left(ratings, since, key=_AT) :] if one.measure == WITHDRAWAL)
    kept = int(packs.rules[STEP_EARLY].limit("days"))
    zone = ZoneInfo(diary.person.time_zone)
    own = tuple(dose for dose in recent if of_it(dose))
    after = tuple(dose for dose in recent if waited(dose) or of_it(dose))
    return Standing(plan, now, zone, own, rated, lot_of, kept, apart(own, diary, packs), after)
