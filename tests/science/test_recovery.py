"""Known truth is found again; the larger studies with their results are in bench/RESULTS.md.

Bounds leave room for chance: with 24 people and a true coverage of .90, 17 or fewer inside happens once in 130 times.
"""

from collections.abc import Iterable

import pytest

from counterpoise.science.answers import Answers
from tests.science.people import person, told

PEOPLE = range(1, 25)


def inside(scenario: str, seeds: Iterable[int], quantity: str) -> int:
    """People whose truth lies inside the 90 % interval."""
    count = 0
    for seed in seeds:
        relief = getattr(told(scenario, seed), quantity)
        low, high = relief.interval_90
        count += low <= person(scenario, seed).extra["truth"][quantity] <= high
    return count


@pytest.mark.parametrize("quantity", ["relief_peak", "relief_4h"])
def test_the_truth_of_typical_people_lies_inside_their_intervals(quantity: str) -> None:
    assert 18 <= inside("typical", PEOPLE, quantity) <= 24


def test_of_people_whom_doses_do_nothing_for_at_most_one_is_told_that_they_help() -> None:
    verdicts = [told("null", seed).verdict for seed in PEOPLE]
    assert verdicts.count("helps") <= 1
    assert verdicts.count("worse") <= 1
    assert verdicts.count("no_clear_help") >= 18


def test_people_whom_doses_harm_are_told_so_and_never_that_they_help() -> None:
    """`worse` needs a harm of half a point to be sure; it is asked of those whose true harm is well beyond that."""
    verdicts = {seed: told("worse", seed).verdict for seed in range(1, 31)}
    harmed = [seed for seed in verdicts if person("worse", seed).extra["truth"]["relief_4h"] < -1.2]
    assert "helps" not in verdicts.values()
    assert len(harmed) >= 10
    assert sum(verdicts[seed] == "worse" for seed in harmed) >= len(harmed) / 2


def test_dosing_by_the_clock_does_not_fool_the_model() -> None:
    assert inside("clock", range(1, 13), "relief_4h") >= 8


def test_many_ratings_of_zero_do_not_fool_the_model() -> None:
    """Rounding and the end of the scale are in the likelihood; a plain normal would be off by half a point."""
    answers = [told("floor", seed) for seed in range(1, 13)]
    truths = [person("floor", seed).extra["truth"]["relief_4h"] for seed in range(1, 13)]
    errors = [mean(a) - truth for a, truth in zip(answers, truths, strict=True)]
    assert abs(sum(errors) / 12) < 0.3
    assert inside("floor", range(1, 13), "relief_4h") >= 8


def mean(answers: Answers) -> float:
    assert answers.relief_4h is not None
    return answers.relief_4h.mean


def test_more_days_narrow_the_answer() -> None:
    def width(days: int) -> float:
        widths = []
        for seed in range(1, 7):
            relief = told("typical", seed, days).relief_4h
            assert relief is not None
            widths.append(relief.interval_90[1] - relief.interval_90[0])
        return sum(widths) / len(widths)

    assert width(30) > 1.2 * width(90) > 1.2 * 1.1 * width(240)


def test_a_stable_user_of_several_doses_a_day_does_not_hear_that_it_is_wearing_off() -> None:
    verdicts = [told("several_daily", seed).tolerance.verdict for seed in PEOPLE]
    assert verdicts.count("wearing_off") <= 1


def test_where_it_is_wearing_off_some_are_told_and_nobody_that_it_is_stable() -> None:
    verdicts = [told("wearing_off", seed, 200).tolerance.verdict for seed in range(1, 9)]
    assert "stable" not in verdicts
    assert "wearing_off" in verdicts
