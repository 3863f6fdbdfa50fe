"""Groups that medical sources advise against kratom for: said once, and only where kratom is or was used or planned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from counterpoise.diary import Dose, Effect
from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.records import Jurisdiction, Ruling, Severity
from counterpoise.safety.beside import listed
from counterpoise.safety.case import Case
from counterpoise.safety.finding import Finding
from counterpoise.safety.rules.load import kinds
from counterpoise.safety.rules.signs import name_of, noted, still
from counterpoise.safety.use import concerns, is_kratom_like
from counterpoise.safety.wording import names_one, words
from counterpoise.text import _

CONDITIONS = (
    "liver_disease",
    "seizure_disorder",
    "heart_rhythm",
    "breathing_disease",
    "substance_use",
    "psychosis_bipolar",
)
"""Groups that are known by an illness: a profile may hold these keys, or free words."""


def find(case: Case) -> Iterator[Finding]:
    """Each group that the person belongs to."""
    if not concerns(case, case.knowledge.rules["groups.law"].limit("days")):
        return
    yield from _conditions(case)
    yield from _person(case)
    yield from _driving(case)
    yield from _law(case)


def _conditions(case: Case) -> Iterator[Finding]:
    told: dict[str, list[str]] = {}
    for condition in case.person.conditions:
        for group in groups_of(case.knowledge, condition) or ["not_covered"]:
            told.setdefault(group, []).append(condition)
    for group in (*CONDITIONS, "not_covered"):
        if group in told:
            said = ", ".join(f"“{condition.replace('_', ' ')}”" for condition in told[group])
            yield case.found(f"groups.{group}", cause=_of(told[group]), condition=said)


def _of(conditions: list[str]) -> str:
    """Illnesses as part of a cause: another one is another cause, so that setting aside hides no new one.

    They are not spelled out: causes stand in lists and files where nobody expects an illness.
    """
    said = sorted({" ".join(words(condition)) for condition in conditions})
    return sha256("\n".join(said).encode()).hexdigest()[:16]


def groups_of(knowledge: Knowledge, condition: str) -> list[str]:
    """The groups that a condition belongs to, told by a key or in free words; a line may name more than one."""
    rules = {key: knowledge.rules[f"groups.{key}"] for key in CONDITIONS}
    return [key for key, rule in rules.items() if names_one(condition, (key, *rule.words), rule.unless, misspelt=True)]


def _person(case: Case) -> Iterator[Finding]:
    person, rules = case.person, case.knowledge.rules
    if person.pregnant:
        yield case.found("groups.pregnancy")
    if person.nursing:
        yield case.found("groups.nursing")
    if person.birth_year is not None and case.today.year - person.birth_year < rules["groups.under_21"].limit("age"):
        yield case.found("groups.under_21")  # by the year alone: whoever turns 21 in this year is not counted
    if person.surgery_on is not None:
        ahead = person.surgery_on - case.today
        if dt.timedelta() <= ahead <= dt.timedelta(weeks=rules["groups.surgery"].limit("weeks")):
            yield case.found("groups.surgery", cause=str(person.surgery_on), day=person.surgery_on.isoformat())
    if person.safety_critical:
        yield case.found("groups.safety_critical")


def _driving(case: Case) -> Iterator[Finding]:
    """Drowsy after a dose of what makes drowsy, in somebody whose drowsiness endangers somebody."""
    rule = case.knowledge.rules["groups.driving"]
    if not case.person.safety_critical:
        return
    after = dt.timedelta(hours=rule.limit("hours_after"))
    back = dt.timedelta(hours=rule.limit("hours"))
    here = noted(case, back)
    drowsy = [
        dose
        for dose in case.last(case.doses, back + after)
        if is_kratom_like(case, dose.substance) or kinds(case, dose)
    ]
    seen = {
        kind: effects
        for kind in rule.words
        if (effects := [one for one in still(case, here.get(kind, ())) if _after(drowsy, one, after)])
    }
    if seen:
        signs = ", ".join(name_of(case, kind) for kind in seen)
        yield case.found("groups.driving", [one for effects in seen.values() for one in effects], signs=signs)


def _after(doses: Sequence[Dose], effect: Effect, within: dt.timedelta) -> bool:
    return any(effect.at - within <= dose.at <= effect.at for dose in doses)


def _law(case: Case) -> Iterator[Finding]:
    """What was read of the place where the person lives, for each substance in use; nothing where nothing was read."""
    rule = case.knowledge.rules["groups.law"]
    lately = case.last(case.doses, dt.timedelta(days=rule.limit("days")))
    planned = [plan.substance for plan in case.diary.plans if plan.ended_on is None or plan.ended_on > case.today]
    used = (*(dose.substance for dose in lately), *planned, *(key for key, _beside in listed(case)))
    for substance in dict.fromkeys(case.substance(name) for name in used if is_kratom_like(case, name)):
        read = _read_of(case, substance)
        if read is None:
            continue
        place, ruling = read
        pack = case.knowledge.substances[substance]
        said = {"substance": _(pack.name), "place": _(place.name), "text": _(ruling.text)}
        severity: Severity = rule.severity if ruling.standing == "banned" else "notice"
        cause = f"{place.key}:{substance}"
        found = case.found("groups.law", cause=cause, severity=severity, as_of=str(ruling.as_of), filled=said)
        yield replace(found, sources=ruling.sources)


def _read_of(case: Case, substance: str) -> tuple[Jurisdiction, Ruling] | None:
    """The closest place of which something other than "no ban" was read."""
    for place in _places(case):
        ruling = place.substances.get(substance)
        if ruling is not None:
            return (place, ruling) if ruling.standing in ("banned", "restricted", "sources conflict") else None
    return None


def _places(case: Case) -> Iterator[Jurisdiction]:
    """Region before country; a region may be told by its letters or by its name."""
    country, region = case.person.country, case.person.region
    known = case.knowledge.jurisdictions
    if country and region:
        letters = f"{country}-{region.upper().removeprefix(f'{country}-')}"
        inside = (key for key in known if key.startswith(f"{country}-"))
        named = next((key for key in inside if known[key].name.casefold() == region.casefold()), letters)
        if named in known:
            yield known[named]
    if country is not None and country in known:
        yield known[country]
