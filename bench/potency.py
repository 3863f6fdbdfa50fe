"""Bags of different strength in one diary: `python -m bench.potency [--write] [PEOPLE]`, a few minutes.

The same people and doses told in three ways: with the assays of their bags, without (each bag then counts as of unknown
strength), and without even saying that there were several bags.
"""

import datetime as dt
import sys
from dataclasses import replace

import numpy as np

from bench.many import Figures, chance, coverage, each
from bench.results import machine, table, write
from counterpoise.assessment import record_of
from counterpoise.diary import Diary
from counterpoise.science.inference.fit import fit
from counterpoise.science.people import simulate

END = dt.datetime(2026, 6, 30, 22, tzinfo=dt.UTC)
DAYS, RATINGS = 120, 4.0
PEOPLE = 60
STRENGTHS = ((8.0, 24.0), (24.0, 8.0))
"""Milligrams in a gram of the first bag (60 days) and the second: within what eight products held (prozialeck-2020)."""


WAYS = ("with the assays", "bags named, not measured", "bags not named")


def ways(diary: Diary) -> tuple[Diary, ...]:
    """One life as it may be told, in the order of WAYS."""
    unmeasured = tuple(replace(lot, assays=()) for lot in diary.lots)
    nameless = tuple(replace(dose, lot=None) for dose in diary.doses)
    return diary, replace(diary, lots=unmeasured), replace(diary, lots=(), doses=nameless)


def told(case: tuple[int, int]) -> list[tuple[float, float, float]]:
    """For each way of telling: error of the relief over 4 hours, probability below the truth, width of the 90 %."""
    seed, order = case
    rng, strengths = np.random.default_rng(seed), STRENGTHS[order]
    diary = simulate.person(
        days=DAYS, ratings_per_day=RATINGS, rng=rng, scenario="typical", end=END, strengths=strengths
    )
    truth, found = diary.extra["truth"]["relief_4h"], []
    for one in ways(diary):
        record, priors = record_of(one)
        posterior = fit(record.track, priors, np.random.default_rng(1))
        relief = posterior.relief(posterior.now.mean_4h())
        width = relief.quantile(0.95) - relief.quantile(0.05)
        found.append((relief.average - truth, relief.below(truth), width))
    return found


def lines(way: str, found: Figures) -> tuple[object, ...]:
    """One line of the table."""
    bias, error = found[:, 0].mean(), np.sqrt(np.mean(found[:, 0] ** 2))
    sure = 2 * found[:, 0].std(ddof=1) / np.sqrt(len(found))
    held = coverage(found[:, 1], 0.9)
    return way, f"{bias:+.2f} ± {sure:.2f}", f"{error:.2f}", f"{held:.2f}", f"{found[:, 2].mean():.2f}"


def main() -> None:
    people = next((int(word) for word in sys.argv[1:] if word.isdigit()), PEOPLE)
    head = ("told", "bias, points", "root mean square error", "90 % held the truth", "mean width of the 90 %")
    parts = []
    for order, (first, second) in enumerate(STRENGTHS):
        found = np.array(each(told, [(seed, order) for seed in range(people)]))
        rows = [lines(way, found[:, place]) for place, way in enumerate(WAYS)]
        parts.append(f"First bag {first:g} mg/g, second {second:g} mg/g:\n\n{table(head, rows)}")
    about = (
        f"{people} people of the kind *typical*, {DAYS} days, {RATINGS:g} ratings a day, the second bag from the "
        "60th day on; relief over 4 hours of the dose that is usual at the end, in points. Coverage is known within "
        f"± {chance(0.9, people):.2f}; ± of the bias: two standard errors."
    )
    write("Bags of different strength", "\n\n".join([about, *parts, machine()]))


if __name__ == "__main__":
    main()
