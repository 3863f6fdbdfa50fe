"""What waits for an answer of a person now, read from the journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from counterpoise import assessment
from counterpoise.checkins import schedule
from counterpoise.checkins.chosen import Chosen
from counterpoise.checkins.schedule import Lately, Question, Whose
from counterpoise.diary import PAIN_NOW
from counterpoise.exchange.calendar.write import DAYS
from counterpoise.journal import checkins
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record
from counterpoise.knowledge.load import load
from counterpoise.knowledge.pack_file import if_whole
from counterpoise.safety.case import KRATOM
from counterpoise.web.access.ways import open_here
from counterpoise.web.today import measures, words

BACK = dt.timedelta(hours=36)
"""So far back entries can still belong to a question that is open."""


@dataclass(frozen=True)
class Line:
    """A question as Today lists it."""

    question: Question
    title: str


def due(person: m.Person, now: dt.datetime) -> list[Question]:
    """Questions that wait, the latest first, then questionnaires. The sample is asked nothing, a carer no
    questionnaire that the consent does not open."""
    if person.sample:
        return []
    row = checkins.kept(person)
    resting = checkins.resting(person, now)
    found = [part for one in _by_the_clock(person, row, resting, now) if (part := _known(person, one)) is not None]
    if not open_here("check_fill"):
        return found
    chosen = checkins.chosen(row)
    last = last_filled(person, chosen)
    since = checkins.asked_since(person, row, now)
    return found + schedule.instruments(chosen, last, since, resting, now)


def calling(person: m.Person, now: dt.datetime) -> list[Question]:
    """Questions for which a person may be called now: none in the quiet hours, whatever waits."""
    row = checkins.kept(person)
    if checkins.chosen(row).quiet(now.astimezone(ZoneInfo(person.time_zone)).time()):
        return []
    return _by_the_clock(person, row, checkins.resting(person, now), now)


def last_filled(person: m.Person, chosen: Chosen) -> dict[str, dt.datetime]:
    """When each chosen questionnaire was filled in last."""
    rows = m.Questionnaire.objects.filter(person=person, deleted_at=None, instrument__in=list(chosen.instruments))
    return dict(rows.order_by().values_list("instrument").annotate(last=Max("at")))


def whose(person: m.Person, row: m.Reminders | None, now: dt.datetime) -> Whose:
    """The person as the schedule needs them. Without a way to be called, nothing is asked at random: who looks by
    themselves looks when it hurts."""
    chosen = checkins.chosen(row)
    if row is None or not is_called(row, now):
        chosen = replace(chosen, at_random=False)
    after = tuple(map(float, row.after_h)) if row is not None and row.after_h else ()
    return Whose(chosen, ZoneInfo(person.time_zone), row.seed if row is not None else "", after)


def is_called(row: m.Reminders, now: dt.datetime) -> bool:
    """Whether there is a way by which the person is called."""
    if row.file_at is not None and now - row.file_at < dt.timedelta(days=DAYS):
        return True
    tables = (m.CalendarFeed, m.PushSubscription)
    return any(table.objects.filter(person=row.person_id).exists() for table in tables)


def _by_the_clock(
    person: m.Person, row: m.Reminders | None, resting: Mapping[str, dt.datetime], now: dt.datetime
) -> list[Question]:
    doses = leaf_doses(person, now)
    rows = m.Rating.objects.filter(person=person, deleted_at=None, at__gte=now - BACK, at__lte=now)
    asked = with_times(whose(person, row, now), doses)
    return schedule.due(asked, Lately(doses, [record(one) for one in rows], resting), now)


def leaf_doses(person: m.Person, now: dt.datetime) -> list[tuple[str, dt.datetime]]:
    """Key and instant of the doses that can still be asked about: of leaf, which is what the answers are about."""
    rows = m.Dose.objects.filter(person=person, deleted_at=None, at__gte=now - BACK, at__lte=now)
    found = rows.order_by("at", "id").values_list("pk", "at", "substance")
    return [(str(key), at) for key, at, substance in found if words.is_leaf(substance)]


def with_times(asked: Whose, doses: list[tuple[str, dt.datetime]]) -> Whose:
    """With the hours after a dose: the person's own, else those that general knowledge gives. Worked out at need; where
    a file of facts is broken, which other pages say, nothing is asked after a dose, and Today still opens."""
    if asked.after_h or not doses or not asked.chosen.after_dose:
        return asked
    times = if_whole(lambda: assessment.times_before_a_record(KRATOM))
    return replace(asked, after_h=times or ())


def lines(person: m.Person, now: dt.datetime) -> list[Line]:
    """What waits, in words."""
    return [Line(one, title(person, one)) for one in due(person, now)]


def title(person: m.Person, one: Question) -> str:
    """What a question is called. It says nothing of a dose."""
    if one.instrument:
        tool = load().instruments[one.instrument]
        return _counted(_(tool.plain or tool.name), len(tool.items))
    if one.measures == (PAIN_NOW,) and one.kind not in ("morning", "evening"):
        return _("How is it now?")
    return _counted(_("Morning") if one.kind == "morning" else _("Evening"), len(one.measures))


def _counted(name: str, count: int) -> str:
    return ngettext("{name}: {count} question", "{name}: {count} questions", count).format(name=name, count=count)


def _known(person: m.Person, one: Question) -> Question | None:
    """The question with the measures that there still are: an own measure may have been deleted since."""
    left = tuple(key for key in one.measures if measures.scale(person, key) is not None)
    return replace(one, measures=left) if left or one.instrument else None
