"""Small diaries for the tests of safety."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from counterpoise.diary import Diary, Dose, Person

ZONE = ZoneInfo("America/Chicago")
NOW = dt.datetime(2026, 5, 1, 22, tzinfo=ZONE)


def diary(doses: Iterable[Dose] = (), **lists: Any) -> Diary:
    return Diary(person=Person(time_zone=ZONE.key), doses=tuple(doses), ratings=lists.pop("ratings", ()), **lists)


def days_of(per_day: Sequence[int], amount: float | None = 2.0, **more: Any) -> list[Dose]:
    """So many doses on each day, the last of them today, from eight o'clock on."""
    found = []
    for place, count in enumerate(per_day):
        day = NOW.date() - dt.timedelta(days=len(per_day) - 1 - place)
        for one in range(count):
            at = dt.datetime.combine(day, dt.time(8), ZONE) + dt.timedelta(hours=14 * one / max(count, 1))
            unit = None if amount is None else "g"
            found.append(Dose(id=f"d{place}.{one}", at=at, amount=amount, unit=unit, **{"substance": "kratom", **more}))
    return found
