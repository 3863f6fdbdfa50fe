"""A person's clock: the day they are in, and the instant meant by what their clock shows."""

from __future__ import annotations

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from counterpoise.journal.models import Person

MINUTE = "%Y-%m-%dT%H:%M"
"""As the browser's field for a date and a time writes it."""


class NeverWas(ValueError):
    """The clock skipped this time: it was put forward."""


class TwiceWas(ValueError):
    """The clock showed this time twice: it was put back."""


@cache
def zones() -> tuple[str, ...]:
    """Time zones by the name of a place. What only this machine knows, such as `localtime`, is none."""
    places = (zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/")))
    return (*sorted(places), "UTC")


def zone_of(person: Person, said: str) -> str:
    """The time zone that was said, where it is one that can be chosen; else the person's own."""
    return said if said in zones() else person.time_zone


def clock(person: Person, at: dt.datetime) -> dt.datetime:
    """An instant on the person's clock."""
    return at.astimezone(ZoneInfo(person.time_zone))


def day_bounds(person: Person, day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """The instants at which a day of the person begins and ends; 23 or 25 hours apart when the clocks change."""
    zone = ZoneInfo(person.time_zone)
    midnight = dt.datetime.combine(day, dt.time(), zone)
    return midnight, dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone)


def meant(shown: dt.datetime, zone: dt.tzinfo, second: bool | None = None) -> dt.datetime:
    """The instant at which a clock of this zone showed this time, with its offset.

    `second` chooses where it showed it twice. Raises NeverWas, or TwiceWas where nothing was chosen, or a plain
    ValueError at the ends of the calendar, where the same instant has no date in UTC.
    """
    first, later = shown.replace(tzinfo=zone, fold=0), shown.replace(tzinfo=zone, fold=1)
    try:
        again = first.astimezone(dt.UTC).astimezone(zone)
    except OverflowError as error:
        raise ValueError(shown) from error
    if again.replace(tzinfo=None) != shown:
        raise NeverWas(shown)
    if first.utcoffset() == later.utcoffset():
        return first
    if second is None:
        raise TwiceWas(shown)
    return later if second else first
