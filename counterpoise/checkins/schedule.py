"""What a day asks, and what is due now. Pure: the same choices, doses and day give the same questions.

Laws, held by tests: nothing in the quiet hours; at most A_DAY that call somebody; never two within
APART; at most one at random a day; every question rests when it was answered, skipped, or its time is over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from counterpoise.checkins import chance
from counterpoise.checkins.chosen import Chosen
from counterpoise.diary import PAIN_NOW, Rating

Kind = Literal["morning", "evening", "after_dose", "at_random", "instrument"]

AFTER_DOSES_A_DAY = 4
"""Questions after doses: two ratings a day for three months tell about as much as four a day for one."""
A_DAY = 2 + 1 + AFTER_DOSES_A_DAY
"""Questions a day that call somebody, at the most: two rounds, one at random, those after doses."""
APART = dt.timedelta(minutes=30)
WEIGHT: Mapping[str, int] = {"morning": 2, "evening": 2, "at_random": 1, "after_dose": 0}
"""Of two questions that stand too close the lighter one is left out; of equals the later one."""
OPEN_FOR: Mapping[str, dt.timedelta] = {
    "morning": dt.timedelta(hours=4),
    "evening": dt.timedelta(hours=4),
    "after_dose": dt.timedelta(minutes=60),
    "at_random": dt.timedelta(minutes=30),
}
"""How long a question waits. One at random waits least: an answer given whenever it suits is not at random."""
ANSWERED_BEFORE: Mapping[str, dt.timedelta] = {
    "morning": dt.timedelta(hours=2),
    "evening": dt.timedelta(hours=2),
    "after_dose": dt.timedelta(minutes=15),
    "at_random": dt.timedelta(0),
}
"""What was rated so shortly before a question answers it; one at random only what is rated when it is asked."""


@dataclass(frozen=True, slots=True)
class Question:
    """key: by which it is put off; measures: what it asks; instrument: the questionnaire, if it is one."""

    kind: Kind
    key: str
    at: dt.datetime
    until: dt.datetime
    measures: tuple[str, ...] = ()
    instrument: str = ""

    @property
    def prompt(self) -> Literal["scheduled", "random"]:
        """As the rating says who asked."""
        return "random" if self.kind == "at_random" else "scheduled"


@dataclass(frozen=True, slots=True)
class Lately:
    """What is recorded of the last two days: doses of what is asked about (id and instant), ratings; and what is put
    off (key and until when)."""

    doses: Sequence[tuple[str, dt.datetime]] = ()
    ratings: Sequence[Rating] = ()
    resting: Mapping[str, dt.datetime] | None = None


@dataclass(frozen=True, slots=True)
class Whose:
    """The person as the schedule needs them: what they chose, their clock, their secret, hours after a dose."""

    chosen: Chosen
    zone: ZoneInfo
    seed: str
    after_h: tuple[float, ...] = ()


def of_day(whose: Whose, day: dt.date, doses: Sequence[tuple[str, dt.datetime]]) -> list[Question]:
    """Everything a day asks by the clock, in order; questionnaires, which wait for days, are in `instruments`."""
    before, own, after = (_wanted(whose, day + dt.timedelta(days=step), doses) for step in (-1, 0, 1))
    return sorted(_apart(before, own, after), key=lambda one: one.at)


def due(whose: Whose, lately: Lately, now: dt.datetime) -> list[Question]:
    """What waits for an answer now, the latest first. A round is over once all it asks was answered."""
    today = now.astimezone(whose.zone).date()
    days = (today - dt.timedelta(days=1), today)
    asked = [one for day in days for one in of_day(whose, day, lately.doses)]
    resting = lately.resting or {}
    waiting = [one for one in asked if one.at <= now < one.until and not resting.get(one.key, now) > now]
    left = [part for one in waiting if (part := _left(one, lately.ratings, whose.zone)) is not None]
    return sorted(left, key=lambda one: one.at, reverse=True)


def instruments(
    chosen: Chosen,
    last: Mapping[str, dt.datetime],
    since: dt.datetime,
    resting: Mapping[str, dt.datetime],
    now: dt.datetime,
) -> list[Question]:
    """Questionnaires that are due: last filled in, or begun to be asked, as long ago as was chosen."""
    found = []
    for key, days in chosen.instruments.items():
        at = next_instrument(days, last.get(key), since)
        if at <= now and not resting.get(key, now) > now:
            found.append(Question("instrument", key, at, dt.datetime.max.replace(tzinfo=dt.UTC), instrument=key))
    return found


def next_instrument(days: int, last: dt.datetime | None, since: dt.datetime) -> dt.datetime:
    """When a questionnaire is asked for next: the first time as soon as it was chosen."""
    return since if last is None else last + dt.timedelta(days=days)


def _wanted(whose: Whose, day: dt.date, doses: Sequence[tuple[str, dt.datetime]]) -> list[Question]:
    """What a day would ask if nothing stood close to anything, in order of weight: rounds, chance, doses."""
    random = _at_random(whose, day, [at for _id, at in doses])
    return [*_rounds(whose, day), *random, *_after(whose, day, doses)]


def _rounds(whose: Whose, day: dt.date) -> list[Question]:
    found = []
    for name, one in whose.chosen.rounds().items():
        at = dt.datetime.combine(day, one.at, whose.zone).astimezone(dt.UTC)  # skipped by the clocks: an hour later
        if not whose.chosen.quiet(at.astimezone(whose.zone).time()):
            kind: Kind = "morning" if name == "morning" else "evening"
            found.append(Question(kind, f"{name} {day.isoformat()}", at, at + OPEN_FOR[name], one.measures))
    return found


def _after(whose: Whose, day: dt.date, doses: Sequence[tuple[str, dt.datetime]]) -> list[Question]:
    """Questions after doses on this day, in order; where doses are close together, only the earlier ones."""
    if not whose.chosen.after_dose:
        return []
    found = []
    for id_, taken in doses:
        for place, hours in enumerate(whose.after_h):
            at = taken.astimezone(dt.UTC) + dt.timedelta(hours=hours)
            clock = at.astimezone(whose.zone)
            if clock.date() == day and not whose.chosen.quiet(clock.time()):
                until = at + OPEN_FOR["after_dose"]
                found.append(Question("after_dose", f"after {place} {id_}", at, until, (PAIN_NOW,)))
    return sorted(found, key=lambda one: (one.at, one.key))


def _at_random(whose: Whose, day: dt.date, doses: Sequence[dt.datetime]) -> list[Question]:
    if not whose.chosen.at_random:
        return []
    at = chance.moment(whose.chosen, whose.zone, day, whose.seed, doses)
    if at is None:
        return []
    return [Question("at_random", f"random {day.isoformat()}", at, at + OPEN_FOR["at_random"], (PAIN_NOW,))]


def _apart(before: Sequence[Question], own: Sequence[Question], after: Sequence[Question]) -> list[Question]:
    """The questions of a day in order of their weight, each kept where none kept stands close to it.

    Over midnight each gives way to what is wanted close to it on the day before and weighs as much or more, and on the
    day after and weighs more: of two one always goes, and no day has to be known whole for another.
    """
    kept: list[Question] = []
    of_doses = 0
    for one in own:
        weight = WEIGHT[one.kind]
        near = any(_close(one, other) for other in kept)
        near = near or any(_close(one, other) and WEIGHT[other.kind] >= weight for other in before)
        near = near or any(_close(one, other) and WEIGHT[other.kind] > weight for other in after)
        if near or (one.kind == "after_dose" and of_doses >= AFTER_DOSES_A_DAY):
            continue
        of_doses += one.kind == "after_dose"
        kept.append(one)
    return kept


def _close(one: Question, other: Question) -> bool:
    return abs(other.at - one.at) < APART


def _left(one: Question, ratings: Collection[Rating], zone: ZoneInfo) -> Question | None:
    """The question with what of it is not answered yet; None where nothing is left of it."""
    given = {rating.measure for rating in ratings if rating.at >= one.at - ANSWERED_BEFORE[one.kind]}
    if one.kind == "at_random":  # one a day, also where a dose written in later moved its time
        day = one.at.astimezone(zone).date()
        if any(r.prompt == "random" and r.at.astimezone(zone).date() == day for r in ratings):
            return None
    left = tuple(measure for measure in one.measures if measure not in given)
    if not left:
        return None
    return Question(one.kind, one.key, one.at, one.until, left)
