"""The same model with nothing integrated: u and s at every moment, R and all that stands still are drawn by NUTS.

Written once for NumPyro and PyMC, non-centred: every unknown is standard normal beforehand, and pain wanders by sums
over independent shocks. Needs the environment of bench.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import logit

from counterpoise.science.inference.track import HISTORY_SD, MOST_BROUGHT, RATED, RATING, Track
from counterpoise.science.pharmacology.exposure import POOL_RATE, SLOW_RATE
from counterpoise.science.pharmacology.response import DOSES_A_DAY_AT_ONE
from counterpoise.science.priors import FLIP_FLOP, NAMES, POSITIVE, SHARES, SIZE, Priors

STILL, RELIEF, READINESS = 5, 3, 4
"""Level, cos, sin, R and the readiness to take a dose; the places of the last two."""
NEWTON = 4
"""Steps to the peak of exposure, from 0; after three its height is right to all digits."""
LEAST_GAP_H, FOREVER_H = 1e-6, 1e6


@dataclass(frozen=True, slots=True)
class Maths:
    """The functions of one library.

    xp has exp, log, ...; held makes a value that no gradient goes through; running(keep, fresh) is x with
    x_n = keep_n x_(n-1) + fresh_n from 0.
    """

    xp: Any
    log_ndtr: Callable[[Any], Any]
    held: Callable[[Any], Any]
    running: Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True)
class Entries:
    """A track and the priors as the constants of the model."""

    track: Track
    priors: Priors

    @property
    def moments(self) -> int:
        """How many moments there are: each has a u and an s."""
        return int(self.track.moments.held.size)

    def log_likelihood(self, m: Maths, unknown: Any, shocks: Any) -> Any:
        """Of everything written down, given standard normal `unknown` (SIZE + STILL,) and shocks (2, moments)."""
        theta, known, priors = self._theta(m, unknown[:SIZE]), self.track.moments, self.priors
        still = unknown[SIZE:]
        gain = self._gain(m, theta)
        since = np.append(0.0, np.maximum(known.since_h[1:], LEAST_GAP_H))
        pain = priors.level_mean + priors.level_sd * still[0] - priors.relief_sd * still[RELIEF] * gain
        pain = pain + priors.rhythm_sd * (still[1] * known.cos + still[2] * known.sin)
        for p, pace in enumerate(("fast", "slow")):
            pain = pain + theta[f"sd_{pace}"] * wander(m, since, theta[f"length_{pace}_h"], shocks[p])
        take = priors.take_sd * still[READINESS]
        return self._rated(m, theta, pain) + self._decided(m, theta, pain, take) + self._missed(m, theta, pain)

    def _theta(self, m: Maths, z: Any) -> dict[str, Any]:
        """Parameters in natural units by name."""
        centre, theta = self.priors.centre, {}
        for i, (name, spread) in enumerate(zip(NAMES[:-1], self.priors.spread, strict=True)):
            if i < POSITIVE:
                theta[name] = centre[i] * m.xp.exp(spread * z[i])
            elif i < SHARES:
                theta[name] = 1 / (1 + m.xp.exp(-(float(logit(centre[i])) + spread * z[i])))
            else:
                theta[name] = centre[i] + spread * z[i]
        brought, start = self.track.brought, z[SIZE - 1]
        known = brought * m.xp.exp(HISTORY_SD * start)
        theta["brought"] = known if self.track.brought_known else brought * MOST_BROUGHT * m.xp.exp(m.log_ndtr(start))
        return theta

    def _gain(self, m: Maths, theta: dict[str, Any]) -> Any:
        """E / R at every moment, summed over all doses."""
        exp, (a, k, f) = m.xp.exp, _kinetics(m, theta)
        hour, dosed = np.cumsum(self.track.gap_h), self.track.group != RATING
        s = np.maximum(hour[~dosed, None] - hour[dosed], 0.0)
        amount = self.track.amount[dosed] * (hour[~dosed, None] > hour[dosed])
        acting, pooled, pool = 0.0, 0.0, np.exp(-POOL_RATE * s)
        for share, rate in ((1 - f, a), (f, SLOW_RATE), (-1.0, k)):
            fading = exp(-rate * s)
            acting = acting + share * fading
            pooled = pooled + share * POOL_RATE / (POOL_RATE - rate) * (fading - pool)
        top = m.held(_peak_time(m, a, k, f))
        peak = (1 - f) * exp(-a * top) + f * exp(-SLOW_RATE * top) - exp(-k * top)
        full = DOSES_A_DAY_AT_ONE / 24 * ((1 - f) / a + f / SLOW_RATE - 1 / k)
        tolerance = theta["brought"] * np.exp(-POOL_RATE * (hour[~dosed] - hour[0])) + (pooled * amount).sum(1) / full
        c, half, tau = (acting * amount).sum(1) / peak, theta["half_effect"], theta["tolerance"]
        return (half * (1 + tau) + 1) * c / (half * (1 + tau * tolerance) + c)

    def _rated(self, m: Maths, theta: dict[str, Any], pain: Any) -> Any:
        """Ratings in their intervals: in the middle of the scale, at its lower and at its upper end."""
        known, noise = self.track.moments, theta["rating_sd"]
        rated, none, all_ = known.held == RATED, known.low == -np.inf, known.high == np.inf
        inner, lowest, highest = (np.flatnonzero(rated & kind) for kind in (~none & ~all_, none, all_))
        below = (known.low[inner] - pain[inner]) / noise
        above = (known.high[inner] - pain[inner]) / noise
        # Mirrored to the lower tail, where the difference of two probabilities keeps its digits.
        mirrored = below + above > 0
        near = m.log_ndtr(m.xp.where(mirrored, -below, above))
        far = m.log_ndtr(m.xp.where(mirrored, -above, below))
        total = (near + m.xp.log1p(-m.xp.exp(far - near))).sum()
        total = total + m.log_ndtr((known.high[lowest] - pain[lowest]) / noise).sum()
        return total + m.log_ndtr((pain[highest] - known.low[highest]) / noise).sum()

    def _decided(self, m: Maths, theta: dict[str, Any], pain: Any, take: Any) -> Any:
        """Doses, and moments at which none was taken, on what was rated or on what was not."""
        known, slope, felt = self.track.moments, theta["dosing_slope"], theta["felt"]
        at, alone = (np.flatnonzero((known.taken != 0) & kind) for kind in (known.held == RATED, known.held != RATED))
        seen = known.value[at] + felt * (pain[at] - known.value[at])
        total = m.log_ndtr(known.taken[at] * (take + slope * (seen - 5))).sum()
        unsure = m.xp.sqrt(1 + (slope * (1 - felt) * theta["rating_sd"]) ** 2)
        wanted = m.log_ndtr((take + slope * (pain[alone] - 5)) / unsure)
        dosed, share = known.taken[alone] > 0, theta["dosing_share"]
        total = total + wanted[np.flatnonzero(dosed)].sum()
        if not known.stand_ins:
            return total
        passed = m.xp.log1p(-share * m.xp.exp(wanted[np.flatnonzero(~dosed)])).sum()
        return total + passed + float(np.sum(known.taken > 0)) * m.xp.log(share)

    def _missed(self, m: Maths, theta: dict[str, Any], pain: Any) -> Any:
        """Ratings at usual times, and usual times without one."""
        known, share = self.track.moments, theta["rating_share"]
        missed = np.flatnonzero(known.answered < 0)
        if not missed.size:
            return 0.0
        would = m.xp.exp(m.log_ndtr((pain[missed] - known.cut) / theta["rating_sd"]))
        return m.xp.log1p(-share * would).sum() + float(np.sum(known.answered > 0)) * m.xp.log(share)


def wander(m: Maths, since_h: Any, length_h: Any, shocks: Any) -> Any:
    """A standard Ornstein-Uhlenbeck process from independent shocks, the first of which is where it begins."""
    gone = np.append(FOREVER_H, since_h[1:]) / length_h
    return m.running(m.xp.exp(-gone), m.xp.sqrt(-m.xp.expm1(-2 * gone)) * shocks)


def _kinetics(m: Maths, theta: dict[str, Any]) -> tuple[Any, Any, Any]:
    rate = math.log(2) / theta["half_life_h"]
    return rate, theta["absorption_beyond"] + m.xp.maximum(rate, SLOW_RATE) / FLIP_FLOP, theta["slow_fraction"]


def _peak_time(m: Maths, a: Any, k: Any, f: Any) -> Any:
    """Hours to the peak; around it exposure is flat, so that its height needs no gradient through the time."""
    s: Any = 0.0 * a
    for _ in range(NEWTON):
        fast, slow = a * (1 - f) * m.xp.exp(-a * s), SLOW_RATE * f * m.xp.exp(-SLOW_RATE * s)
        value = m.xp.log(k) - k * s - m.xp.log(fast + slow)
        s = s - value / (-k + (a * fast + SLOW_RATE * slow) / (fast + slow))
    return s
