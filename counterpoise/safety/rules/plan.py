"""The agreed plan beside what is recorded: what differs from it is told, never scolded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from counterpoise import units
from counterpoise.diary import Plan
from counterpoise.plans import steep, taper, words
from counterpoise.plans.amounts import above
from counterpoise.plans.current import alone, current, refused
from counterpoise.plans.standing import WEEKDAYS, Standing, stand
from counterpoise.plans.steps import stages
from counterpoise.plans.use import before_it
from counterpoise.safety.case import Case
from counterpoise.safety.finding import Finding
from counterpoise.text import _, ngettext


def find(case: Case) -> Iterator[Finding]:
    """All that concerns the plans in force."""
    for plan in case.diary.plans:
        ended = plan.ended_on is not None and plan.ended_on <= case.today
        if refused(plan.substance, case.knowledge) and plan.from_ <= case.today and not ended:
            name = case.knowledge.substances[case.substance(plan.substance)].name
            yield case.found("plan.another_drug", cause=_name(plan), substance=_(name))
    for plan in current(case.diary.plans, case.today, case.knowledge):
        where = stand(plan, case.diary, case.now, case.knowledge, doses=case.doses, ratings=case.ratings)
        yield from _agreement(case, plan)
        yield from _today(case, where)
        yield from _days(case, where)
        yield from _going_down(case, where)


def _agreement(case: Case, plan: Plan) -> Iterator[Finding]:
    """How it was made."""
    if alone(plan):
        yield case.found("plan.alone", cause=_name(plan))
    if (why := _no_meeting(case, plan)) and _goes_up(case, plan):
        yield case.found("plan.up_without_meeting", cause=_name(plan), why=why)


def _goes_up(case: Case, plan: Plan) -> bool:
    """By its direction, or by a step that comes to more than it began with: a file can hold one of any plan."""
    found = stages(plan, case.today)
    first, now = found[0].amount, found[-1].amount
    size = None if first is None or now is None else units.converted(now.amount, now.unit, first.unit)
    return plan.direction == "up" or (first is not None and size is not None and above(size, first.amount))


def _no_meeting(case: Case, plan: Plan) -> str:
    """Why there is no date to speak of; empty where there is one."""
    if plan.meeting_on is None:
        return _("None is written down.")
    days = int(case.knowledge.rules["plan.up_without_meeting"].limit("meeting_days"))
    if (plan.meeting_on - case.today).days <= days:
        return ""
    text = _("The one that is written down, {day}, is more than {days} days away.")
    return text.format(day=words.day(plan.meeting_on), days=days)


def _today(case: Case, where: Standing) -> Iterator[Finding]:
    """Today's doses."""
    yield from _amounts(case, where)
    yield from _too_soon(case, where)
    plan, cause = where.plan, _cause(where)
    count, most = len(where.doses_under_it), where.doses_per_day
    if most is not None and count > most:
        said = [ngettext("{n} dose", "{n} doses", n).format(n=n) for n in (count, most)]
        yield case.found("plan.too_many", where.doses_under_it, cause=cause, taken=said[0], most=said[1])
    if where.dose_free_today and where.doses_under_it:
        day = words.weekday(WEEKDAYS[where.today.weekday()])
        yield case.found("plan.dose_free_day", where.doses_under_it, cause=f"{_name(plan)}:{where.today}", day=day)


def _amounts(case: Case, where: Standing) -> Iterator[Finding]:
    """Above what was agreed, as far as the amounts are known."""
    yield from _one_dose(case, where)
    day_limit, cause = where.plan.ceiling_per_day, _cause(where)
    taken = None if day_limit is None else where.come_to(where.doses_under_it, day_limit.unit)
    if day_limit is not None and taken is not None and above(taken.known, day_limit.amount):
        said = units.sized(float(f"{taken.known:.6g}"), taken.unit)
        yield case.found("plan.above_day", where.doses_under_it, cause=cause, taken=said, most=words.amount(day_limit))


def _one_dose(case: Case, where: Standing) -> Iterator[Finding]:
    """A dose above the most in one dose, or above what the step in force says; told once, by the lower line."""
    lines = [(where.dose_of_the_step, words.a_dose), (where.plan.ceiling_per_dose, words.at_most)]
    for line, said in lines:
        if line is None:
            continue
        known = {dose: where.dose_in(dose, line.unit) for dose in where.doses_under_it}
        large = {dose: size for dose, size in known.items() if size is not None and above(size, line.amount)}
        if large:
            taken = units.sized(float(f"{max(large.values()):.6g}"), line.unit)
            yield case.found("plan.above_dose", large, cause=_cause(where), taken=taken, most=said(line))
            return


def _too_soon(case: Case, where: Standing) -> Iterator[Finding]:
    """A dose of today sooner after the one before than was agreed; the shortest gap is told."""
    if not where.plan.hours_between:
        return
    least = dt.timedelta(hours=where.plan.hours_between)
    today = set(where.doses_under_it)
    close = [(two.at - one.at, one, two) for one, two in pairwise(where.doses) if two in today]
    close = [found for found in close if found[0] < least]
    if close:
        because = {dose for _gap, one, two in close for dose in (one, two)}
        gap = words.span(min(found[0] for found in close))
        yield case.found("plan.too_soon", because, cause=_cause(where), gap=gap, least=words.span(least))


def _days(case: Case, where: Standing) -> Iterator[Finding]:
    """Days that were agreed and are here."""
    plan = where.plan
    if where.review is not None and plan.review_on is not None:
        on = words.day(plan.review_on)
        yield case.found("plan.review_due", cause=f"{_name(plan)}:{plan.review_on}", day=on)
    if where.benefit_day_passed and plan.benefit_by is not None:
        stop = "; ".join(plan.stop_if) or _("talk with the person you agreed it with")
        cause = f"{_name(plan)}:{plan.benefit_by}"
        yield case.found("plan.no_benefit", cause=cause, day=words.day(plan.benefit_by), stop=stop)
    yield from _step_early(case, where)


def _step_early(case: Case, where: Standing) -> Iterator[Finding]:
    """The latest step came sooner than was agreed."""
    rule = case.knowledge.rules["plan.step_early"]
    changes = [stage for stage in where.stages if stage.kind != "hold"]
    if len(changes) < 2 or (where.today - changes[-1].on).days > rule.limit("shown_days"):
        return
    kept = (changes[-1].on - changes[-2].on).days
    if changes[-1].kind != "back" and kept < where.min_days:
        cause = f"{_name(where.plan)}:{changes[-1].on}"
        yield case.found("plan.step_early", cause=cause, n=words.days(kept), least=words.days(where.min_days))


def _going_down(case: Case, where: Standing) -> Iterator[Finding]:
    """Withdrawal while going down, and steps that take much at once after long daily use."""
    held = taper.hold(where, case.knowledge)
    if held is not None:
        cause = f"{_name(where.plan)}:{held.rating.at.date()}"
        yield case.found("plan.withdrawal_hold", [held.rating], cause=cause, why=words.hold(held))
    before = before_it(case.diary, case.doses_before_plans, where.plan, case.knowledge)
    for found in steep.steep(where.plan, case.knowledge, before):
        if found.on > case.today or not found.stands(case.today):
            continue
        if steep.daily_for_long(case.diary, case.doses_before_plans, where.plan, case.knowledge, found.on):
            yield case.found("plan.too_steep", cause=f"{_name(where.plan)}:{found.on}", why=words.too_steep(found))
            return


def _name(plan: Plan) -> str:
    return plan.id or f"{plan.substance}:{plan.from_}"


def _cause(where: Standing) -> str:
    return f"{_name(where.plan)}:{where.today}"
