"""What the person wants to ask and wants from the next visit, in their own words."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.diary.appointments import Appointment, upcoming
from counterpoise.report.clinician.reading import Reading, on
from counterpoise.report.document import Block, Items, Text
from counterpoise.text import _


def blocks(read: Reading) -> Iterator[Block]:
    """Of the next visit that they wrote down; that nothing is written down is said."""
    visit = upcoming(read.diary.appointments, read.today)
    lines = [] if visit is None else list(_lines(visit))
    if lines:
        yield Items(items=tuple(lines))
    else:
        yield Text(text=_("No question is written down."))


def _lines(visit: Appointment) -> Iterator[str]:
    """The visit, what is wanted from it, and what was not asked yet."""
    asked = [one.text for one in visit.questions if not one.asked]
    if not asked and not visit.goals:
        return
    told = [on(visit.on)] if visit.on is not None else []
    told += [part for part in (visit.with_, visit.about) if part]
    if told:
        yield _("Visit: {told}.").format(told=", ".join(told))
    if visit.goals:
        yield _("Wants from it: {goals}.").format(goals="; ".join(visit.goals))
    yield from asked
