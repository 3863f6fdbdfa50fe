"""How often a dose came sooner after the one before than a plan says: counted, and nothing more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from counterpoise.diary import Dose
from counterpoise.plans.standing import Standing


@dataclass(frozen=True, slots=True)
class Sooner:
    """count of those with a dose before them on record; of a first one nobody knows how long ago the last was."""

    count: int
    known: int
    least: dt.timedelta


def sooner(standing: Standing, doses: Sequence[Dose]) -> Sooner | None:
    """Of these doses, in the plan's own substance. None where no time between doses was agreed, or none is known.

    A dose from before the plan was written down is not held against it; it still is the one before another.
    """
    if not standing.plan.hours_between:
        return None
    least, since = dt.timedelta(hours=standing.plan.hours_between), standing.plan.recorded_at
    meant = {id(dose) for dose in doses if since is None or dose.at >= since}
    gaps = [later.at - dose.at for dose, later in pairwise(standing.doses) if id(later) in meant]
    return Sooner(sum(gap < least for gap in gaps), len(gaps), least) if gaps else None
