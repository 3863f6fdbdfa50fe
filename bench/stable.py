"""Do stable users hear that it is wearing off? `python -m bench.stable [--write] [PEOPLE]`, some minutes.

People who have taken as many doses a day for months before the record as in it, and say nothing of that time; asked
once, after 90 days.
"""

import datetime as dt
import sys
from collections import Counter
from dataclasses import replace

import numpy as np

from bench.many import chance, each
from bench.results import machine, table, write
from counterpoise.assessment import record_of
from counterpoise.diary import Diary
from counterpoise.science import findings
from counterpoise.science.inference.fit import fit
from counterpoise.science.people import simulate
from counterpoise.science.people.scenarios import SCENARIOS, Scenario

END = dt.datetime(2026, 6, 30, 22, tzinfo=dt.UTC)
BEFORE, DAYS = 60, 90
WANTED = {1.5: 6.5, 3.0: 13.0, 4.5: 21.0}
"""Doses a day really taken, about, by those the simulator is asked for: it leaves rest between doses."""
for taken, asked in WANTED.items():
    SCENARIOS[f"stable at {taken:g}"] = Scenario(relief=(1.6, 0.4), per_day=asked, between=20.0, newcomer=True)


def settled(taken: float, seed: int) -> Diary:
    """The last days of a longer diary, the earlier ones not told of."""
    rng = np.random.default_rng(seed)
    name = f"stable at {taken:g}"
    whole = simulate.person(days=BEFORE + DAYS, ratings_per_day=4, rng=rng, scenario=name, end=END)
    begin = END - dt.timedelta(days=DAYS)
    return replace(
        whole,
        person=replace(whole.person, history=()),
        doses=tuple(dose for dose in whole.doses if dose.at >= begin),
        ratings=tuple(rating for rating in whole.ratings if rating.at >= begin),
    )


def told(case: tuple[float, int]) -> tuple[str, float]:
    """What one is told, and the doses a day really taken."""
    record, priors = record_of(settled(*case))
    found = fit(record.track, priors, np.random.default_rng(1))
    verdict, _ratio = findings.tolerance(found, record.track, priors, np.random.default_rng(2))
    return verdict, len(record.doses) / DAYS


def main() -> None:
    """Everyone at each rate."""
    people = next((int(word) for word in sys.argv[1:] if word.isdigit()), 500)
    rows = []
    for taken in WANTED:
        found = each(told, [(taken, seed) for seed in range(1, people + 1)])
        counts = Counter(verdict for verdict, _doses in found)
        share = counts["wearing_off"] / people
        doses = np.mean([doses for _verdict, doses in found])
        off = f"{share:.3f} ± {chance(share, people):.3f}"
        rows.append((f"{taken:g}", f"{doses:.2f}", off, counts["stable"], counts["cannot_tell"]))
    head = ("doses a day", "really taken", "told: wearing off", "told: stable", "told: cannot tell")
    text = f"""
{people} people a line (seeds 1 to {people}) who have taken as many doses a day for {BEFORE} days before the {DAYS} days
of the record and say nothing of them; true relief around 1.3 points. {machine()}.

{table(head, rows)}
"""
    write("Stable users", text)


if __name__ == "__main__":
    main()
