"""Small records and simulated people that several tests share."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from counterpoise import diary as d
from counterpoise.assessment import assess
from counterpoise.science.answers import Answers
from counterpoise.science.inference.track import Track
from counterpoise.science.people import simulate
from counterpoise.science.priors import Priors, Theta
from counterpoise.science.record import Record, Sources, read
from counterpoise.science.scale import Scale

START = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)
END = dt.datetime(2026, 6, 30, 22, tzinfo=dt.UTC)


def hours(number: float) -> dt.datetime:
    """An instant so many hours after START."""
    return START + dt.timedelta(hours=number)


def dose(at_h: float, amount: float | None = 2.0, **more: Any) -> d.Dose:
    """A dose of kratom in grams."""
    return d.Dose(id=f"d{at_h}", at=hours(at_h), substance="kratom", amount=amount, unit="g", **more)


def rating(at_h: float, value: float, measure: str = "pain.now") -> d.Rating:
    """A rating of pain."""
    return d.Rating(id=f"r{at_h}", at=hours(at_h), measure=measure, value=value)


def record(
    doses: Sequence[d.Dose],
    ratings: Sequence[d.Rating],
    scale: Scale | None = None,
    history: Sequence[d.PastUse] = (),
    now: dt.datetime | None = None,
) -> Record:
    """The record of these entries, each dose rated by the minutes around it only."""
    last = max(entry.at for entry in (*doses, *ratings))
    sources = Sources(lot_of=lambda dose: None, rating_of=lambda dose: None, history=history)
    return read(doses, ratings, scale or Scale(), sources, now=now or last)


def track(doses: Sequence[tuple[float, float]], ratings: Sequence[tuple[float, float]], **more: Any) -> Track:
    """The track of (hour, amount) and (hour, value); the usual dose is 2 g."""
    return record([dose(h, a) for h, a in doses], [rating(h, v) for h, v in ratings], **more).track


def theta(**values: float) -> Theta:
    """One draw at the prior's centre, but for the values given in natural units."""
    from counterpoise.science.priors import NAMES, SIZE

    drawn = Priors().theta(np.zeros((1, SIZE))).values.copy()
    for name, value in values.items():
        drawn[0, NAMES.index(name)] = value
    return Theta(drawn)


@cache
def person(scenario: str, seed: int, days: int = 90, ratings_per_day: float = 4.0) -> d.Diary:
    """The diary of a simulated person."""
    rng = np.random.default_rng(seed)
    return simulate.person(days=days, ratings_per_day=ratings_per_day, rng=rng, scenario=scenario, end=END)


@cache
def told(scenario: str, seed: int, days: int = 90) -> Answers:
    """The answers to a simulated person's diary."""
    return assess(person(scenario, seed, days), np.random.default_rng(1))


def first(verdict: str, scenario: str, days: int = 90) -> int:
    """The first simulated person of a kind who is told this: whom a test is about, whatever the numbers drawn."""
    return next(seed for seed in range(1, 40) if told(scenario, seed, days).verdict == verdict)


def crowded(end: dt.datetime, days: int = 60) -> d.Diary:
    """Several doses a day, some without rating or amount; nausea after doses, other effects at any time; ibuprofen."""
    rng = np.random.default_rng(5)
    one = simulate.person(days=days, ratings_per_day=4, rng=rng, scenario="several_daily", end=end)
    after = [dose.at + dt.timedelta(minutes=float(rng.uniform(40, 100))) for dose in one.doses if rng.random() < 0.12]
    anytime = [end - dt.timedelta(hours=float(hours)) for hours in rng.uniform(0, 24 * days, 30)]
    noted = [
        *(d.Effect(at=at, kind="nausea", severity=2) for at in after if at < end),
        *(d.Effect(at=at, kind="constipation", severity=1) for at in anytime),
        d.Effect(at=end - dt.timedelta(days=4), kind="itching", severity=1),
    ]
    doses = [
        dataclasses.replace(dose, rating=None, at=dose.at + dt.timedelta(minutes=25))
        if i % 5 == 0
        else dataclasses.replace(dose, amount=None, unit=None)
        if i % 31 == 1
        else dose
        for i, dose in enumerate(one.doses)
    ]
    beside = [
        d.Dose(id=f"i{i}", at=end - dt.timedelta(days=2 * i, hours=3), substance="ibuprofen", amount=400, unit="mg")
        for i in range(days // 2)
    ]
    effects = tuple(dataclasses.replace(effect, id=f"e{i}") for i, effect in enumerate(noted))
    return dataclasses.replace(one, doses=(*doses, *beside), effects=effects)
