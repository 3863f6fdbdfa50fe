"""What is taken beside a substance: medicines of the profile and doses of the diary, by what the dictionary knows."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from counterpoise.diary import Dose, Medicine
from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.names import plain_names
from counterpoise.knowledge.records import MedicineClass
from counterpoise.knowledge.spelling import plain
from counterpoise.safety.case import KRATOM, Case
from counterpoise.safety.ended import Denied
from counterpoise.safety.medicines import Match, match

SEDATIVE: tuple[MedicineClass, ...] = (
    "alcohol",
    "opioid",
    "benzodiazepine",
    "z_drug",
    "barbiturate",
    "gabapentinoid",
    "sedating_antihistamine",
    "muscle_relaxant",
    "other_sedative",
    "antipsychotic",
    "cannabis",
)
"""Classes that make people sleepy; an ingredient of several counts as the first of these."""
HOURS_IN_A_DAY = 24


@dataclass(frozen=True, slots=True)
class Beside:
    """One thing beside: a medicine of the profile (then `medicine`), or what was logged (then `doses`, by time).

    ended: it was stopped and may act on; "when unknown" where nobody says when.
    """

    name: str
    match: Match | None
    entry: str
    medicine: Medicine | None = None
    doses: tuple[Dose, ...] = ()
    ended: Literal["", "lately", "when unknown"] = ""


def current(case: Case) -> Iterator[Beside]:
    """The medicines of the profile that are taken today, as far as is known, and those that act on after the last."""
    for place, medicine in enumerate(case.person.medicines):
        found, until = match(medicine.name, case.knowledge), last_day(medicine.until)
        if _first(medicine.since) > case.today:
            continue
        entry = medicine.id or f"person.medicines[{place}]"
        if case.today <= until or case.today - lingers(case, found) <= until:
            yield Beside(medicine.name, found, entry, medicine, (), "lately" if until < case.today else "")
        for denied in () if found is None else found.denied:
            yield from _ended(case, Beside(medicine.name, None, entry, medicine), denied, until)


def _ended(case: Case, beside: Beside, denied: Denied, until: dt.date) -> Iterator[Beside]:
    """What its name says was stopped: each ingredient that may act on, or whose day has not come."""
    if denied.how == "never":
        return
    told = min(until, last_day(denied.day))
    for key in denied.keys:
        found = Match("likely", (key,), classes_of(case, key))
        if denied.how == "until" and case.today <= told:
            yield replace(beside, match=found)
        elif (days := lingers(case, found, weeks=not denied.lately)) and case.today - days <= told:
            yield replace(beside, match=found, ended="lately" if told < case.today else "when unknown")


def listed(case: Case) -> Iterator[tuple[str, Beside]]:
    """Substances with pairs that stand among the medicines of the profile, and are taken."""
    for beside in current(case):
        named = {case.substance(beside.name), *(() if beside.match is None else beside.match.ingredients)}
        yield from ((key, beside) for key in case.knowledge.interactions if key in named and not beside.ended)


def logged(case: Case, since: dt.timedelta) -> Iterator[Beside]:
    """What was logged in the last so much time, each name once; plain leaf is beside nothing."""
    names: dict[str, list[Dose]] = {}
    for dose in case.last(case.doses, since):
        if dose.substance != KRATOM:
            names.setdefault(dose.substance, []).append(dose)
    for name, doses in names.items():
        found = match_of(case, name)
        if found is not None or case.substance(name) != KRATOM:
            yield Beside(name, found, "", None, tuple(doses))


def match_of(case: Case, name: str) -> Match | None:
    """What a logged name is beside kratom: its pack, and what else it names ("kratom and beer", "7-OH, Xanax")."""
    return _match_of(case.knowledge, name, case.substance(name))


@lru_cache(maxsize=4096)
def _match_of(knowledge: Knowledge, name: str, key: str) -> Match | None:
    pack = knowledge.substances.get(key)
    if pack is not None and plain(name) in plain_names(pack):
        return None if key == KRATOM else Match("exact", (key,), frozenset(pack.classes))
    found = match(name, knowledge)
    if pack is None:
        return found
    others = () if found is None else tuple(one for one in found.ingredients if one not in (KRATOM, key))
    keys = others if key == KRATOM else (key, *others)
    classes = frozenset(pack.classes).union(() if found is None else found.classes)
    return Match("likely" if others else "exact", keys, classes) if keys else None


def in_use(case: Case) -> Iterator[str]:
    """Substances with pairs: taken lately, named by a plan or the profile, or in use when the record began."""
    days = case.knowledge.rules["medicines.not_covered"].limit("days_of_use")
    recent = {case.substance(dose.substance) for dose in case.last(case.doses, dt.timedelta(days=days))}
    for plan in case.diary.plans:
        if plan.ended_on is None or plan.ended_on >= case.today:
            recent.add(case.substance(plan.substance))
    before = {case.substance(use.substance) for use in case.person.history if use.until is None} - recent
    if before:
        recent |= before - {case.substance(name) for name, _lot in case.first_doses}
    recent |= {key for key, _beside in listed(case)}
    yield from (key for key in case.knowledge.interactions if key in recent)


def hours(case: Case, found: Match | None, kind: MedicineClass | None = None) -> dt.timedelta:
    """For how long one dose counts as acting: the longest of its classes and ingredients, or of those of one kind."""
    rule = case.knowledge.rules["load.sedatives"]
    kinds = [kind] if kind is not None else sorted(found.classes) if found is not None else []
    names = [f"hours_{one}" for one in kinds]
    if found is not None:
        names += [f"hours_of_{key}" for key in found.ingredients if kind is None or kind in classes_of(case, key)]
    known = [name for name in names if name in rule.limits]
    longest = max(rule.limit(name) for name in known or ["hours_other"])
    return max(dt.timedelta(hours=longest), _weeks(case, found, kind))


def lingers(case: Case, found: Match | None, *, weeks: bool = False) -> dt.timedelta:
    """For how long a medicine can act after the last day of it, where that is days. weeks: only where it is weeks."""
    rule = case.knowledge.rules["load.sedatives"]
    longest = _weeks(case, found)
    if weeks or found is None:
        return longest
    names = [*(f"hours_of_{key}" for key in found.ingredients), *(f"hours_{kind}" for kind in found.classes)]
    hours = max((rule.limit(name) for name in names if name in rule.limits), default=0.0)
    return max(longest, dt.timedelta(hours=hours) if hours > HOURS_IN_A_DAY else dt.timedelta())


def _weeks(case: Case, found: Match | None, kind: MedicineClass | None = None) -> dt.timedelta:
    rule = case.knowledge.rules["load.sedatives"]
    keys = [] if found is None else [key for key in found.ingredients if kind is None or kind in classes_of(case, key)]
    names = [f"after_{key}" for key in keys]
    return dt.timedelta(days=max((rule.limit(name) for name in names if name in rule.limits), default=0.0))


def classes_of(case: Case, key: str) -> frozenset[MedicineClass]:
    """What an ingredient is to the rules."""
    pack, ingredient = case.knowledge.substances.get(key), case.knowledge.medicines.ingredients.get(key)
    return frozenset(pack.classes if pack is not None else () if ingredient is None else ingredient.classes)


def of_choice(case: Case, keys: Iterable[str]) -> bool:
    """Whether nobody prescribes any of these ingredients: food, drink, kratom and what is made from it."""
    return {*keys} <= {*case.knowledge.medicines.unprescribed}


def acting(case: Case, substance: str) -> dt.timedelta:
    """For how long one dose of a substance with pairs counts as acting."""
    pack = case.knowledge.substances[substance]
    if substance == KRATOM:
        return dt.timedelta(hours=case.knowledge.rules["load.sedatives"].limit("hours_kratom"))
    return hours(case, Match("exact", (substance,), frozenset(pack.classes)))


def _first(day: str | None) -> dt.date:
    if day is None:
        return dt.date.min
    year, month, date = (*map(int, day.split("-")), 1, 1)[:3]
    return _date(year, month, date)


def last_day(day: str | None) -> dt.date:
    """The last day that a date may mean: "2026-05" is the end of May."""
    if day is None:
        return dt.date.max
    given = [int(part) for part in day.split("-")]
    return _date(given[0], given[1] if len(given) > 1 else 12, given[2] if len(given) > 2 else 31)


def _date(year: int, month: int, day: int) -> dt.date:
    """The day, or the nearest that the calendar has: a diary may hold 2026-02-31."""
    year = max(year, dt.MINYEAR)
    return dt.date(year, month, min(day, monthrange(year, month)[1]))
