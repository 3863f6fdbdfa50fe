"""People drawn from the priors: their truth is equally likely to lie anywhere in their posteriors.

In brief; bench/calibration.py asks a thousand people, longer records, and the likelihood, which no answer tells. The
band is wide: of 697 such people 86 % of the 90 % intervals of relief held the truth, which these few cannot show.
"""

import numpy as np
import pytest

from bench import calibration
from bench.many import Figures

DAYS = 30
SHARE = 0.99
"""Of studies of exact posteriors that stay within the band of a quantity."""
TOLD = calibration.QUANTITIES[:4]


@pytest.mark.study
def test_the_truth_is_as_likely_anywhere_in_its_posterior() -> None:
    found = [calibration.ranks((DAYS, seed)) for seed in range(240)]
    below: Figures = np.array([line for line in found if line is not None])  # None: too short for any answer
    assert below.shape[0] >= 150
    band = calibration.widest(below.shape[0], SHARE)
    strays = {name: calibration._strays(below[:, place]) for place, name in enumerate(TOLD)}
    assert {name: size for name, size in strays.items() if size > band} == {}
