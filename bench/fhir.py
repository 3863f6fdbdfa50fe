"""FHIR of many simulated people against both validators, and how long ten years take: python -m bench.fhir [people]."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter

import numpy as np

from counterpoise.exchange.fhir import bundle, document
from counterpoise.knowledge.load import load
from counterpoise.safety.review import review
from counterpoise.science.people import simulate
from tests.exchange.fhir import tools
from tests.exchange.fhir.false_alarms import FALSE_ALARMS
from tests.exchange.fhir.people import END

PEOPLE = 200
DAYS, TEN_YEARS = 14, 3650


def main(people: int) -> None:
    packs, errors, resources = load(), Counter[tuple[str, str]](), 0
    kinds = list(simulate.scenarios())
    for seed in range(people):
        rng = np.random.default_rng(seed)
        kind = kinds[seed % len(kinds)]
        diary = simulate.person(days=DAYS, ratings_per_day=4, rng=rng, scenario=kind, end=END)
        for make in (bundle, document):
            made = make(diary, packs, None, review(diary, packs, END), END)
            all_ = [entry["resource"] for entry in made["entry"]]
            resources += len(all_)
            errors.update(("medplum", found["text"]) for found in tools.medplum([made, *all_]))
            for issue in (issue for one in all_ for issue in tools.pyrofile(one)):
                if (issue.code, issue.path) not in FALSE_ALARMS:
                    errors["pyrofile", issue.message] += 1
    print(f"{people} people of {DAYS} days, {resources} resources: {sum(errors.values())} errors")
    for (who, text), count in errors.most_common():
        print(f"  {count} x {who}: {text}")
    _ten_years()


def _ten_years() -> None:
    rng = np.random.default_rng(1)
    diary = simulate.person(days=TEN_YEARS, ratings_per_day=4, rng=rng, scenario="typical", end=END)
    for make in (bundle, document):
        started = time.perf_counter()
        made = make(diary, load(), None, (), END)
        size = len(json.dumps(made, ensure_ascii=False)) / 1e6
        took = time.perf_counter() - started
        print(f"ten years, {make.__name__}: {len(made['entry'])} resources, {size:.1f} MB, {took:.1f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)
