"""Goals, plans and visits: those of this program's own export as they were; of others, visits alone.

A plan is what the person agreed to. What somebody else's file calls one stays words, and is pointed out.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from counterpoise import diary as d
from counterpoise import diary_file
from counterpoise.exchange.fhir.items import Json, moment, name_of, note, obj, objs, own_name, said, text
from counterpoise.exchange.fhir.kept import read_kept
from counterpoise.exchange.understood import Puzzle
from counterpoise.text import _

if TYPE_CHECKING:
    from counterpoise.exchange.fhir.read import Reading

LONGEST, SHOWN = 200, 120
NOT_TO_BE = ("cancelled", "noshow")
R = TypeVar("R", bound=d.Record)


def goal(resource: Json, _url: str, place: str, reading: Reading) -> None:
    """A goal that the person wrote down; what others want is counted and left out."""
    own = _own(resource, d.Goal, "goal", place)
    if own is None:
        return reading.gather.leave_out("goals", _("goals of others: in a diary stand the person's own"))
    reading.gather.add("goals", own, place)
    return None


def plan(resource: Json, _url: str, place: str, reading: Reading) -> None:
    """A plan that the person made here; another's is never made theirs, and what it is called is shown."""
    own = _own(resource, d.Plan, "plan", place)
    if own is not None:
        return reading.gather.add("plans", own, place)
    reading.gather.leave_out("plans", _("plans of others: a plan is made by the person, with whom they agree on it"))
    called = text(resource.get("title")) or text(resource.get("description"))
    if called:
        shown = called if len(called) <= SHOWN else f"{called[: SHOWN - 1]}…"
        reading.gather.notice(_("a plan of somebody else is not made yours: “{called}”").format(called=shown), place)
    return None


def visit(resource: Json, url: str, place: str, reading: Reading) -> None:
    """A visit: its day by the person's clock, with whom, and what about."""
    own = _own(resource, d.Appointment, "appointment", place)
    if own is not None:
        return reading.gather.add("appointments", own, place)
    if text(resource.get("status")) in NOT_TO_BE or not text(resource.get("start")):
        return reading.gather.leave_out("visits", _("visits that were called off, missed, or have no date"))
    start = moment(resource["start"], reading.context.zone, f"{place}.start", day_alone=True)
    others = [one for one in map(obj, objs(resource.get("participant"))) if "Patient" not in str(obj(one.get("actor")))]
    about = text(resource.get("description")) or next(filter(None, map(said, objs(resource.get("reasonCode")))), None)
    whom = next(filter(None, (text(obj(one.get("actor")).get("display")) for one in others)), None)
    source, id_ = name_of(resource, url)
    made = d.Appointment(
        id=id_,
        source=source,
        on=start.astimezone(ZoneInfo(reading.context.zone)).date(),
        with_=whom and whom[:LONGEST],
        about=about and about[:LONGEST],
        note=text(resource.get("comment")) or note(resource),
    )
    reading.gather.add("appointments", made, place)
    return None


def _own(resource: Json, kind: type[R], part: str, place: str) -> R | None:
    """The record that this program wrote into its own resource; None for a resource from elsewhere."""
    written = read_kept(resource).get(part)
    if own_name(resource) is None or not isinstance(written, str):
        return None
    try:
        found = json.loads(written)
        return diary_file.load(kind, found, place)
    except (ValueError, RecursionError):  # BadDiary is a ValueError
        raise Puzzle(place, _("what is kept of the diary's own entry cannot be read")) from None
