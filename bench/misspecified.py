"""People and diaries that the model does not believe in: `python -m bench.misspecified [--write] [PEOPLE]`.

Every kind of simulated person, at 60 and 90 days, beside the plain model, which takes the ratings as if they and the
doses had come however it was. About an hour for 200 people of each kind.
"""

import datetime as dt
import sys

import numpy as np

from bench.many import Figures, coverage, each, plain
from bench.results import machine, table, write
from counterpoise.assessment import record_of
from counterpoise.science.answers import LEAST_DAYS, LEAST_DOSES, LEAST_RATINGS
from counterpoise.science.inference.fit import fit
from counterpoise.science.people import simulate
from counterpoise.science.people.scenarios import scenarios

END = dt.datetime(2026, 6, 30, 22, tzinfo=dt.UTC)
DAYS = (60, 90)
LEFT_OUT = ("sparse",)
TWICE = "typical, two ratings a day"
Case = tuple[str, int, int]


def told(case: Case) -> tuple[float, ...] | None:
    """True relief over 4 hours, then for the model and the plain one: its error, and the probability below the truth
    over 4 hours and at the peak; None where the record is too short."""
    kind, days, seed = case
    rng = np.random.default_rng(seed)
    ratings = 2.0 if kind == TWICE else 4.0
    scenario = kind.split(",", maxsplit=1)[0]
    diary = simulate.person(days=days, ratings_per_day=ratings, rng=rng, scenario=scenario, end=END)
    record, priors = record_of(diary)
    if record.days < LEAST_DAYS or record.ratings < LEAST_RATINGS or len(record.doses) < LEAST_DOSES:
        return None
    truth, figures = diary.extra["truth"], []
    for track in (record.track, plain(record.track)):
        found = fit(track, priors, np.random.default_rng(1))
        relief, peak = found.relief(found.now.mean_4h()), found.relief(found.now.peak())
        figures += [
            relief.average - truth["relief_4h"],
            relief.below(truth["relief_4h"]),
            peak.below(truth["relief_peak"]),
        ]
    return truth["relief_4h"], *figures


def row(kind: str, days: int, found: Figures) -> tuple[object, ...]:
    """One line of the table; what does not reach .85 or leans by more than .2 points is marked."""
    cells: list[object] = [kind, days, found.shape[0], f"{found[:, 0].mean():+.2f}"]
    for first in (1, 4):
        bias, held = found[:, first].mean(), coverage(found[:, first + 1], 0.9)
        missed = " !" if first == 1 and (abs(bias) > 0.2 or held < 0.85) else ""
        cells += [f"{bias:+.2f}{missed}", f"{np.sqrt(np.mean(found[:, first] ** 2)):.2f}", f"{held:.2f}"]
        cells.append(f"{coverage(found[:, first + 2], 0.9):.2f}")
    return tuple(cells)


def main() -> None:
    people = next((int(word) for word in sys.argv[1:] if word.isdigit()), 200)
    kinds = [kind for kind in scenarios() if kind not in LEFT_OUT] + [TWICE]
    rows = []
    for kind in kinds:
        for days in DAYS:
            found = each(told, [(kind, days, seed) for seed in range(1, people + 1)])
            rows.append(row(kind, days, np.array([line for line in found if line is not None])))
            print(rows[-1], flush=True, file=sys.stderr)
    of_each = ("bias", "RMSE", "4 h inside 90 %", "peak inside 90 %")
    head = ("people", "days", "number", "true relief", *of_each, *(f"plain: {name}" for name in of_each))
    told_of = "\n".join(f"- **{kind}**: {text}" for kind, text in scenarios().items() if kind not in LEFT_OUT)
    text = f"""
{people} people a line (seeds 1 to {people}; those with too short a record left out), 4 ratings a day unless it says
otherwise; bias and RMSE of relief over 4 hours in points. `!`: leans by more than .2 points, or holds the truth in
fewer than .85. Of 200 intervals of a true .90, .86 to .94 hold the truth in 95 of 100 such studies. {machine()}.

{table(head, rows)}

{told_of}
"""
    write("Other people and other diaries", text)


if __name__ == "__main__":
    main()
