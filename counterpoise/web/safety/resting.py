"""The entries that a finding rests on, with the way to each."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from counterpoise.journal import models as m
from counterpoise.report import names
from counterpoise.safety.finding import Finding
from counterpoise.web.moments import clock
from counterpoise.web.today import measures, words

SHOWN = 5
"""So many are shown of each finding, the latest; how many more there are is said."""


@dataclass(frozen=True)
class RestsOn:
    """One entry: what it was, and where it can be looked at (nowhere, where kind is empty)."""

    at: dt.datetime
    title: str
    kind: str = ""
    key: uuid.UUID | None = None


def resting_on(person: m.Person, found: Iterable[Finding]) -> dict[str, list[RestsOn]]:
    """The latest entries of each finding, by its cause, the latest first."""
    latest = {one.cause: one.because[-SHOWN:] for one in found}
    wanted = {name for because in latest.values() for name in because}
    if not wanted:
        return {}
    by_id: dict[str, list[RestsOn]] = {}
    for id_, entry in _entries(person, wanted):
        by_id.setdefault(id_, []).append(entry)
    return {
        cause: sorted((entry for name in because for entry in by_id.get(name, ())), key=_at, reverse=True)
        for cause, because in latest.items()
    }


def _at(entry: RestsOn) -> dt.datetime:
    return entry.at


def _entries(person: m.Person, wanted: set[str]) -> Iterable[tuple[str, RestsOn]]:
    def of(table: Any) -> Any:
        return table.objects.filter(person=person, deleted_at=None, source_id__in=wanted)

    for dose in of(m.Dose):
        yield dose.source_id, RestsOn(clock(person, dose.at), words.dose(dose), "dose", dose.pk)
    for effect in of(m.Effect):
        yield effect.source_id, RestsOn(clock(person, effect.at), names.effect(effect.kind), "effect", effect.pk)
    own = measures.own_names(person)
    for rating in of(m.Rating):
        title = f"{measures.name(rating.measure, own)} {names.number(rating.value)}"
        yield rating.source_id, RestsOn(clock(person, rating.at), title, "rating", rating.pk)
    for lab in of(m.Lab):
        yield lab.source_id, RestsOn(clock(person, lab.at), f"{lab.analyte} {names.number(lab.value)} {lab.unit}")
    for asked in of(m.Questionnaire):
        yield asked.source_id, RestsOn(clock(person, asked.at), asked.instrument.upper())
