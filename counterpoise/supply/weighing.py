"""What one capsule or spoon weighs, from a handful that were put on a scale."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

from counterpoise.diary import UnitWeight

FEWEST = 5
"""With fewer the spread between single ones is hardly known: it is still given, and the page says so."""


def weighed(unit: str, grams: Sequence[float], together: int = 1) -> UnitWeight:
    """Mean and spread of single ones, where `together` of them lay on the scale each time.

    grams: what the scale showed, in grams, at least one. Of n together the scale shows a sum, whose standard deviation
    is sqrt(n) times that of one. One weighing tells no spread.
    """
    each = [shown / together for shown in grams]
    spread = statistics.stdev(each) * math.sqrt(together) if len(each) > 1 else None
    return UnitWeight(unit=unit, grams=statistics.fmean(each), sd=spread)


__all__ = ["FEWEST", "weighed"]
