"""`review(diary, knowledge, now)`: every finding, the worst first; and what one more entry would add."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from counterpoise.diary import Diary, Dose, Effect
from counterpoise.knowledge.load import Knowledge
from counterpoise.safety.case import Case
from counterpoise.safety.finding import Finding
from counterpoise.safety.rules import groups, interactions, labs, load, products, signs

RULES: tuple[Callable[[Case], Iterable[Finding]], ...] = (
    signs.find,
    labs.find,
    groups.find,
    products.find,
    interactions.find,
    load.find,
)


def review(diary: Diary, knowledge: Knowledge, now: dt.datetime) -> tuple[Finding, ...]:
    """All that the rules find in the diary as it is at `now`, the worst first and of each cause one."""
    case = Case(diary, knowledge, now)
    return _worst_first(found for find in RULES for found in find(case))


def would_add(diary: Diary, entry: Dose | Effect, knowledge: Knowledge, now: dt.datetime) -> tuple[Finding, ...]:
    """What would be found with this entry and is not without it: to be shown before it is saved."""
    known = {(found.cause, found.severity) for found in review(diary, knowledge, now)}
    if isinstance(entry, Dose):
        diary = replace(diary, doses=(*diary.doses, entry))
    else:
        diary = replace(diary, effects=(*diary.effects, entry))
    found = review(diary, knowledge, max(now, entry.at))
    return tuple(one for one in found if (one.cause, one.severity) not in known)


def _worst_first(found: Iterable[Finding]) -> tuple[Finding, ...]:
    by_cause: dict[str, Finding] = {}
    for one in found:
        before = by_cause.get(one.cause)
        if before is None or one.rank < before.rank:
            by_cause[one.cause] = one
    ordered: Sequence[Finding] = sorted(by_cause.values(), key=lambda one: (one.rank, one.rule, one.cause))
    return tuple(ordered)
