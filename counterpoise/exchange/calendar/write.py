"""The questions of the coming weeks as calendar events with an alarm, every one of the same few words.

What goes by the clock repeats in the person's time zone, which travels along (VTIMEZONE), so that it stays right when
the clocks change and when the calendar is not fetched for months. Moments at random are told for DAYS ahead, as they
fall without looking at doses: otherwise their shift would tell when something was taken. Questions after doses stand
in it only where the person chose so.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from counterpoise.checkins import chance, schedule
from counterpoise.checkins.schedule import Whose
from counterpoise.text import _

DAYS = 28
"""So far ahead moments at random are told."""
LASTS = dt.timedelta(minutes=5)
FETCHED = dt.timedelta(hours=6)
"""As often a calendar is asked to fetch it."""
KNOWN = dt.timedelta(days=365)
"""So far back, and ten times as far ahead, the calendar says when the clocks change."""
FORM_AT = dt.time(10)
"""When a questionnaire is called for, where that is not quiet."""


def summary() -> str:
    """What the calendar shows. It names no substance, no illness and no program."""
    return _("A moment for your diary")


def write(
    whose: Whose,
    now: dt.datetime,
    *,
    forms: Mapping[str, dt.datetime],
    doses: Sequence[tuple[str, dt.datetime]] = (),
) -> bytes:
    """The calendar. forms: when each chosen questionnaire is asked for next; doses: those that can still be asked
    about, looked at only where the person chose so."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Diary//EN")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", _("Diary"))
    calendar.add("refresh-interval", FETCHED, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", FETCHED, parameters={"VALUE": "DURATION"})
    today = now.astimezone(whose.zone).date()
    for name, one in whose.chosen.rounds().items():
        if not whose.chosen.quiet(one.at):
            begin = dt.datetime.combine(today, one.at, whose.zone)
            calendar.add_component(_event(whose, name, begin, now, every=1))
    for key, at in forms.items():
        days = whose.chosen.instruments[key]
        calendar.add_component(_event(whose, key, _on_the_day(whose, at, now, days), now, every=days))
    for key, at in _single(whose, today, now, doses):
        calendar.add_component(_event(whose, key, at, now))
    calendar.add_missing_timezones(today - KNOWN, today + 10 * KNOWN)
    return bytes(calendar.to_ical())


def _single(
    whose: Whose, today: dt.date, now: dt.datetime, doses: Sequence[tuple[str, dt.datetime]]
) -> list[tuple[str, dt.datetime]]:
    """Moments that do not repeat, from now on."""
    found: list[tuple[str, dt.datetime]] = []
    days = [today + dt.timedelta(days=i) for i in range(DAYS)]
    if whose.chosen.at_random:
        drawn = ((day, chance.moment(whose.chosen, whose.zone, day, whose.seed, ())) for day in days)
        found += [(f"random {day}", at) for day, at in drawn if at is not None]
    if whose.chosen.in_calendar and whose.chosen.after_dose:
        alone = replace(whose, chosen=replace(whose.chosen, at_random=False))
        asked = [one for day in days[:2] for one in schedule.of_day(alone, day, doses)]
        found += [(one.key, one.at) for one in asked if one.kind == "after_dose"]
    return [(key, at.astimezone(dt.UTC)) for key, at in found if at >= now]


def _on_the_day(whose: Whose, at: dt.datetime, now: dt.datetime, days: int) -> dt.datetime:
    """When a questionnaire is called for next: on its day, once; one that was left out is not called for again until
    its next turn."""
    day = at.astimezone(whose.zone).date()
    clock = FORM_AT if not whose.chosen.quiet(FORM_AT) else whose.chosen.quiet_to
    called = dt.datetime.combine(day, clock, whose.zone)
    while called < now:
        day += dt.timedelta(days=days)
        called = dt.datetime.combine(day, clock, whose.zone)
    return called


def _event(whose: Whose, key: str, at: dt.datetime, now: dt.datetime, every: int | None = None) -> Any:
    from icalendar import Alarm, Event

    event = Event()
    event.add("uid", hashlib.sha256(f"{whose.seed} calendar {key}".encode()).hexdigest()[:32])
    event.add("dtstamp", now.astimezone(dt.UTC).replace(microsecond=0))
    event.add("dtstart", at)
    event.add("duration", LASTS)
    event.add("summary", summary())
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    if every is not None:
        event.add("rrule", {"freq": "daily", "interval": every})
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", dt.timedelta(0))
    alarm.add("description", summary())
    event.add_component(alarm)
    return event
