"""The lane of exposure under the ratings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterpoise.journal import models as m
from counterpoise.web.acting import acting, taken
from counterpoise.web.timeline.span import Span

if TYPE_CHECKING:
    from counterpoise.science.pharmacology.exposure import Array

TIMES = 600
FINEST = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Lanes:
    """Median and middle 90 % at times in seconds since 1970."""

    x: list[float]
    median: Array
    low: Array
    high: Array


def exposure(person: m.Person, substance: str | None, span: Span) -> Lanes | None:
    """The rough general curve over a stretch; None without doses, or for a substance that is never assessed."""
    if substance is None:
        return None
    found = taken(person, substance, span.start, span.end)
    step = max((span.end - span.start) / TIMES, FINEST)
    times = [span.start + step * i for i in range(int((span.end - span.start) / step) + 1)]
    band = acting(found, substance, times) if found.at else None
    return None if band is None else Lanes([at.timestamp() for at in times], band.median, band.low, band.high)
