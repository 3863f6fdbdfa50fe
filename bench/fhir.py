"""FHIR of many simulated people against both validators, and ten years: python -m bench.fhir [people] [--write].

Medplum and pyrofile look at every resource, Medplum at every bundle too, and the patient summary is held against each
rule of the guide. pyrofile needs a seventh of a second for one resource: a process for each core, minutes in all.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import numpy as np

from bench.results import machine, table, write
from counterpoise.exchange.fhir import bundle, document
from counterpoise.knowledge.load import load
from counterpoise.safety.review import review
from counterpoise.science.people import simulate
from tests.exchange.fhir import tools
from tests.exchange.fhir.false_alarms import FALSE_ALARMS
from tests.exchange.fhir.patient_summary import RULES
from tests.exchange.fhir.people import END

PEOPLE = 200
DAYS, TEN_YEARS = 14, 3650
AT_ONCE = 25
"""So many people go to one run of Medplum, which takes seconds to begin."""


def main(people: int) -> None:
    errors, resources = Counter[tuple[str, str]](), 0
    with ProcessPoolExecutor() as pool:
        for first in range(0, people, AT_ONCE):
            made = [pair for seed in range(first, min(first + AT_ONCE, people)) for pair in _of_a_person(seed)]
            each = [entry["resource"] for one in made for entry in one["entry"]]
            resources += len(each)
            errors.update(("medplum", found["text"]) for found in tools.medplum([*made, *each]))
            for texts in pool.map(_by_pyrofile, each, chunksize=50):
                errors.update(("pyrofile", text) for text in texts)
            summaries = [one for one in made if one["type"] == "document"]
            broken = [key for one in summaries for key, rule in RULES.items() if not rule.holds(one)]
            errors.update(("patient summary", key) for key in broken)
    _told(people, resources, errors)


def _of_a_person(seed: int) -> list[dict[str, Any]]:
    """The collection and the patient summary of one simulated person."""
    packs, kinds = load(), list(simulate.scenarios())
    rng = np.random.default_rng(seed)
    diary = simulate.person(days=DAYS, ratings_per_day=4, rng=rng, scenario=kinds[seed % len(kinds)], end=END)
    findings = review(diary, packs, END)
    return [make(diary, packs, None, findings, END) for make in (bundle, document)]


def _by_pyrofile(resource: dict[str, Any]) -> list[str]:
    """What it calls wrong, but for its known false alarms."""
    return [one.message for one in tools.pyrofile(resource) if (one.code, one.path) not in FALSE_ALARMS]


def _told(people: int, resources: int, errors: Counter[tuple[str, str]]) -> None:
    checks = [
        ["Medplum 4.5.2", f"all {resources} resources and {2 * people} bundles", _of(errors, "medplum")],
        ["pyrofile 0.3.0", f"all {resources} resources", _of(errors, "pyrofile")],
        ["rules of the patient summary", f"{len(RULES)} rules, {people} summaries", _of(errors, "patient summary")],
    ]
    found = [f"- {count} × {who}: {text}" for (who, text), count in errors.most_common()]
    text = [
        f"{people} simulated people of {DAYS} days, each as a collection and as a patient summary. {machine()}.",
        table(["checked by", "what", "errors"], checks),
        "\n".join(found),
        table(["ten years", "resources", "MB", "seconds"], _ten_years()),
    ]
    write("FHIR", "\n\n".join(part for part in text if part))


def _of(errors: Counter[tuple[str, str]], who: str) -> int:
    return sum(count for (by, _text), count in errors.items() if by == who)


def _ten_years() -> list[list[object]]:
    rng = np.random.default_rng(1)
    diary = simulate.person(days=TEN_YEARS, ratings_per_day=4, rng=rng, scenario="typical", end=END)
    rows: list[list[object]] = []
    for make in (bundle, document):
        started = time.perf_counter()
        made = make(diary, load(), None, (), END)
        size = len(json.dumps(made, ensure_ascii=False)) / 1e6
        took = time.perf_counter() - started
        rows.append([make.__name__, len(made["entry"]), f"{size:.1f}", f"{took:.1f}"])
    return rows


if __name__ == "__main__":
    given = [one for one in sys.argv[1:] if one.isdigit()]
    main(int(given[0]) if given else PEOPLE)
