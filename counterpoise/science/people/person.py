"""One simulated person: a body in which doses act, pain that wanders, and a hand that puts it on a scale.

Written step by step in plain Python, apart from the filter, so that each can be held against the other.
"""

import math
from dataclasses import dataclass, field

import numpy as np

from counterpoise.science.pharmacology.exposure import LAG_H, POOL_RATE, SLOW_RATE
from counterpoise.science.pharmacology.response import DOSES_A_DAY_AT_ONE, Response
from counterpoise.science.priors import Theta


@dataclass(frozen=True, slots=True)
class Nature:
    """What is true of a person: theta (one draw), relief R, usual pain, daily rhythm (cos, sin), M at the start."""

    theta: Theta
    relief: float
    level: float
    rhythm: tuple[float, float]
    brought: float

    def truth(self, tolerance_start: float, tolerance_end: float, dose: float) -> dict[str, float]:
        """The quantities that answers estimate, for a usual dose of `dose` of this person's own unit doses."""
        now, start = (Response(self.theta, np.array([m])) for m in (tolerance_end, tolerance_start))
        return {
            "relief_peak": float(self.relief * now.peak(dose)[0]),
            "relief_4h": float(self.relief * now.mean_4h(dose)[0]),
            "duration_h": float(now.duration_h(dose)[0]),
            "tolerance_ratio": float(now.peak(dose)[0] / start.peak(dose)[0]),
        }


@dataclass(slots=True)
class Body:
    """A person moving through time: `pass_time`, `take`, then read `pain`, `exposure` and `tolerance`."""

    nature: Nature
    rng: np.random.Generator
    hours: float = 0.0
    fast: float = 0.0
    slow: float = 0.0
    waiting: list[tuple[float, float]] = field(default_factory=list)
    acting: dict[float, float] = field(default_factory=dict)
    brought: float = 0.0
    pool: float = 0.0

    def __post_init__(self) -> None:
        theta, kinetics = self.nature.theta, self.nature.theta.kinetics
        self.brought = self.nature.brought
        self.fast = float(self.rng.normal(0, theta["sd_fast"][0]))
        self.slow = float(self.rng.normal(0, theta["sd_slow"][0]))
        slow = float(kinetics.slow_fraction[0])
        self._share = {float(kinetics.rate[0]): 1 - slow, SLOW_RATE: slow, float(kinetics.absorption[0]): -1.0}
        self._height = float(kinetics.peak_height()[0])
        self._full_pool = DOSES_A_DAY_AT_ONE / 24 * float(kinetics.raw_area()[0])
        self.acting = dict.fromkeys(self._share, 0.0)

    _share: dict[float, float] = field(init=False, default_factory=dict)
    _height: float = field(init=False, default=1.0)
    _full_pool: float = field(init=False, default=1.0)

    def take(self, dose: float) -> None:
        """A dose, in the person's own unit doses; it starts to act after LAG_H."""
        self.waiting.append((self.hours + LAG_H, dose))

    def pass_time(self, until: float) -> None:
        """Move to the hour `until`."""
        theta = self.nature.theta
        for name, sd, length in (("fast", "sd_fast", "length_fast_h"), ("slow", "sd_slow", "length_slow_h")):
            keep = math.exp(-(until - self.hours) / theta[length][0])
            noise = self.rng.normal(0, theta[sd][0] * math.sqrt(1 - keep * keep))
            setattr(self, name, getattr(self, name) * keep + noise)
        while self.waiting and self.waiting[0][0] <= until:
            at, dose = self.waiting.pop(0)
            self._decay(at)
            for rate in self.acting:
                self.acting[rate] += dose
        self._decay(until)

    def _decay(self, until: float) -> None:
        """Exposure fades and passes through the tolerance pool: the exact solution of M' = m (c - M)."""
        gap = until - self.hours
        keep = math.exp(-POOL_RATE * gap)
        self.brought *= keep
        self.pool *= keep
        for rate, share in self._share.items():
            fade = math.exp(-rate * gap)
            self.pool += share * self.acting[rate] * POOL_RATE / (POOL_RATE - rate) * (fade - keep)
            self.acting[rate] *= fade
        self.hours = until

    @property
    def exposure(self) -> float:
        """What acts now; 1 = the peak of one unit dose."""
        return max(sum(self._share[rate] * amount for rate, amount in self.acting.items()), 0.0) / self._height

    @property
    def tolerance(self) -> float:
        """M; 1 is what 1.5 unit doses a day build up."""
        return self.brought + self.pool / self._full_pool

    def pain(self, clock_h: float) -> float:
        """Pain as it is at this time of day, before it is put on a scale."""
        nature, turn = self.nature, 2 * math.pi * clock_h / 24
        relief = nature.relief * float(
            Response(nature.theta, np.array([self.tolerance])).gain(np.array([self.exposure]))[0]
        )
        rhythm = nature.rhythm[0] * math.cos(turn) + nature.rhythm[1] * math.sin(turn)
        return nature.level + rhythm + self.fast + self.slow - relief

    def rating(self, clock_h: float, low: float = 0.0, high: float = 10.0) -> float:
        """Pain in whole points, as the person would give it."""
        felt = self.pain(clock_h) + self.rng.normal(0, self.nature.theta["rating_sd"][0])
        return float(np.clip(np.floor(felt + 0.5), low, high))
