"""Many simulated people, one process a core, and what is counted of them."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np

from counterpoise.science.inference.track import Track

Case = TypeVar("Case")
Result = TypeVar("Result")
Figures = np.ndarray[Any, np.dtype[np.float64]]


def each(study: Callable[[Case], Result], cases: Iterable[Case]) -> list[Result]:
    """The study of each case, in their order; every process works on one core."""
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(study, cases, chunksize=4))


def plain(track: Track) -> Track:
    """The track without the decisions: ratings alone, as if they and the doses had come however it was."""
    moments = track.moments
    none = np.zeros_like(moments.taken)
    return replace(track, moments=replace(moments, taken=none, answered=none))


def coverage(below: Figures, share: float) -> float:
    """How often the middle `share` held the truth, from the posterior probabilities of a value below the truth."""
    return float(np.mean(np.abs(below - 0.5) < share / 2))


def chance(share: float, people: int) -> float:
    """Two Monte-Carlo standard errors of a share."""
    return 2 * float(np.sqrt(share * (1 - share) / people))
