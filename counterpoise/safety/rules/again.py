"""What makes drowsy beside a substance in use, again and again: how often is told, where the day after says nothing."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter

from counterpoise.diary import Dose
from counterpoise.knowledge.records import Pair
from counterpoise.safety.beside import SEDATIVE, Beside, acting, hours, in_use, logged
from counterpoise.safety.case import Case
from counterpoise.safety.days import DAY
from counterpoise.safety.finding import Finding
from counterpoise.safety.lasting import lasting
from counterpoise.safety.rules.interactions import cause_of, known_name, pairs_of, to_do
from counterpoise.text import _

_AT = attrgetter("at")


def find(case: Case) -> Iterator[Finding]:
    """Each ingredient by itself, whatever it was called. It shares its cause with the pair, which speaks at a dose."""
    rule = case.knowledge.rules["load.again"]
    back = DAY * ((rule.days or 0) + rule.limit("told_days") + 1)
    others = list(logged(case, back))
    for substance in in_use(case):
        by_cause: dict[str, list[tuple[Beside, Pair]]] = {}
        for beside in others:
            pairs = pairs_of(case, substance, beside)
            if pairs and any(pair.key in SEDATIVE for pair in pairs):
                by_cause.setdefault(cause_of(case, substance, beside, pairs[0]), []).append((beside, pairs[0]))
        ours = case.taken(substance, back + acting(case, substance) + DAY)
        for cause, found in by_cause.items():
            yield from _often(case, substance, ours, cause, found)


def _often(
    case: Case, substance: str, ours: list[Dose], cause: str, others: list[tuple[Beside, Pair]]
) -> Iterator[Finding]:
    rule, pair = case.knowledge.rules["load.again"], others[-1][1]
    met = {
        dose: case.local(dose.at).date()
        for one, _pair in others
        for dose in _met(ours, acting(case, substance), one.doses, hours(case, one.match))
    }

    def days(ago: int) -> set[dt.date] | None:
        last = case.today - DAY * ago
        found = {day for day in met.values() if last - DAY * (rule.days or 0) < day <= last}
        return found if len(found) >= rule.limit("still_days") else None

    told = lasting(days, lambda found: len(found) >= rule.limit("days"), int(rule.limit("told_days")))
    if not told:
        return
    because = [dose for dose, day in met.items() if day in told[0]]
    filled = {
        "other": _(pair.name),
        "substance": known_name(case, substance),
        "days": str(len(told[0])),
        "span": str(rule.days),
    }
    found = case.found("load.again", because, severity="notice" if pair.severity == "m" else None, filled=filled)
    yield replace(
        found,
        cause=cause,
        reason=f"{found.reason} {_(pair.reason)}",
        actions=tuple(dict.fromkeys((*to_do(case, substance, others[-1][0], pair), *found.actions))),
        sources=tuple(dict.fromkeys((*pair.every_source, *found.sources))),
    )


def _met(ours: list[Dose], own: dt.timedelta, others: tuple[Dose, ...], theirs: dt.timedelta) -> Iterator[Dose]:
    """The doses of the other that acted together with one of ours; both by time."""
    for other in others:
        first = bisect_left(ours, other.at - own, key=_AT)
        if first < len(ours) and ours[first].at <= other.at + theirs:
            yield other
