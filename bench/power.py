"""How soon an effect is found: `python -m bench.power [--write] [PEOPLE]`, some minutes.

People with 4 ratings a day whose usual dose truly relieves as many points over 4 hours as the line says, give or take a
tenth, and what they are told after 14, 30 and 90 days.
"""

import datetime as dt
import sys

import numpy as np

from bench.many import each
from bench.results import machine, table, write
from counterpoise.assessment import record_of
from counterpoise.science import findings
from counterpoise.science.answers import LEAST_DAYS, LEAST_DOSES, LEAST_RATINGS
from counterpoise.science.inference.fit import fit
from counterpoise.science.people import simulate
from counterpoise.science.people.scenarios import SCENARIOS, Scenario

END = dt.datetime(2026, 6, 30, 22, tzinfo=dt.UTC)
DAYS = (14, 30, 90)
RELIEFS = (0.0, 1.0, 1.5, 2.0)
NEAR = 0.15
FOR_EACH_POINT = 1.3
"""R for a point of relief over 4 hours, about; those whose relief comes out otherwise are left out."""
for wanted in RELIEFS:
    SCENARIOS[f"relief of {wanted:g}"] = Scenario(relief=(FOR_EACH_POINT * wanted, 0.25 * min(wanted, 1)))
Case = tuple[float, int, int]


def told(case: Case) -> str | None:
    """The verdict, None for one whose relief is not the wanted one."""
    relief, days, seed = case
    rng = np.random.default_rng(seed)
    diary = simulate.person(days=days, ratings_per_day=4, rng=rng, scenario=f"relief of {relief:g}", end=END)
    if abs(diary.extra["truth"]["relief_4h"] - relief) > NEAR:
        return None
    record, priors = record_of(diary)
    if record.days < LEAST_DAYS - 1 or record.ratings < LEAST_RATINGS or len(record.doses) < LEAST_DOSES:
        return "cannot_tell"
    found = fit(record.track, priors, np.random.default_rng(1))
    return findings.verdict(found.relief(found.now.mean_4h()), findings.MEANINGFUL)[0]


def main() -> None:
    people = next((int(word) for word in sys.argv[1:] if word.isdigit()), 600)
    rows: list[tuple[object, ...]] = []
    for relief in RELIEFS:
        for days in DAYS:
            found = [verdict for verdict in each(told, [(relief, days, seed) for seed in range(people)]) if verdict]
            shares = (
                found.count(verdict) / len(found) for verdict in ("helps", "no_clear_help", "cannot_tell", "worse")
            )
            rows.append((f"{relief:g}", days, len(found), *(f"{share:.2f}" for share in shares)))
    head = ("true relief over 4 h", "days", "people", "helps", "no clear help", "cannot tell", "worse")
    text = f"""
People of the kind "typical", 4 ratings a day, whose true relief lies within {NEAR:g} of the figure (of seeds 0 to
{people - 1}). {machine()}.

{table(head, rows)}
"""
    write("How soon an effect is found", text)


if __name__ == "__main__":
    main()
