"""Side effects: linked where doses cause them, and only there; the long study is bench/harms.py."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpoise.assessment import record_of
from counterpoise.diary import Dose, Effect
from counterpoise.science import noting
from counterpoise.science.harms import LEAST_TIMES, SideEffect, _starts, harms
from counterpoise.science.inference.fit import fit
from counterpoise.science.pharmacology.exposure import curve
from tests.science.effects import (
    KIND,
    NULLS,
    Way,
    at_random,
    awake,
    caused,
    caused_from,
    effects,
    known,
    with_pain,
)
from tests.science.people import theta

SEEDS = range(1, 9)
KINDS = ("typical", "null")
TIMES = 25


def told(scenario: str, seed: int, way: Way, times: float = TIMES) -> SideEffect:
    """What one simulated person is told of an effect that comes in some way."""
    life, record, posterior = known(scenario, seed)
    (found,) = harms(record, effects(way(life, np.random.default_rng([seed, 3]), times)), posterior)
    return found


def everyone(way: Way, times: float = TIMES) -> list[SideEffect]:
    return [told(scenario, seed, way, times) for scenario in KINDS for seed in SEEDS]


@pytest.mark.parametrize("way", NULLS.values(), ids=NULLS.keys())
def test_what_no_dose_causes_is_hardly_ever_linked(way: Way) -> None:
    found = everyone(way)
    assert sum(one.verdict == "linked" for one in found) <= 1
    given = [one.rate_ratio.interval_90 for one in found if one.rate_ratio is not None]
    assert sum(low <= 1 <= high for low, high in given) >= 0.8 * len(given)


def test_what_doses_cause_is_linked_with_the_right_ratio() -> None:
    found = everyone(caused(8.0))
    assert Counter(one.verdict for one in found)["linked"] >= 13
    assert all(one.verdict != "not_linked" for one in found)
    intervals = [one.rate_ratio.interval_90 for one in found if one.rate_ratio is not None]
    assert sum(low <= 8 <= high for low, high in intervals) >= 13


def test_where_it_starts_is_not_told_too_low() -> None:
    starts = []
    for scenario in KINDS:
        for seed in SEEDS:
            _least, middle, *_more = known(scenario, seed)[0].amounts
            start = told(scenario, seed, caused_from(8.0, middle), 40).starts_at
            if start is not None:
                starts.append((start, middle))
    assert len(starts) >= 12
    assert sum(start.amount < middle for start, middle in starts) <= 1
    assert sum(start.amount == middle for start, middle in starts) >= len(starts) / 2
    assert sum(start.interval_90[0] <= middle <= start.interval_90[1] for start, middle in starts) >= len(starts) - 2
    assert all(start.probability >= 0.95 and start.unit == "g" for start, _middle in starts)


@contextmanager
def believing(name: str, value: float) -> Iterator[None]:
    kept = getattr(noting, name)
    setattr(noting, name, value)
    try:
        yield
    finally:
        setattr(noting, name, kept)


def test_without_the_pain_at_the_time_an_effect_of_pain_would_lean_on_the_doses() -> None:
    def mean() -> float:
        found = [told("null", seed, with_pain, 100) for seed in SEEDS]
        return float(np.mean([np.log(one.rate_ratio.mean) for one in found if one.rate_ratio is not None]))

    with_it = mean()
    with believing("PAIN_SD", 1e-3):
        assert mean() > with_it + 0.15
    assert abs(with_it) < 0.3


def test_the_dose_is_not_blamed_for_what_another_treatment_brings() -> None:
    """Of pills taken with half of the doses: the effect comes eight times as often at their peak."""
    blamed = Counter[str]()
    for seed in SEEDS:
        life, _record, _posterior = known("typical", seed)
        rng = np.random.default_rng(seed)
        pills = tuple(
            Dose(id=f"p{d.id}", at=d.at + dt.timedelta(minutes=5), substance="ibuprofen", amount=400.0, unit="mg")
            for d in life.diary.doses
            if rng.random() < 0.5
        )
        at_h = np.array([pill.at.timestamp() / 3600 for pill in pills])
        acting = curve(at_h, np.ones(at_h.size), life.at_h, theta().kinetics)[0]
        noted = effects(awake(life, rng, 50, 8.0**acting))
        for name, doses in (("known", (*life.diary.doses, *pills)), ("hidden", life.diary.doses)):
            record, priors = record_of(replace(life.diary, doses=doses))
            (found,) = harms(record, noted, fit(record.track, priors, np.random.default_rng(1)))
            blamed[name] += found.verdict == "linked"
    assert blamed["hidden"] >= 4
    assert blamed["known"] <= 1


def test_an_effect_noted_with_doses_is_not_told_of() -> None:
    life, record, posterior = known("typical", 1)
    at_h = np.array([dose.at.timestamp() / 3600 for dose in life.diary.doses[::4]])
    (found,) = harms(record, effects(at_h), posterior)
    assert (found.verdict, found.rate_ratio, found.starts_at) == ("cannot_tell", None, None)
    assert "Mostly noted along with a dose" in found.reason


def test_few_occurrences_are_counted_and_nothing_is_told_of_them() -> None:
    _life, record, posterior = known("typical", 1)
    day_h = record.end.timestamp() / 3600 - 24 * np.arange(1.0, LEAST_TIMES)
    (found,) = harms(record, (*effects(day_h), *effects(day_h[:3] - 1)), posterior)
    assert (found.times, found.worst, found.verdict) == (LEAST_TIMES + 2, 1, "cannot_tell")
    assert f"{LEAST_TIMES} separate times are needed" in found.reason


def test_in_a_record_too_short_for_an_answer_effects_are_only_counted() -> None:
    life, record, _posterior = known("typical", 1)
    noted = effects(at_random(life, np.random.default_rng(1), TIMES))
    (found,) = harms(record, noted, None)
    assert (found.times, found.verdict, found.rate_ratio) == (len(noted), "cannot_tell", None)
    assert "too short" in found.reason


def test_kinds_come_with_the_commonest_first_and_the_worst_of_each() -> None:
    life, record, posterior = known("typical", 2)
    rare, common = (at_random(life, np.random.default_rng(seed), times) for seed, times in ((1, 8), (2, 20)))
    bad = tuple(replace(effect, severity=3) for effect in effects(rare[:1], "itching"))
    noted = (*effects(rare[1:], "itching"), *bad, *effects(common))
    assert [(one.kind, one.worst) for one in harms(record, noted, posterior)] == [(KIND, 1), ("itching", 3)]


def test_of_an_effect_that_lasts_only_the_beginning_counts() -> None:
    begun, over = noting.occurrences(effects(np.array([100.0, 103.0, 110.0, 150.0])))
    assert list(begun) == [100.0, 110.0, 150.0]
    assert over == pytest.approx(begun + noting.SAME_H)
    (first, *_rest) = effects(np.array([100.0]))
    lasting = replace(first, ended_at=first.at + dt.timedelta(hours=20))
    begun, over = noting.occurrences([lasting, *effects(np.array([115.0, 121.0]))])
    assert (list(begun), list(over)) == ([100.0, 121.0], [120.0, 127.0])


@pytest.mark.parametrize(
    ("amounts", "starts"),
    [
        ([2.0] * 9, [2.0]),
        ([1.0] * 9 + [2.0] * 2, [1.0]),
        ([1.0] * 9 + [2.0] * 5 + [3.0] * 9, [1.0, 2.0, 3.0]),
        ([1.0, 1.1, 1.2, 1.3, 1.4, 2.0, 2.1, 2.2, 2.3, 2.4], [1.0, 2.0]),
        ([2.0 + n / 100 for n in range(60)], [2.0, 2.1, 2.2, 2.3, 2.4, 2.5]),
    ],
)
def test_amounts_from_which_it_may_start_have_enough_doses_each(amounts: list[float], starts: list[float]) -> None:
    assert _starts(np.array(amounts)) == pytest.approx(starts)


def some_effects() -> st.SearchStrategy[list[Effect]]:
    """Notes of two kinds at any time of the record and around it, some of them over later."""
    end = known("typical", 1)[1].end
    one = st.builds(
        lambda minutes, kind, severity, lasted: Effect(
            at=end - dt.timedelta(minutes=minutes),
            kind=kind,
            severity=severity,
            ended_at=None if lasted is None else end - dt.timedelta(minutes=minutes - lasted),
        ),
        st.integers(-2000, 92 * 1440),
        st.sampled_from(["nausea", "itching"]),
        st.one_of(st.none(), st.integers(1, 3)),
        st.one_of(st.none(), st.integers(0, 200_000)),
    )
    return st.lists(one, max_size=40)


lawful = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@lawful
@given(st.data())
def test_the_order_of_notes_does_not_matter_and_every_number_is_finite(data: st.DataObject) -> None:
    _life, record, posterior = known("typical", 1)
    noted = data.draw(some_effects())
    found = harms(record, noted, posterior)
    assert harms(record, data.draw(st.permutations(noted)), posterior) == found
    for one in found:
        assert one.times > 0
        assert (one.verdict == "cannot_tell") == bool(one.reason)
        if one.rate_ratio is not None:
            low, high = one.rate_ratio.interval_90
            assert 0 < low < one.rate_ratio.mean < high < np.inf


def test_no_effects_are_none() -> None:
    _life, record, posterior = known("typical", 1)
    assert harms(record, (), posterior) == ()


def test_the_unit_of_amounts_does_not_matter() -> None:
    seed = 2
    life, _record, _posterior = known("typical", seed)
    _least, middle, *_more = life.amounts
    noted = effects(caused_from(8.0, middle)(life, np.random.default_rng([seed, 3]), 40))

    def said(doses: tuple[Dose, ...]) -> SideEffect:
        record, priors = record_of(replace(life.diary, doses=doses))
        (found,) = harms(record, noted, fit(record.track, priors, np.random.default_rng(1)))
        return found

    grams = said(life.diary.doses)
    milligrams = said(tuple(replace(d, amount=1000 * (d.amount or 0.0), unit="mg") for d in life.diary.doses))
    assert grams.starts_at is not None
    assert milligrams.starts_at is not None
    assert grams.rate_ratio is not None
    assert milligrams.rate_ratio is not None
    assert milligrams.verdict == grams.verdict
    assert milligrams.rate_ratio.interval_90 == pytest.approx(grams.rate_ratio.interval_90, rel=1e-3)
    assert milligrams.starts_at.amount == pytest.approx(1000 * grams.starts_at.amount)
    assert (milligrams.starts_at.unit, grams.starts_at.unit) == ("mg", "g")
