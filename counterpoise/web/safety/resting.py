"""The entries that a finding rests on, with the way to each."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from counterpoise.journal import models as m
from counterpoise.knowledge.load import load
from counterpoise.report import names
from counterpoise.safety.finding import Finding
from counterpoise.web.access.ways import open_here
from counterpoise.web.moments import clock
from counterpoise.web.naming import whose
from counterpoise.web.today import measures, words

SHOWN = 5
"""So many are shown of each finding, the latest; how many more there are is said."""


@dataclass(frozen=True)
class RestsOn:
    """One entry: when it was (a medicine has no moment), what it was, and its page."""

    at: dt.datetime | None
    title: str
    address: str


def resting_on(person: m.Person, found: Iterable[Finding]) -> dict[str, list[RestsOn]]:
    """The latest entries of each finding, by its cause, the latest first; without those whose page is shut to whoever
    reads it."""
    latest = {one.cause: one.because[-SHOWN:] for one in found}
    wanted = {name for because in latest.values() for name in because}
    if not wanted:
        return {}
    by_id: dict[str, list[RestsOn]] = {}
    for id_, entry in _entries(person, wanted):
        if entry.address:
            by_id.setdefault(id_, []).append(entry)
    return {
        cause: sorted((entry for name in because for entry in by_id.get(name, ())), key=_at, reverse=True)
        for cause, because in latest.items()
    }


def _at(entry: RestsOn) -> float:
    return entry.at.timestamp() if entry.at else float("-inf")


def _entries(person: m.Person, wanted: set[str]) -> Iterable[tuple[str, RestsOn]]:
    def of(table: Any) -> Any:
        return table.objects.filter(person=person, deleted_at=None, source_id__in=wanted)

    own = measures.own_names(person)
    for dose in of(m.Dose):
        yield dose.source_id, _entry(person, dose, words.dose_read(dose), "dose")
    for effect in of(m.Effect):
        yield effect.source_id, _entry(person, effect, names.effect(effect.kind), "effect")
    for rating in of(m.Rating):
        title = f"{measures.name(rating.measure, own)} {names.number(rating.value)}"
        yield rating.source_id, _entry(person, rating, title, "rating")
    for lab in of(m.Lab):
        title = f"{lab.analyte} {names.number(lab.value)} {lab.unit}"
        yield lab.source_id, RestsOn(clock(person, lab.at), title, _page("lab", lab.pk))
    for medicine in of(m.Medicine):
        yield medicine.source_id, RestsOn(None, medicine.name, _page("medicine", medicine.pk))
    for asked in of(m.Questionnaire):
        known = load().instruments.get(asked.instrument)
        title = _(known.name) if known else asked.instrument
        yield asked.source_id, RestsOn(clock(person, asked.at), title, _page("check"))
    for plan in of(m.Plan):
        yield plan.source_id, RestsOn(None, whose(_("My plan"), _("{name}’s plan")), _page("plan"))


def _entry(person: m.Person, row: Any, title: str, kind: str) -> RestsOn:
    return RestsOn(clock(person, row.at), title, reverse("entry", kwargs={"kind": kind, "key": row.pk}))


def _page(name: str, *key: uuid.UUID) -> str:
    return reverse(name, args=key) if open_here(name) else ""
