"""The score of a questionnaire that was filled in. What was skipped is unknown, and never counts as nothing."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.knowledge.records import Instrument


@dataclass(frozen=True, slots=True)
class Score:
    """value: the score; None where something it needs was skipped. at_least: what the given answers alone come to, for
    a sum. band: the key of the band in which that lies, if it lies in one whatever was skipped, or at least in it."""

    value: float | None
    at_least: float
    answered: int
    of: int
    band: str | None


def score(tool: Instrument, answers: Sequence[float | None]) -> Score:
    """By the way the instrument combines its items."""
    asked = len(tool.items)
    given = [answer for answer in answers[:asked] if answer is not None]
    whole = len(given) == asked and len(answers) == asked
    total = sum(given)
    value = (statistics.fmean(given) if tool.combine == "mean" else total) if whole and given else None
    known = value if value is not None else total if tool.combine == "sum" and given else None
    return Score(value, total, len(given), asked, None if known is None else _band(tool, known))


def _band(tool: Instrument, value: float) -> str | None:
    for key, band in tool.bands.items():
        if band.low is not None and band.high is not None and band.low <= value <= band.high:
            return key
    return None
