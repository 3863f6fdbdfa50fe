"""`review(diary, knowledge, now)`: every finding, the worst first; and what one more entry would add."""

from __future__ import annotations

import datetime as dt
import logging
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from counterpoise.diary import Diary, Dose, Effect
from counterpoise.knowledge.load import Knowledge
from counterpoise.safety.again import adds, heavier
from counterpoise.safety.case import Case
from counterpoise.safety.finding import SEVERITIES, Finding
from counterpoise.safety.not_looked import not_looked
from counterpoise.safety.of_a_bag import News, no_news, of_its_bag
from counterpoise.safety.rules import again, groups, interactions, labs, load, plan, products, signs, use
from counterpoise.safety.rules.over_time import far
from counterpoise.safety.slip import slips

LOG = logging.getLogger(__name__)
RULES: tuple[Callable[[Case], Iterable[Finding]], ...] = (
    signs.find,
    labs.find,
    groups.find,
    products.find,
    interactions.find,
    load.find,
    again.find,
    plan.find,
    use.find,
)


def review(diary: Diary, knowledge: Knowledge, now: dt.datetime) -> tuple[Finding, ...]:
    """All that the rules find in the diary as it is at `now`, the worst first and of each cause one."""
    return _worst_first(_each(Case(diary, knowledge, now)))


def _each(case: Case) -> Iterator[Finding]:
    """What each group of rules finds; one that fails keeps none of the others from looking, and is told of.

    Without the file of rules nothing can be looked at, or even shown: that is for whoever asks.
    """
    assert case.knowledge.rules is not None  # noqa: S101 - read here, so that a broken file is no rule's failure
    failed: list[str] = []
    for find in RULES:
        try:
            yield from tuple(find(case))
        except Exception as problem:  # whatever it is, an emergency must still be seen
            topic = find.__module__.rpartition(".")[2]
            LOG.error("rules of %s could not look: %s at %s", topic, type(problem).__name__, _where(problem))
            failed.append(topic)
    if failed:
        yield not_looked(failed)


def _where(problem: Exception) -> str:
    """File and line, and nothing of what was looked at: a message may hold what somebody wrote down."""
    last = traceback.extract_tb(problem.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"


ONCE_SAVED = (far.RULE,)
"""Rules on an amount that slips ask about: they speak once it was confirmed and saved."""


def would_add(diary: Diary, entry: Dose | Effect, knowledge: Knowledge, now: dt.datetime) -> tuple[Finding, ...]:
    """What would be found only with this entry, or to which it adds, and what may be a slip: before it is saved."""
    without = Case(diary, knowledge, now)
    before = _worst_first(_each(without))
    after = review(with_entry(diary, entry), knowledge, max(now, entry.at))
    told = brought(without, (entry,), before, after)
    new = (one for one in after if one.cause in told.new | told.more and one.rule not in ONCE_SAVED)
    return (*new, *slips(without, entry))


class Brought(NamedTuple):
    """Causes that came with entries or are of their bag, those that were there and that the entries add to, and of
    these the ones of which they are more than before."""

    new: frozenset[str]
    more: frozenset[str]
    heavier: frozenset[str] = frozenset()


def brought(
    without: Case,
    entries: Sequence[Dose | Effect],
    before: Iterable[Finding],
    after: Iterable[Finding],
    news: News = no_news,
) -> Brought:
    """What entries bring. without: the diary as it is without them; before, after: what is found without and with."""
    before, after = tuple(before), tuple(after)
    new = {found.cause for found in added(before, after)}
    for entry in entries:
        new |= of_its_bag(without, entry, after, news) if isinstance(entry, Dose) else set()
    more = adds(without, entries, before, after)
    return Brought(frozenset(new), more, heavier(without, entries, (one for one in after if one.cause in more)))


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
    """Of each cause the worst, which then rests on all that was found of it."""
    by_cause: dict[str, Finding] = {}
    for one in found:
        before = by_cause.setdefault(one.cause, one)
        if before is not one:
            by_cause[one.cause] = _both(*sorted((before, one), key=lambda each: each.rank))
    return tuple(sorted(by_cause.values(), key=lambda one: (one.rank, _place(one), one.rule, one.cause)))


def _both(worse: Finding, other: Finding) -> Finding:
    moments = [one.at for one in (worse, other) if one.at is not None]
    because = tuple(dict.fromkeys((*worse.because, *other.because)))
    return replace(worse, because=because, at=max(moments, default=None))


ORDER = ("signs", "labs", "load", "interaction", "medicines", "groups")
"""Of what matters equally soon: what the body shows first, then what acts now, medicines, illness, then the rest."""
UNCHECKED = "not_covered"
"""Rules of this name say what was not looked at: that stands at the end, lest it read as a warning."""


def _place(found: Finding) -> int:
    topic, _dot, name = found.rule.partition(".")
    if name == UNCHECKED:
        return len(ORDER) + 1
    return ORDER.index(topic) if topic in ORDER else len(ORDER)
