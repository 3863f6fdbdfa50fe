"""A slow rise over three months is found; steady people, and people who write down more days than before, are not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from counterpoise.diary import Diary, Dose
from counterpoise.knowledge.load import load
from counterpoise.safety.case import Case
from counterpoise.safety.finding import Finding
from counterpoise.safety.rules import use
from tests.safety.made import NOW, ZONE, days_of, diary

DAYS, WEEK = 210, 7
RULE = "use.slowly_more"
Level = Callable[[int], float]
"""By day, the first one first."""


def person(seed: int, grams: Level, written: Level) -> Diary:
    """Two to four doses a day. Their sum scatters by 30 % from day to day and by 10 % from week to week, each week half
    of what the last one was; of the days, the part `written` is written down, whole or not at all."""
    rng, drift, doses = np.random.default_rng(seed), 0.0, []
    for place in range(DAYS):
        drift = 0.5 * drift + 0.1 * rng.standard_normal() if place % WEEK == 0 else drift
        size = grams(place) * float(np.exp(0.3 * rng.standard_normal() - 0.045 + drift))
        count, kept = int(rng.integers(2, 5)), rng.random() < written(place)
        day = dt.datetime.combine(NOW.date() - dt.timedelta(days=DAYS - 1 - place), dt.time(8), ZONE)
        for one in range(count if kept else 0):
            at, amount = day + dt.timedelta(hours=4 * one), max(round(2 * size / count) / 2, 0.5)
            doses.append(Dose(id=f"d{place}.{one}", at=at, substance="kratom", amount=amount, unit="g"))
    return diary(doses)


def steady(_place: int) -> float:
    return 6.0


def slow(place: int) -> float:
    """From 6 g to 10 g a day over the last 13 weeks, a little more each day."""
    return 6.0 + 4.0 * max(place - (DAYS - 13 * WEEK), 0) / (13 * WEEK)


def found(told: Diary, ago: int = 0) -> dict[str, Finding]:
    return {one.rule: one for one in use.find(Case(told, load(), NOW - dt.timedelta(days=ago)))}


def looks(told: Diary) -> list[bool]:
    """Whether it is told, looked at once a week over the last fourteen weeks."""
    return [RULE in found(told, ago) for ago in reversed(range(0, 14 * WEEK, WEEK))]


def part(told: list[list[bool]]) -> float:
    """Of these people, those to whom it was told at least once."""
    return sum(map(any, told)) / len(told)


@pytest.mark.parametrize("written", [0.7, 1.0])
def test_steady_people_are_rarely_told(written: float) -> None:
    """Who misses three days in ten, and who writes down every day: at most 5 % in a quarter of a year, 1 % of looks."""
    told = [looks(person(seed, steady, lambda _place: written)) for seed in range(1000, 1080)]
    assert part(told) <= 0.05
    assert np.mean(told) <= 0.01


@pytest.mark.parametrize("ends", [60, 14])
def test_who_writes_down_more_days_than_before_is_told_of_no_growth(ends: int) -> None:
    """Half of the days, then all of them, from so many days before the end: what is missing is not zero."""
    told = [looks(person(seed, steady, lambda place: 0.5 if place < DAYS - ends else 1.0)) for seed in range(40)]
    assert np.mean(told) <= 0.01
    assert part(told) <= 0.05


@pytest.mark.parametrize(("written", "least"), [(0.7, 0.4), (1.0, 0.7)])
def test_a_slow_rise_is_found_in_most_by_the_time_it_has_come(written: float, least: float) -> None:
    assert part([looks(person(seed, slow, lambda _place: written)) for seed in range(30)]) >= least


def test_who_writes_down_more_of_the_doses_of_a_day_is_told_of_no_growth() -> None:
    """Of steady use half the doses at first, in the end nearly all: told to one in ten at most, where every second one
    would be by the amount in a day alone."""
    told = []
    for seed in range(40):
        whole, rng = person(seed, steady, lambda _place: 0.85), np.random.default_rng(seed + 999)
        at = [int(one.id[1:].split(".")[0]) for one in whole.doses if one.id]
        kept = rng.random(len(at)) < 0.55 + 0.4 * np.clip((np.array(at) - 110) / 80, 0, 1)
        told.append(looks(diary([one for one, there in zip(whole.doses, kept, strict=True) if there])))
    assert part(told) <= 0.1


def risen(step: float = 0.15, count: int = 2) -> Diary:
    """So much more in each of the last 13 weeks, after 17 weeks of 6 g a day in so many doses."""
    doses = [one for week in range(30) for one in weekly(week, (6 + 2 * step * max(week - 16, 0)) / count, count)]
    return diary(doses)


def weekly(week: int, amount: float, count: int) -> list[Dose]:
    back = NOW - dt.timedelta(days=WEEK * (29 - week))
    days = [back.replace(hour=8) - dt.timedelta(days=ago) for ago in reversed(range(WEEK))]
    times = [day + dt.timedelta(hours=6 * one) for day in days for one in range(count)]
    return [Dose(id=f"{at:%m-%d.%H}", at=at, substance="kratom", amount=amount, unit="g") for at in times]


def test_its_sentence_says_what_the_record_shows() -> None:
    one = found(risen())[RULE]
    assert one.title == "Kratom: more in all each day than twelve weeks ago"
    assert "is about 58 % larger in the last two weeks than twelve weeks ago (counted as g)" in one.reason
    assert (one.severity, one.cause) == ("warning", "use.growth:kratom")
    assert one.actions == load().rules["use.more_in_all"].actions


def test_of_growth_in_four_weeks_and_in_twelve_one_is_told() -> None:
    """After a slow rise, twice as much in the last two weeks."""
    late = NOW - dt.timedelta(days=15)
    doses = [replace(one, amount=(one.amount or 0) * (2 if one.at > late else 1)) for one in risen().doses]
    told = found(diary(doses))
    assert "use.more_in_all" in told
    assert RULE not in told
    assert sum(one.cause == "use.growth:kratom" for one in told.values()) == 1


def test_more_on_fewer_days_is_no_growth() -> None:
    """The same rise on a day with a dose, but on five days of eight in the last weeks: in all it is no more."""
    kept = [one for one in risen().doses if (ago := (NOW - one.at).days) > 5 * WEEK or ago % 8 not in (1, 4, 6)]
    assert RULE not in found(diary(kept))


def test_it_does_not_come_and_go() -> None:
    """Looked at every week while use rises: it begins once, in nine of ten."""
    told = [looks(person(seed, slow, lambda _place: 1.0)) for seed in range(20)]
    began = [sum(later and not one for one, later in pairwise([False, *each])) for each in told]
    assert any(began)
    assert sum(count > 1 for count in began) <= 2


def test_a_record_of_twelve_weeks_is_not_compared() -> None:
    short = risen()
    late = NOW - dt.timedelta(days=12 * WEEK)
    assert RULE not in found(diary([one for one in short.doses if one.at > late]))
    assert RULE not in found(diary(days_of([2] * 90)))
