"""What is taken beside a substance: medicines of the profile and doses of the diary, by what the dictionary knows."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass

from counterpoise.diary import Dose, Medicine
from counterpoise.knowledge.records import MedicineClass
from counterpoise.safety.case import KRATOM, Case
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
    "cannabis",
)
"""Classes that make people sleepy; an ingredient of several counts as the first of these."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One thing beside: a medicine of the profile (then `medicine`), or what was logged (then `doses`, by time)."""

    name: str
    match: Match | None
    entry: str
    medicine: Medicine | None = None
    doses: tuple[Dose, ...] = ()


def current(case: Case) -> Iterator[Beside]:
    """The medicines of the profile that are taken today, as far as is known, and those that act on after the last."""
    for place, medicine in enumerate(case.person.medicines):
        found = match(medicine.name, case.knowledge)
        if _first(medicine.since) <= case.today and case.today - lingers(case, found) <= last_day(medicine.until):
            entry = medicine.id or f"person.medicines[{place}]"
            yield Beside(medicine.name, found, entry, medicine)


def logged(case: Case, since: dt.timedelta) -> Iterator[Beside]:
    """What was logged in the last so much time, each name once; plain leaf is beside nothing."""
    names: dict[str, list[Dose]] = {}
    for dose in case.last(case.doses, since):
        if case.substance(dose.substance) != KRATOM:
            names.setdefault(dose.substance, []).append(dose)
    for name, doses in names.items():
        yield Beside(name, match_of(case, name), "", None, tuple(doses))


def match_of(case: Case, name: str) -> Match | None:
    """What a logged name is: its pack first, then the dictionary."""
    pack = case.knowledge.substances.get(case.substance(name))
    if pack is None:
        return match(name, case.knowledge)
    return Match("exact", (pack.key,), frozenset(pack.classes))


def in_use(case: Case) -> Iterator[str]:
    """Substances with pairs that were taken lately, that a plan names, or that were used when the record began."""
    days = case.knowledge.rules["medicines.not_covered"].limit("days_of_use")
    recent = {case.substance(dose.substance) for dose in case.last(case.doses, dt.timedelta(days=days))}
    for plan in case.diary.plans:
        if plan.ended_on is None or plan.ended_on >= case.today:
            recent.add(case.substance(plan.substance))
    before = {case.substance(use.substance) for use in case.person.history if use.until is None} - recent
    if before:
        recent |= before - {case.substance(name) for name, _lot in case.first_doses}
    yield from (key for key in case.knowledge.interactions if key in recent)


def hours(case: Case, found: Match | None, kind: MedicineClass | None = None) -> dt.timedelta:
    """For how long one dose counts as acting: the longest of its classes and ingredients, or of those of one kind."""
    rule = case.knowledge.rules["load.sedatives"]
    kinds = [kind] if kind is not None else sorted(found.classes) if found is not None else []
    names = [f"hours_{one}" for one in kinds]
    if found is not None:
        names += [f"hours_of_{key}" for key in found.ingredients if kind is None or kind in _classes(case, key)]
    known = [name for name in names if name in rule.limits]
    longest = max(rule.limit(name) for name in known or ["hours_other"])
    return max(dt.timedelta(hours=longest), lingers(case, found) if kind is None else dt.timedelta())


def lingers(case: Case, found: Match | None) -> dt.timedelta:
    """For how long a medicine can act after the last of it, where that is weeks."""
    rule = case.knowledge.rules["load.sedatives"]
    names = [] if found is None else [f"after_{one}" for one in found.ingredients]
    return dt.timedelta(days=max((rule.limit(name) for name in names if name in rule.limits), default=0.0))


def _classes(case: Case, key: str) -> tuple[MedicineClass, ...]:
    ingredient = case.knowledge.medicines.ingredients.get(key)
    return () if ingredient is None else ingredient.classes


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
