"""What is known is quiet at a usual dose, and told again when a dose adds to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counterpoise.diary import Diary, Dose, Effect, Medicine
from counterpoise.knowledge.load import load
from counterpoise.safety.review import would_add
from tests.plans import people
from tests.safety.test_interactions import NOW, diary, taken

OPIOID, ALCOHOL, LOAD = "interaction.opioid", "interaction.alcohol", "load.sedatives"


def rules(record: Diary, entry: Dose) -> list[str]:
    return [one.rule for one in would_add(record, replace(entry, id="new"), load(), NOW)]


def kratom(hours: float, grams: float = 5.0) -> Dose:
    return replace(taken("kratom", hours, f"k{hours}"), amount=grams, unit="g")


def test_a_second_stacking_within_a_day_is_told() -> None:
    record = diary(kratom(20.1), taken("oxycodone", 20, "o"), kratom(0.5))
    assert OPIOID in rules(record, taken("oxycodone", 0, amount=80))
    record = diary(
        kratom(22), taken("oxycodone", 22, "o"), taken("xanax", 22, "x"), kratom(0.5), taken("xanax", 0.4, "y")
    )
    assert {OPIOID, LOAD} <= set(rules(record, taken("oxycodone", 0)))


def test_the_same_kind_while_it_still_acts_is_told_once() -> None:
    record = diary(kratom(3), taken("wine", 1, "w"))
    assert rules(record, taken("beer", 0)) == []
    assert rules(diary(kratom(21), taken("wine", 20, "w"), kratom(1)), taken("beer", 0)) == [ALCOHOL]


def test_one_that_is_in_the_profile_for_need_is_told_each_time_and_a_steady_one_is_not() -> None:
    record = diary(kratom(26), taken("xanax", 26, "x"), kratom(1))
    for needed, told in ((True, True), (False, False)):
        medicine = Medicine(name="alprazolam", as_needed=needed)
        known = replace(record, person=replace(record.person, medicines=(medicine,)))
        assert ("interaction.benzodiazepine" in rules(known, taken("xanax", 0))) is told


def test_kratom_on_top_of_another_kind_is_told() -> None:
    record = diary(kratom(20.5), taken("wine", 20, "w"), taken("wine", 1, "v"))
    assert rules(record, kratom(0)) == [ALCOHOL]


@pytest.mark.parametrize(("grams", "told"), [(5.0, False), (3.0, False), (9.0, True)])
def test_kratom_as_usual_is_quiet_and_more_than_of_late_is_told(grams: float, told: bool) -> None:
    record = diary(*(kratom(hours) for hours in (70, 50, 26)), medicines=("tramadol",))
    assert (rules(record, kratom(0, grams)) == [OPIOID]) is told
    assert told or rules(record, kratom(0, grams)) == []


def test_above_a_ceiling_and_more_still_is_told_again() -> None:
    agreed = people.plan(ceiling_per_day=people.g(6))
    record = people.person(agreed, doses=(people.dose(5, 7, id="a"),))
    told = [one.rule for one in would_add(record, people.dose(0, 10, id="new"), load(), people.NOW)]
    assert told == ["plan.above_day", "plan.above_dose"]
    assert would_add(record, people.dose(0, 2, id="new"), load(), people.NOW) == ()


@pytest.mark.parametrize("kind", ["slow_breathing", "confusion"])
def test_a_grave_sign_that_goes_on_is_told_before_every_dose_of_its_day(kind: str) -> None:
    def noted(hours: float, over: bool = False) -> Diary:
        at = taken("x", hours).at
        effect = Effect(id="e", at=at, kind=kind, ended_at=taken("x", hours / 2).at if over else None)
        return replace(diary(kratom(30)), effects=(effect,))

    assert len(rules(noted(1), kratom(0))) == 1
    assert rules(noted(30), kratom(0)) == []
    assert rules(noted(1, over=True), kratom(0)) == []
    assert rules(replace(noted(1), effects=(Effect(id="e", at=NOW, kind="nausea"),)), kratom(0)) == []
