"""What is believed of a person before a word of the diary is read.

Fifteen parameters bend the model (theta); each has a standard normal coordinate z, and so has every strength of a bag
or a unit that the record leaves open. The rest enters linearly and is integrated by the filter: the usual level of
pain, its daily rhythm, R, the relief of a usual dose, and how readily a dose is taken.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit

from counterpoise.science.pharmacology.exposure import SLOW_RATE, Array, Kinetics

NAMES = (
    "half_effect",
    "half_life_h",
    "tolerance",
    "sd_fast",
    "length_fast_h",
    "sd_slow",
    "length_slow_h",
    "rating_sd",
    "absorption_beyond",
    "slow_fraction",
    "felt",
    "rating_share",
    "dosing_share",
    "dosing_slope",
    "start",
)
POSITIVE, SHARES = 9, 13
"""So many are positive (log-normal), those up to the second number are shares (logit-normal), the slope is normal."""
SIZE = len(NAMES)
LIMIT = 8.0
"""No coordinate is believed beyond this many prior standard deviations: keeps exponentials finite in a line search."""
FLIP_FLOP = 0.75
"""No decline is faster than this share of absorption; beyond it the curve would turn upside down."""


@dataclass(frozen=True, slots=True)
class Priors:
    """Centre and spread of theta in the order of NAMES but for `start`, and the linear part.

    centre: median in natural units; spread: sd of the log, of the logit for the shares, of the value for the slope.
    start stays standard normal: `Track.tolerance_brought` says what it means. Pain is on 0-10. R has mean 0: harm is as
    possible as help. take_sd: of the readiness to take a dose, in probit units at a pain of 5.
    """

    centre: tuple[float, ...] = (1.0, 2.5, 0.5, 1.2, 9.0, 0.8, 18 * 24.0, 0.55, 2.0, 0.05, 0.27, 0.9, 0.93, 0.6)
    spread: tuple[float, ...] = (0.6, 0.6, 1.3, 0.4, 0.5, 0.5, 0.5, 0.35, 0.6, 1.0, 1.5, 1.0, 0.7, 0.8)
    level_mean: float = 5.0
    level_sd: float = 2.5
    rhythm_sd: float = 0.7
    relief_sd: float = 2.0
    take_sd: float = 2.0

    def theta(self, z: Array) -> "Theta":
        """Parameters at standard coordinates z, shape (draws, SIZE + unknown strengths)."""
        z = np.clip(np.atleast_2d(z), -LIMIT, LIMIT)
        centre, moved = np.array(self.centre), np.array(self.spread) * z[:, : SIZE - 1]
        positive = centre[:POSITIVE] * np.exp(moved[:, :POSITIVE])
        shares = expit(logit(centre[POSITIVE:SHARES]) + moved[:, POSITIVE:SHARES])
        slope = centre[SHARES:] + moved[:, SHARES:]
        return Theta(np.column_stack([positive, shares, slope, z[:, SIZE - 1 :]]))


@dataclass(frozen=True, slots=True)
class Theta:
    """Draws of the parameters in natural units, shape (draws, SIZE + unknowns), the first columns as NAMES."""

    values: Array

    def __getitem__(self, name: str) -> Array:
        """One parameter, shape (draws,)."""
        return self.values[:, NAMES.index(name)]

    @property
    def unknowns(self) -> Array:
        """Standard normal coordinates of the strengths that the record leaves open, shape (draws, unknowns)."""
        return self.values[:, SIZE:]

    @property
    def kinetics(self) -> Kinetics:
        """Absorption = absorption_beyond + the faster decline / FLIP_FLOP: always the fastest, no forbidden zone."""
        rate = np.log(2) / self["half_life_h"]
        absorption = self["absorption_beyond"] + np.maximum(rate, SLOW_RATE) / FLIP_FLOP
        return Kinetics(rate, absorption, self["slow_fraction"])


def draw(priors: Priors, count: int, rng: np.random.Generator) -> Theta:
    """`count` people as the priors believe them to be."""
    return priors.theta(rng.standard_normal((count, SIZE)))


def log_prior(z: npt.NDArray[np.float64]) -> Array:
    """Log density of standard coordinates up to a constant, shape (draws,)."""
    return np.asarray(-0.5 * np.sum(np.atleast_2d(z) ** 2, axis=1))
