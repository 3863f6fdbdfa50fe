"""One moment a day at random, away from doses, so that not only what hurts is written down.

The first moment is uniform over the day outside the quiet hours. Where a dose was taken in the AWAY before it, another
is drawn, uniform over what is left of the day, and so on: in the end the moments are those of a process that asks at
every minute away from doses with probability 1 / (minutes left), which looks at doses before and at nothing after. So
it depends on what is recorded and never on how it is, and is the same whenever it is worked out.

Chance comes from SHA-256 of a secret of the person, the day and a count: the same everywhere, foreseen by nobody.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from zoneinfo import ZoneInfo

from counterpoise.checkins.chosen import Chosen, is_quiet

AWAY = dt.timedelta(hours=2)
"""So long after a dose nobody is asked at random: the moments after doses have questions of their own."""
LAST = 15
"""In the last minutes of the day no other moment is drawn."""
MINUTE = dt.timedelta(minutes=1)


def moment(chosen: Chosen, zone: ZoneInfo, day: dt.date, seed: str, doses: Sequence[dt.datetime]) -> dt.datetime | None:
    """The moment of a day; None where the day is all quiet, or the doses of the day left none."""
    minutes = awake(chosen, zone, day)
    place, count = -1, 0
    while len(minutes) - place - 1 > (LAST if count else 0):
        left = len(minutes) - place - 1
        place += 1 + int(share(seed, day, count) * left)
        count += 1
        at = minutes[place]
        if not any(dose <= at < dose + AWAY for dose in doses):
            return at
    return None


def awake(chosen: Chosen, zone: ZoneInfo, day: dt.date) -> Sequence[dt.datetime]:
    """Every minute of a day of the person outside the quiet hours, as instants; the clock is looked at for each, so
    that a day of 23 or 25 hours has the minutes that it has."""
    return _awake(chosen.quiet_from, chosen.quiet_to, zone, day)


@lru_cache(maxsize=64)
def _awake(quiet_from: dt.time, quiet_to: dt.time, zone: ZoneInfo, day: dt.date) -> tuple[dt.datetime, ...]:
    begin = dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC)
    end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone).astimezone(dt.UTC)
    instants = (begin + MINUTE * i for i in range((end - begin) // MINUTE))
    return tuple(at for at in instants if not is_quiet(quiet_from, quiet_to, at.astimezone(zone).time()))


def share(seed: str, day: dt.date, count: int) -> float:
    """Uniform from 0 to below 1: 53 bits of a hash."""
    digest = hashlib.sha256(f"{seed} {day.isoformat()} {count}".encode()).digest()
    return (int.from_bytes(digest[:8], "big") >> 11) / 2**53
