"""How many kinds of things that make people sleepy act at one moment: their number, never a sum of milligrams."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from counterpoise.diary import Dose
from counterpoise.knowledge.records import ActionName, MedicineClass
from counterpoise.safety.beside import SEDATIVE, Beside, current, hours, listed, match_of, of_choice
from counterpoise.safety.case import KRATOM, Case
from counterpoise.safety.finding import Finding
from counterpoise.safety.medicines import Match
from counterpoise.safety.use import another_drug
from counterpoise.text import _

_Lasting = tuple[Dose, dict[str, dt.timedelta]]
"""A dose, and for how long it acts as each sedative kind."""

_ONLY_SLEEPY: tuple[MedicineClass, ...] = ("cannabis",)
"""Makes sleepy, and is not known to slow breathing."""
STANDING: tuple[ActionName, ...] = ("prescriber_today", "naloxone", "do_not_drive")
"""What to do about medicines of every day: that "nothing more" be taken until it passes cannot be done."""
FIRST: tuple[ActionName, ...] = ("prescriber_today", "not_alone", "naloxone", "do_not_drive")
"""The same where no kratom before this is known: nobody can say how it goes."""


class _Load(NamedTuple):
    """What acted at one moment: entries of each kind, the doses among them, whether all but kratom is steady,
    what the person calls each kind, the doses that are of another kind than kratom, whether nobody prescribes any."""

    kinds: dict[str, list[str]]
    doses: list[Dose]
    standing: bool
    named: dict[str, list[str]]
    at: dt.datetime
    others: list[Dose]
    of_choice: bool


def find(case: Case) -> Iterator[Finding]:
    """Each moment of the last day at which too many kinds acted, the latest of the same kinds; part of another is none.

    One moment hides no other: what acts now is told beside another load of yesterday, also where that was of more kinds
    and something else than kratom was taken since.
    """
    rule = case.knowledge.rules["load.sedatives"]
    since = case.now - dt.timedelta(hours=rule.limit("hours_back"))
    back = case.now - since + longest(case)
    doses = list(_still_acting(case, back, since))
    steady = [(kind, beside) for _key, kind, beside in of_every_day(case)]
    loads: dict[frozenset[str], _Load] = {}
    for moment in (dose.at for dose, _kinds_of_it in doses if dose.at >= since):
        then = _acting(doses, moment)
        now = {kind: [case.name(dose) for dose in found] for kind, found in then.items()}
        for kind, beside in steady:
            now.setdefault(kind, []).append(beside.entry)
        if len(now) >= rule.limit("classes"):
            standing = then.keys() - {KRATOM} <= {kind for kind, _beside in steady}
            named = {kind: [_called(case, dose) for dose in found] for kind, found in then.items() if kind != KRATOM}
            for kind, beside in steady:
                named.setdefault(kind, []).append(beside.name)
            acting = [dose for found in then.values() for dose in found]
            others = [dose for kind, found in then.items() if kind != KRATOM for dose in found]
            chosen = all(of_choice(case, _ingredients(match_of(case, dose.substance))) for dose in acting)
            chosen = chosen and all(of_choice(case, _ingredients(beside.match)) for _kind, beside in steady)
            loads[frozenset(now)] = _Load(now, acting, standing, named, moment, others, chosen)
    for together, told in loads.items():
        if not any(together < kinds and _part(told, other) for kinds, other in loads.items()):
            yield _finding(case, told)


def _part(told: _Load, other: _Load) -> bool:
    """Whether a load of fewer kinds leads to one of more, or is what is left of it."""
    return told.at <= other.at or all(any(dose is one for one in other.doses) for dose in told.others)


def _still_acting(case: Case, back: dt.timedelta, since: dt.datetime) -> Iterator[_Lasting]:
    """Doses of so far back that act at or after a moment; what a name is, is looked up once."""
    known: dict[tuple[str | None, ...], dict[str, dt.timedelta]] = {}
    for dose in case.last(case.doses, back):
        named = (dose.substance, dose.of, dose.lot, dose.source)
        here = known.get(named)
        if here is None:
            here = known[named] = kinds(case, dose)
        if here and dose.at + max(here.values()) > since:
            yield dose, here


def longest(case: Case) -> dt.timedelta:
    """For how long anything at all counts as acting."""
    rule = case.knowledge.rules["load.sedatives"]
    hours = max(rule.limit(name) for name in rule.limits if name.startswith("hours_"))
    days = max(rule.limit(name) for name in rule.limits if name.startswith("after_"))
    return max(dt.timedelta(hours=hours), dt.timedelta(days=days))


def _finding(case: Case, told: _Load) -> Finding:
    ordered = sorted(told.kinds)
    names = "; ".join(_said(_name(case, kind), told.named.get(kind, ())) for kind in ordered)
    filled = {"count": str(len(ordered)), "names": names}
    actions = case.knowledge.rules["load.sedatives"].actions
    if told.standing:
        actions = FIRST if _first(case, told) else STANDING
    if told.of_choice:
        actions = tuple(name for name in actions if name != "prescriber_today")
    found = case.found("load.sedatives", told.doses, cause="+".join(ordered), actions=actions, filled=filled)
    if told.standing:
        more = _("These are medicines of every day, so it does not pass by itself.")
        found = replace(found, reason=f"{found.reason} {more}")
    because = (*found.because, *(entry for kind in ordered for entry in told.kinds[kind]))
    return replace(found, because=tuple(dict.fromkeys(because)))


def _first(case: Case, told: _Load) -> bool:
    """Whether no use of kratom is known but what acts here. A record may have begun with it: who told of use before,
    or keeps it among the medicines, has taken it."""
    if any(case.substance(use.substance) == KRATOM for use in case.person.history):
        return False
    if any(key == KRATOM for key, _beside in listed(case)):
        return False
    first = case.first_dose(KRATOM)
    return first is not None and any(first is dose for dose in told.doses)


def _said(kind: str, names: Iterable[str]) -> str:
    """A kind with the person's words, so that the pairs that are told beside are known again; no word twice."""
    told = ", ".join(name for name in dict.fromkeys(names) if name.casefold() != kind.casefold())
    return f"{kind} ({told})" if told else kind


def _acting(doses: list[_Lasting], moment: dt.datetime) -> dict[str, list[Dose]]:
    found: dict[str, list[Dose]] = {}
    for dose, kinds in doses:
        for kind, lasts in kinds.items():
            if dose.at <= moment < dose.at + lasts:
                found.setdefault(kind, []).append(dose)
    return found


def acting_at(case: Case, moment: dt.datetime) -> tuple[list[Dose], list[str]]:
    """What acted at a moment that slows breathing: the doses, leaf among them, and what the person calls each.

    None where leaf acted alone, or where nothing was logged and only a medicine of every day did.
    """
    back = case.last(case.doses, case.now - moment + longest(case))
    doses = [
        (dose, {kind for kind, lasts in kinds(case, dose).items() if dose.at <= moment < dose.at + lasts})
        for dose in back
    ]
    leaf = [dose for dose, acts in doses if KRATOM in acts]
    slow = [dose for dose, acts in doses if acts - {KRATOM, *_ONLY_SLEEPY}]
    daily = [one.name for one in current(case) if regular(case, one) and {*of(case, one.match)} - {*_ONLY_SLEEPY}]
    named = [_called(case, dose) for dose in slow]
    if leaf or slow:
        named += daily
    if not named:
        return [], []
    return [*slow, *leaf], [*named, *(_called(case, dose) for dose in leaf)]


def _called(case: Case, dose: Dose) -> str:
    pack = case.knowledge.substances.get(dose.substance)
    return dose.substance if pack is None else _(pack.name)


def kinds(case: Case, dose: Dose) -> dict[str, dt.timedelta]:
    """The sedative kinds of a dose, and for how long it acts as each."""
    return {kind: lasts for _key, kind, lasts in parts(case, dose)}


def parts(case: Case, dose: Dose) -> Iterator[tuple[str, str, dt.timedelta]]:
    """What of a dose makes sleepy, of which kind it is and for how long it acts; what a bag says of it counts before
    its name."""
    other = another_drug(case, dose)
    if other is not None and other != case.substance(dose.substance):
        found = match_of(case, other)
    else:
        found = match_of(case, dose.substance)
        if case.substance(dose.substance) == KRATOM:
            yield KRATOM, KRATOM, dt.timedelta(hours=case.knowledge.rules["load.sedatives"].limit("hours_kratom"))
    for key, kind in named(case, found):
        yield key, kind, hours(case, found, kind)


def of_every_day(case: Case) -> Iterator[tuple[str, str, Beside]]:
    """What of the profile acts all the time: what of it makes sleepy, of which kind, and the medicine."""
    for beside in current(case):
        if regular(case, beside):
            yield from ((key, kind, beside) for key, kind in named(case, beside.match))
    yield from ((key, key, beside) for key, beside in listed(case) if key == KRATOM and regular(case, beside))


def of(case: Case, found: Match | None) -> Iterator[MedicineClass]:
    """The sedative kind of each ingredient."""
    yield from (kind for _key, kind in named(case, found))


def named(case: Case, found: Match | None) -> Iterator[tuple[str, MedicineClass]]:
    """Each ingredient that makes sleepy, and its kind: one for each, the first that it is."""
    if found is None:
        return
    for key in found.ingredients:
        pack = case.knowledge.substances.get(key)
        ingredient = case.knowledge.medicines.ingredients.get(key)
        classes = pack.classes if pack is not None else ingredient.classes if ingredient is not None else ()
        first = next((kind for kind in SEDATIVE if kind in classes), None)
        if first is not None:
            yield key, first


def regular(case: Case, beside: Beside) -> bool:
    """Whether a medicine of the profile acts all the time: not one that is taken when needed.

    What nobody prescribes to be taken every day, alcohol and cannabis, is for need where nothing else is said.
    """
    if beside.medicine is None or beside.medicine.as_needed:
        return False
    of_choice = (
        set() if beside.match is None else beside.match.classes & {*case.knowledge.rules["load.sedatives"].words}
    )
    return beside.medicine.as_needed is False or not of_choice


def _ingredients(found: Match | None) -> tuple[str, ...]:
    return () if found is None else found.ingredients


def _name(case: Case, kind: str) -> str:
    pair = case.knowledge.interactions[KRATOM].get(kind)
    return _(case.knowledge.substances[KRATOM].name if pair is None else pair.name)
