"""What one capsule or spoon weighs, from a handful that were put on a scale."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.diary import UnitWeight

FEWEST = 5
"""With fewer the spread between single ones is hardly known: it is still given, and the page says so."""


FAR = 3.0
"""A weight this many times the others, or this part of them, is asked about: more likely a slip than a capsule."""


NEAR = 1.5
"""How near the rest a weight has to come with its point elsewhere, to be told as what was meant."""


@dataclass(frozen=True, slots=True)
class Odd:
    """A weight far from the others. times: how many times the middle of the rest it is; meant: what it would be with
    the point elsewhere, where that lies among the rest."""

    grams: float
    times: float
    meant: float | None


def odd(grams: Sequence[float]) -> tuple[Odd, ...]:
    """The weights that are far from the rest, each once."""
    found = []
    for at, one in enumerate(grams):
        rest = [*grams[:at], *grams[at + 1 :]]
        times = one / statistics.median(rest) if rest else 1.0
        # Of two that differ, nobody knows which is wrong; of more, a slip does not make the others odd.
        if not 1 / FAR <= times <= FAR and (len(rest) == 1 or _far(one, statistics.median(grams))):
            found.append(Odd(one, times, _point_moved(one, statistics.median(rest))))
    return tuple({one.grams: one for one in found}.values())


def _far(one: float, middle: float) -> bool:
    return not middle / FAR <= one <= middle * FAR


def _point_moved(one: float, middle: float) -> float | None:
    moved = one * 10.0 ** -round(math.log10(one / middle))
    return float(f"{moved:.6g}") if middle / NEAR <= moved <= middle * NEAR else None


def weighed(unit: str, grams: Sequence[float], together: int = 1, shell: float | None = None) -> UnitWeight:
    """Mean and spread of single ones, where `together` of them lay on the scale each time.

    grams: what the scale showed, in grams, at least one. Of n together the scale shows a sum, whose standard deviation
    is sqrt(n) times that of one. One weighing tells no spread. shell: what an empty one weighs, taken off.
    """
    each = [shown / together for shown in grams]
    spread = statistics.stdev(each) * math.sqrt(together) if len(each) > 1 else None
    return UnitWeight(unit=unit, grams=statistics.fmean(each) - (shell or 0.0), sd=spread, shell=shell)


__all__ = ["FEWEST", "Odd", "odd", "weighed"]
