"""Seconds of CPU for the posterior of 30, 90 and 365 days: `python -m bench.fit [--write]`.

Diaries are those of simulated typical people with 4 ratings a day and, for the last row, of people with several doses a
day. Also: what a gradient costs beside one likelihood, and the memory that the answer to a diary of ten years takes.
"""

import datetime as dt
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

from bench.results import machine, table, write
from counterpoise import diary_file
from counterpoise.assessment import assess, record_of
from counterpoise.science.inference import prepare
from counterpoise.science.inference.fit import _Target, fit
from counterpoise.science.inference.likelihood import explain
from counterpoise.science.people import simulate
from counterpoise.science.priors import SIZE

END = dt.datetime(2026, 6, 30, 22, tzinfo=dt.UTC)
PEOPLE = 12


def measured(days: int, scenario: str = "typical") -> tuple[object, ...]:
    """One row: entries, milliseconds of one likelihood, seconds of one fit and of the whole answer."""
    fits, whole, passes, ratings, doses, likelihood, steep = [], [], [], [], [], [], []
    for seed in range(1, PEOPLE + 1):
        rng = np.random.default_rng(seed)
        diary = simulate.person(days=days, ratings_per_day=4, rng=rng, scenario=scenario, end=END)
        entries, priors = record_of(diary)
        theta = priors.theta(np.zeros((100, SIZE + entries.track.unknowns)))
        start = time.process_time()
        explain(theta, entries.track, priors)
        likelihood.append((time.process_time() - start) / 100)
        steep.append(_gradient(_Target(entries.track, priors)))
        start = time.process_time()
        posterior = fit(entries.track, priors, np.random.default_rng(1))
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
        f"{np.median(steep):.1f}",
        f"{np.median(passes):.0f}",
        f"{np.median(fits):.3f} ({np.max(fits):.3f})",
        f"{np.median(whole):.3f} ({np.max(whole):.3f})",
    )


def _gradient(target: _Target, times: int = 20) -> float:
    """CPU of a gradient, in units of one likelihood worked out by itself."""
    z, spent = np.zeros(target.size), []
    for work in (lambda: target.minus_with_gradient(z), lambda: target(z[None, :])):
        start = time.process_time()
        for _time in range(times):
            work()
        spent.append(time.process_time() - start)
    return spent[0] / spent[1]


def memory(days: int) -> str:
    """MB at the peak of a process of its own that reads a diary of so many days and answers it."""
    rng = np.random.default_rng(1)
    text = diary_file.write(simulate.person(days=days, ratings_per_day=4, rng=rng, scenario="typical", end=END))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
        return f"{fresh.submit(_peak, text).result():.0f} MB"


def _peak(text: str) -> float:
    assess(diary_file.read(text), np.random.default_rng(1))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


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
        "a gradient, in likelihoods",
        "likelihoods a fit",
        "a fit, s of CPU (worst)",
        "all answers, s of CPU (worst)",
    )
    text = f"""
Medians over {PEOPLE} simulated people, after warm-up, one thread. All answers: reading the record, the fit, relief by
reason, duration, least amount, verdicts. Kernels were ready after {warm:.1f} s (from numba's cache, or compiled).
{machine()}.

{table(head, rows)}

A gradient is compared with one likelihood worked out by itself: 16 sets of parameters go side by side.

A process that reads a diary and answers it takes {memory(30)} at its peak for 30 days and {memory(3650)} for ten years,
most of it the libraries (numba, SciPy, NumPy).
"""
    write("Fit", text)


if __name__ == "__main__":
    main()
