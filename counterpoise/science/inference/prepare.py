"""Compile every kernel once, on as little data as will do; numba keeps the result where NUMBA_CACHE_DIR says."""

from collections.abc import Iterator

import numpy as np


def kernels() -> Iterator[tuple[int, int]]:
    """Yields (done, total) before the first and after each kernel."""
    from counterpoise.science.inference import likelihood, pain, track
    from counterpoise.science.priors import SIZE, Priors

    priors = Priors()
    entries = track.Track(
        gap_h=np.array([0.0, 1.0]),
        group=np.array([0, track.RATING], dtype=np.int64),
        amount=np.array([1.0, 0.0]),
        typical=np.array([True, False]),
        low=np.array([4.5]),
        high=np.array([5.5]),
        cos=np.ones(1),
        sin=np.zeros(1),
        since_h=np.zeros(1),
        first=0,
        brought=0.0,
        brought_known=True,
    )
    yield 0, 2
    pain.interval_moments(4.5, 5.5)
    yield 1, 2
    likelihood.explain(priors.theta(np.zeros((1, SIZE))), entries, priors)
    yield 2, 2
