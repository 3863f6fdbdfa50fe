"""What is believed of a person before a word of the diary is read.

Eleven parameters bend the model (theta); each has a standard normal coordinate z. The rest enters linearly and is
integrated by the filter: the usual level of pain, its daily rhythm, and R, the relief of a usual dose.
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
    "start",
)
SIZE = len(NAMES)
LIMIT = 8.0
"""No coordinate is believed beyond this many prior standard deviations: keeps exponentials finite in a line search."""
FLIP_FLOP = 0.75
"""No decline is faster than this share of absorption; beyond it the curve would turn upside down."""


@dataclass(frozen=True, slots=True)
class Priors:
    """Centre and spread of log theta (of its logit for slow_fraction), in the order of NAMES, and the linear part.

    start stays standard normal: `Track.tolerance_brought` says what it means. Pain is on 0-10. R has mean 0: harm is as
    possible as help.
    """

    centre: tuple[float, ...] = (1.0, 2.5, 0.4, 1.2, 9.0, 0.8, 18 * 24.0, 0.55, 2.0, 0.05)
    spread: tuple[float, ...] = (0.6, 0.6, 0.9, 0.4, 0.5, 0.5, 0.5, 0.35, 0.6, 1.0)
    level_mean: float = 5.0
    level_sd: float = 2.5
    rhythm_sd: float = 0.7
    relief_sd: float = 2.0

    def theta(self, z: Array) -> "Theta":
        """Parameters at standard coordinates z, shape (draws, SIZE)."""
        z = np.clip(np.atleast_2d(z), -LIMIT, LIMIT)
        spread = np.array(self.spread)
        positive = np.array(self.centre[:9]) * np.exp(spread[:9] * z[:, :9])
        slow = expit(logit(self.centre[9]) + spread[9] * z[:, 9])
        return Theta(np.column_stack([positive, slow, z[:, 10]]))


@dataclass(frozen=True, slots=True)
class Theta:
    """Draws of the parameters in natural units, shape (draws, SIZE), columns as NAMES."""

    values: Array

    def __getitem__(self, name: str) -> Array:
        """One parameter, shape (draws,)."""
        return self.values[:, NAMES.index(name)]

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
