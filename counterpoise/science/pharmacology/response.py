"""Exposure to relief, and how tolerance bends it.

Relief  E = R * gain,  gain(c, M) = (EC (1 + tau) + 1) c / (EC (1 + tau M) + c): R is the relief at the peak of a usual
dose (c = 1) at a tolerance of M = 1, which is what 1.5 usual doses a day build up. R enters linearly; EC and tau only
bend the curve. Every quantity here is a factor of R, for one draw or for many (arrays of shape (draws,)).
"""

from dataclasses import dataclass

import numpy as np

from counterpoise.science.pharmacology.exposure import LAG_H, Array
from counterpoise.science.priors import Theta

DOSES_A_DAY_AT_ONE = 1.5
"""Usual doses a day that, kept up for weeks, make M = 1."""
WINDOW_H = 4.0
"""Hours over which relief_4h and relief_next are averaged."""

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)
_AFTER = (WINDOW_H - LAG_H) * (_NODES + 1) / 2
_MEAN = _WEIGHTS / 2 * (WINDOW_H - LAG_H) / WINDOW_H


@dataclass(frozen=True, slots=True)
class Response:
    """How draws of one person answer to exposure at a tolerance M, shape (draws,)."""

    theta: Theta
    tolerance: Array

    @property
    def half(self) -> Array:
        """The exposure of half effect, EC (1 + tau M)."""
        return np.asarray(self.theta["half_effect"] * (1 + self.theta["tolerance"] * self.tolerance))

    @property
    def top(self) -> Array:
        """EC (1 + tau) + 1, by which R is the relief of c = 1 at M = 1."""
        return np.asarray(self.theta["half_effect"] * (1 + self.theta["tolerance"]) + 1)

    def gain(self, exposure: Array) -> Array:
        """E / R at exposures of shape (draws,) or (draws, times)."""
        shape = (-1,) + (1,) * (np.ndim(exposure) - 1)
        return np.asarray(self.top.reshape(shape) * exposure / (self.half.reshape(shape) + exposure))

    def peak(self, dose: float = 1.0) -> Array:
        """At the peak of one dose (in usual doses) from zero exposure."""
        return self.gain(np.full(self.half.shape, dose))

    def mean_4h(self, dose: float = 1.0, before: Array | float = 0.0) -> Array:
        """Mean over the WINDOW_H hours after one dose, beside an exposure `before` (draws,) that is there anyway."""
        base = np.broadcast_to(np.asarray(before, dtype=float), self.half.shape)[:, None]
        kinetics = self.theta.kinetics
        raw = type(kinetics)(kinetics.rate[:, None], kinetics.absorption[:, None], kinetics.slow_fraction[:, None])
        acting = dose * raw.raw(_AFTER[None, :]) / kinetics.peak_height()[:, None]
        return np.asarray((self.gain(base + acting) - self.gain(base)) @ _MEAN)

    def duration_h(self, dose: float = 1.0) -> Array:
        """Hours for which relief stays above half of its peak, between the two crossings of that exposure."""
        at_half = dose * 0.5 * self.half / (self.half + 0.5 * dose)
        kinetics = self.theta.kinetics
        level = at_half / dose * kinetics.peak_height()
        top = kinetics.peak_time()
        rise_low, rise_high = np.zeros_like(top), top.copy()
        fall_low, fall_high = top.copy(), top + 2000.0
        for _ in range(60):
            rise, fall = (rise_low + rise_high) / 2, (fall_low + fall_high) / 2
            under = kinetics.raw(rise) < level
            rise_low, rise_high = np.where(under, rise, rise_low), np.where(under, rise_high, rise)
            over = kinetics.raw(fall) > level
            fall_low, fall_high = np.where(over, fall, fall_low), np.where(over, fall_high, fall)
        return np.asarray(fall_low - rise_low)
