"""When doses fall: closer together, earlier in the day, at night."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from itertools import pairwise

from counterpoise.safety.change import Change, moved
from counterpoise.safety.finding import Finding
from counterpoise.safety.rules.over_time.growth import more_often
from counterpoise.safety.rules.over_time.use import Use
from counterpoise.text import _


def find(use: Use) -> Iterator[Finding]:
    yield from _shorter_gaps(use)
    yield from _earlier(use)
    yield from _at_night(use)


def _shorter_gaps(use: Use) -> Iterator[Finding]:
    """Between doses of one day; not said again where more doses a day say it."""
    rule, spans = use.rule("shorter_gaps"), use.spans
    if spans is None:
        return
    recent, before = _gaps(use, spans.recent), _gaps(use, spans.before)
    if min(len(recent), len(before)) < rule.limit("gaps"):
        return
    by = -math.log(1 - rule.limit("percent") / 100)
    change = moved([math.log(gap) for gap in recent], [math.log(gap) for gap in before], by, rule.limit("chance"))
    if change is not None and more_often(use) is None:
        times = Change(math.exp(change.before), math.exp(change.now))
        because = use.within(spans.recent)
        yield use.found("shorter_gaps", because, before=_length(times.before), now=_length(times.now))


def _gaps(use: Use, weeks: Iterable[Iterable[dt.date]]) -> list[float]:
    """Hours from one dose to the next of the same day."""
    return [
        (later.dose.at - one.dose.at) / dt.timedelta(hours=1)
        for week in weeks
        for day in week
        for one, later in pairwise(use.taken.get(day, ()))
        if later.dose.at > one.dose.at
    ]


def _earlier(use: Use) -> Iterator[Finding]:
    """The first dose of the day; a dose after midnight still belongs to the evening."""
    rule, spans = use.rule("earlier_first"), use.spans
    if spans is None:
        return
    recent, before = _firsts(use, spans.recent), _firsts(use, spans.before)
    if min(len(recent), len(before)) < rule.limit("days"):
        return
    change = moved(recent, before, rule.limit("hours"), rule.limit("chance"))
    if change is not None:
        because = use.within(spans.recent)
        yield use.found("earlier_first", because, before=_clock(change.before), now=_clock(change.now))


def _firsts(use: Use, weeks: Iterable[Iterable[dt.date]]) -> list[float]:
    begins = use.rule("earlier_first").limit("day_begins")
    found = []
    for week in weeks:
        for day in week:
            shown = [hour for one in use.taken.get(day, ()) if (hour := hour_of(one.clock)) >= begins]
            found += [min(shown)] if shown else []
    return found


def _at_night(use: Use) -> Iterator[Finding]:
    """Doses at night, unless most are: whoever works at night has another day."""
    rule = use.rule("at_night")
    doses = use.on(use.days.last(rule.days or 0))
    begins, ends = rule.limit("from_hour"), rule.limit("to_hour")
    night = [one for one in doses if begins <= hour_of(one.clock) < ends]
    nights = {one.clock.date() for one in night}
    if len(nights) >= rule.limit("nights") and 100 * len(night) < rule.limit("most_percent") * len(doses):
        yield use.found("at_night", night, nights=str(len(nights)))


def hour_of(clock: dt.datetime) -> float:
    """7.5 for half past seven."""
    return clock.hour + clock.minute / 60


def _clock(hour: float) -> str:
    minutes = round(hour * 60) % (24 * 60)
    return f"{minutes // 60}:{minutes % 60:02}"


def _length(hours: float) -> str:
    minutes = round(hours * 60)
    return _("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)
