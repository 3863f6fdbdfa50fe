"""The entries of one record as the arrays that the filter reads."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from counterpoise.science.pharmacology.exposure import Array

RATING = -1
"""The group of an entry that is a rating."""
HISTORY_SD, MOST_BROUGHT = 0.25, 1.5


@dataclass(frozen=True, slots=True)
class Track:
    """The entries in the order in which they act, each of shape (entries,) or (ratings,).

    gap_h: hours since the entry before; group: RATING or the group of the dose; amount: in usual doses; typical: doses
    whose moment counts for the typical exposure. For ratings: low, high: the interval on 0-10 (infinite at the ends);
    cos, sin: of the local time of day; since_h: hours since the rating before. first: index of the entry with which
    the record starts. brought: tolerance M at the first entry as the person's history has it, or, not known, what the
    doses of the first days would build if they had been going on for ever.
    """

    gap_h: Array
    group: npt.NDArray[np.int64]
    amount: Array
    typical: npt.NDArray[np.bool_]
    low: Array
    high: Array
    cos: Array
    sin: Array
    since_h: Array
    first: int
    brought: float
    brought_known: bool
    groups: int = 1

    def tolerance_brought(self, start: Array) -> Array:
        """M at the first entry for standard normal draws `start`, shape (draws,).

        A history is told from memory: log-normal around it, sd HISTORY_SD. Without one anything is as likely from
        nothing to MOST_BROUGHT times what the first days would build: people also begin a diary while cutting down.
        """
        if self.brought_known:
            return np.asarray(self.brought * np.exp(HISTORY_SD * start))
        return np.asarray(self.brought * MOST_BROUGHT * ndtr(start))
