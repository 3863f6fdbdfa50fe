"""When doses fall: closer together, earlier in the day, at night."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from itertools import pairwise

from counterpoise.safety.change import Change, moved
from counterpoise.safety.days import Taken
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
    by, still = (-math.log(1 - rule.limit(name) / 100) for name in ("percent", "still_percent"))

    def shorter(then: Use) -> Change | None:
        if then.spans is None:
            return None
        recent, before = ([math.log(gap) for gap in _gaps(then, weeks)] for weeks in then.spans[:2])
        enough = min(len(recent), len(before)) >= rule.limit("gaps")
        return moved(recent, before, by, rule.limit("chance"), still) if enough else None

    told = use.told(rule, shorter, lambda change: change.sure)
    if told and spans is not None and more_often(use) is None:
        was, is_ = (_length(math.exp(gap)) for gap in (told[0].before, told[0].now))
        yield use.found("shorter_gaps", use.within(spans.recent), before=was, now=is_)


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

    def earlier(then: Use) -> Change | None:
        if then.spans is None:
            return None
        recent, before = (_firsts(then, weeks) for weeks in then.spans[:2])
        enough = min(len(recent), len(before)) >= rule.limit("days")
        by, still = rule.limit("hours"), rule.limit("still_hours")
        return moved(recent, before, by, rule.limit("chance"), still) if enough else None

    told = use.told(rule, earlier, lambda change: change.sure)
    if told and spans is not None:
        was, is_ = _clock(told[0].before), _clock(told[0].now)
        yield use.found("earlier_first", use.within(spans.recent), before=was, now=is_)


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
    begins, ends = rule.limit("from_hour"), rule.limit("to_hour")

    def nightly(then: Use) -> list[Taken] | None:
        doses = then.on(then.last(rule.days or 0))
        night = [one for one in doses if begins <= hour_of(one.clock) < ends]
        some = _nights(night) >= rule.limit("still") and 100 * len(night) < rule.limit("most_percent") * len(doses)
        return night if some else None

    told = use.told(rule, nightly, lambda night: _nights(night) >= rule.limit("nights"))
    if told:
        yield use.found("at_night", told[0], nights=str(_nights(told[0])))


def _nights(doses: list[Taken]) -> int:
    return len({one.clock.date() for one in doses})


def hour_of(clock: dt.datetime) -> float:
    """7.5 for half past seven."""
    return clock.hour + clock.minute / 60


def _clock(hour: float) -> str:
    minutes = round(hour * 60) % (24 * 60)
    return f"{minutes // 60}:{minutes % 60:02}"


def _length(hours: float) -> str:
    minutes = round(hours * 60)
    return _("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)
