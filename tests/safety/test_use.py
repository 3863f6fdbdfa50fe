"""Use over time: people whose use is steady are left alone, whose use grows are told, and no record makes it fail."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from counterpoise.diary import Assay, Diary, Dose, Lot, Plan, Product, Questionnaire, Rating
from counterpoise.knowledge.load import load
from counterpoise.safety.case import Case
from counterpoise.safety.dependence import due
from counterpoise.safety.finding import Finding
from counterpoise.safety.rules import use
from counterpoise.safety.week import to_json, week
from counterpoise.science.people import simulate
from tests.safety.made import NOW, days_of, diary

END = dt.datetime(2026, 5, 1, 22, tzinfo=dt.UTC)


def found(told: Diary, now: dt.datetime = NOW) -> dict[str, Finding]:
    return {one.rule: one for one in use.find(Case(told, load(), now))}


def warnings(told: Diary, days: int) -> list[int]:
    """The days at which a warning began to stand, looking every sixth day."""
    began, standing = [], set[str]()
    for day in range(0, days, 6):
        now = END - dt.timedelta(days=days - day)
        lately = {one.cause for one in use.find(Case(told, load(), now)) if one.severity != "notice"}
        began += [day] * len(lately - standing)
        standing = lately
    return began


@pytest.mark.parametrize("seed", range(20))
def test_people_whose_use_is_steady_get_at_most_one_warning_in_ninety_days(seed: int) -> None:
    rng, scenario = np.random.default_rng(seed), "clock" if seed % 4 == 3 else "typical"
    told = simulate.person(days=180, ratings_per_day=4, rng=rng, scenario=scenario, end=END)
    began = warnings(told, 180)
    assert all(later - one >= 90 for one, later in pairwise(began)), began


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("weeks", [2, 4])
def test_use_that_doubles_is_found(seed: int, weeks: int) -> None:
    """From about two to about four doses a day, with chance in every day: within six weeks of its beginning."""
    rng = np.random.default_rng(seed)
    rate = 2 + 2 * np.clip((np.arange(112) - 70) / (7 * weeks), 0, 1)
    counts = rng.binomial(8, rate / 8)
    later = [NOW - dt.timedelta(days=ago) for ago in range(0, 42, 2)]
    told = diary(days_of([int(count) for count in counts]))
    assert any("use.more_often" in found(told, now) for now in later)


@pytest.mark.parametrize("seed", range(12))
def test_growth_that_was_found_does_not_come_and_go(seed: int) -> None:
    """Use that grew to about the line of the rule: looked at every evening, its finding begins once."""
    rng = np.random.default_rng(seed)
    counts = [int(count) for count in rng.binomial(8, np.repeat([2 / 8, 3.2 / 8], [60, 35]))]
    told = diary(days_of(counts))
    evenings = [NOW - dt.timedelta(days=ago) for ago in reversed(range(35))]
    causes = [{one.cause for one in use.find(Case(told, load(), now)) if "growth" in one.cause} for now in evenings]
    assert sum(bool(later - one) for one, later in pairwise(causes)) <= 1


@pytest.mark.parametrize("seed", range(6))
def test_a_habit_at_the_line_of_a_rule_does_not_come_and_go(seed: int) -> None:
    """Around five doses a day, now fewer and now more: looked at every evening, it is told in one or two stretches."""
    rng = np.random.default_rng(seed)
    told = diary(days_of([int(count) for count in rng.poisson(np.repeat([3.0, 5.0], [70, 80]))]))
    evenings = [NOW - dt.timedelta(days=ago) for ago in reversed(range(80))]
    shown = ["use.many_a_day" in {one.rule for one in use.find(Case(told, load(), now))} for now in evenings]
    assert any(shown)
    assert sum(later > one for one, later in pairwise([False, *shown])) <= 2


def test_amounts_that_double_are_found() -> None:
    told = diary([*days_of([2] * 44 + [0] * 18), *days_of([2] * 18, 4.0)])
    assert found(told)["use.more_in_all"].severity == "warning"


def test_what_a_stronger_bag_makes_of_the_same_grams_is_said_to_be_the_bags() -> None:
    """What acts has grown, so it is told; and by what it was counted, so that nobody takes it for more grams."""

    def of(lot: str, weeks: list[int]) -> list[Dose]:
        return [replace(dose, lot=lot) for dose in days_of(weeks, 3.0)]

    lots = tuple(
        Lot(id=one, product="p", assays=(Assay(analyte="mitragynine", value=value, unit="mg/g"),))
        for one, value in (("weak", 10.0), ("strong", 25.0))
    )
    told = diary(
        [*of("weak", [2] * 44 + [0] * 18), *of("strong", [2] * 18)],
        products=(Product(id="p", substance="kratom", name="Leaf"),),
        lots=lots,
    )
    assert "the same grams of a stronger bag are more of it" in found(told)["use.more_in_all"].reason
    assert (
        "stronger bag"
        not in found(diary([*days_of([2] * 44 + [0] * 18), *days_of([2] * 18, 6.0)]))["use.more_in_all"].reason
    )


def test_what_is_said_of_another_drug_says_that_it_is_one() -> None:
    told = found(diary(days_of([1] * 43 + [3] * 19, 15.0, substance="7-OH")))["use.more_often"]
    assert "It is not kratom leaf." in told.reason
    assert "7-hydroxymitragynine" in told.title


def test_frequency_comes_before_amount() -> None:
    assert "use.more_in_all" not in found(diary(days_of([2] * 43 + [4] * 19)))


@settings(max_examples=40, deadline=None)
@given(st.sets(st.integers(0, 123), max_size=124))
def test_amounts_that_are_missing_are_never_counted_as_nothing(missing: set[int]) -> None:
    """Two doses of 2 g every day; whichever amounts are left out, nothing has grown."""
    doses = days_of([2] * 62)
    told = [replace(dose, amount=None, unit=None) if place in missing else dose for place, dose in enumerate(doses)]
    assert found(diary(told)) == {}


MOMENTS = st.datetimes(
    dt.datetime(2025, 9, 1), dt.datetime(2026, 5, 1), timezones=st.sampled_from([dt.UTC, NOW.tzinfo or dt.UTC])
)
AMOUNTS = st.one_of(st.none(), st.floats(0.001, 1e6))
DOSES = st.builds(
    Dose,
    at=MOMENTS,
    substance=st.sampled_from(["kratom", "7-OH", "ibuprofen", "something else"]),
    amount=AMOUNTS,
    unit=st.sampled_from([None, "g", "mg", "capsule", "Löffel"]),
    amount_sd=st.one_of(st.none(), st.floats(0, 1e6)),
    of=st.sampled_from([None, None, "mitragynine"]),
    reason=st.sampled_from([None, "pain", "withdrawal"]),
    lot=st.sampled_from([None, "l1"]),
)
RATINGS = st.builds(Rating, at=MOMENTS, measure=st.sampled_from(["withdrawal", "mood"]), value=st.floats(-5, 20))


def plan_down(start: str, end: str | None) -> Plan:
    ended_on = None if end is None else dt.date.fromisoformat(end)
    return Plan(substance="kratom", direction="down", from_=dt.date.fromisoformat(start), ended_on=ended_on)


DATES = st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 31)).map(dt.date.isoformat)
PLANS = st.builds(plan_down, DATES, st.one_of(st.none(), DATES))
CHECKS = st.builds(
    Questionnaire,
    at=MOMENTS,
    instrument=st.just("use.self_check"),
    answers=st.lists(st.sampled_from([None, 0.0, 1.0]), min_size=1, max_size=14).map(tuple),
)


@settings(max_examples=60, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(
    st.lists(DOSES, max_size=60),
    st.lists(RATINGS, max_size=20),
    st.lists(PLANS, max_size=2),
    st.lists(CHECKS, max_size=2),
)
@example([], [], [], [])
@example(days_of([2] * 200), [], [plan_down("2026-01-01", "2025-01-01")], [])
@example(days_of([2] * 200), [], [plan_down("2025-12-15", "2026-12-31"), plan_down("2026-05-01", None)], [])
def test_no_record_makes_it_fail(
    doses: list[Dose], ratings: list[Rating], plans: list[Plan], checks: list[Questionnaire]
) -> None:
    told = diary(doses, ratings=tuple(ratings), plans=tuple(plans), questionnaires=tuple(checks))
    for one in use.find(Case(told, load(), NOW)):
        assert "{" not in one.title + one.reason
    due(told, load(), NOW)
    to_json(week(told, load(), NOW))


def check(days_ago: int, answers: tuple[float | None, ...]) -> Questionnaire:
    return Questionnaire(at=NOW - dt.timedelta(days=days_ago), instrument="use.self_check", answers=answers)


def test_the_self_check_is_offered_once_in_four_weeks_while_use_is_near_daily() -> None:
    daily = days_of([1] * 40)
    assert due(diary(daily), load(), NOW)
    assert not due(diary(days_of([1, 0] * 20)), load(), NOW), "every other day is not near-daily"
    assert not due(diary([]), load(), NOW)
    assert not due(diary(daily, questionnaires=(check(20, (1.0,) * 11),)), load(), NOW)
    assert not due(diary(daily, questionnaires=(check(20, (None,) * 11),)), load(), NOW), "skipped: no second offer"
    assert due(diary(daily, questionnaires=(check(29, (0.0,) * 11),)), load(), NOW)


def test_a_skipped_check_does_not_hide_the_one_before() -> None:
    told = diary(questionnaires=(check(30, (1.0,) * 5 + (0.0,) * 6), check(1, (None,) * 11)))
    assert found(told)["use.self_check"].severity == "warning"
    assert "not a diagnosis" in found(told)["use.self_check"].reason
