"""What came from a device, in words."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counterpoise.journal import entries, outbox
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record
from counterpoise.report import names
from counterpoise.web.moments import clock
from counterpoise.web.offline import taking
from counterpoise.web.offline.reading import Said, said_by
from counterpoise.web.today import effects, measures, past, words
from counterpoise.web.today.forms import AGO, ago_in_words

MANY = 60
"""So many of what came at once are looked up."""
NAMED = 3
"""So many entries are named as they arrive; more are counted."""
WHY = {
    "unfit": gettext_lazy("It could not be saved as it was written. What is wrong stands beside each field."),
    "clock": gettext_lazy("Its time lies in the future: the clock of the phone was wrong. Please look at the time."),
    "like": gettext_lazy("There was no dose to log again at that moment. Please say what it was."),
    "other": gettext_lazy("Another entry came before it under the same number. Both are kept."),
    "edited": gettext_lazy("The entry was corrected elsewhere after the phone last saw it. Both are kept."),
    "gone": gettext_lazy("The entry was deleted elsewhere before this correction came. Both are kept."),
}


@dataclass(frozen=True)
class HeldTold:
    """Something held: what it is, when the phone wrote it, why it waits, what it says, what stands in the diary, and
    who wrote it, if not the person."""

    row: m.Held
    title: str
    at: dt.datetime
    why: str
    says: list[tuple[str, str]]
    stands: str
    by: str


@dataclass(frozen=True)
class ClockTold:
    """An entry whose time may be wrong: as the phone wrote it, and as its clock's error would have it, where that is
    known and can be."""

    receipt: m.Receipt
    title: str
    written: dt.datetime
    suggested: dt.datetime | None


@dataclass(frozen=True)
class Line:
    """One entry that came: what it became."""

    kind: str
    key: Any
    title: str
    at: dt.datetime
    received: dt.datetime
    correction: bool
    by: str


def row_of(receipt: m.Receipt) -> Any:
    """The entry that a receipt is of, where it is still in the diary."""
    if receipt.row is None:
        return None
    try:
        return entries.row_of(receipt.person, receipt.kind, receipt.row)
    except ObjectDoesNotExist:
        return None


def held(person: m.Person, row: m.Held) -> HeldTold:
    said = said_by(row.entry, row.said)
    stands = taking.edited_row(person, said) if said.what == "edit" else taking.stored(person, said.id)
    now = "" if stands is None else _title(person, stands)
    by = past.carer(outbox.said_under(row)) or past.by_place(row.said.get("recorded_by"))
    return HeldTold(row, _what(said), clock(person, said.at), str(WHY[row.why]), _says(person, said), now, by)


def of_clock(receipt: m.Receipt, now: dt.datetime) -> ClockTold | None:
    row = row_of(receipt)
    if row is None:
        return None
    moved = taking.moved(row, dt.timedelta(seconds=receipt.ahead), now)
    suggested = clock(receipt.person, moved[-1][1].at) if moved else None
    return ClockTold(receipt, _title(receipt.person, row), clock(receipt.person, row.at), suggested)


def line(person: m.Person, receipt: m.Receipt) -> Line | None:
    row = row_of(receipt)
    if row is None:
        return None
    received = clock(person, receipt.received_at)
    correction = str(receipt.entry) != row.source_id
    by = past.recorded_by(row)
    return Line(receipt.kind, row.pk, _title(person, row), clock(person, row.at), received, correction, by)


def came(person: m.Person, numbers: Iterable[str]) -> list[Any]:
    """The entries in the diary that a device sent under these numbers, in their order."""
    keys = []
    for number in numbers:
        with suppress(ValueError):
            keys.append(uuid.UUID(number))
    receipts = {one.entry: one for one in m.Receipt.objects.filter(person=person, entry__in=keys[-MANY:])}
    rows = (row_of(receipts[key]) for key in dict.fromkeys(keys) if key in receipts)
    return [row for row in rows if row is not None]


def arrived(person: m.Person, rows: Sequence[Any], now: dt.datetime) -> str:
    """ "Arrived: Kratom 2.5 g, 12:30": what was written without a network, by name, once it is in the diary."""
    if not rows:
        return ""
    if len(rows) > NAMED:
        return _("{n} have arrived").format(n=len(rows))
    named = (f"{_title(person, row)}, {_when(clock(person, row.at), clock(person, now))}" for row in rows)
    return _("Arrived: {what}").format(what="; ".join(named))


def _when(at: dt.datetime, now: dt.datetime) -> str:
    """The time of today, with its day where it is another."""
    return date_format(at, "H:i" if at.date() == now.date() else "j M H:i")


def _title(person: m.Person, row: Any) -> str:
    match row:
        case m.Dose():
            pain = row.rating if row.rating is not None and row.rating.deleted_at is None else None
            rated = _(", pain {value}").format(value=names.number(pain.value)) if pain is not None else ""
            return f"{words.dose_read(row)}{rated}"
        case m.Rating():
            return f"{measures.name(row.measure, measures.own_names(person))} {names.number(row.value)}"
    severity = record(row).severity
    return f"{names.effect(row.kind)}{', ' + names.severities()[severity] if severity else ''}"


def _what(said: Said) -> str:
    return {
        "rating": _("A rating"),
        "dose": _("Dose"),
        "effect": _("Something noticed"),
        "edit": _("A correction"),
        "undo": _("Something undone"),
    }[said.what]


def _says(person: m.Person, said: Said) -> list[tuple[str, str]]:
    """The fields that were filled in, each with its name."""
    labels = {
        "like": _("Logged as"),
        "measure": _("What"),
        "kind": _("What"),
        "own": _("What"),
        "substance": _("What"),
        "value": _("Value"),
        "places": _("Where it hurts"),
        "amount": _("How much"),
        "unit": _("Unit"),
        "unknown": _("Amount not known"),
        "pain": _("Pain at that moment"),
        "reason": _("What for"),
        "food": _("Stomach"),
        "severity": _("How strong"),
        "at": _("When"),
        "ago": _("How long ago"),
        "until": _("Over since"),
        "note": _("Note"),
    }
    given = ((labels[name], _shown(person, name, value)) for name, value in said.fields.items() if name in labels)
    return [(label, value) for label, value in given if value]


def _shown(person: m.Person, name: str, value: str) -> str:
    listed = {
        "like": {taking.USUAL: _("the same as usual"), taking.LAST: _("the same as the last one")},
        "reason": words.reasons(),
        "food": words.stomach(),
        "severity": {str(key): text for key, text in names.severities().items()},
        "unknown": {value: _("yes")},
        "ago": {key: ago_in_words(key) if key else "" for key in AGO},
    }
    if name in listed:
        return listed[name].get(value, _("one like an earlier one") if name == "like" else value)
    match name:
        case "measure":
            return measures.name(value, measures.own_names(person))
        case "places":
            return names.places(value.split())
        case "kind" | "own":
            return names.effect(effects.meant(value)) if value else ""
    return value.replace("T", " ") if name in ("at", "until") else value
