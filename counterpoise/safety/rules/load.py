"""How many kinds of things that make people sleepy act at one moment: their number, never a sum of milligrams."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from counterpoise.diary import Dose
from counterpoise.knowledge.records import MedicineClass
from counterpoise.safety.beside import SEDATIVE, Beside, current, hours, listed, match_of
from counterpoise.safety.case import KRATOM, Case
from counterpoise.safety.finding import Finding
from counterpoise.safety.medicines import Match
from counterpoise.text import _

_Lasting = tuple[Dose, dict[str, dt.timedelta]]
"""A dose, and for how long it acts as each sedative kind."""


def find(case: Case) -> Iterator[Finding]:
    """The moment of the last day at which the most kinds acted, where they are too many."""
    rule = case.knowledge.rules["load.sedatives"]
    since = case.now - dt.timedelta(hours=rule.limit("hours_back"))
    back = case.now - since + longest(case)
    doses = list(_still_acting(case, back, since))
    steady: list[tuple[str, Beside]] = []
    steady += ((kind, beside) for beside in current(case) if regular(beside) for kind in of(case, beside.match))
    steady += ((key, beside) for key, beside in listed(case) if key == KRATOM and regular(beside))
    most: dict[str, list[str]] = {}
    at: list[Dose] = []
    for moment in (dose.at for dose, _kinds_of_it in doses if dose.at >= since):
        then = _acting(doses, moment)
        now = {kind: [case.name(dose) for dose in found] for kind, found in then.items()}
        for kind, beside in steady:
            now.setdefault(kind, []).append(beside.entry)
        if len(now) >= max(rule.limit("classes"), len(most)):
            most, at = now, [dose for found in then.values() for dose in found]
    if most:
        yield _finding(case, most, at)


def _still_acting(case: Case, back: dt.timedelta, since: dt.datetime) -> Iterator[_Lasting]:
    """Doses of so far back that act at or after a moment; what a name is, is looked up once."""
    known: dict[str, dict[str, dt.timedelta]] = {}
    for dose in case.last(case.doses, back):
        here = known.get(dose.substance)
        if here is None:
            here = known[dose.substance] = kinds(case, dose)
        if here and dose.at + max(here.values()) > since:
            yield dose, here


def longest(case: Case) -> dt.timedelta:
    """For how long anything at all counts as acting."""
    rule = case.knowledge.rules["load.sedatives"]
    hours = max(rule.limit(name) for name in rule.limits if name.startswith("hours_"))
    days = max(rule.limit(name) for name in rule.limits if name.startswith("after_"))
    return max(dt.timedelta(hours=hours), dt.timedelta(days=days))


def _finding(case: Case, kinds: dict[str, list[str]], doses: list[Dose]) -> Finding:
    ordered = sorted(kinds)
    names = ", ".join(_name(case, kind) for kind in ordered)
    found = case.found("load.sedatives", doses, cause="+".join(ordered), count=str(len(kinds)), names=names)
    because = (*found.because, *(entry for kind in ordered for entry in kinds[kind]))
    return replace(found, because=tuple(dict.fromkeys(because)))


def _acting(doses: list[_Lasting], moment: dt.datetime) -> dict[str, list[Dose]]:
    found: dict[str, list[Dose]] = {}
    for dose, kinds in doses:
        for kind, lasts in kinds.items():
            if dose.at <= moment < dose.at + lasts:
                found.setdefault(kind, []).append(dose)
    return found


def kinds(case: Case, dose: Dose) -> dict[str, dt.timedelta]:
    """The sedative kinds of a dose, and for how long it acts as each."""
    found = match_of(case, dose.substance)
    own: dict[str, dt.timedelta] = {}
    if case.substance(dose.substance) == KRATOM:
        own[KRATOM] = dt.timedelta(hours=case.knowledge.rules["load.sedatives"].limit("hours_kratom"))
    return own | {kind: hours(case, found, kind) for kind in of(case, found)}


def of(case: Case, found: Match | None) -> Iterator[MedicineClass]:
    """The sedative kind of each ingredient: one for each, the first that it is."""
    if found is None:
        return
    for key in found.ingredients:
        pack = case.knowledge.substances.get(key)
        ingredient = case.knowledge.medicines.ingredients.get(key)
        classes = pack.classes if pack is not None else ingredient.classes if ingredient is not None else ()
        first = next((kind for kind in SEDATIVE if kind in classes), None)
        if first is not None:
            yield first


def regular(beside: Beside) -> bool:
    """Whether a medicine of the profile acts all the time: only one that is taken when needed does not."""
    return beside.medicine is not None and not beside.medicine.as_needed


def _name(case: Case, kind: str) -> str:
    pair = case.knowledge.interactions[KRATOM].get(kind)
    return _(case.knowledge.substances[KRATOM].name if pair is None else pair.name)
