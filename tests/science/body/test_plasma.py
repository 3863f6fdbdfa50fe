"""Blood levels: the closed form against integration step by step, and what must hold for anybody."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.science.body.beliefs import Belief
from counterpoise.science.body.curves import Curve, accumulation, doses_to_steady_state, half_life
from counterpoise.science.body.plasma import PARAMETERS, People, Population
from counterpoise.science.pharmacology.exposure import Array
from tests.science.body.people import MASSES, anybody, drawn, integrated, population

HOURS = np.array([0.0, 0.1, 0.5, 1.0, 2.0, 5.0, 12.0, 24.0, 60.0, 130.0])


def both(people: People) -> list[Curve]:
    return [people.mitragynine(), people.hydroxymitragynine()]


@pytest.mark.parametrize("seed", range(6))
def test_the_closed_form_is_what_integration_finds(seed: int) -> None:
    people = drawn(1, seed)
    slow = integrated(people, np.array([0.0]), np.array([1.0]), HOURS)
    for curve, found in zip(both(people), slow, strict=True):
        np.testing.assert_allclose(curve.at(HOURS)[0], found, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_many_doses_are_what_integration_finds(seed: int) -> None:
    people = drawn(1, seed)
    dose_h: Array = 8.0 * np.arange(7, dtype=np.float64)
    at = dose_h[-1] + HOURS
    slow = integrated(people, dose_h, np.full(7, 20.0), at)
    for curve, found in zip(both(people), slow, strict=True):
        np.testing.assert_allclose(curve.times(20.0).repeated(8.0, 7).at(HOURS)[0], found, rtol=1e-6, atol=1e-9)


@given(people=anybody(), doses=st.integers(1, 12), every=st.floats(1.0, 60.0))
@settings(max_examples=60, deadline=None)
def test_doses_add_up(people: People, doses: int, every: float) -> None:
    for curve in both(people):
        one_by_one = sum(curve.at(HOURS + j * every) for j in range(doses))
        np.testing.assert_allclose(curve.repeated(every, doses).at(HOURS), one_by_one, rtol=1e-7, atol=1e-9)


@given(people=anybody(), mg=st.just(0.0) | st.floats(1e-3, 500.0))
@settings(max_examples=60, deadline=None)
def test_twice_the_dose_is_twice_the_level(people: People, mg: float) -> None:
    for curve in both(people):
        twice, once = curve.times(2 * mg).at(HOURS), curve.times(mg).at(HOURS)
        np.testing.assert_allclose(twice, 2 * once, rtol=1e-9, atol=1e-9 * mg)
        assert np.all(curve.times(0.0).at(HOURS) == 0.0)


@given(people=anybody())
@settings(max_examples=100, deadline=None)
def test_what_comes_in_goes_out(people: People) -> None:
    """Area = what gets through / clearance; of the metabolite: all that is formed / its clearance."""
    own = people.values
    plain = 1e3 * own["bioavailability"] / own["clearance"]
    np.testing.assert_allclose(people.mitragynine().area(), plain, rtol=1e-7)
    formed = own["first_pass"] + own["systemic"] * own["bioavailability"]
    expected = 1e3 * MASSES[1] / MASSES[0] * formed / own["metabolite_clearance"]
    np.testing.assert_allclose(people.hydroxymitragynine().area(), expected, rtol=1e-5)


@given(people=anybody())
@settings(max_examples=60, deadline=None)
def test_levels_start_at_nothing_and_are_never_below_it(people: People) -> None:
    for curve in both(people):
        levels = np.sum(curve.weight[:, None, :] * np.exp(-curve.rate[:, None, :] * HOURS[:, None]), axis=2)
        height = curve.peak()[1]
        assert np.all(np.abs(curve.at(np.array([0.0]))) < 1e-7 * height)
        assert np.all(levels > -1e-7 * height[:, None])
        assert np.all(curve.at(np.array([-1.0])) == 0.0)


@given(people=anybody())
@settings(max_examples=60, deadline=None)
def test_the_peak_is_higher_than_every_other_moment(people: People) -> None:
    for curve in both(people):
        hours, height = curve.peak()
        nearby = curve.at(hours[:, None] * np.linspace(0.2, 5.0, 400))
        assert np.all(nearby <= height[:, None] * (1 + 1e-9))
        assert np.all(curve.at(np.linspace(0.0, 300.0, 400)) <= height[:, None] * (1 + 1e-9))


@given(people=anybody(), share=st.floats(0.005, 0.5))
@settings(max_examples=60, deadline=None)
def test_washed_out_means_a_share_of_the_peak_is_left(people: People, share: float) -> None:
    for curve in both(people):
        hours, height = curve.gone(share), curve.peak()[1]
        np.testing.assert_allclose(curve.at(hours[:, None])[:, 0], share * height, rtol=1e-5)
        assert np.all(hours > curve.peak()[0])


def equal_rates() -> People:
    """Somebody whose uptake, elimination and metabolite all have one and the same rate."""
    ones = {name: np.ones(1) for name in PARAMETERS}
    rates = People(ones, MASSES)._rates("")[0]
    return People({**ones, "absorption": rates[:1]}, MASSES)


def test_equal_rates_break_nothing() -> None:
    people = equal_rates()
    slow = integrated(people, np.array([0.0]), np.array([1.0]), HOURS)
    for curve, found in zip(both(people), slow, strict=True):
        assert np.max(np.abs(curve.at(HOURS)[0] - found)) < 1e-3 * found.max()


def test_the_same_seed_gives_the_same_people() -> None:
    once, again, other = drawn(5, 1), drawn(5, 1), drawn(5, 2)
    for name in PARAMETERS:
        assert np.array_equal(once.values[name], again.values[name])
        assert not np.array_equal(once.values[name], other.values[name])


def test_people_vary_as_believed_and_what_gets_through_moves_all_of_it() -> None:
    people, beliefs = drawn(4000), population().beliefs
    for name, values in people.values.items():
        assert np.median(values) == pytest.approx(beliefs[name].centre, rel=0.05)
        assert np.std(np.log(values)) == pytest.approx(beliefs[name].sd, rel=0.1)
    through = np.log(people.values["bioavailability"])
    apparent: list[Array] = [np.log(people.values[name]) - through for name in ("clearance", "central")]
    own = beliefs["clearance"].sd ** 2
    expected = beliefs["bioavailability"].sd ** 2 / (beliefs["bioavailability"].sd ** 2 + own)
    assert np.corrcoef(apparent[0], apparent[1])[0, 1] == pytest.approx(expected, abs=0.05)


def test_the_middle_person_is_at_every_median() -> None:
    middle = population().middle()
    assert {name: float(value[0]) for name, value in middle.values.items()} == {
        name: one.centre for name, one in population().beliefs.items()
    }


def straight(rate: float, height: float = 10.0) -> Curve:
    return Curve(np.array([[height]]), np.array([[rate]]))


@given(hours=st.floats(1.0, 200.0))
def test_the_half_life_of_a_plain_decline_is_read_exactly(hours: float) -> None:
    read = half_life(straight(np.log(2) / hours), 48.0, 1e-30)
    assert read[0] == pytest.approx(hours)


def test_a_half_life_is_not_read_below_the_limit_or_after_the_window() -> None:
    assert np.isnan(half_life(straight(0.1, height=1.0), 48.0, 0.99)[0])
    assert np.isnan(half_life(straight(0.1), 0.4, 1e-9)[0])
    two_phases = Curve(np.array([[10.0, 1.0]]), np.array([[1.0, 0.01]]))
    early = half_life(two_phases, 4.0, 1e-9)[0]
    late = half_life(two_phases, 96.0, 1e-9)[0]
    assert early < 3
    assert late > 60
    assert half_life(two_phases, 96.0, 1.0)[0] == pytest.approx(early, rel=0.5)  # the slow phase hides below the limit


def test_a_half_life_is_read_from_the_last_three_samples() -> None:
    curve = drawn(1).mitragynine().times(39.0)
    at = np.array([24.0, 36.0, 48.0])
    slope = np.polyfit(at, np.log(curve.at(at)[0]), 1)[0]
    assert half_life(curve, 48.0, 1e-6)[0] == pytest.approx(np.log(2) / -slope)


@given(people=anybody(), every=st.floats(4.0, 48.0))
@settings(max_examples=40, deadline=None)
def test_more_doses_leave_more_up_to_a_limit(people: People, every: float) -> None:
    curve = people.mitragynine()
    steps = [accumulation(curve, every, n)[0] for n in (1, 2, 5, 20, 1000)]
    assert steps[0] == pytest.approx(1.0)
    assert all(a <= b * (1 + 1e-12) for a, b in itertools.pairwise(steps))
    assert steps[-1] == pytest.approx((curve.area() / curve.area_to(every))[0], rel=1e-3)


@given(people=anybody(), every=st.floats(6.0, 48.0), share=st.floats(0.3, 0.97))
@settings(max_examples=40, deadline=None)
def test_the_dose_that_brings_steady_state_is_the_first_that_does(people: People, every: float, share: float) -> None:
    curve = people.mitragynine()
    before_next = np.array([every])
    n = int(doses_to_steady_state(curve, every, share)[0])
    limit = share * curve.repeated(every, 100_000).at(before_next)[0, 0]
    assert curve.repeated(every, n).at(before_next)[0, 0] >= limit * (1 - 1e-9)
    assert n == 1 or curve.repeated(every, n - 1).at(before_next)[0, 0] < limit * (1 + 1e-9)


def refusals() -> list[tuple[str, object]]:
    curve, people = straight(0.1), {name: np.ones(2) for name in PARAMETERS}
    return [
        ("rate", lambda: Curve(np.ones((1, 1)), np.zeros((1, 1)))),
        ("shapes", lambda: Curve(np.ones((1, 2)), np.ones((1, 1)))),
        ("mg", lambda: curve.times(-1.0)),
        ("doses 0", lambda: curve.repeated(24.0, 0)),
        ("every_h 0", lambda: curve.repeated(0, 2)),
        ("share 1", lambda: curve.gone(1.0)),
        ("window_h 0", lambda: half_life(curve, 0, 1.0)),
        ("loq 0", lambda: half_life(curve, 1.0, 0)),
        ("every_h -1", lambda: doses_to_steady_state(curve, -1)),
        ("share 2", lambda: doses_to_steady_state(curve, 24, 2)),
        ("exactly", lambda: People({"clearance": np.ones(1)}, MASSES)),
        ("shapes", lambda: People({**people, "clearance": np.ones(3)}, MASSES)),
        ("clearance", lambda: People({**people, "clearance": np.array([1.0, -1.0])}, MASSES)),
        ("people 0", lambda: population().draw(0, np.random.default_rng(1))),
        ("hunger", lambda: Population({"hunger": Belief(1.0, 1.0)}, MASSES).draw(1, np.random.default_rng(1))),
        ("centre 0", lambda: Belief(0.0, 1.0)),
        ("centre 1", lambda: Belief(1.0, 1.0, "logitnormal")),
        ("sd -1", lambda: Belief(1.0, -1.0)),
    ]


@pytest.mark.parametrize(("said", "act"), refusals())
def test_what_makes_no_sense_is_refused_with_its_name(said: str, act: object) -> None:
    assert callable(act)
    with pytest.raises(ValueError, match=said):
        act()


def test_levels_of_each_persons_own_moments() -> None:
    curve = drawn(3).mitragynine()
    own: Array = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    for i in range(3):
        np.testing.assert_allclose(
            curve.at(own)[i], Curve(curve.weight[i : i + 1], curve.rate[i : i + 1]).at(own[i])[0]
        )
