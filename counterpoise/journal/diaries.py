"""`journal.diary(person)`: the one crossing between storage and everything else."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any
from uuid import UUID

from counterpoise import diary as d
from counterpoise.journal import models as m
from counterpoise.journal.rows import KINDS, OF_THE_PERSON, Kind, to_record


def diary(person: m.Person, since: dt.datetime | None = None) -> d.Diary:
    """All that the person recorded and did not delete, by time; entries from `since` on, if given."""
    lists = {kind.list_name: records(person, kind, since) for kind in KINDS.values()}
    about = _person(person, lists.pop("medicines"), lists.pop("history"))
    return d.Diary(person=about, trials=tuple(person.trials), extra=person.extra, **lists)


def records(person: m.Person, kind: Kind, since: dt.datetime | None = None) -> tuple[Any, ...]:
    """The person's records of one kind: by time where they have one, else in the order they came."""
    rows = kind.table.objects.filter(person=person, deleted_at=None)
    if kind.timed and since is not None:
        rows = rows.filter(at__gte=since)
    rows = rows.order_by("at", "id") if kind.timed else rows.order_by("id")
    assays = _assays(person) if kind.name == "lot" else {}
    return tuple(to_record(kind, values, assays) for values in rows.values_list(*kind.columns).iterator(5000))


def record(row: m.Row) -> Any:
    """The record of one row."""
    kind = next(kind for kind in KINDS.values() if kind.table is type(row))
    values = kind.table.objects.filter(pk=row.pk).values_list(*kind.columns).get()
    assays = _assays(row.person) if kind.name == "lot" else {}
    return to_record(kind, values, assays)


def _assays(person: m.Person) -> dict[UUID, tuple[d.Assay, ...]]:
    columns = ("analyte", "value", "unit", "censored", "loq", "lod", "method", "lab", "date")
    found: dict[UUID, list[d.Assay]] = defaultdict(list)
    for lot, *values in m.Assay.objects.filter(lot__person=person).order_by("id").values_list("lot_id", *columns):
        found[lot].append(d.Assay(**dict(zip(columns, values, strict=True))))
    return {lot: tuple(lines) for lot, lines in found.items()}


def _person(person: m.Person, medicines: tuple[d.Medicine, ...], history: tuple[d.PastUse, ...]) -> d.Person:
    plain = {name: getattr(person, name) for name in PROFILE}
    lists = {name: tuple(plain[name]) for name in ("conditions", "allergies")}
    return d.Person(**(plain | lists), medicines=medicines, history=history)


PROFILE = (
    "time_zone",
    "birth_year",
    "sex",
    "weight_kg",
    "conditions",
    "pregnant",
    "nursing",
    "allergies",
    "country",
    "region",
)
"""Columns of a person that the diary shows; the name is not among them."""

__all__ = ["OF_THE_PERSON", "PROFILE", "diary", "record", "records"]
