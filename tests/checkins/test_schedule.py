"""The laws of asking, over people, doses, days and clocks made up by the machine."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.checkins import chance
from counterpoise.checkins.chosen import Chosen, Round, from_json, to_json
from counterpoise.checkins.schedule import (
    A_DAY,
    AFTER_DOSES_A_DAY,
    APART,
    OPEN_FOR,
    Lately,
    Whose,
    due,
    instruments,
    of_day,
)
from counterpoise.diary import PAIN_NOW, Rating

NEW_YORK = ZoneInfo("America/New_York")
SPRING, AUTUMN = dt.date(2026, 3, 8), dt.date(2026, 11, 1)
"""The days on which the clocks of New York are put forward and back."""
ZONES = st.sampled_from(["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]).map(
    ZoneInfo
)
DAYS = st.one_of(
    st.sampled_from([SPRING, AUTUMN, dt.date(2026, 3, 29), dt.date(2026, 4, 5)]),
    st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31)),
)
CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
MEASURES = st.lists(st.sampled_from(["mood", "sleep.quality", PAIN_NOW]), unique=True, max_size=3).map(tuple)
ROUNDS = st.one_of(st.none(), st.builds(Round, CLOCKS, MEASURES))
CHOSEN = st.builds(
    Chosen,
    after_dose=st.booleans(),
    at_random=st.booleans(),
    morning=ROUNDS,
    evening=ROUNDS,
    instruments=st.dictionaries(st.sampled_from(["peg", "phq-4"]), st.sampled_from([7, 14, 28])),
    quiet_from=CLOCKS,
    quiet_to=CLOCKS,
    in_calendar=st.booleans(),
)
HOURS = st.sampled_from([(), (1.25, 5.0), (0.5, 8.0), (1.0, 2.5)])
WHOSE = st.builds(Whose, CHOSEN, ZONES, st.text("0123456789abcdef", min_size=8, max_size=8), HOURS)
MINUTES = st.lists(st.integers(-12 * 60, 25 * 60), max_size=8, unique=True).map(sorted)


def taken(whose: Whose, day: dt.date, minutes: list[int]) -> list[tuple[str, dt.datetime]]:
    """Doses so many minutes after midnight."""
    midnight = dt.datetime.combine(day, dt.time(), whose.zone).astimezone(dt.UTC)
    return [(f"d{i}", midnight + dt.timedelta(minutes=after)) for i, after in enumerate(minutes)]


@settings(max_examples=150, deadline=None)
@given(WHOSE, DAYS, MINUTES)
def test_a_day_keeps_every_law(whose: Whose, day: dt.date, minutes: list[int]) -> None:
    doses = taken(whose, day, minutes)
    asked = of_day(whose, day, doses)
    assert len(asked) <= A_DAY
    kinds = Counter(one.kind for one in asked)
    assert kinds["after_dose"] <= AFTER_DOSES_A_DAY
    assert max(kinds["at_random"], kinds["morning"], kinds["evening"]) <= 1
    for one in asked:
        clock = one.at.astimezone(whose.zone)
        assert not whose.chosen.quiet(clock.time())
        assert one.until == one.at + OPEN_FOR[one.kind]
        if one.kind == "at_random":
            assert clock.date() == day
            assert not any(at <= one.at < at + chance.AWAY for _id, at in doses)
    at = [one.at for one in asked]
    assert at == sorted(at)
    assert all(later - earlier >= APART for earlier, later in pairwise(at))
    assert len({one.key for one in asked}) == len(asked)


AROUND_MIDNIGHT = st.sampled_from([dt.time(23, 35), dt.time(23, 50), dt.time(0), dt.time(0, 10), dt.time(0, 25)])
AWAKE = st.builds(
    Chosen,
    at_random=st.booleans(),
    morning=st.one_of(st.none(), st.builds(Round, AROUND_MIDNIGHT, st.just(("mood",)))),
    evening=st.one_of(st.none(), st.builds(Round, AROUND_MIDNIGHT, st.just(("mood",)))),
    quiet_from=st.sampled_from([dt.time(0, 30), dt.time(1)]),  # hardly awake but around midnight: so is chance
    quiet_to=st.sampled_from([dt.time(1), dt.time(23), dt.time(23, 30)]),
)
LATE = st.lists(st.integers(23 * 60, 25 * 60), max_size=6, unique=True)


@settings(max_examples=200, deadline=None)
@given(st.builds(Whose, AWAKE, ZONES, st.text("0123456789abcdef", min_size=8), st.just((0.25, 1.0))), DAYS, LATE, LATE)
def test_over_midnight_two_days_keep_apart_as_well(
    whose: Whose, day: dt.date, late: list[int], later: list[int]
) -> None:
    doses = taken(whose, day, [minute - 60 for minute in late] + [minute + 24 * 60 for minute in later])
    days = [day + dt.timedelta(days=step) for step in range(-1, 4)]
    at = [one.at for each in days for one in of_day(whose, each, doses)]
    assert at == sorted(at)
    assert all(second - first >= APART for first, second in pairwise(at))


@pytest.mark.parametrize(
    ("dose", "asked"), [((22, 55), ["evening"]), ((23, 4), ["evening"]), ((23, 5), ["evening", "after_dose"])]
)
def test_a_question_after_a_dose_gives_way_to_the_round_before_midnight(
    dose: tuple[int, int], asked: list[str]
) -> None:
    chosen = Chosen(at_random=False, evening=Round(dt.time(23, 50), ("mood",)), quiet_from=dt.time(2))
    whose, day = Whose(chosen, NEW_YORK, "s", (1.25,)), dt.date(2026, 6, 1)
    doses = [("d", dt.datetime.combine(day, dt.time(*dose), NEW_YORK))]
    found = [one for each in (day, day + dt.timedelta(days=1)) for one in of_day(whose, each, doses)]
    assert [one.kind for one in found if one.at < doses[0][1] + dt.timedelta(hours=2)] == asked


def test_a_question_after_a_dose_gives_way_to_the_round_after_midnight() -> None:
    chosen = Chosen(at_random=False, morning=Round(dt.time(0, 10), ("mood",)), quiet_from=dt.time(2))
    whose, day = Whose(chosen, NEW_YORK, "s", (1.25,)), dt.date(2026, 6, 1)
    doses = [("d", dt.datetime.combine(day, dt.time(22, 30), NEW_YORK))]
    assert [one.kind for one in of_day(whose, day, doses)] == ["morning"]
    assert [one.at.astimezone(NEW_YORK).day for one in of_day(whose, day + dt.timedelta(days=1), doses)] == [2]


@settings(max_examples=60, deadline=None)
@given(WHOSE, DAYS, MINUTES, st.integers(0, 25 * 60))
def test_asked_again_a_day_is_the_same_and_the_future_changes_nothing_that_was(
    whose: Whose, day: dt.date, minutes: list[int], now: int
) -> None:
    doses = taken(whose, day, minutes)
    whole = of_day(whose, day, doses)
    assert whole == of_day(whose, day, doses)
    [(_id, moment)] = taken(whose, day, [now])
    known = [(id_, at) for id_, at in doses if at <= moment]
    random = [one for one in whole if one.kind == "at_random" and one.at <= moment]
    then = [one for one in of_day(whose, day, known) if one.kind == "at_random" and one.at <= moment]
    assert random == then


@settings(max_examples=60, deadline=None)
@given(WHOSE, DAYS, MINUTES, st.integers(0, 24 * 60), st.sampled_from(["", "all"]))
def test_what_is_due_waits_until_it_is_answered_put_off_or_over(
    whose: Whose, day: dt.date, minutes: list[int], now: int, answers: str
) -> None:
    doses = taken(whose, day, minutes)
    [(_id, moment)] = taken(whose, day, [now])
    waiting = due(whose, Lately(doses), moment)
    assert all(one.at <= moment < one.until for one in waiting)
    for one in waiting:
        rated = [Rating(at=moment, measure=measure, value=3, prompt=one.prompt) for measure in one.measures]
        assert one.key not in {left.key for left in due(whose, Lately(doses, rated), moment)}
        resting = {one.key: moment + dt.timedelta(minutes=15)}
        assert one.key not in {left.key for left in due(whose, Lately(doses, (), resting), moment)}


@given(CHOSEN)
def test_what_was_chosen_is_read_as_it_was_written(chosen: Chosen) -> None:
    assert from_json(to_json(chosen)) == chosen


def test_what_is_not_written_is_as_it_is_at_first() -> None:
    assert from_json({}) == Chosen()
    with pytest.raises(ValueError, match="hour"):
        from_json({"quiet_from": "25:00"})


@pytest.mark.parametrize("day", [SPRING, AUTUMN, dt.date(2026, 6, 1)])
def test_the_moment_at_random_is_uniform_over_the_waking_minutes(day: dt.date) -> None:
    chosen = Chosen(quiet_from=dt.time(23), quiet_to=dt.time(0))
    minutes = chance.awake(chosen, NEW_YORK, day)
    assert len(minutes) == {SPRING: 22, AUTUMN: 24}.get(day, 23) * 60
    count, bins = 4000, 8
    found = Counter()  # type: Counter[int]
    for person in range(count):
        at = chance.moment(chosen, NEW_YORK, day, f"person {person}", ())
        assert at is not None
        found[minutes.index(at) * bins // len(minutes)] += 1
    expected = count / bins
    assert sum((found[i] - expected) ** 2 / expected for i in range(bins)) < 24.3  # chi-squared, 7 df, p = .001


def test_with_a_dose_in_the_middle_the_moments_keep_away_and_stay_even_elsewhere() -> None:
    chosen, day = Chosen(quiet_from=dt.time(20), quiet_to=dt.time(8)), dt.date(2026, 6, 1)
    dose = dt.datetime(2026, 6, 1, 12, tzinfo=NEW_YORK)
    before, after = Counter(), Counter()  # type: Counter[int], Counter[int]
    for person in range(6000):
        at = chance.moment(chosen, NEW_YORK, day, f"person {person}", [dose])
        if at is not None:
            (before if at < dose else after)[at.astimezone(NEW_YORK).hour] += 1
    assert set(before) == {8, 9, 10, 11}
    assert set(after) == {14, 15, 16, 17, 18, 19}
    for part in (before, after):
        expected = sum(part.values()) / len(part)
        assert sum((n - expected) ** 2 / expected for n in part.values()) < 24  # at p = .001 and fewer df than 7


def test_two_people_and_two_days_have_moments_of_their_own() -> None:
    day = dt.date(2026, 6, 1)
    moments = {chance.moment(Chosen(), NEW_YORK, day + dt.timedelta(days=i), "one", ()) for i in range(30)}
    others = {chance.moment(Chosen(), NEW_YORK, day + dt.timedelta(days=i), "two", ()) for i in range(30)}
    assert len(moments | others) == 60
    clocks = {at.astimezone(NEW_YORK).time() for at in moments if at}
    assert len(clocks) > 25


def test_a_day_that_is_all_quiet_asks_nothing() -> None:
    chosen = Chosen(quiet_from=dt.time(0, 1), quiet_to=dt.time(0))
    whose = Whose(chosen, NEW_YORK, "s", (1.25, 5.0))
    assert list(chance.awake(chosen, NEW_YORK, SPRING)) == [dt.datetime(2026, 3, 8, 5, tzinfo=dt.UTC)]
    assert [one.kind for one in of_day(whose, SPRING, taken(whose, SPRING, [600]))] in ([], ["at_random"])


@pytest.mark.parametrize(("day", "hour"), [(SPRING, 13.5 - 1), (AUTUMN, 13.5), (dt.date(2026, 6, 1), 12.5)])
def test_a_round_is_at_its_time_of_the_clock_whatever_the_clocks_do(day: dt.date, hour: float) -> None:
    whose = Whose(Chosen(at_random=False, morning=Round(dt.time(8, 30), ("mood",))), NEW_YORK, "s")
    [one] = of_day(whose, day, [])
    assert one.at == dt.datetime.combine(day, dt.time(), dt.UTC) + dt.timedelta(hours=hour)


def test_a_random_question_is_answered_once_a_day_even_where_a_dose_is_written_in_later() -> None:
    whose = Whose(Chosen(after_dose=False), NEW_YORK, "s")
    day = dt.date(2026, 6, 1)
    at = chance.moment(whose.chosen, NEW_YORK, day, "s", ())
    assert at is not None
    rated = Rating(at=at, measure=PAIN_NOW, value=2, prompt="random")
    dose = [("late", at - dt.timedelta(minutes=5))]
    again = chance.moment(whose.chosen, NEW_YORK, day, "s", [dose[0][1]])
    assert again is not None
    assert again > at
    assert due(whose, Lately(dose, [rated]), again) == []
    assert [one.kind for one in due(whose, Lately(dose), again)] == ["at_random"]


def test_questionnaires_come_when_their_days_are_over_and_rest_when_left_out() -> None:
    now = dt.datetime(2026, 6, 10, 12, tzinfo=dt.UTC)
    chosen = replace(Chosen(), instruments={"peg": 7, "phq-4": 14})
    ago = {"peg": now - dt.timedelta(days=7), "phq-4": now - dt.timedelta(days=13)}
    assert [one.instrument for one in instruments(chosen, ago, now, {}, now)] == ["peg"]
    assert instruments(chosen, ago, now, {"peg": now + dt.timedelta(days=7)}, now) == []
    assert instruments(chosen, {}, now + dt.timedelta(days=1), {}, now) == []
