"""Times as a clock on the wall showed them, made into instants: the two nights a year when that needs a rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cache
from zoneinfo import ZoneInfo

SKIPPED = "skipped"
"""The clock never showed this time (it was set forward): read by the offset before, so it lies after the gap."""
TWICE = "twice"
"""The clock showed this time twice (it was set back), and nothing tells which: the first is taken."""


def instants(walls: Sequence[dt.datetime], zone: str) -> list[tuple[dt.datetime, str | None]]:
    """Each wall time with its offset, and SKIPPED or TWICE where a rule was needed.

    A time shown twice is the second one where the rows, in their order, had passed the first already.
    """
    descending = len(walls) > 1 and walls[0] > walls[-1]
    placed = list(_in_order(reversed(walls) if descending else walls, zone))
    return placed[::-1] if descending else placed


def with_offset(instant: dt.datetime, zone: str) -> dt.datetime:
    """The instant with the offset that was in force in the zone."""
    local = instant.astimezone(ZoneInfo(zone))
    return local.replace(tzinfo=fixed(_offset(local)), fold=0)


@cache
def fixed(offset: dt.timedelta) -> dt.timezone:
    """A zone of one offset."""
    return dt.timezone(offset)


def _in_order(walls: Iterable[dt.datetime], zone: str) -> Iterable[tuple[dt.datetime, str | None]]:
    info = ZoneInfo(zone)
    before: dt.datetime | None = None
    for wall in walls:
        first = wall.replace(tzinfo=info, fold=0)
        earlier, later = _offset(first), _offset(first.replace(fold=1))
        at = wall.replace(tzinfo=fixed(earlier))
        problem = None
        if later > earlier:  # set forward in between: the wall time itself does not exist
            at, problem = at.astimezone(fixed(later)), SKIPPED
        elif later < earlier:
            second = wall.replace(tzinfo=fixed(later))
            if before is not None and at < before <= second:
                at = second
            else:
                problem = TWICE
        before = at
        yield at, problem


def _offset(at: dt.datetime) -> dt.timedelta:
    """The offset in whole minutes' worth of seconds that a timezone object can carry."""
    offset = at.utcoffset()
    return dt.timedelta(0) if offset is None else offset
