"""What is known is quiet at a usual dose, and told again when a dose adds to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from counterpoise.diary import Diary, Dose, Effect, Lot, Medicine, UnitWeight
from counterpoise.knowledge.load import load
from counterpoise.safety.again import worsened
from counterpoise.safety.case import Case
from counterpoise.safety.review import review, would_add
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


def test_each_dose_of_what_makes_drowsy_is_told_while_kratom_acts() -> None:
    record = diary(kratom(3), taken("wine", 1, "w"))
    assert rules(record, taken("beer", 0)) == [ALCOHOL]
    assert rules(diary(kratom(30), taken("wine", 1, "w")), taken("beer", 0)) == [], "no kratom in its hours"
    thirty = diary(kratom(1), taken("oxycodone", 0.4, "o", 10), taken("oxycodone", 0.2, "p", 10))
    assert rules(thirty, taken("oxycodone", 0, amount=10)) == [OPIOID]
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
    assert rules(diary(kratom(3), taken("oxycodone", 2, "o")), kratom(0)) == [OPIOID], "while kratom acts, too"
    assert rules(diary(kratom(20), taken("oxycodone", 19, "o")), kratom(0)) == [], "it acts no more"


def test_a_medicine_of_every_day_is_told_once_it_is_more_than_on_other_days() -> None:
    twice = [taken("oxycodone", day * 24 + hours, f"{day}.{hours}", 10) for day in range(1, 8) for hours in (1, 11)]
    usual = diary(kratom(2), kratom(26), *twice, medicines=("oxycodone",))
    assert rules(usual, kratom(0)) == []
    assert rules(usual, taken("oxycodone", 0, amount=10)) == []
    assert rules(usual, taken("oxycodone", 0, amount=20)) == [OPIOID], "more at once"
    more = replace(usual, doses=(*usual.doses, taken("oxycodone", 9, "a", 10), taken("oxycodone", 0.4, "b", 10)))
    assert rules(more, taken("oxycodone", 0, amount=10)) == [OPIOID], "a third one of this day"
    assert rules(diary(kratom(2), taken("oxycodone", 1, "o"), medicines=("oxycodone",)), taken("oxycodone", 0)) == [
        OPIOID
    ], "a second one, and of no other day is anything known"


def test_an_implant_is_asked_about_for_some_days_and_not_for_weeks() -> None:
    def after(days: float) -> list[str]:
        return rules(diary(kratom(26), kratom(2), taken("Sublocade", days * 24, "s")), kratom(0))

    assert after(2) == ["interaction.buprenorphine"]
    assert after(20) == []


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
    over = ["signs.after_emergency"] if kind == "slow_breathing" else []
    assert rules(noted(30), kratom(0)) == over, "the first dose of a day, while it is told"
    assert rules(replace(noted(30), doses=(kratom(0.1),)), kratom(0)) == []
    assert rules(noted(1, over=True), kratom(0)) == over, "that it was called over a minute ago is no look at it"
    assert rules(replace(noted(1, over=True), doses=(kratom(0.1),)), kratom(0)) == over, "not once for a day"
    assert rules(replace(noted(1), effects=(Effect(id="e", at=NOW, kind="nausea"),)), kratom(0)) == []


@pytest.mark.parametrize(
    ("amount", "unit", "of", "told"),
    [
        (30, "g", None, True),
        (30000, "mg", None, True),
        (60, "capsules", None, True),
        (300, "mg", "mitragynine", True),
        (2000, "mg", None, False),
        (1.5, "grams", None, False),
        (None, None, None, False),
    ],
)
def test_more_than_of_late_is_told_in_whatever_unit_and_as_much_is_quiet(
    amount: float | None, unit: str | None, of: str | None, told: bool
) -> None:
    record = diary(*(kratom(hours, 2) for hours in (70, 50, 26, 4)), medicines=("xanax", "oxycodone"))
    dose = replace(taken("kratom", 0), amount=amount, unit=unit, of=of)
    assert bool(rules(record, dose)) is told


def test_a_unit_of_late_is_held_against_itself_and_by_what_one_weighs() -> None:
    capsules = [replace(taken("kratom", hours, f"c{hours}"), amount=6, unit="capsule") for hours in (50, 26)]
    record = diary(kratom(70, 2), *capsules, medicines=("tramadol",))
    six, sixty = (replace(taken("kratom", 0), amount=amount, unit="capsules", lot="l") for amount in (6, 60))
    assert (rules(record, six), rules(record, sixty)) == ([], [OPIOID, "slip.of_few"])
    bag = Lot(id="l", product="p", unit_weights=(UnitWeight(unit="capsule", grams=0.5),))
    weighed = replace(diary(kratom(70, 4), kratom(26, 4), medicines=("tramadol",)), lots=(bag,))
    assert (rules(weighed, six), rules(weighed, sixty)) == ([], [OPIOID])


def back(record: Diary, since: float, corrected: float | None = None) -> set[str]:
    case = Case(record, load(), NOW)
    found = review(record, load(), NOW)
    at = {one.cause: NOW - dt.timedelta(hours=since) for one in found}
    changed = {} if corrected is None else {"new": NOW - dt.timedelta(hours=corrected)}
    return {one.rule for one in found if one.cause in worsened(case, found, at, changed)}


def test_what_was_set_aside_is_back_with_a_dose_that_adds_to_it_and_not_with_a_usual_one() -> None:
    agreed = people.plan(ceiling_per_dose=people.g(1))

    def with_dose(grams: float) -> Diary:
        doses = (people.dose(8, 2, id="a"), people.dose(1, grams, id="new"))
        return people.person(agreed, doses=doses)

    def case(record: Diary, since: float) -> set[str]:
        found = review(record, load(), people.NOW)
        at = {one.cause: people.NOW - dt.timedelta(hours=since) for one in found}
        return {one.rule for one in found if one.cause in worsened(Case(record, load(), people.NOW), found, at, {})}

    assert case(with_dose(30), 2) == {"plan.above_dose"}
    assert case(with_dose(2), 2) == set()
    assert case(with_dose(30), 0.5) == set(), "it was set aside after that dose"


def test_a_new_dose_of_an_opioid_brings_back_what_was_set_aside_and_kratom_as_usual_does_not() -> None:
    pair = (kratom(5), taken("oxycodone", 4, "o", 10))
    assert back(diary(*pair, taken("oxycodone", 1, "new", 10)), since=2) == {OPIOID}
    assert back(diary(*pair, kratom(1)), since=2) == set()
    assert back(diary(*pair), since=2) == set()


def test_an_emergency_brings_back_what_meets_in_the_body() -> None:
    record = diary(kratom(5), taken("oxycodone", 4, "o"))
    drowsy = Effect(id="e", at=taken("x", 1).at, kind="sedation", severity=3)
    assert OPIOID in back(replace(record, effects=(drowsy,)), since=2)
    assert OPIOID not in back(replace(record, effects=(drowsy,)), since=0.5), "it was seen when that was noted"
    assert OPIOID not in back(replace(record, effects=(replace(drowsy, severity=1),)), since=2)


def test_a_dose_that_was_corrected_to_more_brings_it_back() -> None:
    record = diary(kratom(30, 2), replace(kratom(3, 20), id="new"), medicines=("tramadol",))
    assert back(record, since=1) == set()
    assert back(record, since=1, corrected=0.5) == {OPIOID}
