"""One simulated person: a body in which doses act, pain that wanders, and a hand that puts it on a scale.

Written step by step in plain Python, apart from the filter and from `Response`, so that each can be held against the
other; and able to be otherwise than the model believes: slow to feel a dose, with flares, with an unsteady hand.
"""

import math
from dataclasses import dataclass, field

import numpy as np

from counterpoise.science.pharmacology.exposure import LAG_H, POOL_RATE, SLOW_RATE, Array
from counterpoise.science.pharmacology.response import DOSES_A_DAY_AT_ONE, WINDOW_H
from counterpoise.science.priors import Theta

STEP_H, LONGEST_H = 0.02, 400.0
"""The grid on which the truth is read off."""


@dataclass(frozen=True, slots=True)
class Nature:
    """What is true of a person: theta (one draw), relief R, usual pain, daily rhythm (cos, sin), M at the start.

    site_rate: per hour, how fast what is in the body reaches where it acts (infinite: at once). freedom: of Student's
    t, for a hand that slips now and then (infinite: normal). flares: how many a day begin; each adds flare_points for
    some days.
    """

    theta: Theta
    relief: float
    level: float
    rhythm: tuple[float, float]
    brought: float
    site_rate: float = math.inf
    freedom: float = math.inf
    flares: float = 0.0

    def shares(self) -> dict[float, float]:
        """How one dose acts, as a sum of exponentials: the share of each rate, per hour."""
        kinetics = self.theta.kinetics
        slow = float(kinetics.slow_fraction[0])
        body = {float(kinetics.rate[0]): 1 - slow, SLOW_RATE: slow, float(kinetics.absorption[0]): -1.0}
        if self.site_rate == math.inf:
            return body
        site = self.site_rate
        reached = {rate: share * site / (site - rate) for rate, share in body.items()}
        return {**reached, site: -sum(reached.values())}

    def acting(self, hours: Array) -> Array:
        """What acts at hours since the start of action of one unit dose, before it is scaled to a peak of 1."""
        return np.asarray(sum(share * np.exp(-rate * hours) for rate, share in self.shares().items()))

    def gain(self, exposure: Array, tolerance: float) -> Array:
        """Relief as a multiple of R."""
        half, tau = float(self.theta["half_effect"][0]), float(self.theta["tolerance"][0])
        return np.asarray((half * (1 + tau) + 1) * exposure / (half * (1 + tau * tolerance) + exposure))

    def truth(self, tolerance_start: float, tolerance_end: float, dose: float) -> dict[str, float]:
        """The quantities that answers estimate, for a usual dose of `dose` of this person's own unit doses."""
        hours = np.arange(0.0, LONGEST_H, STEP_H)
        acting = np.maximum(self.acting(hours), 0.0)
        now, start = (self.gain(dose * acting / acting.max(), m) for m in (tolerance_end, tolerance_start))
        within = hours < WINDOW_H - LAG_H
        return {
            "relief_peak": self.relief * float(now.max()),
            "relief_4h": self.relief * float(now[within].sum()) * STEP_H / WINDOW_H,
            "duration_h": float(np.sum(now > now.max() / 2)) * STEP_H,
            "tolerance_ratio": float(now.max() / start.max()),
        }


@dataclass(slots=True)
class Body:
    """A person moving through time: `pass_time`, `take`, then read `pain`, `exposure` and `tolerance`."""

    nature: Nature
    rng: np.random.Generator
    hours: float = 0.0
    fast: float = 0.0
    slow: float = 0.0
    flare_until: float = -math.inf
    waiting: list[tuple[float, float]] = field(default_factory=list)
    acting: dict[float, float] = field(default_factory=dict)
    brought: float = 0.0
    pool: float = 0.0

    _share: dict[float, float] = field(init=False, default_factory=dict)
    _height: float = field(init=False, default=1.0)
    _full_pool: float = field(init=False, default=1.0)

    def __post_init__(self) -> None:
        theta = self.nature.theta
        self.brought = self.nature.brought
        self.fast = float(self.rng.normal(0, theta["sd_fast"][0]))
        self.slow = float(self.rng.normal(0, theta["sd_slow"][0]))
        self._share = self.nature.shares()
        self._height = float(self.nature.acting(np.arange(0.0, 48.0, STEP_H)).max())
        area = sum(share / rate for rate, share in self._share.items())
        self._full_pool = DOSES_A_DAY_AT_ONE / 24 * area
        self.acting = dict.fromkeys(self._share, 0.0)

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
        if self.nature.flares and self.rng.random() < -math.expm1(-self.nature.flares * (until - self.hours) / 24):
            self.flare_until = until + 24 * float(self.rng.uniform(*FLARE_DAYS))
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
        relief = nature.relief * float(nature.gain(np.array(self.exposure), self.tolerance))
        rhythm = nature.rhythm[0] * math.cos(turn) + nature.rhythm[1] * math.sin(turn)
        flare = FLARE_POINTS if self.hours < self.flare_until else 0.0
        return nature.level + rhythm + self.fast + self.slow + flare - relief

    def rating(self, pain: float, low: float = 0.0, high: float = 10.0) -> float:
        """A pain in whole points, as the person would give it."""
        sd, freedom = float(self.nature.theta["rating_sd"][0]), self.nature.freedom
        slip = self.rng.standard_normal() if freedom == math.inf else self.rng.standard_t(freedom)
        return float(min(max(math.floor(pain + sd * slip + 0.5), low), high))


FLARE_DAYS, FLARE_POINTS = (1.0, 4.0), 3.0
"""A flare lasts so many days, at the least and the most, and adds so many points of pain."""
