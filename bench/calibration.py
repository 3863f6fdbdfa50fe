"""Simulation-based calibration: `python -m bench.calibration [--write] [PEOPLE]`, about half an hour for 1,000 people.

People drawn from the priors themselves, who decide as the model believes that people decide. Where the posterior is
right, the truth is equally likely to lie anywhere in it: the intervals hold it as often as they say, and its rank is
uniform (Talts et al. 2018; simultaneous bands after Säilynoja et al. 2022).
"""

import sys

import numpy as np

from bench.many import Figures, chance, coverage, each
from bench.prior_people import person
from bench.results import machine, table, write
from counterpoise.assessment import record_of
from counterpoise.science.answers import LEAST_DAYS, LEAST_DOSES, LEAST_RATINGS
from counterpoise.science.inference.fit import fit
from counterpoise.science.inference.likelihood import explain

DAYS = (30, 90, 365)
QUANTITIES = ("relief at its peak", "relief over 4 h", "duration", "tolerance ratio", "log likelihood")
BANDS_DRAWN = 2000
Ranks = tuple[float, ...]


def ranks(case: tuple[int, int]) -> Ranks | None:
    """Posterior probability below the truth of each quantity, then k, the error of chance and the number of passes;
    None for a record too short for any answer."""
    days, seed = case
    drawn = person(days, np.random.default_rng([seed, days]))
    record, priors = record_of(drawn.diary)
    if record.days < LEAST_DAYS or record.ratings < LEAST_RATINGS or len(record.doses) < LEAST_DOSES:
        return None
    found = fit(record.track, priors, np.random.default_rng(1))
    truth = drawn.truth
    ratio = found.now.peak() / found.at_start.peak()
    true_likelihood = explain(drawn.theta, record.track, priors).log_likelihood[0]
    return (
        found.relief(found.now.peak()).below(truth["relief_peak"]),
        found.relief(found.now.mean_4h()).below(truth["relief_4h"]),
        float(found.weight @ (found.now.duration_h() < truth["duration_h"])),
        float(found.weight @ (ratio < truth["tolerance_ratio"])),
        float(found.weight @ (found.explained.log_likelihood < true_likelihood)),
        found.pareto_k,
        found.error(),
        float(found.method != "laplace+is"),
    )


def widest(people: int, share: float = 0.95) -> float:
    """How far the empirical distribution of so many uniform ranks strays from the diagonal, in its own standard
    deviations, in all but 1 - share of such studies: the simultaneous band."""
    rng = np.random.default_rng(1)
    return float(np.quantile([_strays(rng.random(people)) for _ in range(BANDS_DRAWN)], share))


def _strays(below: Figures) -> float:
    at = np.linspace(0.01, 0.99, 99)
    reached = np.searchsorted(np.sort(below), at, side="right") / below.size
    return float(np.max(np.abs(reached - at) / np.sqrt(at * (1 - at) / below.size)))


def rows(days: int, found: Figures) -> list[tuple[object, ...]]:
    """One line a quantity."""
    band = widest(found.shape[0])
    lines = []
    for place, name in enumerate(QUANTITIES):
        shares = [coverage(found[:, place], share) for share in (0.5, 0.9, 0.95)]
        off = [
            abs(held - share) <= 0.03 + chance(share, found.shape[0])
            for held, share in zip(shares, (0.5, 0.9, 0.95), strict=True)
        ]
        strays = _strays(found[:, place])
        kept = "yes" if all(off) and strays <= band else "no"
        lines.append(
            (name, days, found.shape[0], *(f"{held:.3f}" for held in shares), f"{strays:.2f} / {band:.2f}", kept)
        )
    return lines


def main() -> None:
    """Everyone at 30, 90 and 365 days."""
    people = next((int(word) for word in sys.argv[1:] if word.isdigit()), 1000)
    lines, draws = [], []
    for days in DAYS:
        found = np.array([line for line in each(ranks, [(days, seed) for seed in range(people)]) if line is not None])
        lines += rows(days, found)
        k, error, walked = found[:, -3], found[:, -2], found[:, -1]
        draws.append(
            (
                days,
                found.shape[0],
                f"{np.mean(k <= 0.7):.3f}",
                f"{k.max():.2f}",
                f"{error.mean():.3f}",
                f"{np.quantile(error, 0.95):.3f}",
                f"{np.mean(error < 0.03):.2f}",
                int(walked.sum()),
            )
        )
    head = (
        "quantity",
        "days",
        "people",
        "50 %",
        "90 %",
        "95 %",
        "strays / band",
        "within 3 points + 2 errors, and band",
    )
    of_draws = (
        "days",
        "people",
        "k at most .7",
        "largest k",
        "error of chance, mean",
        "95th percentile",
        "below .03",
        "random walks",
    )
    text = f"""
{people} people a line (seeds 0 to {people - 1}) drawn from the priors; those whose record is too short for any answer
are left out. Half of them rate every dose, a quarter every other one, a quarter none. {machine()}.

{table(head, lines)}

Strays: the largest distance of the ranks' distribution from the diagonal, in standard deviations; band: what 95 of 100
studies of exact posteriors stay within. The draws of these fits; the error of chance is that of the ends of the 90 %
interval of relief over 4 hours, in points, reckoned as if the draws were independent:

{table(of_draws, draws)}
"""
    write("Calibration", text)


if __name__ == "__main__":
    main()
