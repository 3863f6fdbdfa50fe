"""The plan beside what was recorded under it, counted and not judged."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from counterpoise.diary import Dose, Plan
from counterpoise.plans import words
from counterpoise.plans.amounts import above
from counterpoise.plans.current import current, refused
from counterpoise.plans.sooner import sooner
from counterpoise.plans.standing import Standing, stand
from counterpoise.report import names
from counterpoise.report import plan as plan_words
from counterpoise.report.clinician.reading import Reading, on
from counterpoise.text import _, ngettext
from counterpoise.units import sized


def standings(read: Reading) -> list[Standing]:
    """The plans in force now, each with where it stands."""
    plans = current(read.diary.plans, read.today, read.knowledge)
    doses = sorted((one for one in read.diary.doses if one.at <= read.now), key=lambda one: one.at.timestamp())
    ratings = sorted((one for one in read.diary.ratings if one.at <= read.now), key=lambda one: one.at.timestamp())
    return [stand(plan, read.diary, read.now, read.knowledge, doses=doses, ratings=ratings) for plan in plans]


def lines(read: Reading) -> list[str]:
    """Of each plan: what it is, where it stands, and what was recorded since its last step."""
    said = []
    for standing in standings(read):
        heading = plan_words.spoken(standing, read.knowledge).heading
        said.append(_("Plan: {heading}. {stage} {review}").format(
            heading=heading, stage=words.stage(standing), review=words.review(standing)
        ))  # fmt: skip
        recorded = " ".join(_recorded(read, standing))
        said += [recorded] if recorded else []
    return [*said, *(_begins(plan) for plan in to_come(read))]


def to_come(read: Reading) -> list[Plan]:
    """The plans that are written down and begin later, the next one first."""
    later = [one for one in read.diary.plans if one.from_ > read.today and not refused(one.substance, read.knowledge)]
    return sorted((one for one in later if not one.ended_on or one.ended_on > one.from_), key=lambda one: one.from_)


def _begins(plan: Plan) -> str:
    return _("A plan begins on {day}: {substance}, {direction}, {whom}.").format(
        day=on(plan.from_),
        substance=names.substance(plan.substance),
        direction=words.direction(plan),
        whom=words.with_whom(plan),
    )


def _recorded(read: Reading, standing: Standing) -> Iterator[str]:
    """How often the record lies above what the step says, of how many."""
    since = max(standing.step_on, read.chosen.first, read.today - dt.timedelta(days=59))
    if since > read.chosen.last:
        return  # the days chosen lie before it
    doses = [dose for dose in standing.doses if since <= read.day(dose.at) <= read.chosen.last]
    if not doses:
        yield _("Recorded since {day}: no dose.").format(day=on(since))
        return
    by_day = Counter(read.day(dose.at) for dose in doses)
    count = ngettext("{count} dose", "{count} doses", len(doses)).format(count=len(doses))
    on_days = ngettext("on {days} day", "on {days} days", len(by_day)).format(days=len(by_day))
    yield _("Recorded since {day}: {doses} {days}.").format(day=on(since), doses=count, days=on_days)
    limit = standing.dose_of_the_step or standing.plan.ceiling_per_dose
    if limit is not None:
        yield _of_a_dose(standing, doses, limit.amount, limit.unit)
    if standing.doses_per_day is not None:
        more = sum(number > standing.doses_per_day for number in by_day.values())
        text = ngettext(
            "More doses than {most} on {more} of {days} day.",
            "More doses than {most} on {more} of {days} days.",
            len(by_day),
        )
        yield text.format(most=standing.doses_per_day, more=more, days=len(by_day))
    if (found := sooner(standing, doses)) is not None:
        yield words.sooner(found)
    ceiling = standing.plan.ceiling_per_day
    if ceiling is not None:
        sums: Counter[dt.date] = Counter()
        for dose in doses:
            sums[read.day(dose.at)] += standing.dose_in(dose, ceiling.unit) or 0.0  # type: ignore[assignment]
        more = sum(above(total, ceiling.amount) for total in sums.values())
        text = ngettext(
            "Above {most} in all on {more} of {days} day.", "Above {most} in all on {more} of {days} days.", len(by_day)
        )
        yield text.format(most=words.amount(ceiling), more=more, days=len(by_day))


def _of_a_dose(standing: Standing, doses: list[Dose], most: float, unit: str) -> str:
    sizes = [standing.dose_in(dose, unit) for dose in doses]
    told = [size for size in sizes if size is not None]
    more = sum(above(size, most) for size in told)
    text = _("Above {most} in {more} of {known} doses of known amount.")
    said = text.format(most=sized(most, unit), more=more, known=len(told))
    unknown = len(sizes) - len(told)
    return " ".join([said, _("{count} of unknown amount.").format(count=unknown)]) if unknown else said
