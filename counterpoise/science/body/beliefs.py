"""How a quantity is believed to differ from person to person, or not to be known: a median and a spread."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import expit, logit

from counterpoise.science.pharmacology.exposure import Array

Family = Literal["lognormal", "logitnormal"]


@dataclass(frozen=True, slots=True)
class Belief:
    """One quantity: centre, its median in its own unit; sd, of its log (lognormal) or of its logit (logitnormal).

    Raises ValueError for a centre that is not above 0 (nor, for a logitnormal, below 1) and for an sd below 0.
    """

    centre: float
    sd: float
    family: Family = "lognormal"

    def __post_init__(self) -> None:
        most = 1.0 if self.family == "logitnormal" else math.inf
        if not 0.0 < self.centre < most:
            raise ValueError(f"centre {self.centre}: not allowed; above 0 and below {most}")
        if not 0.0 <= self.sd < math.inf:
            raise ValueError(f"sd {self.sd}: not allowed; 0 or more")

    def at(self, z: Array) -> Array:
        """The quantity at standard normal z (any shape), in the unit of centre.

        lognormal: centre e^(sd z); logitnormal: the share whose logit is logit(centre) + sd z.
        """
        if self.family == "logitnormal":
            return np.asarray(expit(logit(self.centre) + self.sd * z))
        return np.asarray(self.centre * np.exp(self.sd * z))
