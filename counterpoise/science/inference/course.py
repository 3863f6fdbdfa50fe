"""Pain between its ratings: where it probably was at any hour, and how far that is known.

Given a posterior, pain less relief is a normal process: what comes and goes within hours and within weeks, the daily
rhythm, the usual level. Its mean and variance at an hour rest on the ratings of some days around.
"""

from dataclasses import dataclass

import numpy as np

from counterpoise.science.inference.fit import Posterior
from counterpoise.science.pharmacology.exposure import Array
from counterpoise.science.priors import Priors

AROUND_H = 36.0
"""Ratings so long before and after a day bear on it."""
BELIEVED = Priors()


def relief(posterior: Posterior, acting: Array) -> Array:
    """Points of relief that probably go with an exposure, shape as `acting`."""
    now, weight = posterior.now, posterior.weight
    size = float(weight @ posterior.explained.relief_mean[:, 0])
    return np.asarray(size * float(weight @ now.top) * acting / (float(weight @ now.half) + acting))


@dataclass(frozen=True, slots=True)
class Wandering:
    """How pain without relief wanders: sd of a rating; sd and length of what comes and goes, the fast and the slow."""

    rating_sd: float
    sd: tuple[float, float]
    length_h: tuple[float, float]

    @staticmethod
    def of(posterior: Posterior) -> "Wandering":
        """As is typical of this person."""

        def typical(name: str) -> float:
            return float(np.exp(posterior.weight @ np.log(posterior.theta[name])))

        lengths = typical("length_fast_h"), typical("length_slow_h")
        return Wandering(typical("rating_sd"), (typical("sd_fast"), typical("sd_slow")), lengths)

    def shared(self, apart_h: Array) -> Array:
        """Covariance of pain without relief at moments so far apart."""
        fast, slow = (sd**2 * np.exp(-apart_h / length) for sd, length in zip(self.sd, self.length_h, strict=True))
        rhythm = BELIEVED.rhythm_sd**2 * np.cos(2 * np.pi * apart_h / 24)
        return np.asarray(fast + slow + rhythm + BELIEVED.level_sd**2)

    def between(self, rated_h: Array, without: Array, step: float, at_h: Array) -> tuple[Array, Array]:
        """Mean and variance, shape (hours,), of pain without relief at the hours `at_h`.

        rated_h, without: hours, sorted, and values of the ratings, the relief of that hour added; step: of the scale.
        """
        mean, variance = np.empty(at_h.size), np.empty(at_h.size)
        middle, alone = float(np.mean(without)), float(self.shared(np.zeros(1))[0])
        days = np.floor(at_h / 24)
        noise = self.rating_sd**2 + step**2 / 12
        for day in np.unique(days):
            here = np.flatnonzero(days == day)
            near = slice(*np.searchsorted(rated_h, [day * 24 - AROUND_H, day * 24 + 24 + AROUND_H]))
            among = self.shared(np.abs(rated_h[near, None] - rated_h[near])) + noise * np.eye(rated_h[near].size)
            across = self.shared(np.abs(at_h[here, None] - rated_h[near]))
            found = np.linalg.solve(among, np.column_stack([without[near] - middle, across.T]))
            mean[here] = middle + across @ found[:, 0]
            variance[here] = alone - np.sum(across * found[:, 1:].T, axis=1)
        return mean, np.maximum(variance, 0.0)
