"""A diary cut down to what is to be shown: what somebody else is not to see is not there to be drawn.

A report names its sections and its days. What no chosen section draws from goes before anything is worked out: no
sentence, picture, finding or answer can then hold a trace of it. Two things stay, so that nothing false is said: that
kratom was taken (when, never how much), which the pairs with other medicines rest on; and on which days anything was
written down at all, by which "no entry" is counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from counterpoise.diary import Appointment, Diary, Dose, Person, Plan, Question, Questionnaire, Rating, Record
from counterpoise.knowledge.contents import OTHER_DRUGS
from counterpoise.knowledge.load import Knowledge
from counterpoise.plans.standing import LEAF, WITHDRAWAL

Rec = TypeVar("Rec", bound=Record)

ENTRIES = "entries"
"""The appendix that lists what was recorded, one by one: only of sections that are shown themselves."""
OF_DOSES = {"taken", "benefit", "dependence", "plan"}
OF_BARE_DOSES = {"harms", "medicines", "labs"}
OF_OTHERS = {"medicines"}
OF_RATINGS = {"pain", "benefit"}
OF_EFFECTS = {"harms"}
OF_BAGS = {"taken", "benefit", "products"}
OF_PLANS = {"taken", "plan"}
OF_PAIN = ("peg", "nrs-11", "gcps-r", "promis", "isi", "paindetect", "phq-4")
"""Questionnaires about pain and how somebody fares; all others are about dependence."""
LEAF_AND_KIN = (LEAF, *OTHER_DRUGS, "mgm-15")
"""What the report is about; every other substance is another medicine."""
SOMETHING = "left_out"
"""Stands for whatever was written down on a day and is not shown."""


def shown(
    diary: Diary,
    first: dt.date,
    last: dt.date,
    sections: Collection[str],
    packs: Knowledge,
    *,
    plans_until: dt.date | None = None,
) -> Diary:
    """The part of a diary that these sections draw from, of these days of the person's calendar.

    Notes are for the person: only the list of entries carries them. Plans, medicines and earlier use are about the
    person, not of a day; a plan counts that was in force at some time in these days;
    plans_until: one that begins up to then counts, too.
    """
    chosen = frozenset(sections)
    home = ZoneInfo(diary.person.time_zone)

    def within(entries: Iterable[Any]) -> list[Any]:
        return [one for one in entries if first <= one.at.astimezone(home).date() <= last]

    def kept(entries: Iterable[Any], wanted: Callable[[Any], bool]) -> tuple[Any, ...]:
        noted = ENTRIES in chosen
        return tuple(one if noted else _without_notes(one) for one in within(entries) if wanted(one))

    bags = bool(chosen & OF_BAGS)
    ratings = kept(diary.ratings, lambda one: _rated(one, chosen))
    doses = kept(map(_cut(chosen, bags, packs), diary.doses), lambda one: _taken(one, chosen, packs))
    effects = kept(diary.effects, lambda _one: bool(chosen & OF_EFFECTS))
    asked = kept(diary.questionnaires, lambda one: _asked(one, chosen))
    everything = within((*diary.doses, *diary.ratings, *diary.effects, *diary.questionnaires))
    days = {one.at.astimezone(home).date() for one in everything}
    days -= {one.at.astimezone(home).date() for one in (*doses, *ratings, *effects, *asked)}
    known = {one.id for one in ratings}
    return Diary(
        person=_person(diary.person, chosen),
        products=tuple(map(_without_notes, diary.products)) if bags else (),
        lots=tuple(map(_without_notes, diary.lots)) if bags else (),
        measures=diary.measures if chosen & OF_RATINGS else (),
        doses=tuple(one if one.rating in known else replace(one, rating=None) for one in doses),
        ratings=ratings,
        effects=effects,
        labs=kept(diary.labs, lambda _one: "labs" in chosen),
        questionnaires=(*asked, *_something(sorted(days), home)),
        goals=tuple(map(_without_notes, diary.goals)) if "who" in chosen else (),
        appointments=tuple(_to_come(diary, last, chosen)) if "questions" in chosen else (),
        plans=tuple(
            _without_notes(one) for one in diary.plans if chosen & OF_PLANS and _held(one, first, plans_until or last)
        ),
    )


def _rated(rating: Rating, chosen: frozenset[str]) -> bool:
    if rating.measure == WITHDRAWAL:
        return bool(chosen & {"dependence", "plan", "taken"})
    return bool(chosen & OF_RATINGS)


def _of_leaf(dose: Dose, packs: Knowledge) -> bool:
    pack = packs.substance(dose.substance)
    return pack is not None and pack.key in LEAF_AND_KIN


def _taken(dose: Dose, chosen: frozenset[str], packs: Knowledge) -> bool:
    return bool(chosen & (OF_DOSES | OF_BARE_DOSES if _of_leaf(dose, packs) else OF_OTHERS))


def _cut(chosen: frozenset[str], bags: bool, packs: Knowledge) -> Callable[[Dose], Dose]:
    """A dose without what leads to something left out; that it was taken, where no more is to be told."""

    def cut(dose: Dose) -> Dose:
        if not bags:
            dose = replace(dose, lot=None)
        if chosen & OF_DOSES or not _of_leaf(dose, packs):
            return dose
        return Dose(id=dose.id, source=dose.source, at=dose.at, zone=dose.zone, substance=dose.substance)

    return cut


def _asked(one: Questionnaire, chosen: frozenset[str]) -> bool:
    return ("pain" if one.instrument in OF_PAIN else "dependence") in chosen


def _something(days: Iterable[dt.date], home: ZoneInfo) -> Iterator[Questionnaire]:
    """That there was an entry on a day, and nothing of it."""
    noon = dt.time(12)
    for day in days:
        at = dt.datetime.combine(day, noon, home)
        yield Questionnaire(id=f"{SOMETHING} {day}", at=at, instrument=SOMETHING, answers=(None,))


def _to_come(diary: Diary, last: dt.date, chosen: frozenset[str]) -> Iterator[Appointment]:
    """The questions of visits after these days, of which the reader takes the next, and of those without a date.

    One to which the record gave rise goes with any part of it that is left out and that it can name. What was agreed,
    what was answered, and what to bring, is the person's.
    """
    for visit in diary.appointments:
        if (visit.on is None and visit.agreed is None) or (visit.on is not None and visit.on >= last):
            asked = tuple(replace(one, answer=None) for one in visit.questions if _may_ask(one, chosen))
            yield replace(visit, questions=asked, agreed=None, bring=(), next_on=None, note=None)


def _may_ask(question: Question, chosen: frozenset[str]) -> bool:
    return not question.asked and chosen.issuperset(question.names)


def _held(plan: Plan, first: dt.date, last: dt.date) -> bool:
    return plan.from_ <= last and (plan.ended_on is None or plan.ended_on >= first)


def _person(person: Person, chosen: frozenset[str]) -> Person:
    """What is told of the person: the time zone always, since days are counted by it."""
    kept: dict[str, Any] = {"time_zone": person.time_zone}
    if "who" in chosen:
        names = ("birth_year", "sex", "weight_kg", "conditions", "pregnant", "nursing", "surgery_on", "allergies")
        kept |= {name: getattr(person, name) for name in (*names, "safety_critical")}
    if "medicines" in chosen:
        kept["medicines"] = tuple(map(_without_notes, person.medicines))
    if chosen & {"taken", "dependence"}:
        kept["history"] = tuple(map(_without_notes, person.history))
    return Person(**kept)


def _without_notes(record: Rec) -> Rec:
    return record if record.note is None else replace(record, note=None)
