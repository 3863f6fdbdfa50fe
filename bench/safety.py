"""How often do the safety rules speak up without need, and how soon do they see danger?
`python -m bench.safety [--write] [PEOPLE]`, some minutes.

Ordinary people: simulated, stable use within an agreed plan, nothing in the profile; looked at every evening. Danger:
the same people, into whose diary a pattern is put from a day on; looked at with every entry from then.
"""

import datetime as dt
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from statistics import median

import numpy as np

from bench.many import each
from bench.results import machine, table, write
from counterpoise.diary import Diary, Dose, Effect, Lab, Medicine, Plan, Quantity
from counterpoise.knowledge.load import load
from counterpoise.safety.finding import SEVERITIES
from counterpoise.safety.review import review
from counterpoise.science.people import simulate
from counterpoise.science.people.scenarios import SCENARIOS, Scenario

END = dt.datetime(2026, 6, 30, 22, tzinfo=dt.UTC)
DAYS, FROM_DAY, HALF = 180, 120, 90
BEGIN = END - dt.timedelta(days=DAYS)
DANGER = BEGIN + dt.timedelta(days=FROM_DAY)
WARNING = SEVERITIES.index("warning")
SCENARIOS["ordinary"] = Scenario(settled=True)


def ordinary(seed: int) -> Diary:
    """Stable use within a plan that was agreed with a clinician; side effects come as the simulator has them."""
    rng = np.random.default_rng(seed)
    diary = simulate.person(days=DAYS, ratings_per_day=4, rng=rng, scenario="ordinary", end=END)
    amounts = [dose.amount for dose in diary.doses if dose.amount is not None]
    per_day = Counter(dose.at.date() for dose in diary.doses)
    plan = Plan(
        substance="kratom",
        direction="hold",
        agreed_with="Dr Example",
        from_=BEGIN.date(),
        start=Quantity(amount=float(np.median(amounts)), unit="g"),
        ceiling_per_dose=Quantity(amount=max(amounts), unit="g"),
        ceiling_per_day=Quantity(amount=max(amounts) * max(per_day.values()), unit="g"),
        doses_per_day=max(per_day.values()),
        review_on=(END + dt.timedelta(days=30)).date(),
    )
    return replace(diary, person=replace(diary.person, birth_year=1975, country="US"), plans=(plan,))


def until(diary: Diary, now: dt.datetime) -> Diary:
    """The diary as it was at a moment."""
    return replace(
        diary,
        doses=tuple(dose for dose in diary.doses if dose.at <= now),
        ratings=tuple(rating for rating in diary.ratings if rating.at <= now),
        effects=tuple(effect for effect in diary.effects if effect.at <= now),
        labs=tuple(lab for lab in diary.labs if lab.at <= now),
    )


def causes(diary: Diary, now: dt.datetime, rank: int = len(SEVERITIES)) -> dict[str, str]:
    """Causes of what is found at a moment, up to a rank, and their rules."""
    return {found.cause: found.rule for found in review(diary, load(), now) if found.rank <= rank}


def spoken(seed: int) -> list[tuple[int, str]]:
    """For one ordinary person: on which evening a warning or worse was new, and which rule it came from."""
    diary, before = ordinary(seed), dict[str, str]()
    told = []
    for day in range(1, DAYS + 1):
        now = BEGIN + dt.timedelta(days=day)
        found = causes(until(diary, now), now, WARNING)
        told += [(day, rule) for cause, rule in found.items() if cause not in before]
        before = found
    return told


def more_often(diary: Diary, times: int = 2) -> Diary:
    """Over four weeks so many times the doses, between the others."""
    later = [dose for dose in diary.doses if dose.at >= DANGER]
    days = [(dose.at - DANGER).total_seconds() / 86400 for dose in later]
    extra = [
        replace(dose, id=f"x{place}-{one}", at=dose.at + dt.timedelta(hours=2 * one), rating=None)
        for place, (dose, day) in enumerate(zip(later, days, strict=True))
        if day > 28 or place % max(1, round(28 / max(day, 1))) == 0
        for one in range(1, times)
    ]
    return _by_time(diary, extra)


def more_each_time(diary: Diary) -> Diary:
    """Over four weeks twice the amount."""

    def grown(dose: Dose) -> Dose:
        weeks = (dose.at - DANGER).total_seconds() / (7 * 86400)
        return replace(dose, amount=dose.amount and dose.amount * (1 + min(weeks / 4, 1))) if weeks > 0 else dose

    return replace(diary, doses=tuple(grown(dose) for dose in diary.doses))


def stacked(diary: Diary) -> Diary:
    """A second dose half an hour after each, under a plan that asks for four hours between doses."""
    plan = replace(diary.plans[0], hours_between=4.0)
    later = [dose for dose in diary.doses if dose.at >= DANGER]
    extra = [
        replace(dose, id=f"x{place}", at=dose.at + dt.timedelta(minutes=30), rating=None)
        for place, dose in enumerate(later)
    ]
    return replace(_by_time(diary, extra), plans=(plan,))


def with_sedatives(diary: Diary) -> Diary:
    """Half an hour after a dose, alcohol and alprazolam."""
    dose = next(dose for dose in diary.doses if dose.at >= DANGER)
    extra = [
        Dose(id="wine", at=dose.at + dt.timedelta(minutes=30), substance="alcohol", amount=2, unit="drink"),
        Dose(id="pill", at=dose.at + dt.timedelta(minutes=40), substance="alprazolam", amount=0.5, unit="mg"),
    ]
    return _by_time(diary, extra)


def with_an_opioid(diary: Diary) -> Diary:
    """Tramadol among the medicines."""
    medicine = Medicine(name="Tramadol 50 mg", since=DANGER.date().isoformat())
    return replace(diary, person=replace(diary.person, medicines=(medicine,)))


def liver_signs(diary: Diary) -> Diary:
    """Use that began three weeks before; itching, then dark urine."""
    begun = DANGER - dt.timedelta(days=21)
    return replace(
        diary,
        person=replace(diary.person, history=()),
        doses=tuple(dose for dose in diary.doses if dose.at >= begun),
        effects=(
            Effect(id="itch", at=DANGER, kind="itching", severity=2),
            Effect(id="urine", at=DANGER + dt.timedelta(hours=20), kind="dark_urine"),
        ),
    )


def liver_values(diary: Diary) -> Diary:
    """ALT at five times, bilirubin at three times the laboratory's limit."""
    labs = (
        Lab(id="alt", at=DANGER, analyte="ALT", value=200, unit="U/L", upper_limit=40),
        Lab(id="bili", at=DANGER, analyte="bilirubin", value=3.6, unit="mg/dL", upper_limit=1.2),
    )
    return replace(diary, labs=labs)


def slow_breathing(diary: Diary) -> Diary:
    """A sign of an emergency."""
    return replace(diary, effects=(*diary.effects, Effect(id="sign", at=DANGER, kind="slow_breathing")))


def another_drug(diary: Diary) -> Diary:
    """Tablets of 7-hydroxymitragynine in place of the leaf."""
    doses = tuple(
        replace(dose, substance="7-OH tablets", lot=None, amount=1, unit="tablet") if dose.at >= DANGER else dose
        for dose in diary.doses
    )
    return replace(diary, doses=doses)


def for_withdrawal(diary: Diary) -> Diary:
    """Doses that are taken against withdrawal."""
    doses = tuple(replace(dose, reason="withdrawal") if dose.at >= DANGER else dose for dose in diary.doses)
    return replace(diary, doses=doses)


PATTERNS: dict[str, tuple[Callable[[Diary], Diary], tuple[str, ...]]] = {
    "twice as often over four weeks": (more_often, ("use.",)),
    "three times as often over four weeks": (partial(more_often, times=3), ("use.",)),
    "twice as much over four weeks": (more_each_time, ("use.", "plan.above")),
    "a second dose after half an hour": (stacked, ("plan.", "use.")),
    "alcohol and alprazolam with a dose": (with_sedatives, ("load.", "interaction.")),
    "tramadol in the profile": (with_an_opioid, ("interaction.",)),
    "itching and dark urine in week 4": (liver_signs, ("signs.",)),
    "liver values": (liver_values, ("labs.",)),
    "slow breathing": (slow_breathing, ("signs.emergency",)),
    "7-OH tablets": (another_drug, ("products.",)),
    "doses against withdrawal": (for_withdrawal, ("use.",)),
}


Delay = tuple[int, float]
"""Entries and hours from the first entry of a pattern."""


def seen(case: tuple[str, int]) -> tuple[Delay | None, Delay | None]:
    """How long it took until a finding that means the pattern, and until a warning or worse that does; None: never."""
    name, seed = case
    put_in, means = PATTERNS[name]
    plain = ordinary(seed)
    diary = put_in(plain)
    before = {*plain.doses, *plain.effects, *plain.labs}
    put = [entry.at for entry in (*diary.doses, *diary.effects, *diary.labs) if entry not in before]
    begun = min((at for at in put if at >= DANGER), default=DANGER)
    moments = sorted({e.at for e in (*diary.doses, *diary.ratings, *diary.effects, *diary.labs) if e.at >= begun})
    return _first(plain, diary, moments, means, len(SEVERITIES)), _first(plain, diary, moments, means, WARNING)


def _first(plain: Diary, diary: Diary, moments: list[dt.datetime], means: tuple[str, ...], rank: int) -> Delay | None:
    known = set(causes(until(plain, DANGER), DANGER, rank))
    for count, now in enumerate(moments, start=1):
        found = causes(until(diary, now), now, rank)
        if any(rule.startswith(means) for cause, rule in found.items() if cause not in known):
            return count, (now - moments[0]).total_seconds() / 3600
    return None


def delays(found: list[Delay | None]) -> tuple[str, str, str]:
    """How many were found, and after how many entries and hours: median and most."""
    hits = [one for one in found if one is not None]
    sides = [f"{median(side):.3g} ({max(side):.3g})" for side in zip(*hits, strict=True)] or ["", ""]
    return f"{len(hits)} of {len(found)}", sides[0], sides[1]


def _by_time(diary: Diary, extra: list[Dose]) -> Diary:
    return replace(diary, doses=tuple(sorted((*diary.doses, *extra), key=lambda dose: dose.at)))


def main() -> None:
    """Ordinary people first, then each pattern in a quarter of them."""
    people = next((int(word) for word in sys.argv[1:] if word.isdigit()), 200)
    told = each(spoken, range(1, people + 1))
    halves = [sum(first < day <= first + HALF for day, _rule in one) for one in told for first in (0, HALF)]
    rules = Counter(rule for one in told for _day, rule in one)
    rows = []
    for name in PATTERNS:
        found = each(seen, [(name, seed) for seed in range(1, max(2, people // 4) + 1)])
        rows.append((name, *delays([any_ for any_, _serious in found]), *delays([serious for _any, serious in found])))
    loud = ", ".join(f"{rule} {count}" for rule, count in rules.most_common()) or "none"
    text = f"""
{people} ordinary people (seeds 1 to {people}), {DAYS} days, looked at every evening; {machine()}.

Warnings or worse in 90 days: {sum(halves) / len(halves):.2f} on average, {max(halves)} at the most; more than one in
{sum(count > 1 for count in halves)} of {len(halves)} stretches of 90 days. By rule: {loud}.

Danger put into the diary from day {FROM_DAY} on, looked at with every entry; until a finding that means it, and until a
warning or worse that does. Entries and hours: median (most).

{table(("pattern", "found", "entries", "hours", "as a warning", "entries", "hours"), rows)}
"""
    write("Safety", text)


if __name__ == "__main__":
    main()
