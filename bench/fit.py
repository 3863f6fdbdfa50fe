"""Seconds of CPU for the posterior of 30, 90 and 365 days: `python -m bench.fit [--write]`.

Diaries are those of simulated typical people with 4 ratings a day and, for the last row, the 700 doses of the budget.
"""

import datetime as dt
import time

import numpy as np

from bench.results import machine, table, write
from counterpoise.assessment import assess
from counterpoise.diary import PAIN_NOW, Diary
from counterpoise.science.inference import prepare
from counterpoise.science.inference.fit import fit
from counterpoise.science.inference.likelihood import explain
from counterpoise.science.people import simulate
from counterpoise.science.pharmacology.amounts import amounts
from counterpoise.science.priors import SIZE, Priors
from counterpoise.science.record import Record, read
from counterpoise.science.scale import Scale

END = dt.datetime(2026, 6, 30, 22, tzinfo=dt.UTC)
PRIORS = Priors()
PEOPLE = 12


def record(diary: Diary) -> Record:
    """As the assessment reads it."""
    return read(
        diary.doses,
        [rating for rating in diary.ratings if rating.measure == PAIN_NOW],
        Scale(),
        amounts=amounts(diary.doses, diary.lot_finder(), "mitragynine"),
        rating_of=diary.rating_finder(),
        history=diary.person.history,
        now=END,
    )


def measured(days: int, scenario: str = "typical") -> tuple[object, ...]:
    """One row: entries, milliseconds of one likelihood, seconds of one fit and of the whole answer."""
    fits, whole, passes, ratings, doses, likelihood = [], [], [], [], [], []
    for seed in range(1, PEOPLE + 1):
        rng = np.random.default_rng(seed)
        diary = simulate.person(days=days, ratings_per_day=4, rng=rng, scenario=scenario, end=END)
        entries = record(diary)
        theta = PRIORS.theta(np.zeros((100, SIZE)))
        start = time.process_time()
        explain(theta, entries.track, PRIORS)
        likelihood.append((time.process_time() - start) / 100)
        start = time.process_time()
        posterior = fit(entries.track, PRIORS, np.random.default_rng(1))
        fits.append(time.process_time() - start)
        start = time.process_time()
        assess(diary, np.random.default_rng(1))
        whole.append(time.process_time() - start)
        passes.append(posterior.likelihoods)
        ratings.append(entries.ratings)
        doses.append(len(entries.doses))
    return (
        f"{days} ({scenario})",
        f"{np.median(ratings):.0f}",
        f"{np.median(doses):.0f}",
        f"{1000 * np.median(likelihood):.3f}",
        f"{np.median(passes):.0f}",
        f"{np.median(fits):.3f} ({np.max(fits):.3f})",
        f"{np.median(whole):.3f} ({np.max(whole):.3f})",
    )


def main() -> None:
    """Warm up, measure, write."""
    start = time.process_time()
    for _step in prepare.kernels():
        pass
    warm = time.process_time() - start
    measured(30)
    rows = [measured(30), measured(90), measured(365), measured(365, "several_daily")]
    head = (
        "days",
        "ratings",
        "doses",
        "one likelihood, ms",
        "likelihoods a fit",
        "a fit, s of CPU (worst)",
        "all answers, s of CPU (worst)",
    )
    text = f"""
Medians over {PEOPLE} simulated people, after warm-up, one thread. All answers: reading the record, the fit, relief by
reason, duration, least amount, verdicts. Kernels were ready after {warm:.1f} s (from numba's cache, or compiled).
{machine()}.

{table(head, rows)}
"""
    write("Fit", text)


if __name__ == "__main__":
    main()
