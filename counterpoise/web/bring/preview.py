"""What a file would bring, in plain words, before anything is saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from counterpoise import diary as d
from counterpoise.exchange.formats import FORMATS
from counterpoise.exchange.understood import LeftOut, Notice, Understood
from counterpoise.journal import models as m
from counterpoise.journal.bring import Prospect, prospect
from counterpoise.knowledge.load import load
from counterpoise.report import names
from counterpoise.web.timeline import labels

EXAMPLES = 8


@dataclass(frozen=True)
class Line:
    """One kind of record: how many are in the file, how many of them are new, and what stays as it is."""

    kind: str
    total: int
    new: int
    known: int
    differing: int
    deleted: int


@dataclass(frozen=True)
class Preview:
    """Everything a person needs to decide."""

    format: str
    lines: tuple[Line, ...]
    new: int
    first: str
    last: str
    examples: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    notices: tuple[Notice, ...]
    not_understood: tuple[Notice, ...]
    filled: tuple[str, ...]
    differing: tuple[str, ...]

    @property
    def anything(self) -> bool:
        """Whether bringing it in would change the diary."""
        return bool(self.new or self.filled)


def preview(person: m.Person, understood: Understood) -> Preview:
    """What `bring` would do with a file, and what of the file is not part of that."""
    would = prospect(person, understood.diary)
    entries = sorted(_entries(understood.diary), key=lambda entry: entry.at)
    return Preview(
        format=FORMATS[understood.format].name,
        lines=tuple(lines(would)),
        new=would.new,
        first=labels.day(entries[0].at.date()) if entries else "",
        last=labels.day(entries[-1].at.date()) if entries else "",
        examples=tuple(_in_words(entry, understood.diary, person) for entry in entries[:EXAMPLES]),
        left_out=understood.left_out,
        notices=understood.notices,
        not_understood=understood.not_understood,
        filled=tuple(profile_name(name) for name in would.profile_filled),
        differing=tuple(profile_name(name) for name in would.profile_differing),
    )


def lines(would: Prospect) -> Iterator[Line]:
    """The counts by kind, in the order of the diary."""
    for kind, found in would.kinds.items():
        total = found.new + found.known + found.differing + found.deleted
        yield Line(kind_name(kind), total, found.new, found.known, found.differing, found.deleted)


def kind_name(kind: str, count: int = 2) -> str:
    """Kinds of record in words, as beside their number."""
    names = {
        "product": ngettext("product", "products", count),
        "lot": ngettext("bag or lot", "bags and lots", count),
        "measure": ngettext("measure of your own", "measures of your own", count),
        "rating": ngettext("rating", "ratings", count),
        "dose": ngettext("dose", "doses", count),
        "effect": ngettext("effect", "effects", count),
        "lab": ngettext("laboratory value", "laboratory values", count),
        "questionnaire": ngettext("questionnaire", "questionnaires", count),
        "goal": ngettext("goal", "goals", count),
        "plan": ngettext("plan", "plans", count),
        "appointment": ngettext("visit to a professional", "visits to professionals", count),
        "medicine": ngettext("medicine", "medicines", count),
        "past_use": ngettext("use before the record", "uses before the record", count),
    }
    return names[kind]


def profile_name(name: str) -> str:
    """Values of the profile in words."""
    names = {
        "time_zone": _("time zone"),
        "birth_year": _("year of birth"),
        "sex": _("sex"),
        "weight_kg": _("body weight"),
        "conditions": _("illnesses"),
        "pregnant": _("pregnancy"),
        "nursing": _("breast-feeding"),
        "surgery_on": _("surgery planned"),
        "safety_critical": _("work where drowsiness endangers somebody"),
        "allergies": _("allergies"),
        "country": _("country"),
        "region": _("region"),
    }
    return names[name]


def _entries(diary: d.Diary) -> Iterable[d.Entry]:
    return [*diary.doses, *diary.ratings, *diary.effects, *diary.labs, *diary.questionnaires]


def _in_words(entry: d.Entry, diary: d.Diary, person: m.Person) -> str:
    """ "Tue 3 May 2022 08:12: Kratom 2 g"."""
    offset = _seconds(entry.at.utcoffset())
    when = labels.moment(entry.at, offset, _seconds(entry.at.astimezone(ZoneInfo(person.time_zone)).utcoffset()))
    match entry:
        case d.Dose():
            what = labels.dose(entry.substance, entry.amount, entry.unit, entry.reason, entry.written)
        case d.Rating():
            what = _rating(entry, diary, person)
        case d.Effect():
            what = labels.effect(entry.kind, entry.severity)
        case d.Lab():
            what = f"{entry.analyte} {names.number(entry.value)} {entry.unit}"
        case _:
            what = getattr(entry, "instrument", "")
    return f"{when}: {what}"


def _rating(rating: d.Rating, diary: d.Diary, person: m.Person) -> str:
    known = load().measure(rating.measure)
    if known is not None:
        return labels.rating(names.measure(rating.measure), rating.value, known.high)
    own = next((measure for measure in diary.measures if measure.key == rating.measure), None)
    mine = m.OwnMeasure.objects.filter(person=person, deleted_at=None, key=rating.measure).first()
    found = own or mine
    if found is None:
        return f"{rating.measure} {names.number(rating.value)}"
    return labels.rating(found.name, rating.value, found.high)


def _seconds(offset: dt.timedelta | None) -> int:
    return int(offset.total_seconds()) if offset else 0
