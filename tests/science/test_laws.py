"""What must hold for any record."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpoise import diary as d
from counterpoise.assessment import assess
from counterpoise.science.inference.likelihood import Explained, explain
from counterpoise.science.inference.track import RATED, Track
from counterpoise.science.priors import SIZE, Priors
from counterpoise.science.scale import Scale
from tests.science.people import dose, person, rating, record

PRIORS = Priors()
THETA = PRIORS.theta(np.random.default_rng(1).standard_normal((5, SIZE)))
Entries = tuple[list[d.Dose], list[d.Rating]]
few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def entries(draw: st.DrawFn) -> Entries:
    """Up to twelve doses and twenty ratings within ten days, at minutes all different."""
    minutes = draw(st.lists(st.integers(0, 14_400), min_size=4, max_size=32, unique=True))
    cut = draw(st.integers(1, min(12, len(minutes) - 1)))
    doses = [dose(minute / 60, draw(st.sampled_from([1.0, 2.0, 2.5]))) for minute in minutes[:cut]]
    return doses, [rating(minute / 60, draw(st.integers(0, 10))) for minute in minutes[cut:]]


def explained(doses: list[d.Dose], ratings: list[d.Rating], scale: Scale | None = None) -> Explained:
    return explain(THETA, record(doses, ratings, scale).track, PRIORS)


def same(one: Explained, two: Explained) -> None:
    np.testing.assert_allclose(one.log_likelihood, two.log_likelihood, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(one.relief_mean, two.relief_mean, rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(one.tolerance_end, two.tolerance_end, rtol=1e-9, atol=1e-12)


@few
@given(entries(), st.randoms())
def test_the_order_of_the_entries_does_not_matter(given_entries: Entries, random: st.DataObject) -> None:
    doses, ratings = given_entries
    mixed_doses, mixed_ratings = list(reversed(doses)), list(reversed(ratings))
    same(explained(doses, ratings), explained(mixed_doses, mixed_ratings))


@few
@given(entries(), st.sampled_from([0.001, 1000.0, 3.7]))
def test_the_unit_of_the_amounts_does_not_matter(given_entries: Entries, factor: float) -> None:
    doses, ratings = given_entries
    scaled = [replace(taken, amount=(taken.amount or 0) * factor) for taken in doses]
    same(explained(doses, ratings), explained(scaled, ratings))


@few
@given(entries(), st.integers(-400, 400))
def test_moving_the_whole_record_by_days_does_not_matter(given_entries: Entries, days: int) -> None:
    doses, ratings = given_entries
    later = dt.timedelta(days=days)
    same(
        explained(doses, ratings),
        explained([replace(x, at=x.at + later) for x in doses], [replace(x, at=x.at + later) for x in ratings]),
    )


@few
@given(entries())
def test_the_offset_in_which_an_instant_is_written_moves_only_the_time_of_day(given_entries: Entries) -> None:
    doses, ratings = given_entries
    zone = dt.timezone(dt.timedelta(hours=5))
    moved = record([replace(x, at=x.at.astimezone(zone)) for x in doses], ratings).track
    plain = record(doses, ratings).track
    rated = [track.moments.held == RATED for track in (moved, plain)]
    np.testing.assert_array_equal(moved.moments.low[rated[0]], plain.moments.low[rated[1]])
    np.testing.assert_allclose(moved.amount[moved.amount > 0], plain.amount[plain.amount > 0])


@few
@given(entries())
def test_a_mirrored_scale_gives_the_mirrored_intervals(given_entries: Entries) -> None:
    doses, ratings = given_entries
    mirrored = [replace(x, value=10 - x.value) for x in ratings]
    same(explained(doses, ratings), explained(doses, mirrored, Scale(higher_is_better=True)))


@few
@given(entries())
def test_a_wider_scale_of_the_same_steps_gives_the_same_intervals(given_entries: Entries) -> None:
    doses, ratings = given_entries
    wide = [replace(x, value=10 * x.value + 5) for x in ratings]
    same(explained(doses, ratings), explained(doses, wide, Scale(5, 105, 10)))


@few
@given(entries())
def test_doses_of_nothing_have_no_effect(given_entries: Entries) -> None:
    """The filter then knows of R what the prior does."""
    doses, ratings = given_entries
    entries_track = record(doses, ratings).track
    nothing: Track = replace(entries_track, amount=np.zeros_like(entries_track.amount))
    found = explain(THETA, nothing, PRIORS)
    np.testing.assert_array_equal(found.relief_mean, 0.0)
    np.testing.assert_allclose(found.relief_cov, PRIORS.relief_sd**2)


def test_an_hour_that_the_clock_skips_is_not_an_hour_of_life() -> None:
    """From before to after the change of 8 March 2026 in Chicago: seven hours by the wall, six lived."""
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("America/Chicago")
    night, morning = (dt.datetime(2026, 3, 8, hour, tzinfo=zone) for hour in (1, 8))
    taken = replace(dose(0), at=night)
    track = record([taken], [replace(rating(1, 5), at=night), replace(rating(2, 5), at=morning)]).track
    assert track.moments.since_h[-1] == pytest.approx(6.0)


def test_mood_where_higher_is_better_gets_the_mirrored_answer() -> None:
    diary = person("typical", 2, 40)
    mood = [replace(r, measure="mood", value=10 - r.value) for r in diary.ratings if r.measure == "pain.now"]
    mirrored = replace(diary, ratings=(*mood, *(r for r in diary.ratings if r.measure == "sleep.quality")))
    pain = assess(diary, np.random.default_rng(1))
    better = assess(mirrored, np.random.default_rng(1), measure="mood")
    assert better.verdict == pain.verdict
    assert pain.relief_4h is not None
    assert better.relief_4h is not None
    assert better.relief_4h.mean == pytest.approx(pain.relief_4h.mean, abs=1e-6)
