"""How a diary was kept is read off the diary."""

import numpy as np
import pytest

from counterpoise.assessment import record_of
from counterpoise.science.habits import Habits, Kept, habits, lower_cut
from counterpoise.science.pharmacology.exposure import Array
from tests.science.people import person


def kept(ratings: Array, doses: Array, values: Array | None = None, paired: dict[int, int] | None = None) -> Habits:
    """Habits of ratings and doses at hours since a midnight; paired: the rating made with a dose."""
    made_with = np.array([(paired or {}).get(i, -1) for i in range(doses.size)], dtype=np.int64)
    found = np.full(ratings.size, 5.0) if values is None else values
    asked = np.zeros(ratings.size, dtype=bool)
    return habits(Kept(ratings, ratings % 24, found, 1.0, doses, doses % 24, made_with, asked))


def days(*hours: float, count: int = 30) -> Array:
    """The same hours every day."""
    return np.sort(np.concatenate([np.arange(count) * 24 + hour for hour in hours]))


def test_a_rating_without_a_dose_is_a_decision_against_one_once_enough_time_has_passed() -> None:
    ratings, doses = days(8, 11, 14, 20), days(10, 15.0)
    found = kept(ratings, doses)
    by_hour = {hour: set(found.taken[ratings % 24 == hour]) for hour in (8, 11, 14, 20)}
    # The least usual gap is five hours: 11 lies too soon after the dose at 10, 20 just far enough from that at 15.
    assert by_hour == {8: {-1}, 11: {0}, 14: {0}, 20: {-1}}
    assert found.alone.all()


def test_a_rating_made_with_a_dose_is_a_decision_for_it() -> None:
    ratings, doses = days(8, 20), days(8)
    found = kept(ratings, doses, paired={i: 2 * i for i in range(30)})
    assert set(found.taken[::2]) == {1}
    assert set(found.taken[1::2]) == {-1}
    assert not found.alone.any()


def test_a_dose_soon_after_another_is_no_decision_of_its_own() -> None:
    found = kept(days(8, 20), days(9, 9.25))
    assert found.alone[::2].all()
    assert not found.alone[1::2].any()


def test_of_few_doses_no_decision_is_made() -> None:
    found = kept(days(8, 20), days(9, count=9))
    assert not found.taken.any()
    assert not found.alone.any()


def test_with_ratings_at_doses_only_the_parts_of_the_day_without_a_dose_stand_in() -> None:
    doses = np.sort(np.concatenate([days(8, count=40), days(21, count=40)]))
    found = kept(doses, doses, paired={i: i for i in range(doses.size)})
    assert set(found.passed_taken) == {-1}
    # Of the four parts from 8 to 21 h two hold doses, and the second is too soon after the first.
    assert set(found.passed_h % 24) == {8 + 13 * 0.625}
    # Where ratings without a dose abound, they are enough.
    assert not kept(days(8, 12, 16, 21), days(9)).passed_taken.any()


def test_a_lower_edge_is_seen_where_ratings_end_at_once_and_not_where_they_thin_out() -> None:
    rng = np.random.default_rng(1)
    whole = np.clip(np.round(rng.normal(5.2, 1.9, 300)), 0, 10)
    assert lower_cut(whole, 1.0) == -np.inf
    assert lower_cut(whole[whole >= 5], 1.0) == 4.5
    assert lower_cut(whole[whole >= 3], 1.0) == 2.5
    assert lower_cut(np.full(200, 6.0), 1.0) == -np.inf
    assert lower_cut(np.clip(whole - 5, 0, 10), 1.0) == -np.inf  # many at nought: the end of the scale, no edge
    assert lower_cut(np.zeros(0), 1.0) == -np.inf


def times_passed_counted(scenario: str) -> int:
    """Of eight people, those of whom a usual time without a rating counts as a sign of little pain."""
    tracks = [record_of(person(scenario, seed))[0].track.moments for seed in range(1, 9)]
    return sum(bool(np.any(moments.answered < 0)) for moments in tracks)


@pytest.mark.parametrize("scenario", ["only_when_bad", "not_when_well"])
def test_times_passed_without_a_rating_count_where_ratings_end_at_an_edge(scenario: str) -> None:
    assert times_passed_counted(scenario) >= 6


@pytest.mark.parametrize("scenario", ["flares", "never_rated", "floor"])
def test_times_passed_without_a_rating_say_nothing_elsewhere(scenario: str) -> None:
    assert times_passed_counted(scenario) == 0


def test_a_day_without_any_entry_says_nothing() -> None:
    ratings = np.concatenate([days(8, 20, count=10), days(8, 20, count=10) + 20 * 24])
    doses = np.concatenate([days(8, count=10), days(8, count=10) + 20 * 24])
    found = kept(ratings, doses, paired={i: 2 * i for i in range(20)})
    inside = (found.passed_h > 10 * 24) & (found.passed_h < 20 * 24)
    assert not inside.any()
