"""A concentration over time as a sum of exponentials, and what is read off it: peak, area, half-life, build-up.

    C(t) = sum over i of weight_i e^(-rate_i t)      t in hours after the dose, one row for each person

What is left of earlier doses is the same sum with other weights, so that every figure below holds for one dose and for
the last of many (superposition: the equations behind it are linear; Gibaldi and Perrier, Pharmacokinetics, 2nd edition
1982). There is no loop over people and none over time.
"""

from dataclasses import dataclass

import numpy as np

from counterpoise.science.pharmacology.exposure import Array

SAMPLES_H = np.array([0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 24, 36, 48, 72, 96, 120, 168, 240, 336])
"""Hours after a dose at which blood is drawn, as in trials of this kind (our own choice)."""
LAST_SAMPLES = 3
"""A half-life is read from so many last samples: the fewest that are held to be enough."""
STEADY, GONE = 0.95, 0.01
"""Steady: within a twentieth of the level that would go on for ever. Gone: a hundredth of the peak is left."""
_GRID, _HALVINGS, _MOST_DOSES = 240, 40, 1 << 16
_TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Curve:
    """A concentration in ng/mL, for 1 mg or for doses already taken, one row for each person.

    weight: ng/mL, rate: 1/h, both of shape (people, terms); C(t) = sum of weight e^(-rate t).
    Raises ValueError where the shapes differ or a rate is not above 0. Source: Gibaldi and Perrier 1982.
    """

    weight: Array
    rate: Array

    def __post_init__(self) -> None:
        if self.weight.ndim != 2 or self.weight.shape != self.rate.shape:
            raise ValueError(f"shapes {self.weight.shape} and {self.rate.shape}: not allowed; both (people, terms)")
        if not np.all(self.rate > 0):
            raise ValueError("a rate: not allowed; above 0")

    def at(self, hours: Array) -> Array:
        """The concentration at some hours, ng/mL, shape (people, times).

        hours: after the dose, shape (times,), or (people, times) for moments of each person's own. C(t) as above; 0
        before the dose, and where rounding leaves less than nothing. Source: Gibaldi and Perrier 1982.
        """
        late = np.atleast_2d(hours)[:, :, None]
        total = np.sum(self.weight[:, None, :] * np.exp(-self.rate[:, None, :] * np.maximum(late, 0.0)), axis=2)
        return np.where(late[:, :, 0] < 0, 0.0, np.maximum(total, 0.0))

    def times(self, mg: Array | float) -> "Curve":
        """The curve of so many milligrams of mitragynine, where this one is of 1 mg: weights times mg.

        mg: a number, or one for each person, shape (people,). Raises ValueError for an amount below 0.
        Source: linear kinetics; so was the peak from 6.65 to 53.2 mg, Huestis 2024, doi 10.3390/molecules29050984.
        """
        if not np.all(np.asarray(mg) >= 0):
            raise ValueError("mg: not allowed; 0 or more")
        return Curve(self.weight * np.reshape(mg, (-1, 1)), self.rate)

    def repeated(self, every_h: float, doses: int) -> "Curve":
        """What is in the blood from the last of several equal doses on, where this is the curve of one of them.

        every_h: hours between doses; doses: how many. weight_i times the sum over j = 0 … doses - 1 of
        e^(-rate_i j every_h), which is (1 - e^(-rate_i doses every_h)) / (1 - e^(-rate_i every_h)).
        Raises ValueError for fewer than one dose, and unless every_h > 0. Source: Gibaldi and Perrier 1982.
        """
        if doses < 1:
            raise ValueError(f"doses {doses}: not allowed; from 1")
        if not every_h > 0:
            raise ValueError(f"every_h {every_h}: not allowed; above 0")
        return Curve(self.weight * np.expm1(-self.rate * every_h * doses) / np.expm1(-self.rate * every_h), self.rate)

    def area(self) -> Array:
        """The area under the curve from the dose to infinity, ng h/mL, shape (people,): the sum of weight / rate.

        Source: Gibaldi and Perrier 1982.
        """
        return np.asarray(np.sum(self.weight / self.rate, axis=1))

    def area_to(self, hours: float) -> Array:
        """The area from the dose to some hours after it, ng h/mL, shape (people,).

        hours: one number; sum of weight (1 - e^(-rate hours)) / rate. Source: Gibaldi and Perrier 1982.
        """
        return np.asarray(np.sum(self.weight * -np.expm1(-self.rate * hours) / self.rate, axis=1))

    def peak(self) -> tuple[Array, Array]:
        """Hours from the dose to the highest concentration, and that concentration in ng/mL, each of shape (people,).

        The root of dC/dt = - sum of rate weight e^(-rate t), halved in on between the neighbours of the highest point
        of a grid that is even in the logarithm of time. Source: Gibaldi and Perrier 1982.
        """
        fastest, slowest = self.rate.max(axis=1), self.rate.min(axis=1)
        steps = np.linspace(0.0, 1.0, _GRID)
        start, end = 1e-3 / fastest, 30.0 / slowest
        grid = np.column_stack([np.zeros_like(start), start[:, None] * (end / start)[:, None] ** steps])
        top, rows = np.argmax(self.at(grid), axis=1), np.arange(start.size)
        low, high = grid[rows, np.maximum(top - 1, 0)], grid[rows, np.minimum(top + 1, _GRID)]
        for _once in range(_HALVINGS):
            middle = (low + high) / 2
            rising = np.sum(-self.rate * self.weight * np.exp(-self.rate * middle[:, None]), axis=1) > 0
            low, high = np.where(rising, middle, low), np.where(rising, high, middle)
        hours = (low + high) / 2
        return hours, self.at(hours[:, None])[:, 0]

    def gone(self, share: float = GONE) -> Array:
        """Hours after the dose from which less than a share of its peak is left (washout), shape (people,).

        share: of the peak, one number. The root of C(t) = share C(peak), halved in on between the peak and the time by
        which even the slowest term alone has fallen far enough. Raises ValueError unless 0 < share < 1.
        Source: our own choice of "gone"; Gibaldi and Perrier 1982 for the curve.
        """
        if not 0 < share < 1:
            raise ValueError(f"share {share}: not allowed; between 0 and 1")
        low, height = self.peak()
        most = np.maximum(np.sum(np.abs(self.weight), axis=1), _TINY)
        high = low + np.log(most / np.maximum(share * height, _TINY)) / self.rate.min(axis=1)
        for _once in range(_HALVINGS):
            middle = (low + high) / 2
            above = self.at(middle[:, None])[:, 0] > share * height
            low, high = np.where(above, middle, low), np.where(above, high, middle)
        return np.asarray(high)

    def slowest_half_life(self) -> Array:
        """The half-life that no sampling window cuts short, hours, shape (people,): ln 2 / the smallest rate.

        Source: Gibaldi and Perrier 1982.
        """
        return np.asarray(np.log(2) / self.rate.min(axis=1))


def half_life(curve: Curve, window_h: float, loq: float, samples: Array = SAMPLES_H) -> Array:
    """The half-life as a laboratory would read it, hours, shape (people,); NaN where too few samples can be measured.

    window_h: hours after the dose to the last sample; loq: limit of quantification, ng/mL; samples: hours after the
    dose, sorted, shape (samples,). ln 2 / -slope of the least-squares line through the logarithm of the LAST_SAMPLES
    last samples that lie after the highest one and reach loq; none is drawn after window_h.
    Raises ValueError unless window_h and loq are above 0. Source: the usual rule of non-compartmental analysis,
    Gabrielsson and Weiner 2012, doi 10.1007/978-1-62703-050-2_16.
    """
    if not window_h > 0:
        raise ValueError(f"window_h {window_h}: not allowed; above 0")
    if not loq > 0:
        raise ValueError(f"loq {loq}: not allowed; above 0")
    at = np.append(samples[samples < window_h], window_h)
    value = curve.at(at)
    usable = (value >= loq) & (at > at[np.argmax(value, axis=1)][:, None])
    rank = np.cumsum(usable[:, ::-1], axis=1)[:, ::-1]
    used = usable & (rank <= LAST_SAMPLES)
    enough = np.sum(used, axis=1) == LAST_SAMPLES
    logs = np.log(np.where(used, value, 1.0))
    centred = used * (at - (np.sum(used * at, axis=1) / LAST_SAMPLES)[:, None])
    slope = np.sum(centred * logs, axis=1) / np.where(enough, np.sum(centred**2, axis=1), 1.0)
    falling = enough & (slope < 0)
    return np.where(falling, np.log(2) / np.where(falling, -slope, 1.0), np.nan)


def accumulation(curve: Curve, every_h: float, doses: int) -> Array:
    """How many times as much is in the blood after the last of several doses as after the first, shape (people,).

    curve: of one dose; every_h: hours between doses; doses: how many. Area over every_h hours after the last dose, by
    that after the first. Raises ValueError as `Curve.repeated` does. Source: Gibaldi and Perrier 1982.
    """
    return np.asarray(curve.repeated(every_h, doses).area_to(every_h) / curve.area_to(every_h))


def doses_to_steady_state(curve: Curve, every_h: float, share: float = STEADY) -> Array:
    """How many doses bring the level before the next one to a share of what it will ever be, shape (people,).

    curve: of one dose; every_h: hours between doses; share: one number. The level before dose n + 1 is the sum of
    weight e^(-rate h) (1 - e^(-rate h n)) / (1 - e^(-rate h)) with h = every_h, which rises with n; the first n that
    reaches it is halved in on. Raises ValueError unless every_h > 0 and 0 < share < 1.
    Source: Gibaldi and Perrier 1982.
    """
    if not every_h > 0:
        raise ValueError(f"every_h {every_h}: not allowed; above 0")
    if not 0 < share < 1:
        raise ValueError(f"share {share}: not allowed; between 0 and 1")
    each = curve.weight * np.exp(-curve.rate * every_h) / -np.expm1(-curve.rate * every_h)
    limit = share * np.sum(each, axis=1)
    low, high = np.zeros(limit.size), np.full(limit.size, float(_MOST_DOSES))
    while np.any(high - low > 1):
        n = np.floor((low + high) / 2)
        reached = np.sum(each * -np.expm1(-curve.rate * every_h * n[:, None]), axis=1) >= limit
        low, high = np.where(reached, low, n), np.where(reached, n, high)
    return np.asarray(high)
