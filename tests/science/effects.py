"""Simulated people who note a side effect, with the truth of why they did."""

import datetime as dt
import heapq
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from unittest import mock

import numpy as np

from counterpoise.assessment import record_of
from counterpoise.diary import PAIN_NOW, Diary, Effect
from counterpoise.science.inference.fit import Posterior, fit
from counterpoise.science.people import simulate
from counterpoise.science.people.person import Body, Nature
from counterpoise.science.people.scenarios import SCENARIOS
from counterpoise.science.pharmacology.amounts import usual
from counterpoise.science.pharmacology.exposure import Array, curve
from counterpoise.science.record import Record
from tests.science.people import END

LOOKS_A_DAY = 30
"""Moments of a waking day at which the truth is looked at."""
KIND = "nausea"
PER_POINT = 0.5
"""Log rate ratio of a point of pain, where the effect comes with pain."""
SPELL_DAYS, SPELLS, SPELL_RATE = 4.0, 2, 15.0

Way = Callable[["Life", np.random.Generator, float], Array]
"""From a life to the hours since 1970 at which the effect is noted, about so many times."""


@dataclass(frozen=True, slots=True)
class Life:
    """A diary without effects, and what was true at LOOKS_A_DAY moments of each day: hours since 1970, pain, exposure.

    acting: 1 at the peak of the usual dose of the diary.
    """

    diary: Diary
    nature: Nature
    at_h: Array
    pain: Array
    acting: Array

    @property
    def amounts(self) -> list[float]:
        """The amounts taken, the least first."""
        return sorted({dose.amount for dose in self.diary.doses if dose.amount is not None})

    def acting_from(self, amount: float) -> Array:
        """What acted of the doses of at least `amount`."""
        doses = [dose for dose in self.diary.doses if dose.amount is not None and dose.amount >= amount]
        size = np.array([dose.amount for dose in doses], dtype=float)
        one = usual(self.diary.doses, [dose.amount for dose in self.diary.doses]) or 1.0
        dose_h = np.array([dose.at.timestamp() / 3600 for dose in doses])
        return np.asarray(curve(dose_h, size / one, self.at_h, self.nature.theta.kinetics)[0])


@cache
def lived(scenario: str, seed: int, days: int = 90) -> Life:
    """One person of a scenario; not of one who rates only after doses."""
    seen: list[tuple[float, float, float]] = []

    class Witness(Body):
        def pain(self, clock_h: float) -> float:
            felt = Body.pain(self, clock_h)
            seen.append((self.hours, felt, self.exposure))
            return felt

    class Watched(simulate._Life):
        def _moments(self) -> list[tuple[float, simulate.Moment]]:
            """With moments at which nothing is decided or written."""
            moments = simulate._Life._moments(self)
            looks = (np.arange(LOOKS_A_DAY) + self.rng.random(LOOKS_A_DAY)) / LOOKS_A_DAY
            moments += [(simulate.WAKES_H + simulate.DAY_H * look, "after") for look in looks]
            heapq.heapify(moments)
            return moments

    rng = np.random.default_rng(seed)
    kind = SCENARIOS[scenario]
    life = Watched(kind, kind.person(rng), days, 4.0, END, rng)
    with mock.patch.object(simulate, "Body", Witness):
        life.pass_days()
    hours, pain, acting = np.array(seen).T
    origin = life._instant(0, 0.0).timestamp() / 3600
    return Life(replace(life.diary(scenario), effects=()), life.nature, origin + hours, pain, acting / _usual(life))


def _usual(life: simulate._Life) -> float:
    """The usual dose of the diary in the doses of the body."""
    taken = [(dose.amount or 0.0) * life.strength[int((dose.lot or "l1")[1:]) - 1] for dose in life.doses]
    return (usual(life.doses, taken) or 1.0) / life.grams / simulate.MG_PER_G


@cache
def known(scenario: str, seed: int) -> tuple[Life, Record, Posterior]:
    """A life, what its diary tells of relief."""
    life = lived(scenario, seed)
    record, priors = record_of(life.diary)
    return life, record, fit(record.track, priors, np.random.default_rng(1))


def effects(at_h: Array, kind: str = KIND) -> tuple[Effect, ...]:
    """Notes at these hours, to the minute."""
    zone = dt.timezone(dt.timedelta(hours=-5))
    instants = [dt.datetime.fromtimestamp(round(hour * 60) * 60, zone) for hour in at_h]
    return tuple(Effect(id=f"{kind}{i}", at=at, kind=kind, severity=1) for i, at in enumerate(instants))


def awake(life: Life, rng: np.random.Generator, times: float, likely: Array) -> Array:
    """Notes by themselves at waking moments; likely: of the moments of the life."""
    hit = np.repeat(np.arange(likely.size), rng.poisson(likely / likely.sum() * times))
    return np.asarray(life.at_h[hit] + rng.uniform(0, 0.45, hit.size))


def among(rng: np.random.Generator, times: float, at_h: Array, likely: Array) -> Array:
    """Notes along with something else, at some of the moments at_h."""
    return np.asarray(at_h[rng.random(at_h.size) < likely / likely.sum() * times])


def at_random(life: Life, rng: np.random.Generator, times: float) -> Array:
    """Noted at any waking moment."""
    return awake(life, rng, times, np.ones(life.at_h.size))


def when_writing(life: Life, rng: np.random.Generator, times: float) -> Array:
    """Noted only when something else is written."""
    at_h = written(life)
    return among(rng, times, at_h, np.ones(at_h.size))


def with_pain(life: Life, rng: np.random.Generator, times: float) -> Array:
    """Comes with pain, and is noted by itself."""
    return awake(life, rng, times, np.exp(PER_POINT * (life.pain - life.pain.mean())))


def with_ratings_of_pain(life: Life, rng: np.random.Generator, times: float) -> Array:
    """Comes with pain, and is noted with a rating of it."""
    ratings = [rating for rating in life.diary.ratings if rating.measure == PAIN_NOW]
    value = np.array([rating.value for rating in ratings])
    at_h = np.array([rating.at.timestamp() / 3600 for rating in ratings])
    return among(rng, times, at_h, np.exp(PER_POINT * value))


def in_the_evening(life: Life, rng: np.random.Generator, times: float) -> Array:
    """Noted at the check-in of the evening."""
    at_h = np.array([rating.at.timestamp() / 3600 for rating in life.diary.ratings if rating.measure == "mood"])
    return among(rng, times, at_h, np.ones(at_h.size))


def in_spells(life: Life, rng: np.random.Generator, times: float) -> Array:
    """Comes in some bad days on end."""
    since = (life.at_h - life.at_h.min()) / 24
    likely = np.ones(life.at_h.size)
    for begin in rng.uniform(0, since.max(), SPELLS):
        likely[(since > begin) & (since < begin + SPELL_DAYS)] *= SPELL_RATE
    return awake(life, rng, times, likely)


def caused(ratio: float) -> Way:
    """Caused by doses: at the peak of a usual one `ratio` times as often as with nothing acting."""
    return lambda life, rng, times: awake(life, rng, times, ratio**life.acting)


def caused_straight(ratio: float) -> Way:
    """The same with a rate that grows in a straight line."""
    return lambda life, rng, times: awake(life, rng, times, 1 + (ratio - 1) * life.acting)


def caused_when_writing(ratio: float) -> Way:
    """The same as `caused`, noted only when something else is written."""

    def way(life: Life, rng: np.random.Generator, times: float) -> Array:
        at_h = written(life)
        return among(rng, times, at_h, ratio ** np.interp(at_h, life.at_h, life.acting))

    return way


def caused_from(ratio: float, amount: float) -> Way:
    """The same as `caused`, by doses of at least `amount` only."""
    return lambda life, rng, times: awake(life, rng, times, ratio ** life.acting_from(amount))


def written(life: Life) -> Array:
    """Hours at which a dose or a rating was written down."""
    return np.unique([entry.at.timestamp() / 3600 for entry in (*life.diary.doses, *life.diary.ratings)])


NULLS: dict[str, Way] = {
    "at random waking moments": at_random,
    "only when something else is written": when_writing,
    "with pain, by itself": with_pain,
    "with pain, along with its ratings": with_ratings_of_pain,
    "at the evening check-in": in_the_evening,
    "in two bad spells": in_spells,
}
"""Ways in which an effect comes that no dose causes."""
