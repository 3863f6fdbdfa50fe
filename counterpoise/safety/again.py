"""What an entry adds to something that is known already, so that it is told once more.

A known thing is quiet at a usual dose of kratom. It is told again when the entry is more than before: another kind
that makes drowsy on top, kratom on top of one, an amount above all of late, or a dose while a grave sign goes on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from counterpoise.diary import Dose, Effect
from counterpoise.safety.amounts import amounts
from counterpoise.safety.aside import newest
from counterpoise.safety.beside import current
from counterpoise.safety.case import KRATOM, Case
from counterpoise.safety.finding import Finding
from counterpoise.safety.rules import load
from counterpoise.safety.rules.signs import still

TOPICS = ("interaction", "load", "plan")
"""What can be added to by one dose. What is told of weeks is not made new by one."""
SIGN_OPEN = dt.timedelta(hours=24)
OVER = "signs.after_emergency"
_ROUNDING = 1e-9


def adds(
    without: Case, entries: Sequence[Dose | Effect], before: Iterable[Finding], after: Iterable[Finding]
) -> frozenset[str]:
    """The causes to which these entries add. without: the diary as it is without them."""
    known = {found.cause: found for found in before}
    found = [one for one in after if one.cause in known]
    return frozenset(
        one.cause
        for entry in entries
        if isinstance(entry, Dose)
        for one in found
        if _sign_goes_on(without, one, entry)
        or _lately_over(without, one, entry)
        or (_rests_on(one, entry) and _more(without, entry, known[one.cause], one))
    )


def worsened(
    case: Case, found: Iterable[Finding], since: Mapping[str, dt.datetime], corrected: Mapping[str, dt.datetime]
) -> frozenset[str]:
    """The causes to which a dose newer than when they were set aside adds. since: when each was, by its cause."""
    return frozenset(one.cause for one in found if one.cause in since and _added_to(case, one, since, corrected))


def _added_to(
    case: Case, found: Finding, since: Mapping[str, dt.datetime], corrected: Mapping[str, dt.datetime]
) -> bool:
    if found.rule.partition(".")[0] not in TOPICS:
        return False
    names = set(found.because)
    for dose in case.doses:
        if case.name(dose) in names and newest(dose, corrected) > since[found.cause]:
            others = tuple(one for one in case.diary.doses if one is not dose)
            without = Case(replace(case.diary, doses=others), case.knowledge, case.now)
            if _above_all_of_late(without, dose) or _another_kind(without, dose):
                return True
    return False


def _rests_on(found: Finding, entry: Dose) -> bool:
    """What has no id is known by its moment: only of the newest is that sure, and a page always gives an id."""
    if found.rule.partition(".")[0] not in TOPICS:
        return False
    return entry.id in found.because if entry.id else found.at == entry.at


def _more(case: Case, entry: Dose, before: Finding, after: Finding) -> bool:
    return _above_all_of_late(case, entry) or _another_kind(case, entry) or _kratom_on_top(case, entry, before, after)


def _sign_goes_on(case: Case, found: Finding, entry: Dose) -> bool:
    """An emergency, or a sign that needs a doctor today, noted in the last day and not known to be over."""
    if not found.rule.startswith("signs.") or found.rule == OVER or found.severity not in ("emergency", "urgent"):
        return False
    names = set(found.because)
    begin, at = entry.at - SIGN_OPEN, entry.at
    lately = (one for one in case.effects if one.at <= at and (one.at >= begin or (one.ended_at or one.at) > at))
    return any(case.name(one) in names for one in still(case, lately))


def _lately_over(case: Case, found: Finding, entry: Dose) -> bool:
    """An emergency that is over, as long as it is told: before every dose within a day of it, then the first of a day.

    That it was called over is no look by somebody who knows.
    """
    if found.rule != OVER:
        return False
    names, begin = set(found.because), entry.at - SIGN_OPEN
    if any(max(one.at, one.ended_at or one.at) >= begin for one in case.effects if case.name(one) in names):
        return True
    day = case.local(entry.at).date()
    return not any(case.local(dose.at).date() == day for dose in case.doses)


def _above_all_of_late(case: Case, entry: Dose) -> bool:
    """More than any of the same in the last weeks, whatever the unit; also where it can be compared with none of them.

    An amount that is not known is taken for a usual one.
    """
    own = amounts(case, entry)
    if not own:
        return False
    days = dt.timedelta(days=case.knowledge.rules["medicines.not_covered"].limit("days_of_use"))
    same = [dose for dose in case.taken(case.substance(entry.substance), days) if dose.at <= entry.at]
    sizes = [size for dose in same if (size := amounts(case, dose))]
    shared = [way for way in own if any(way in size for size in sizes)]
    most = {way: max(size[way] for size in sizes if way in size) for way in shared}
    return bool(sizes) and all(own[way] > (1 + _ROUNDING) * most[way] for way in shared)


def _another_kind(case: Case, entry: Dose) -> bool:
    """It makes drowsy in a way in which nothing acted at that moment."""
    return bool(_kinds(case, entry) - {KRATOM} - _acting(case, entry) - _always(case))


def _kratom_on_top(case: Case, entry: Dose, before: Finding, after: Finding) -> bool:
    """Kratom meets, anew, something else that makes drowsy."""
    if KRATOM not in _kinds(case, entry) or KRATOM in _acting(case, entry):
        return False
    newly = set(after.because) - set(before.because)
    met = (dose for dose in case.last(case.doses, load.longest(case)) if case.name(dose) in newly)
    return any(_kinds(case, dose) - {KRATOM} - _always(case) for dose in met)


def _kinds(case: Case, dose: Dose) -> set[str]:
    return set(load.kinds(case, dose))


def _acting(case: Case, entry: Dose) -> set[str]:
    """What acted when the entry was taken, of what was logged."""
    back = case.last(case.doses, load.longest(case))
    return {
        kind for dose in back for kind, lasts in load.kinds(case, dose).items() if dose.at <= entry.at < dose.at + lasts
    }


def _always(case: Case) -> set[str]:
    """What acts at all times: medicines of the profile that are not for need."""
    return {kind for beside in current(case) if load.regular(case, beside) for kind in load.of(case, beside.match)}
