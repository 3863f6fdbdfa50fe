"""What the person wants to ask and wants from the next visit, in their own words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from counterpoise.report.clinician.reading import Reading, on
from counterpoise.report.document import Block, Items, Text
from counterpoise.text import _


def blocks(read: Reading) -> Iterator[Block]:
    """Of the next visit that they wrote down; that nothing is written down is said."""
    visit = _next(read)
    lines = [] if visit is None else list(_lines(visit))
    if lines:
        yield Items(items=tuple(lines))
    else:
        yield Text(text=_("No question is written down."))


def _next(read: Reading) -> Any:
    """The first from today on; else one without a date of which nothing was agreed yet."""
    visits = getattr(read.diary, "appointments", ())  # diaries hold visits from this version on
    dated = [one for one in visits if one.on is not None and one.on >= read.today]
    undated = (one for one in visits if one.on is None and one.agreed is None)
    return min(dated, key=lambda one: one.on, default=None) or next(undated, None)


def _lines(visit: Any) -> Iterator[str]:
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
