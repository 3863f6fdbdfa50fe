"""`review(diary, knowledge, now)`: every finding, the worst first; and what one more entry would add."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from counterpoise.diary import Diary, Dose, Effect
from counterpoise.knowledge.load import Knowledge
from counterpoise.safety.case import Case
from counterpoise.safety.finding import SEVERITIES, Finding
from counterpoise.safety.rules import groups, interactions, labs, load, plan, products, signs, use

RULES: tuple[Callable[[Case], Iterable[Finding]], ...] = (
    signs.find,
    labs.find,
    groups.find,
    products.find,
    interactions.find,
    load.find,
    plan.find,
    use.find,
)


def review(diary: Diary, knowledge: Knowledge, now: dt.datetime) -> tuple[Finding, ...]:
    """All that the rules find in the diary as it is at `now`, the worst first and of each cause one."""
    case = Case(diary, knowledge, now)
    return _worst_first(found for find in RULES for found in find(case))


def would_add(diary: Diary, entry: Dose | Effect, knowledge: Knowledge, now: dt.datetime) -> tuple[Finding, ...]:
    """What would be found with this entry and is not without it: to be shown before it is saved."""
    before = review(diary, knowledge, now)
    return added(before, review(with_entry(diary, entry), knowledge, max(now, entry.at)))


def with_entry(diary: Diary, entry: Dose | Effect) -> Diary:
    """The diary as it would be with one entry more."""
    if isinstance(entry, Dose):
        return replace(diary, doses=(*diary.doses, entry))
    return replace(diary, effects=(*diary.effects, entry))


def added(before: Iterable[Finding], after: Iterable[Finding]) -> tuple[Finding, ...]:
    """What is found after and was not before, or was less severe then."""
    known = {found.cause: found.rank for found in before}
    return tuple(found for found in after if found.rank < known.get(found.cause, len(SEVERITIES)))


def _worst_first(found: Iterable[Finding]) -> tuple[Finding, ...]:
    by_cause: dict[str, Finding] = {}
    for one in found:
        before = by_cause.get(one.cause)
        if before is None or one.rank < before.rank:
            by_cause[one.cause] = one
    ordered: Sequence[Finding] = sorted(by_cause.values(), key=lambda one: (one.rank, one.rule, one.cause))
    return tuple(ordered)
