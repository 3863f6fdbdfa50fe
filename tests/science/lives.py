"""Simulated people with more about them than the simulator's: another treatment, nights, bags of different strength."""

import datetime as dt
import heapq
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.special import ndtr

from counterpoise.diary import Diary, Dose, Lot, Person, Product, Rating
from counterpoise.science.people.person import Body, Nature
from counterpoise.science.people.scenarios import POPULATION, Scenario
from counterpoise.science.priors import draw

START = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
DAYS = 90
WAKES_H, DAY_H, RATINGS, REST_H = 7.5, 15.0, 4, 2.5
LIMIT, EAGERNESS_SD = 5.0, 1.2
"""Pain at which a dose is as likely as not, and how sharply that follows pain."""
OTHER = "ibuprofen"
GRAMS, AMOUNTS = 2.0, (1.5, 2.0, 2.5)
BAG_DAYS = 7


@dataclass(frozen=True, slots=True)
class Setting:
    """What is true. relief: R of kratom. other: R of OTHER, taken with half of the doses of kratom, at the same time or
    within an hour. nights: points by which a night that is worse by one sd moves the pain of the day and, besides, the
    pain at which a dose is taken. strengths: of the bags, one a week by turns, the first the usual one."""

    relief: float = 0.0
    other: float = 0.0
    nights: float = 0.0
    strengths: tuple[float, ...] = (1.0,)


@dataclass(slots=True)
class Life:
    """A person lives through the days; nature: with kratom; other: how the other treatment acts."""

    setting: Setting
    rng: np.random.Generator
    nature: Nature = field(init=False)
    body: Body = field(init=False)
    other: Body = field(init=False)
    doses: list[Dose] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)

    def __post_init__(self) -> None:
        someone = replace(Scenario().person(self.rng), brought=1.0)
        self.nature = replace(someone, relief=self.setting.relief, level=5.5)
        pills = replace(someone, theta=draw(POPULATION, 1, self.rng), relief=self.setting.other)
        self.body, self.other = Body(self.nature, self.rng), Body(pills, self.rng)

    def pass_days(self) -> None:
        """Each day: a night, set times at which pain is rated and a dose decided on, and the other treatment."""
        last = -np.inf
        for day in range(DAYS):
            night = float(self.rng.normal())
            self._rate(day * 24 + WAKES_H - 0.2, "sleep.quality", float(np.clip(round(6 - 2 * night), 0, 10)))
            slots = (np.arange(RATINGS) + self.rng.random(RATINGS)) / RATINGS
            moments = [(day * 24 + WAKES_H + DAY_H * slot, False) for slot in slots]
            while moments:
                at_h, pills = heapq.heappop(moments)
                self.body.pass_time(at_h)
                self.other.pass_time(at_h)
                if pills:
                    self._take(at_h, OTHER, 400.0, "mg")
                    self.other.take(1.0)
                    continue
                pain = self.body.rating(self._pain(at_h % 24, night))
                name = self._rate(at_h, "pain.now", pain)
                limit = LIMIT - self.setting.nights * night
                if at_h - last > REST_H and self.rng.random() < ndtr((pain - limit) / EAGERNESS_SD):
                    last = at_h
                    self._dose(at_h, name)
                    if self.rng.random() < 0.5 and self.setting.other:
                        heapq.heappush(moments, (at_h + max(float(self.rng.uniform(-0.5, 1)), 0.0), True))

    def _pain(self, clock_h: float, night: float) -> float:
        """Less the relief of the other treatment, more after a bad night."""
        acting = self.other.nature.gain(np.array(self.other.exposure), 1.0)
        return self.body.pain(clock_h) - self.setting.other * float(acting) + self.setting.nights * night

    def _rate(self, at_h: float, measure: str, value: float) -> str:
        name = f"r{len(self.ratings)}"
        self.ratings.append(Rating(id=name, at=_at(at_h), measure=measure, value=value, prompt="scheduled"))
        return name

    def _dose(self, at_h: float, rating: str) -> None:
        bag = int(at_h // (24 * BAG_DAYS)) % len(self.setting.strengths)
        amount = float(self.rng.choice(AMOUNTS, p=[0.25, 0.5, 0.25]))
        self._take(at_h, "kratom", amount, "g", lot=f"l{bag}", rating=rating)
        self.body.take(amount / GRAMS * self.setting.strengths[bag])

    def _take(self, at_h: float, substance: str, amount: float, unit: str, **more: str) -> None:
        name = f"d{len(self.doses)}"
        self.doses.append(Dose(id=name, at=_at(at_h), substance=substance, amount=amount, unit=unit, **more))  # type: ignore[arg-type]

    def diary(self) -> Diary:
        """What was written down; nothing is known of the bags."""
        return Diary(
            person=Person(time_zone="UTC"),
            products=(Product(id="p", substance="kratom", name="Powder", form="powder"),),
            lots=tuple(Lot(id=f"l{i}", product="p") for i in range(len(self.setting.strengths))),
            doses=tuple(self.doses),
            ratings=tuple(self.ratings),
        )


def _at(at_h: float) -> dt.datetime:
    return START + dt.timedelta(minutes=round(at_h * 60))


def lived(setting: Setting, seed: int) -> Life:
    """One person of a setting, with their diary."""
    life = Life(setting, np.random.default_rng(seed))
    life.pass_days()
    return life
