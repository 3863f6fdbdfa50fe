"""Who, and what for: age, illnesses, what the person wants to be able to do; what was not told is said."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.diary import Person
from counterpoise.report.clinician.reading import Reading, on
from counterpoise.report.document import Block, Text
from counterpoise.report.names import number
from counterpoise.text import _


def blocks(read: Reading) -> Iterator[Block]:
    """What is known of the person, then what is not."""
    yield Text(text=" ".join(_lines(read)))


def _lines(read: Reading) -> Iterator[str]:
    person = read.diary.person
    body = list(_body(person, read))
    if body:
        said = ", ".join(body)
        yield f"{said[:1].upper()}{said[1:]}."
    yield from conditions(person)
    if person.allergies:
        yield _("Allergies: {told}.").format(told=", ".join(person.allergies))
    if person.surgery_on is not None and person.surgery_on >= read.today:
        yield _("Operation planned on {day}.").format(day=on(person.surgery_on))
    if person.safety_critical:
        yield _("Drives, or works where drowsiness endangers somebody.")
    yield from goals(read)
    missing = list(_missing(person))
    if missing:
        yield _("Not told: {what}.").format(what=", ".join(missing))


def conditions(person: Person) -> Iterator[str]:
    """Illnesses and the like, in one sentence; nothing where none was told."""
    told = [one.replace("_", " ") for one in person.conditions]
    told += [_("pregnant")] if person.pregnant else []
    told += [_("breast-feeding")] if person.nursing else []
    if told:
        yield _("Conditions: {told}.").format(told=", ".join(told))


def _body(person: Person, read: Reading) -> Iterator[str]:
    if person.birth_year is not None:
        years = read.today.year - person.birth_year
        yield _("born {year}, {low} or {high} years old").format(year=person.birth_year, low=years - 1, high=years)
    sexes = {"female": _("female"), "male": _("male"), "other": _("another sex")}
    if person.sex is not None:
        yield sexes[person.sex]
    if person.weight_kg is not None:
        yield f"{number(person.weight_kg)} kg"


def goals(read: Reading) -> Iterator[str]:
    """What the person wants to be able to do, in one sentence."""
    open_ = [goal.text for goal in read.diary.goals if goal.reached_on is None]
    reached = [
        _("{goal} (reached on {day})").format(goal=goal.text, day=on(goal.reached_on))
        for goal in read.diary.goals
        if goal.reached_on is not None
    ]
    if open_ or reached:
        yield _("Wants to be able to: {goals}.").format(goals="; ".join([*open_, *reached]))


def _missing(person: Person) -> Iterator[str]:
    """What a clinician asks and the record does not say: unknown is not none."""
    if person.birth_year is None:
        yield _("year of birth")
    if person.sex is None:
        yield _("sex")
    if not person.conditions:
        yield _("conditions")
    if not person.allergies:
        yield _("allergies")
    if person.sex != "male" and person.pregnant is None:
        yield _("whether pregnant")
