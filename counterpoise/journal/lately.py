"""The diary of late, kept in memory while nothing changes, and carried on as entries are saved.

A review on every entry must not read years of a diary each time. What is kept is keyed by the person's revision: a
change made elsewhere makes it stale, and it is read again.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from django.db.models import Min, Q
from django.dispatch import receiver

from counterpoise import diary as d
from counterpoise.journal import diaries
from counterpoise.journal import models as m
from counterpoise.journal.erase import person_erased
from counterpoise.journal.rows import KINDS, kind_of_row, to_record
from counterpoise.knowledge.load import load
from counterpoise.safety.window import before_plans

PEOPLE = 16
ONE_DAY = dt.timedelta(days=1)
SLACK = dt.timedelta(days=30)
"""So much more is read than is asked for, so that what is kept still reaches back far enough tomorrow."""
WHOLE = ("lab", "questionnaire")
"""Kinds of which there are few, and of which an old one matters: read from the first."""


@dataclass(frozen=True)
class Kept:
    """What was read: at which revision, and from when on."""

    revision: int
    since: dt.datetime
    diary: d.Diary


_kept: OrderedDict[uuid.UUID, Kept] = OrderedDict()
_lock = Lock()


def diary(person: m.Person, since: dt.datetime) -> d.Diary:
    """The diary from `since` on (a little more may be there), labs and questionnaires whole."""
    found = _kept.get(person.pk)
    if found is not None and found.since <= since and found.revision == diaries.revision(person):
        return found.diary
    start = since - SLACK
    before = diaries.revision(person)
    read = diaries.diary(person, start)
    whole: dict[str, Any] = {KINDS[name].list_name: diaries.records(person, KINDS[name]) for name in WHOLE}
    read = replace(read, doses=(*_early(person, read, start), *read.doses), **whole)
    if diaries.revision(person) == before:  # else it may be a mixture: used once, not kept
        _keep(person.pk, Kept(before, start, read))
    return read


def _early(person: m.Person, read: d.Diary, start: dt.datetime) -> tuple[Any, ...]:
    """Older doses that the rules still tell of: the first of each substance and bag, and the weeks before plans."""
    rows = m.Dose.objects.filter(person=person, deleted_at=None, at__lt=start)
    firsts = rows.order_by().values("substance", "lot").annotate(first=Min("at"))
    which = Q(at__in=[row["first"] for row in firsts])
    for first, last in before_plans(read, load()):
        if first <= start.date():
            days = (_midnight(first) - ONE_DAY, _midnight(last) + 2 * ONE_DAY)  # of whatever clock
            which |= Q(at__range=days)
    return diaries.records(person, KINDS["dose"], which=which & Q(at__lt=start))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def carry_on(person: m.Person, before: int, after: int, saved: Iterable[tuple[m.Row, Any]]) -> None:
    """These rows were saved from these records, and nothing else happened between the two revisions: add them.

    To be called once they are on the disk. What has no moment (a medicine, a plan, a goal) has no place in time to be
    added at, and is rare: with it nothing is carried on, and the diary is read again when it is next asked for.
    """
    found = _kept.get(person.pk)
    saved = list(saved)
    if found is None or found.revision != before or not all(hasattr(record, "at") for _row, record in saved):
        return
    changed = found.diary
    for row, record in saved:
        changed = _with(changed, row, record)
    _keep(person.pk, Kept(after, found.since, changed))


def _with(to: d.Diary, row: m.Row, record: Any) -> d.Diary:
    """The diary with one entry more, at its place in time; one that it has already, or that is deleted, adds none."""
    kind = kind_of_row(row)
    listed: tuple[Any, ...] = getattr(to, kind.list_name)
    source = row.source or None
    same = (old for old in listed if old.id == row.source_id)
    if row.deleted_at is not None or any(old.source == source for old in same):
        return to
    links = (getattr(record, name) for name in kind.links)
    new = to_record(kind, (*(getattr(row, column) for column in kind.columns), *links))
    place = next((n for n in range(len(listed), 0, -1) if listed[n - 1].at <= new.at), 0)
    longer: dict[str, Any] = {kind.list_name: (*listed[:place], new, *listed[place:])}
    return replace(to, **longer)


def _keep(key: uuid.UUID, kept: Kept) -> None:
    with _lock:
        _kept[key] = kept
        _kept.move_to_end(key)
        while len(_kept) > PEOPLE:
            _kept.popitem(last=False)


@receiver(person_erased)
def _forget(key: uuid.UUID, **_signal: Any) -> None:
    """Nothing of an erased person stays in memory."""
    with _lock:
        _kept.pop(key, None)


__all__ = ["carry_on", "diary"]
