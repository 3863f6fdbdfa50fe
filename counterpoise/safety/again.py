"""What an entry adds to something that is known already, so that it is told once more.

A known thing is quiet at a usual dose of kratom. It is told again when the entry is more than before: each dose of
another thing that makes drowsy, kratom while one that was logged acts, an amount above all of late, or a dose while a
grave sign goes on. A medicine of every day, taken as on other days, is no such dose: whoever is asked at each learns to
tap it away.
"""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from counterpoise.diary import Dose, Effect
from counterpoise.safety.amounts import amounts
from counterpoise.safety.aside import newest
from counterpoise.safety.beside import current, match_of
from counterpoise.safety.case import KRATOM, Case
from counterpoise.safety.finding import Finding
from counterpoise.safety.rules import load
from counterpoise.safety.rules.signs import still

TOPICS = ("interaction", "load", "plan")
"""What can be added to by one dose. What is told of weeks is not made new by one."""
TOGETHER = ("interaction", "load")
"""Of these what is told of things that meet in the body."""
ASKED_FOR = dt.timedelta(days=4)
"""An implant acts for weeks: kratom after it is asked about for so long, then it is as a medicine of every day."""
SIGN_OPEN = dt.timedelta(hours=24)
SIGNS = "signs."
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
        or (_rests_on(one, entry) and _more(without, entry, one))
    )


def heavier(without: Case, entries: Sequence[Dose | Effect], found: Iterable[Finding]) -> frozenset[str]:
    """Of what they add to, that of which these entries are more than before, or to which they are: above all of late,
    or something else than leaf that makes drowsy. Leaf once more, while what was read about acts, is none."""
    told = tuple(found)
    return frozenset(
        one.cause
        for entry in entries
        if isinstance(entry, Dose) and (_above_all_of_late(without, entry) or _slows(without, entry))
        for one in told
        if one.rule.startswith(SIGNS) or _rests_on(one, entry)
    )


def worsened(
    case: Case, found: Iterable[Finding], since: Mapping[str, dt.datetime], corrected: Mapping[str, dt.datetime]
) -> frozenset[str]:
    """The causes to which a dose newer than when they were set aside adds, and those of things taken together where an
    emergency was noted since. since: when each was, by its cause."""
    told = tuple(found)
    grave = _grave(case, told, corrected)
    return frozenset(
        one.cause
        for one in told
        if one.cause in since
        and (_added_to(case, one, since, corrected) or (_topic(one) in TOGETHER and since[one.cause] < grave))
    )


def _grave(case: Case, found: Iterable[Finding], corrected: Mapping[str, dt.datetime]) -> dt.datetime:
    """When the newest emergency was noted, or what was noted corrected."""
    names = {name for one in found if one.severity == "emergency" for name in one.because}
    noted = (newest(one, corrected) for one in case.effects if names and case.name(one) in names)
    return max(noted, default=dt.datetime.min.replace(tzinfo=dt.UTC))


def _added_to(
    case: Case, found: Finding, since: Mapping[str, dt.datetime], corrected: Mapping[str, dt.datetime]
) -> bool:
    if _topic(found) not in TOPICS:
        return False
    names = set(found.because)
    for dose in case.doses:
        if case.name(dose) in names and newest(dose, corrected) > since[found.cause]:
            others = tuple(one for one in case.diary.doses if one is not dose)
            without = Case(replace(case.diary, doses=others), case.knowledge, case.now)
            if _above_all_of_late(without, dose) or _slows(without, dose):
                return True
    return False


def _rests_on(found: Finding, entry: Dose) -> bool:
    """What has no id is known by its moment: only of the newest is that sure, and a page always gives an id."""
    if _topic(found) not in TOPICS:
        return False
    return entry.id in found.because if entry.id else found.at == entry.at


def _more(case: Case, entry: Dose, found: Finding) -> bool:
    return _above_all_of_late(case, entry) or _slows(case, entry) or _kratom_on_top(case, entry, found)


def _topic(found: Finding) -> str:
    return found.rule.partition(".")[0]


def _sign_goes_on(case: Case, found: Finding, entry: Dose) -> bool:
    """An emergency, or a sign that needs a doctor today, noted in the last day and not known to be over."""
    if not found.rule.startswith(SIGNS) or found.rule == OVER or found.severity not in ("emergency", "urgent"):
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


def _slows(case: Case, entry: Dose) -> bool:
    """It makes drowsy, is not leaf, and is no medicine of every day taken as on other days."""
    return bool(_kinds(case, entry) - {KRATOM}) and not as_every_day(case, entry)


def _kratom_on_top(case: Case, entry: Dose, found: Finding) -> bool:
    """Kratom while something else acts that makes drowsy and was logged as a dose."""
    if KRATOM not in _kinds(case, entry):
        return False
    names = set(found.because)
    back = (dose for dose in case.last(case.doses, load.longest(case)) if case.name(dose) in names)
    return any(
        dose.at <= entry.at < dose.at + min(lasts, ASKED_FOR) and not as_every_day(case, dose)
        for dose in back
        for kind, lasts in load.kinds(case, dose).items()
        if kind != KRATOM
    )


def as_every_day(case: Case, entry: Dose) -> bool:
    """A medicine of the profile that is taken every day, no more often this day than on the middle one of its days.

    Of no other day anything known, it is the first of this day, of one that is said not to be for need.
    """
    keys = _ingredients(case, entry)
    if not keys or not keys <= _every_day(case):
        return False
    if _above_all_of_late(case, entry):
        return False
    days = dt.timedelta(days=case.knowledge.rules["medicines.not_covered"].limit("days_of_use"))
    same = [one for one in case.last(case.doses, days) if one is not entry and _ingredients(case, one) & keys]
    counts = Counter(case.local(one.at).date() for one in same if one.at <= entry.at)
    this_day = 1 + counts.pop(case.local(entry.at).date(), 0)
    if not counts:
        return this_day == 1 and keys <= _every_day(case, said=True)
    return this_day <= statistics.median(counts.values())


def _ingredients(case: Case, dose: Dose) -> frozenset[str]:
    found = match_of(case, dose.substance)
    return frozenset() if found is None else frozenset(found.ingredients)


def _every_day(case: Case, *, said: bool = False) -> frozenset[str]:
    """The ingredients of medicines of the profile that are not for need. said: only where that was told."""
    steady = (
        beside.match
        for beside in current(case)
        if load.regular(case, beside) and not beside.ended
        if not said or (beside.medicine is not None and beside.medicine.as_needed is False)
    )
    return frozenset(key for found in steady if found is not None for key in found.ingredients)


def _kinds(case: Case, dose: Dose) -> set[str]:
    return set(load.kinds(case, dose))
