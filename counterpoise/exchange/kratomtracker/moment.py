"""When a dose was taken: an ISO time, with or without an offset, and sometimes the local clock beside it."""

from __future__ import annotations

import datetime as dt

from counterpoise.exchange import local_time
from counterpoise.exchange.part import Part
from counterpoise.exchange.understood import Context, Gathering
from counterpoise.text import _

_QUARTER = dt.timedelta(minutes=15)
_FARTHEST = dt.timedelta(hours=15)


def iso(text: str) -> dt.datetime | None:
    """The moment in ISO form, without a zone where it gives none; None where it is none."""
    try:
        at = dt.datetime.fromisoformat(text)
        at.utcoffset()
    except ValueError:
        return None
    return at if 1900 < at.year < 2200 else None


def placed(at: dt.datetime, wall: dt.datetime | None, zone: str, gather: Gathering, place: str) -> dt.datetime:
    """The instant with its offset: `at` decides the instant, the clock beside it the offset where the two fit."""
    if at.tzinfo is None:
        if wall is not None and wall.replace(second=0) != at.replace(second=0, microsecond=0):
            gather.notice(_("date and time do not fit iso_timestamp; iso_timestamp is taken"), place)
        instant, problem = local_time.instants([at], zone)[0]
        if problem is not None:
            gather.notice(_("a time at which clocks in {zone} were changed").format(zone=zone), place)
        return instant
    here = local_time.with_offset(at, zone)
    if wall is None or here.replace(tzinfo=None, second=0, microsecond=0) == wall.replace(second=0):
        return here
    offset = wall.replace(second=0) - at.astimezone(dt.UTC).replace(tzinfo=None, second=0, microsecond=0)
    if abs(offset) < _FARTHEST and offset % _QUARTER == dt.timedelta(0):
        text = _("written in another time zone than {zone}; the moment is kept, with the clock it was written by")
        gather.notice(text.format(zone=zone), place)
        return at.astimezone(local_time.fixed(offset))
    gather.notice(_("date and time do not fit iso_timestamp; iso_timestamp is taken"), place)
    return here


def instant(part: Part, context: Context, gather: Gathering) -> dt.datetime:
    """The moment under `timestamp`, with the offset in force. Raises Puzzle."""
    at = iso(part.text("timestamp") or "")
    if at is None:
        raise part.puzzle("timestamp", _("a time such as 2026-05-01T08:12:00"))
    found = placed(at, None, context.zone, gather, part.place)
    if context.now is not None and found > context.now:
        gather.notice(_("the time lies in the future"), part.place)
    return found
