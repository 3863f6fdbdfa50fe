"""The score of a questionnaire that was filled in. What was skipped is unknown, and never counts as nothing."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from counterpoise.knowledge.records import Instrument


@dataclass(frozen=True, slots=True)
class Score:
    """value: the score; None where something it needs was skipped. at_least: what the given answers alone come to, for
    a sum. band: the key of the band in which that lies, or lies at least. settled: whether no answer to what was
    skipped could lift it into another band."""

    value: float | None
    at_least: float
    answered: int
    of: int
    band: str | None
    settled: bool


def score(tool: Instrument, answers: Sequence[float | None]) -> Score:
    """By the way the instrument combines its items."""
    asked = len(tool.items)
    given = [answer for answer in answers[:asked] if answer is not None]
    whole = len(given) == asked and len(answers) == asked
    total = sum(given)
    value = (statistics.fmean(given) if tool.combine == "mean" else total) if whole and given else None
    known = value if value is not None else total if tool.combine == "sum" and given else None
    band = None if known is None else _band(tool, known)
    settled = value is not None or (band is not None and _band(tool, total + _open(tool, answers)) == band)
    return Score(value, total, len(given), asked, band, settled)


def _open(tool: Instrument, answers: Sequence[float | None]) -> float:
    """The most that what was skipped could add to a sum."""
    all_ = zip_longest(tool.items.values(), answers[: len(tool.items)])
    return sum(item.high for item, answer in all_ if answer is None)


def _band(tool: Instrument, value: float) -> str | None:
    for key, band in tool.bands.items():
        if band.low is not None and band.high is not None and band.low <= value <= band.high:
            return key
    return None
