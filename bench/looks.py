"""People whom doses do nothing for, looked at again and again: `python -m bench.looks [--write] [PEOPLE]`.

Null people who dose when it hurts, asked every week from day 14 to day 365. About two hours for 1,000 people on two
cores: a week is passed over where the looks before and after it, four weeks apart, are both far from telling
anything; of some people every week is looked at, to see that nothing is missed so.
"""

import datetime as dt
import sys
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from bench.confounding import before_minus_after, correlation, slope
from bench.many import Figures, chance, each
from bench.results import machine, table, write
from counterpoise.assessment import record_of
from counterpoise.diary import Diary
from counterpoise.science import findings
from counterpoise.science.answers import LEAST_DAYS, LEAST_DOSES, LEAST_RATINGS
from counterpoise.science.inference.fit import fit
from counterpoise.science.people import simulate

END = dt.datetime(2026, 6, 30, 22, tzinfo=dt.UTC)
FIRST, LAST, WEEK = 14, 365, 7
WEEKLY_UNTIL, COARSE, NEAR, WHOLE = 70, 4, 0.3, 30
"""Every week counts up to that day; then every fourth, and those between where a verdict is as probable as NEAR at
either end. Of so many people, every week."""


@dataclass(frozen=True)
class Look:
    """What one look tells, and the probability of the likelier of help and harm that matter."""

    verdict: str
    near: float


def look(diary: Diary, day: int) -> Look:
    """So many days after the first rating."""
    begin = min(rating.at for rating in diary.ratings)
    record, priors = record_of(diary, now=begin + dt.timedelta(days=day))
    if record.days < LEAST_DAYS - 1 or record.ratings < LEAST_RATINGS or len(record.doses) < LEAST_DOSES:
        return Look("cannot_tell", 0.0)
    found = fit(record.track, priors, np.random.default_rng(1))
    relief = found.relief(found.now.mean_4h())
    near = max(1 - relief.below(findings.NOTICEABLE), relief.below(-findings.NOTICEABLE))
    return Look(findings.verdict(relief, findings.MEANINGFUL)[0], near)


def looks(seed: int) -> tuple[list[str | None], tuple[float, float, float]]:
    """The verdict of one null person at every weekly look, None for one passed over, and three naive figures over the
    last days."""
    rng = np.random.default_rng(seed)
    diary = simulate.person(days=LAST, ratings_per_day=4, rng=rng, scenario="null", end=END)
    days = list(range(FIRST, LAST + 1, WEEK))
    whole = [i for i, day in enumerate(days) if day <= WEEKLY_UNTIL or seed <= WHOLE]
    coarse = sorted({*whole, *range(whole[-1], len(days), COARSE), len(days) - 1})
    seen = {i: look(diary, days[i]) for i in coarse}
    for before, after in pairwise(coarse):
        if max(seen[before].near, seen[after].near) >= NEAR:
            seen |= {i: look(diary, days[i]) for i in range(before + 1, after)}
    verdicts = [seen[i].verdict if i in seen else None for i in range(len(days))]
    start = END - dt.timedelta(days=90)
    last = replace(
        diary,
        doses=tuple(dose for dose in diary.doses if dose.at >= start),
        ratings=tuple(rating for rating in diary.ratings if rating.at >= start),
    )
    return verdicts, (correlation(last), before_minus_after(last), slope(last))


def _passed_over(seen: list[str | None]) -> int:
    """Wrong verdicts between two looks, COARSE apart, of which neither tells anything wrong."""
    first = len(range(FIRST, WEEKLY_UNTIL + 1, WEEK)) - 1
    wrong = [verdict in ("helps", "worse") for verdict in seen]
    ends = [*range(first, len(seen), COARSE), len(seen) - 1]
    return sum(sum(wrong[a + 1 : b]) for a, b in pairwise(ends) if not wrong[a] and not wrong[b])


def _naive(figures: Figures) -> list[tuple[object, ...]]:
    """What correlation, before against after, and least squares say of people whom doses do nothing for."""
    after, fitted = figures[:, 1], figures[:, 2]
    half = findings.NOTICEABLE
    return [
        ("correlation of doses with pain (no points)", f"{figures[:, 0].mean():+.2f}", ""),
        ('pain at the dose less pain 1-4 h later: "benefit"', f"{after.mean():+.2f}", f"{np.mean(after >= half):.2f}"),
        ('least squares of pain on exposure: "harm"', f"{fitted.mean():+.2f}", f"{np.mean(fitted >= half):.2f}"),
    ]


def main() -> None:
    people = next((int(word) for word in sys.argv[1:] if word.isdigit()), 1000)
    found = each(looks, range(1, people + 1))
    verdicts = [seen for seen, _naive in found]
    naive = np.array([figures for _seen, figures in found])
    once = [[seen[place] for seen in verdicts if seen[place]] for place in range(len(verdicts[0]))]
    often = sum(verdict is not None for seen in verdicts for verdict in seen)
    rows: list[tuple[object, ...]] = []
    for verdict in ("helps", "worse"):
        at_one = [seen.count(verdict) / len(seen) for seen in once]
        ever = sum(verdict in seen for seen in verdicts) / people
        rows.append(
            (verdict, f"{np.mean(at_one):.4f}", f"{max(at_one):.3f}", f"{ever:.3f} ± {chance(ever, people):.3f}")
        )
    known = [f"{100 * once[place].count('no_clear_help') / len(once[place]):.0f} %" for place in (2, 8, -1)]
    missed = sum(_passed_over(seen) for seen in verdicts[:WHOLE])
    text = f"""
{people} null people (seeds 1 to {people}) who dose when it hurts, 4 ratings a day, asked every week from day {FIRST} to
day {LAST}: how many are told something that is not so. {often} looks: every week up to day {WEEKLY_UNTIL}; then every
fourth, and every week between where help or harm of half a point had a probability of {NEAR:g} before or after.
Of the first {min(WHOLE, people)} people every week was looked at: so, {missed} of their wrong verdicts would have been
passed over. {machine()}.

{table(("told", "at one look, on average", "at the worst look", "at any of the weekly looks"), rows)}

"No clear help", which is so, is told to {known[0]} at day 28, {known[1]} at day 70 and {known[2]} at day 364; the
others hear "cannot tell". What simpler figures say of the same people in the last 90 days:

{table(("figure", "mean, points", "share of people with half a point and more of it"), _naive(naive))}
"""
    write("Looking every week", text)


if __name__ == "__main__":
    main()
