"""Compile every kernel once, on as little data as will do; numba keeps the result where NUMBA_CACHE_DIR says."""

from collections.abc import Iterator

import numpy as np


def kernels() -> Iterator[tuple[int, int]]:
    """Yields (done, total) before the first and after each kernel."""
    from counterpoise.science.inference import likelihood, track
    from counterpoise.science.priors import SIZE, Priors

    priors = Priors()
    one, mark = np.ones(1), np.ones(1, dtype=np.int8)
    moments = track.Moments(
        held=mark,
        low=4.5 * one,
        high=5.5 * one,
        value=5 * one,
        taken=mark,
        answered=-mark,
        cos=one,
        sin=one,
        since_h=one,
        beside=np.zeros((1, 0)),
        beside_sd=np.zeros(0),
        step=1.0,
        cut=0.0,
    )
    entries = track.Track(
        gap_h=np.array([0.0, 1.0]),
        group=np.array([0, track.RATING], dtype=np.int64),
        amount=np.array([1.0, 0.0]),
        strength=np.zeros(2, dtype=np.int64),
        typical=np.array([True, False]),
        moments=moments,
        first=0,
        brought=0.0,
        brought_known=True,
        latent=np.zeros((1, 0)),
    )
    yield 0, 1
    likelihood.explain(priors.theta(np.zeros((1, SIZE))), entries, priors)
    yield 1, 1
