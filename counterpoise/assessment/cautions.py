"""What an answer says of what stands beside the doses asked about."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from statistics import fmean
from typing import TYPE_CHECKING

from counterpoise.assessment.sources import LEFT_OUT
from counterpoise.diary import Diary
from counterpoise.text import _, local, ngettext

if TYPE_CHECKING:
    from counterpoise.science.record import Record

WITHDRAWAL = "withdrawal"
LEAST_MORNINGS = 5
"""Mornings with a rating of withdrawal before the first dose from which their mean is said."""


def beside(diary: Diary, record: Record, left_out: int) -> tuple[str, ...]:
    """Doses left out, other substances of these days, and withdrawal before the first dose of the day."""
    said = []
    if left_out:
        text = ngettext(
            "{number} dose is left out: its product, or what was counted of it, is another drug.",
            "{number} doses are left out: their product, or what was counted of them, is another drug.",
            left_out,
        )
        said.append(text.format(number=left_out))
    reckoned = [treatment.name for treatment in record.treatments if treatment.name != LEFT_OUT]
    if reckoned:
        text = ngettext(
            "In these days {others} was recorded, too; the answer reckons with it as an effect of its own.",
            "In these days these were recorded, too: {others}; the answer reckons with each as an effect of its own.",
            len(reckoned),
        )
        said.append(text.format(others=", ".join(reckoned)))
    return (*said, *_mornings(diary, record))


def _mornings(diary: Diary, record: Record) -> tuple[str, ...]:
    """Withdrawal as rated before the first dose of the day, where that was done often enough."""
    start = record.end - dt.timedelta(days=record.days)
    firsts: dict[dt.date, dt.datetime] = {}
    for dose in record.doses:
        firsts[dose.at.date()] = min(firsts.get(dose.at.date(), dose.at), dose.at)
    values = [
        (rating.at.date(), rating.value)
        for rating in diary.ratings
        if rating.measure == WITHDRAWAL and start <= rating.at <= firsts.get(rating.at.date(), start)
    ]
    mornings = Counter(day for day, _value in values)
    if len(mornings) < LEAST_MORNINGS:
        return ()
    text = _(
        "On {count} mornings withdrawal was rated before the first dose, at {mean} of 10 on average: that part of the "
        "relief may be the end of withdrawal."
    )
    return (text.format(count=len(mornings), mean=local(f"{fmean(value for _day, value in values):.1f}")),)
