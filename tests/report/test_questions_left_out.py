"""A ready question goes with the part of the report that it can name; the person's own words stay as they are."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from counterpoise import diary as d
from counterpoise.knowledge.load import load
from counterpoise.report.asking import OF_A_FINDING, OF_ALL, questions
from counterpoise.report.clinician import KEYS
from counterpoise.report.shown import shown
from counterpoise.safety.review import review
from tests.report.test_visit import FULL, NOW, finding

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 5, 31)
OWN = "Is my sleep part of this?"


def ready() -> tuple[d.Question, ...]:
    findings = [finding("Kratom together with alprazolam"), *review(FULL, load(), NOW)]
    return questions(FULL, load(), findings, {"verdict": "cannot_tell"}, NOW)


def seen_without(*sections: str) -> list[d.Question]:
    visit = d.Appointment(id="v", questions=(d.Question(text=OWN), *ready()))
    part = shown(replace(FULL, appointments=(visit,)), FIRST, LAST, set(KEYS) - set(sections), load())
    return [one for each in part.appointments for one in each.questions]


def test_every_ready_question_says_which_parts_it_can_name() -> None:
    found = ready()
    assert len(found) > 4
    for one in found:
        assert one.names
        assert set(one.names) <= set(KEYS)


def test_with_nothing_left_out_all_are_there() -> None:
    assert len(seen_without()) == 1 + len(ready())


@pytest.mark.parametrize(
    ("section", "named"),
    [
        ("medicines", "Do my medicines"),
        ("harms", "nausea"),
        ("labs", "zonulin"),
        ("benefit", "cannot tell yet"),
        ("products", "certificate"),
        ("taken", "certificate"),
    ],
)
def test_a_question_goes_with_what_it_names(section: str, named: str) -> None:
    everywhere = [one.text for one in seen_without()]
    left = [one.text for one in seen_without(section)]
    assert any(named in text.lower() or named in text for text in everywhere)
    assert not any(named in text.lower() or named in text for text in left)
    assert OWN in left
    assert all(section not in one.names for one in seen_without(section))


def test_every_kind_of_rule_says_what_its_findings_can_name() -> None:
    kinds = {rule.partition(".")[0] for rule in load().rules}
    assert kinds <= OF_A_FINDING.keys()
    assert {part for parts in OF_A_FINDING.values() for part in parts} | set(OF_ALL) <= set(KEYS)


def test_a_finding_of_a_kind_that_nobody_thought_of_can_name_everything() -> None:
    (one,) = [q for q in questions(FULL, load(), [finding("Odd", rule="new.rule")], None, NOW) if "Odd" in q.text]
    assert set(one.names) == set(OF_ALL)
