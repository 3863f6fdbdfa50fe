"""What was logged on a day, as lines to read and to correct."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from counterpoise.diary import PAIN_NOW
from counterpoise.journal import models as m
from counterpoise.report import names
from counterpoise.safety.case import CLOCKS_DIFFER
from counterpoise.web.moments import clock, day_bounds
from counterpoise.web.today import measures, words
from counterpoise.web.today.past import recorded_by

OPEN_FOR = dt.timedelta(days=7)
"""So long an effect is offered to be called over."""
GRAVE_OPEN_FOR = dt.timedelta(days=42)
"""So long a sign that needs help is: the safety rules take it to go on for up to as long."""

OVER_FOR = dt.timedelta(hours=24)
"""So long a sign of an emergency that is over is not forgotten."""
SEVERE = 3
RECENT = 50
"""So many doses are looked through for the last one of the leaf."""


@dataclass(frozen=True)
class Line:
    """One entry of the log."""

    kind: str
    key: uuid.UUID
    at: dt.datetime
    title: str
    more: str = ""
    note: str = ""
    corrected: bool = False
    clock_asked: bool = False
    going_on: bool = False
    urgent: bool = False


def lines(person: m.Person, day: dt.date) -> list[Line]:
    """The entries of a day, newest first; a dose carries its rating."""
    begin, end = day_bounds(person, day)

    def of(table: Any, *more: str) -> Any:
        rows = table.objects.filter(person=person, deleted_at=None, at__gte=begin, at__lt=end)
        return rows.select_related("under", *more)

    doses = list(of(m.Dose, "rating", "lot__product"))
    own = measures.own_names(person)
    with_a_dose = {dose.rating_id for dose in doses if dose.rating_id}
    found = [
        *(_dose(person, dose) for dose in doses),
        *(_rating(person, row, own) for row in of(m.Rating) if row.pk not in with_a_dose),
        *(_effect(person, row) for row in of(m.Effect)),
    ]
    changed = set(
        m.Change.objects.filter(person=person, what="edited", row__in=[line.key for line in found]).values_list(
            "row", flat=True
        )
    )
    asked = m.Receipt.objects.filter(person=person, clock_asked=True)  # the phone's clock was wrong
    unsure = set(asked.values_list("row", flat=True))
    marks = ({"corrected": line.key in changed, "clock_asked": line.key in unsure} for line in found)
    marked = [Line(**{**line.__dict__, **mark}) for line, mark in zip(found, marks, strict=True)]
    return sorted(marked, key=lambda line: (line.at.timestamp(), line.key), reverse=True)


def deleted(person: m.Person, day: dt.date) -> list[Line]:
    """What was deleted of a day by hand, newest first: each can be brought back."""
    begin, end = day_bounds(person, day)

    def of(table: Any) -> Any:
        gone = table.objects.filter(person=person, deleted_at__isnull=False, went_with_import=False)
        return gone.filter(at__gte=begin, at__lt=end).select_related("under")

    own = measures.own_names(person)
    found = [
        *(_dose(person, dose) for dose in of(m.Dose).select_related("rating", "lot__product")),
        *(_rating(person, row, own) for row in of(m.Rating)),
        *(_effect(person, row) for row in of(m.Effect)),
    ]
    return sorted(found, key=lambda line: (line.at.timestamp(), line.key), reverse=True)


def still_going_on(person: m.Person, now: dt.datetime) -> list[Line]:
    """Effects of the last days that nobody has called over, and grave signs of the last weeks."""
    since, until = now - GRAVE_OPEN_FOR, now + CLOCKS_DIFFER
    rows = m.Effect.objects.filter(person=person, deleted_at=None, ended_at=None, at__gte=since, at__lte=until)
    open_ = [row for row in rows.order_by("-at") if row.at >= now - OPEN_FOR or _stays_open(row)]
    return [_effect(person, row) for row in open_]


def _stays_open(row: m.Effect) -> bool:
    return not row.source and (words.needs_help(row.kind) or (row.kind, row.severity) == ("constipation", SEVERE))


def lately_over(person: m.Person, now: dt.datetime, shown: Collection[str]) -> list[str]:
    """Signs of an emergency that were called over within the last day, by name, where none of the kind goes on.

    shown: the causes of what is shown beside it: what a finding says of a sign is not said twice.
    """
    rows = m.Effect.objects.filter(person=person, deleted_at=None, ended_at__gt=now - OVER_FOR, ended_at__lte=now)
    kinds = dict.fromkeys(rows.order_by("ended_at").values_list("kind", flat=True))
    over = [kind for kind in kinds if words.is_emergency(kind) and not words.told_over(kind, shown)]
    open_ = m.Effect.objects.filter(person=person, deleted_at=None, ended_at=None, kind__in=over)
    going_on = set(open_.values_list("kind", flat=True)) if over else set()
    return [names.effect(kind) for kind in over if kind not in going_on]


def last_dose(person: m.Person, now: dt.datetime) -> tuple[str, str] | None:
    """The leaf that was taken last and how long ago, in words, empty within the first minute; a clock for other drugs
    would ask for the next one."""
    rows = m.Dose.objects.filter(person=person, deleted_at=None, at__lte=now).order_by("-at")
    lately = rows.values_list("pk", "substance")[:RECENT]
    last = next((key for key, substance in lately if words.is_leaf(substance)), None)
    row = rows.filter(pk=last).first() if last is not None else None
    if row is None:
        return None
    ago = now - row.at
    return ("" if ago < dt.timedelta(minutes=1) else words.span(ago), words.dose_inside(row))


def _dose(person: m.Person, row: m.Dose) -> Line:
    more = [words.read_as(row)]
    if row.rating is not None and row.rating.deleted_at is None and row.rating.measure == PAIN_NOW:
        more.append(_("pain {value}").format(value=names.number(row.rating.value)))
        more += [names.places(row.rating.places)] if row.rating.places else []
    if row.reason:
        more.append(_("for: {reason}").format(reason=words.reasons().get(row.reason, row.reason)))
    if row.food:
        more.append(_("stomach {food}").format(food=words.stomach().get(row.food, row.food)))
    if row.lot is not None:
        more.append(words.lot(row.lot))
    more.append(recorded_by(row))
    return Line("dose", row.pk, clock(person, row.at), words.dose(row), _joined(more), row.note or "")


def _rating(person: m.Person, row: m.Rating, own: dict[str, str]) -> Line:
    title = f"{measures.name(row.measure, own)} {names.number(row.value)}"
    more = [names.places(row.places or ()), recorded_by(row)]
    return Line("rating", row.pk, clock(person, row.at), title, _joined(more), row.note or "")


def _effect(person: m.Person, row: m.Effect) -> Line:
    more = [names.severities()[row.severity]] if row.severity in names.severities() else []
    if row.ended_at is not None:
        more.append(_("over after {span}").format(span=words.span(row.ended_at - row.at)))
    more.append(recorded_by(row))
    title = names.effect(row.kind)
    at = clock(person, row.at)
    going_on, urgent = row.ended_at is None, words.needs_help(row.kind)
    return Line("effect", row.pk, at, title, _joined(more), row.note or "", going_on=going_on, urgent=urgent)


def title(person: m.Person, row: m.Row, *, earlier: bool = False) -> str:
    """An entry in a few words, as the log calls it; nothing for what the log does not show. Pain of earlier is not
    called the pain of now."""
    match row:
        case m.Dose():
            return words.dose_read(row)
        case m.Rating():
            name = measures.name(row.measure, measures.own_names(person))
            called = _("Pain") if earlier and row.measure == PAIN_NOW else name
            return f"{called} {names.number(row.value)}"
        case m.Effect():
            return names.effect(row.kind)
    return ""


def _joined(parts: list[str]) -> str:
    return " · ".join(part for part in parts if part)
