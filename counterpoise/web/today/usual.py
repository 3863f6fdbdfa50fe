"""Usual doses: what this person really took again and again of late, to be logged again with one tap.

Nothing that makes drowsy beside the leaf, and nothing stronger made from it, whatever it was logged as: a button
would ask for it. Nor an amount that would be asked about: one tap would make a slip of the finger a habit.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

from django.db.models import Count, Max, Q

from counterpoise.assessment.sources import other_drugs
from counterpoise.diary import Diary
from counterpoise.journal import models as m
from counterpoise.journal.diaries import profile, record, records
from counterpoise.journal.rows import KINDS
from counterpoise.knowledge.load import load
from counterpoise.knowledge.pack_file import if_whole
from counterpoise.safety.case import KRATOM, Case
from counterpoise.safety.slip import doubtful
from counterpoise.web.safety.reviewing import of_late
from counterpoise.web.today import words

WINDOW = dt.timedelta(days=30)
"""Older habits are not offered: after a pause the body is another."""
OFFERED = 4
TIMES = 3
"""Once or twice is no habit."""
LATEST = 200
"""Of so many doses what is logged most."""
GROUPED = ("substance", "amount", "unit", "of", "lot_id")


@dataclass(frozen=True)
class Usual:
    """A dose that can be logged again; `key` is the latest one like it."""

    key: uuid.UUID
    title: str
    beside: str


def substance(person: m.Person) -> str:
    """What the form of a dose begins with: leaf wherever it is logged, or nothing is yet; else what is logged most."""
    doses = m.Dose.objects.filter(person=person, deleted_at=None).order_by("-at")
    lately = Counter(doses.values_list("substance", flat=True)[:LATEST])
    leaf = [name for name in lately if words.is_leaf(name)]
    if leaf or not lately:
        return KRATOM
    return lately.most_common(1)[0][0]


def usual_doses(person: m.Person, now: dt.datetime) -> list[Usual]:
    """The most frequent recent doses with a known amount, most frequent first."""
    recent = m.Dose.objects.filter(
        person=person, deleted_at=None, amount__isnull=False, at__gt=now - WINDOW, at__lte=now
    )
    alike = recent.order_by().values(*GROUPED).annotate(times=Count("pk"), last=Max("at")).filter(times__gte=TIMES)
    often = alike.order_by("-times", "-last")  # of equals the last taken comes first
    rows = recent.filter(at__in=[one["last"] for one in often]).select_related("lot__product")
    last = {tuple(getattr(row, name) for name in GROUPED): row for row in rows}
    fit = _fit(person, [last[tuple(one[name] for name in GROUPED)] for one in often])
    return list(islice(_each_once(_usual(row) for row in _believed(person, fit, now)), OFFERED))


def _each_once(found: Iterable[Usual]) -> Iterator[Usual]:
    """ "1 scoop" and "1 scoops" are one button."""
    told: set[tuple[str, str]] = set()
    for one in found:
        if (one.title, one.beside) not in told:
            told.add((one.title, one.beside))
            yield one


def offered(person: m.Person, now: dt.datetime) -> tuple[list[Usual], list[Usual]]:
    """The usual doses, and what was logged last where none of them is like it."""
    often = usual_doses(person, now)
    titles = {(one.title, one.beside) for one in often}
    return often, [one for one in last_logged(person, now) if (one.title, one.beside) not in titles]


def last_logged(person: m.Person, now: dt.datetime) -> list[Usual]:
    """What was logged last of all, where it may be logged again by a button; else nothing, and nothing before it."""
    taken = m.Dose.objects.filter(person=person, deleted_at=None, at__gt=now - WINDOW, at__lte=now)
    last = taken.select_related("lot__product").order_by("-at")[:1]
    known = [row for row in _fit(person, last) if row.amount is not None]
    return [_usual(row) for row in _believed(person, known, now)]


def last_fit(person: m.Person, at: dt.datetime) -> m.Dose | None:
    """The last dose until a moment, however long ago, that may be logged again; none before it stands in for it where
    its amount would be asked about."""
    taken = m.Dose.objects.filter(person=person, deleted_at=None, at__lte=at).order_by("-at")[:LATEST]
    return next(_believed(person, _fit(person, taken)[:1], at), None)


def _believed(person: m.Person, rows: Iterable[m.Dose], now: dt.datetime) -> Iterator[m.Dose]:
    """Those that are in no doubt beside all the others. Without the rules nothing is."""
    if not (rows := list(rows)):
        return
    case = if_whole(lambda: Case(of_late(person, now), load(), now))
    for row in rows:
        if case is None or not if_whole(partial(doubtful, case, record(row))):
            yield row


def _fit(person: m.Person, rows: Iterable[m.Dose]) -> list[m.Dose]:
    """Those that a button may log again: by what they were logged as, by what was counted, and by their bag."""
    plain = [row for row in rows if not words.makes_drowsy(row.substance)]
    asked = Q(pk__in=[row.pk for row in plain if row.of or row.lot_id])
    if not (taken := records(person, KINDS["dose"], which=asked)):
        return plain
    products, lots = (records(person, KINDS[kind]) for kind in ("product", "lot"))
    bags = Diary(person=profile(person), products=products, lots=lots, doses=taken, ratings=())
    others = if_whole(lambda: other_drugs(bags, load(), taken))
    if others is None:  # nothing is known of any of them
        others = frozenset(taken)
    stronger = {(one.source or "", one.id) for one in others}
    return [row for row in plain if (row.source, row.source_id) not in stronger]


def _usual(row: m.Dose) -> Usual:
    return Usual(row.pk, words.dose(row), words.beside(row))
