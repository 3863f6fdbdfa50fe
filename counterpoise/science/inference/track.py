"""The entries of one record as the arrays that the filter reads."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from counterpoise.science.pharmacology.exposure import Array

Marks = npt.NDArray[np.int8]

RATING = -1
"""The group of an entry that is a moment."""
UNRATED, RATED, FORESEEN = 0, 1, 2
"""What a moment holds: nothing that was rated, a rating, or one that is only imagined, to see what it would add."""
HISTORY_SD, MOST_BROUGHT = 0.25, 1.5


@dataclass(frozen=True, slots=True)
class Moments:
    """Moments at which something is known of how things were, in time order, each of shape (moments,).

    held: UNRATED, RATED or FORESEEN. low, high: the interval a rating stands for on 0-10, infinite at the ends of the
    scale; value: the rating. taken: 1 where a dose was decided on, -1 where none was although it might have been.
    answered, where ratings are made only above `cut`: 1 for a rating at a usual time, -1 where such a time passed
    without one. cos, sin: of the local time of day. since_h: hours since the moment before. beside: (moments, n), what
    else bears on the rating, each column with a coefficient of prior mean 0 and sd beside_sd (n,). step: width of a
    rating's interval.
    """

    held: Marks
    low: Array
    high: Array
    value: Array
    taken: Marks
    answered: Marks
    cos: Array
    sin: Array
    since_h: Array
    beside: Array
    beside_sd: Array
    step: float
    cut: float

    @property
    def stand_ins(self) -> bool:
        """Whether times that passed stand in for moments at which no dose was taken."""
        return bool(np.any((self.held == UNRATED) & (self.taken < 0)))


@dataclass(frozen=True, slots=True)
class Track:
    """Doses and moments in the order in which they act, each of shape (entries,).

    gap_h: hours since the entry before; group: RATING, or the group of the dose; amount: in usual doses; strength: row
    of `latent` by which a dose is stronger or weaker than written; typical: doses whose moment counts for the typical
    exposure. first: index of the entry with which the record starts. brought: tolerance M at the first entry as the
    person's history has it, or, not known, what the doses of the first days would build if they had gone on for ever.
    latent: (strengths, unknowns): log strength = latent @ standard normal unknowns, one column for each bag or unit
    whose strength is not known; without such, (1, 0).
    """

    gap_h: Array
    group: npt.NDArray[np.int64]
    amount: Array
    strength: npt.NDArray[np.int64]
    typical: npt.NDArray[np.bool_]
    moments: Moments
    first: int
    brought: float
    brought_known: bool
    latent: Array
    groups: int = 1

    @property
    def unknowns(self) -> int:
        """How many strengths there are to learn."""
        return int(self.latent.shape[1])

    def tolerance_brought(self, start: Array) -> Array:
        """M at the first entry for standard normal draws `start`, shape (draws,).

        A history is told from memory: log-normal around it, sd HISTORY_SD. Without one anything is as likely from
        nothing to MOST_BROUGHT times what the first days would build: people also begin a diary while cutting down.
        """
        if self.brought_known:
            return np.asarray(self.brought * np.exp(HISTORY_SD * start))
        return np.asarray(self.brought * MOST_BROUGHT * ndtr(start))
