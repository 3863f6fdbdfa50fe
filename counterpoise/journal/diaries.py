"""`journal.diary(person)`: the one crossing between storage and everything else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Case, F, Q, When

from counterpoise import diary as d
from counterpoise.journal import models as m
from counterpoise.journal.rows import KINDS, OF_THE_PERSON, Kind, kind_of_row, to_record

PROFILE = (
    "time_zone",
    "birth_year",
    "sex",
    "weight_kg",
    "conditions",
    "pregnant",
    "nursing",
    "surgery_on",
    "safety_critical",
    "allergies",
    "country",
    "region",
)
"""Columns of a person that the diary shows; the name is not among them."""

_SHOWN = {
    "lot": {"lot__deleted_at": None, "lot__product__deleted_at": None},
    "rating": {"rating__deleted_at": None},
}
"""When a link is shown: while what it leads to was not deleted. (A lot cannot be without its product: it is hidden.)"""

_TRIES = 3


def diary(person: m.Person, since: dt.datetime | None = None) -> d.Diary:
    """All that the person recorded and did not delete, by time; entries from `since` on, if given.

    One state of the diary, never a mixture: where someone wrote in between, it is read again.
    """
    for _try in range(_TRIES):
        before = revision(person)
        found = _read(person, since)
        if revision(person) == before:
            return found
    with transaction.atomic():  # writers wait
        return _read(person, since)


def revision(person: m.Person) -> int:
    """The number of changes of the person's diary so far: what was computed from it holds as long as it stays."""
    return m.Person.objects.values_list("revision", flat=True).get(pk=person.pk)


def records(person: m.Person, kind: Kind, since: dt.datetime | None = None, which: Q | None = None) -> tuple[Any, ...]:
    """The person's records of one kind: by time where they have one, else in the order they came."""
    rows = kind.table.objects.filter(person=person, deleted_at=None)
    if kind.name == "lot":
        rows = rows.filter(product__deleted_at=None)  # a bag of a deleted product waits for it
    if kind.timed and since is not None:
        rows = rows.filter(at__gte=since)
    if which is not None:
        rows = rows.filter(which)
    rows = rows.order_by("at", "id") if kind.timed else rows.order_by("id")
    values = rows.values_list(*kind.columns, *_shown_links(kind))
    return tuple(to_record(kind, each) for each in values.iterator(5000))


def record(row: m.Row) -> Any:
    """The record of one row, deleted or not, with its links as they were given."""
    kind = kind_of_row(row)
    return to_record(kind, kind.table.objects.filter(pk=row.pk).values_list(*kind.columns, *links(kind)).get())


def links(kind: Kind) -> tuple[str, ...]:
    """For `values_list`: the ids that the links of a kind were given."""
    return tuple(f"{name}__source_id" for name in kind.links)


def _shown_links(kind: Kind) -> tuple[Any, ...]:
    """For `values_list`: the same, but none where what a link leads to is deleted."""
    given = {name: F(f"{name}__source_id") for name in kind.links}
    return tuple(Case(When(**_SHOWN[name], then=link)) if name in _SHOWN else link for name, link in given.items())


def profile(person: m.Person) -> d.Person:
    """What the diary says about the person, without medicines and past use: they are records of their own."""
    values = m.Person.objects.values_list(*PROFILE).get(pk=person.pk)
    given: dict[str, Any] = dict(zip(PROFILE, values, strict=True))
    lists = {name: tuple(given[name]) for name in ("conditions", "allergies")}
    return d.Person(**(given | lists))


def _read(person: m.Person, since: dt.datetime | None) -> d.Diary:
    lists: dict[str, Any] = {kind.list_name: records(person, kind, since) for kind in KINDS.values()}
    own = {KINDS[name].list_name: lists.pop(KINDS[name].list_name) for name in OF_THE_PERSON}
    about = replace(profile(person), **own)
    trials, extra = m.Person.objects.values_list("trials", "extra").get(pk=person.pk)
    return d.Diary(person=about, trials=tuple(trials), extra=extra, **lists)


__all__ = ["PROFILE", "diary", "links", "profile", "record", "records", "revision"]
