"""A person's own word for a substance is shown, and nothing that is worked out looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from counterpoise import assessment
from counterpoise import diary as d
from counterpoise.diary_file import fingerprint
from counterpoise.knowledge.load import load
from counterpoise.plans.standing import standing
from counterpoise.safety.review import review, would_add
from counterpoise.supply.stock import stock
from tests.report.people import NOW, person
from tests.report.reported import answers, document, findings
from tests.safety.scenarios import FILES, scenario

WORD = "benzo in a beer with 7-OH"
"""Would be read as several things, if anything read it."""


def worded(diary: d.Diary) -> d.Diary:
    return replace(diary, doses=tuple(replace(dose, written=WORD) for dose in diary.doses))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_safety_finds_the_same(path: Path) -> None:
    told = scenario(path)
    packs = load().with_recalls(told.recalls)
    assert review(worded(told.diary), packs, told.now) == review(told.diary, packs, told.now)
    if isinstance(told.entry, d.Dose):
        entry = replace(told.entry, written=WORD)
        would = would_add(told.diary, told.entry, packs, told.now)
        assert would_add(worded(told.diary), entry, packs, told.now) == would


@pytest.mark.parametrize("name", ["benefit", "escalation", "taper"])
def test_answers_plan_bags_and_findings_are_the_same(name: str) -> None:
    plain = person(name)
    own = worded(plain)
    assert _timeless(assessment.assess(own, np.random.default_rng(1), now=NOW).to_json()) == _timeless(answers(name))
    assert review(own, load(), NOW) == findings(name)
    assert _left(own) == _left(plain)
    assert _stands(own) == _stands(plain)


def test_the_report_lists_it_day_by_day(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = repr(document("benefit"))
    monkeypatch.setattr("tests.report.reported.person", lambda name: worded(person(name)))
    own = repr(document.__wrapped__("benefit"))
    assert f"{WORD} 2 g (read as kratom)" in own
    assert plain == own.replace(WORD, "Kratom").replace(" (read as kratom)", "")


def test_the_report_keeps_a_word_that_only_contains_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of which the dose itself holds no other name."""
    plain = person("benefit")
    gold = replace(plain, doses=tuple(replace(dose, substance="OPMS Gold") for dose in plain.doses))
    monkeypatch.setattr("tests.report.reported.person", lambda _name: gold)
    assert "OPMS Gold 2 g (read as kratom)" in repr(document.__wrapped__("benefit"))


def test_a_dose_is_known_by_what_it_counts_as() -> None:
    """So that a file that was brought before such words were kept finds its doses again."""
    dose = person("benefit").doses[0]
    assert fingerprint(replace(dose, written=WORD)) == fingerprint(dose)


def _timeless(told: Mapping[str, Any]) -> dict[str, Any]:
    return {**told, "diagnostics": {key: value for key, value in told["diagnostics"].items() if key != "seconds"}}


def _stands(diary: d.Diary) -> Any:
    found = standing(diary, NOW, load())
    return found and (found.stages, *([one.id for one in doses] for doses in (found.doses, found.waited_after)))


def _left(diary: d.Diary) -> list[Any]:
    return [(one.lot.id, one.left) for one in stock(diary, load(), NOW)]
