"""Small records and simulated people that several tests share."""

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
from counterpoise.science.pharmacology.amounts import amounts
from counterpoise.science.priors import Priors, Theta
from counterpoise.science.record import Record, read
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
    return read(
        doses,
        ratings,
        scale or Scale(),
        amounts=amounts(doses, lambda dose: None, None),
        rating_of=lambda dose: None,
        history=history,
        now=now or last,
    )


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
