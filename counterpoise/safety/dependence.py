"""When the self-check of dependence is offered: every four weeks while use is near-daily; it can be skipped."""

from __future__ import annotations

import datetime as dt

from counterpoise.diary import Diary, Questionnaire
from counterpoise.knowledge.load import Knowledge
from counterpoise.safety.case import Case
from counterpoise.safety.days import Days

SELF_CHECK = "use.self_check"


def due(diary: Diary, knowledge: Knowledge, now: dt.datetime) -> bool:
    """Whether it is offered now. Skipped (saved without any answer), it rests as long as if it had been answered."""
    case = Case(diary, knowledge, now)
    rule = knowledge.rules["use.self_check"]
    if case.last(_checks(case), dt.timedelta(days=rule.limit("every_days"))):
        return False
    span = int(rule.limit("every_days"))
    days = Days(case, span + 1)
    asked = set(days.last(span))
    return any(len(asked & taken.keys()) >= rule.limit("dose_days") for taken in days.taken.values())


def latest(case: Case) -> Questionnaire | None:
    """The last one in which anything was answered."""
    return next((one for one in reversed(_checks(case)) if any(a is not None for a in one.answers)), None)


def _checks(case: Case) -> list[Questionnaire]:
    return [one for one in case.questionnaires if one.instrument == SELF_CHECK]
