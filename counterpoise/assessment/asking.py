"""When to ask how it is after a dose: by what is known of the substance at first, then by the person's own record."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING

from counterpoise.assessment.assess import record_of
from counterpoise.assessment.beliefs import priors
from counterpoise.diary import PAIN_NOW, Diary
from counterpoise.knowledge.load import load

if TYPE_CHECKING:
    import numpy as np

Times = tuple[float, float]
"""Hours after a dose: about where relief peaks, and about where half of it is left."""
PRIOR_DRAWS, SEED = 3000, 8


@cache
def times_before_a_record(substance: str) -> Times | None:
    """By what the packs know of it; None for a substance that is never assessed."""
    known = load().kinetics(substance)
    if known is None:
        return None
    import numpy as np

    from counterpoise.science.asking import Believed, informative_times
    from counterpoise.science.pharmacology.response import Response
    from counterpoise.science.priors import draw

    rng, believed = np.random.default_rng(SEED), priors(known)
    one = np.ones(PRIOR_DRAWS)
    relief = rng.normal(0, believed.relief_sd, PRIOR_DRAWS)
    drawn = Believed(Response(draw(believed, PRIOR_DRAWS, rng), one), relief, one / PRIOR_DRAWS)
    return informative_times(drawn, rng)


def times_by_record(diary: Diary, rng: np.random.Generator, *, substance: str, now: dt.datetime) -> Times:
    """By the person's own posterior: for a record that holds enough for an answer."""
    from counterpoise.science.asking import Believed, informative_times
    from counterpoise.science.inference.fit import fit

    record, believed = record_of(diary, substance=substance, measure=PAIN_NOW, now=now)
    found = fit(record.track, believed, rng)
    sd = found.explained.relief_cov[:, 0, 0] ** 0.5
    relief = found.explained.relief_mean[:, 0] + sd * rng.standard_normal(sd.size)
    return informative_times(Believed(found.now, relief, found.weight), rng)
