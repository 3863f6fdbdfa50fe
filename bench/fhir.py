"""FHIR of many simulated people against both validators, and ten years: python -m bench.fhir [people] [--write].

Medplum looks at every resource and every bundle, and the patient summary is held against each rule of the guide.
pyrofile needs a seventh of a second for one resource, so it looks at the first and the last of every shape: the same
elements with the same codes, whatever their numbers, days and words.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
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
_CODE = re.compile(r"[a-z][a-z-]{0,30}|(https?|urn:counterpoise|urn:ietf)\S*|\S{1,12}/\S{1,12}")


def main(people: int) -> None:
    packs, errors, resources = load(), Counter[tuple[str, str]](), 0
    shapes: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
    kinds = list(simulate.scenarios())
    waiting: list[dict[str, Any]] = []
    for seed in range(people):
        rng = np.random.default_rng(seed)
        diary = simulate.person(days=DAYS, ratings_per_day=4, rng=rng, scenario=kinds[seed % len(kinds)], end=END)
        for make in (bundle, document):
            made = make(diary, packs, None, review(diary, packs, END), END)
            all_ = [entry["resource"] for entry in made["entry"]]
            resources += len(all_)
            waiting += [made, *all_]
            for one in all_:
                key = json.dumps(_shape(one))
                shapes[key] = (shapes.get(key, (one,))[0], one)
            if make is document:
                errors.update(("patient summary", key) for key, rule in RULES.items() if not rule.holds(made))
        if seed % AT_ONCE == AT_ONCE - 1 or seed == people - 1:
            errors.update(("medplum", found["text"]) for found in tools.medplum(waiting))
            waiting = []
    looked = [one for pair in shapes.values() for one in (pair if pair[0] is not pair[1] else pair[:1])]
    for issue in (issue for one in looked for issue in tools.pyrofile(one)):
        if (issue.code, issue.path) not in FALSE_ALARMS:
            errors["pyrofile", issue.message] += 1
    _told(people, resources, len(shapes), len(looked), errors)


def _shape(value: Any) -> Any:
    """A resource without what differs from one to the next: numbers, moments, names, words."""
    if isinstance(value, dict):
        return {key: _shape(inner) for key, inner in sorted(value.items())}
    if isinstance(value, list):
        return sorted({json.dumps(_shape(inner)) for inner in value})
    if isinstance(value, str):
        return value if _CODE.fullmatch(value) else "…"
    return type(value).__name__


def _told(people: int, resources: int, shapes: int, looked: int, errors: Counter[tuple[str, str]]) -> None:
    checks = [
        ["Medplum 4.5.2", f"all {resources} resources and {2 * people} bundles", _of(errors, "medplum")],
        ["pyrofile 0.3.0", f"{looked} resources: the first and the last of {shapes} shapes", _of(errors, "pyrofile")],
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
