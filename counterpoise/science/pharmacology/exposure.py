"""Doses to exposure: how much acts at each moment; 1 = the peak of one usual dose.

One dose of size 1 acts as  c(s) = h(s) / max h,  h(s) = (1 - f) e^(-a s) + f e^(-b s) - e^(-ka s),  s = hours since it
was taken, less LAG_H. This is the exposure that acts (a K-PD view: Jacqmin 2007), not the concentration in plasma.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

LAG_H = 0.3
"""Hours between taking a dose and the first of it acting."""
SLOW_RATE = float(np.log(2)) / 24
"""Rate of the slow phase, per hour: a half-life of one day."""
POOL_RATE = float(np.log(2)) / 168
"""Rate at which tolerance comes and goes, per hour: a half-life of one week."""
FORGOTTEN_H = 240.0
"""A dose older than this adds less than a thousandth of its slow phase to a drawn curve."""


@dataclass(frozen=True, slots=True)
class Kinetics:
    """How a dose comes and goes in one person, or, with arrays of equal length, in many draws of that person.

    rate: of the fast decline, per hour; absorption: per hour, above `rate`; slow_fraction: 0 to 1.
    """

    rate: Array
    absorption: Array
    slow_fraction: Array

    def raw(self, s: Array) -> Array:
        """h(s) at hours s (any shape that broadcasts with the rates), 0 before the dose acts."""
        late = np.maximum(s, 0.0)
        slow = self.slow_fraction * np.exp(-SLOW_RATE * late)
        fast = (1 - self.slow_fraction) * np.exp(-self.rate * late)
        return np.asarray(fast + slow - np.exp(-self.absorption * late))

    def peak_time(self) -> Array:
        """Hours from the start of action to the peak, where h' = 0.

        log of (gain rate / loss rate) is concave and falling, so that Newton's method from 0 cannot miss its root.
        """
        s = np.zeros_like(self.rate)
        for _ in range(60):
            fast = self.rate * (1 - self.slow_fraction) * np.exp(-self.rate * s)
            slow = SLOW_RATE * self.slow_fraction * np.exp(-SLOW_RATE * s)
            value = np.log(self.absorption) - self.absorption * s - np.log(fast + slow)
            slope = -self.absorption + (self.rate * fast + SLOW_RATE * slow) / (fast + slow)
            step = value / slope
            s = np.maximum(s - step, 0.0)
            if np.all(np.abs(step) < 1e-9):
                break
        return s

    def peak_height(self) -> Array:
        """max h, by which exposure is scaled."""
        return self.raw(self.peak_time())

    def raw_area(self) -> Array:
        """Area under h in hours, so that M = 1 at 1.5 usual doses a day whatever the kinetics."""
        fast = (1 - self.slow_fraction) / self.rate
        return np.asarray(fast + self.slow_fraction / SLOW_RATE - 1 / self.absorption)


def curve(dose_h: Array, amount: Array, at_h: Array, kinetics: Kinetics) -> Array:
    """Exposure at `at_h` for each draw of the kinetics: shape (draws, times).

    dose_h: hours, sorted; amount: in usual doses, same length; at_h: hours, any order.
    c(t) = sum over doses of amount * h(t - dose - LAG_H) / max h. Doses older than FORGOTTEN_H are left out, so the
    work grows with the number of times, not with the age of the diary.
    """
    start = np.searchsorted(dose_h, at_h - LAG_H - FORGOTTEN_H, side="left")
    count = np.searchsorted(dose_h, at_h - LAG_H, side="right") - start
    row = np.repeat(np.arange(at_h.size), count)
    dose = np.arange(row.size) - np.repeat(np.cumsum(count) - count, count) + np.repeat(start, count)
    since, size = at_h[row] - LAG_H - dose_h[dose], amount[dose]
    rates = np.broadcast_arrays(
        *np.atleast_1d(kinetics.rate, kinetics.absorption, kinetics.slow_fraction, kinetics.peak_height())
    )
    result = np.empty((rates[0].size, at_h.size))
    for i, (rate, absorption, slow, peak) in enumerate(zip(*rates, strict=True)):
        acting = Kinetics(rate, absorption, slow).raw(since) * size / peak
        result[i] = np.bincount(row, weights=acting, minlength=at_h.size)
    return result


@dataclass(frozen=True, slots=True)
class Band:
    """A curve with its uncertainty, each of shape (times,): the median and the middle 90 %."""

    median: Array
    low: Array
    high: Array


def typical_curve(dose_h: Array, amount: Array, at_h: Array, kinetics: Kinetics) -> Band:
    """Exposure over time as far as draws of the kinetics agree: median and 5-95 % band.

    The arguments are those of `curve`; for a person whose diary is still silent pass draws from the priors.
    """
    drawn = curve(dose_h, amount, at_h, kinetics)
    low, median, high = np.quantile(drawn, [0.05, 0.5, 0.95], axis=0)
    return Band(median, low, high)
