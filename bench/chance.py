"""How far chance moves an answer: the same record fitted again with other draws. `python -m bench.chance [--write]`.

Some minutes. People drawn from the priors, as in bench.calibration, each fitted several times; the ends of the 90 %
interval of relief over 4 hours differ by chance alone.
"""

import numpy as np

from bench.many import each
from bench.prior_people import person
from bench.results import machine, table, write
from counterpoise.assessment import record_of
from counterpoise.science.answers import LEAST_DAYS, LEAST_DOSES, LEAST_RATINGS
from counterpoise.science.inference.fit import fit

DAYS, PEOPLE, FITS = (30, 90, 365), 60, 8
ASKED = 0.03


def spread(case: tuple[int, int]) -> tuple[float, float, float] | None:
    """Sd over fits of the lower and the upper end, in points, and the posterior sd; None for too short a record."""
    days, seed = case
    record, priors = record_of(person(days, np.random.default_rng([seed, days])).diary)
    if record.days < LEAST_DAYS or record.ratings < LEAST_RATINGS or len(record.doses) < LEAST_DOSES:
        return None
    ends = []
    for chance in range(FITS):
        found = fit(record.track, priors, np.random.default_rng(chance))
        relief = found.relief(found.now.mean_4h())
        ends.append((relief.quantile(0.05), relief.quantile(0.95)))
    low, high = np.std(ends, axis=0, ddof=1)
    return float(low), float(high), float(np.diff(np.mean(ends, axis=0))[0] / 3.29)


def main() -> None:
    """Everyone at each length."""
    rows = []
    for days in DAYS:
        found = np.array([line for line in each(spread, [(days, seed) for seed in range(PEOPLE)]) if line is not None])
        larger = found[:, :2].max(axis=1)
        rows.append(
            (
                days,
                found.shape[0],
                *(f"{np.sqrt(np.mean(found[:, end] ** 2)):.3f}" for end in (0, 1)),
                f"{np.quantile(larger, 0.95):.3f}",
                f"{np.mean(larger < ASKED):.2f}",
                f"{np.median(larger / found[:, 2]):.3f}",
            )
        )
    head = (
        "days",
        "people",
        "lower end, points (root mean square)",
        "upper end",
        "the larger, 95th percentile",
        f"below {ASKED:g}",
        "in posterior sd, median",
    )
    text = f"""
Sd of the ends of the 90 % interval of relief over 4 hours over {FITS} fits of one record with other draws; people as in
"Calibration" (seeds 0 to {PEOPLE - 1}, without those whose record is too short). {machine()}.

{table(head, rows)}
"""
    write("Chance", text)


if __name__ == "__main__":
    main()
