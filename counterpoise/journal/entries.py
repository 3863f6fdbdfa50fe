"""Writing one record: add, change, remove, undo. Every earlier state is kept; every change counts up the revision."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import F

from counterpoise import diary as d
from counterpoise import diary_file
from counterpoise.journal import models as m
from counterpoise.journal.diaries import PROFILE, record
from counterpoise.journal.rows import KINDS, Kind, kind_of, to_columns


class Conflict(ValueError):
    """The same id was used before for something else; nothing was written."""


@contextmanager
def writing(person: m.Person) -> Iterator[None]:
    """One transaction that counts as one change of the person's diary."""
    with transaction.atomic():
        m.Person.objects.filter(pk=person.pk).update(revision=F("revision") + 1)
        yield


def add(person: m.Person, new: Any, now: dt.datetime) -> m.Row:
    """Save a new record. Sent twice under one id, it is saved once.

    Raises BadDiary where a value is out of range, Conflict where the id already means something else.
    """
    kind = kind_of(new)
    diary_file.checked(new)
    with writing(person):
        key = _own_key(new.id)
        found = kind.table.objects.filter(person=person, source=new.source or "", source_id=new.id or str(key)).first()
        if found is not None:
            if not same(record(found), new):
                raise Conflict(new.id)
            return found  # type: ignore[no-any-return]
        row = kind.table(
            id=key,
            person=person,
            source=new.source or "",
            source_id=new.id or str(key),
            recorded_at=new.recorded_at or now,
            **to_columns(kind, new, finder(person)),
        )
        row.save(force_insert=True)
        _save_assays(row, new)
    return row  # type: ignore[no-any-return]


def change(row: m.Row, to: Any, now: dt.datetime) -> None:
    """Correct a record; its identity, and when it was first recorded, stay. Raises BadDiary."""
    diary_file.checked(to)
    with writing(row.person):
        before = record(row)
        if same(before, to):
            return
        _remember(row, before, "edited", now)
        _put(row, to)


def remove(row: m.Row, now: dt.datetime) -> None:
    """Take a record out of the diary; `undo` brings it back."""
    with writing(row.person):
        if row.deleted_at is None:
            _remember(row, record(row), "deleted", now)
            row.deleted_at = now
            row.save(update_fields=["deleted_at"])


def undo(row: m.Row, now: dt.datetime) -> None:
    """Take the latest change of a record back; where there is none, the record itself. Undoing twice does it again."""
    latest = history(row).first()
    if row.deleted_at is not None:
        with writing(row.person):
            _remember(row, record(row), "restored", now)
            row.deleted_at = None
            row.save(update_fields=["deleted_at"])
    elif latest is not None and latest.what == "edited":
        change(row, diary_file.load(kind_of_row(row).record, latest.before), now)
    else:
        remove(row, now)


def history(row: m.Row) -> Any:
    """The earlier states of a record, latest first."""
    return m.Change.objects.filter(person=row.person, kind=kind_of_row(row).name, row=row.pk).order_by("-id")


def change_profile(person: m.Person, profile: d.Person, now: dt.datetime) -> None:
    """Correct what is known about the person (medicines and past use are records of their own). Raises BadDiary."""
    diary_file.checked(profile)
    with writing(person):
        before = {name: getattr(person, name) for name in PROFILE}
        m.Change.objects.create(person=person, kind="person", row=person.pk, at=now, what="edited", before=before)
        for name in PROFILE:
            value = getattr(profile, name)
            setattr(person, name, list(value) if isinstance(value, tuple) else value)
        person.save(update_fields=PROFILE)


def row_of(person: m.Person, kind: str, key: uuid.UUID, *, deleted: bool = False) -> m.Row:
    """A row of this person, or DoesNotExist: nobody else's row is ever found."""
    rows = KINDS[kind].table.objects.filter(person=person)
    return (rows if deleted else rows.filter(deleted_at=None)).get(pk=key)  # type: ignore[no-any-return]


def finder(person: m.Person) -> Any:
    """The lookup that `to_columns` wants, by one query for each link: the same source first, then any."""

    def find(kind: str, id_: str, source: str | None) -> uuid.UUID | None:
        rows = KINDS[kind].table.objects.filter(person=person, source_id=id_).values_list("source", "id")
        by_source: dict[str, uuid.UUID] = dict(rows)
        return by_source.get(source or "", next(iter(by_source.values()), None))

    return find


def kind_of_row(row: m.Row) -> Kind:
    """The kind of a row."""
    return next(kind for kind in KINDS.values() if kind.table is type(row))


def same(one: Any, other: Any) -> bool:
    """Whether two records say the same, whoever recorded them and whenever."""
    blank = {"id": "", "source": None, "recorded_at": None}
    return bool(replace(one, **blank) == replace(other, **blank)) and _offset(one) == _offset(other)


def _offset(entry: Any) -> dt.timedelta | None:
    return entry.at.utcoffset() if isinstance(entry, d.Entry) else None  # equal instants may differ in it


def _own_key(id_: str) -> uuid.UUID:
    """An id made on the device is the row's key; any other id is only kept."""
    try:
        given = uuid.UUID(id_)
    except ValueError:
        return m.new_id()
    return given if given.version == 7 else m.new_id()


def _remember(row: m.Row, before: Any, what: str, now: dt.datetime) -> None:
    kind = kind_of_row(row).name
    state = diary_file.dump(before)
    m.Change.objects.create(person=row.person, kind=kind, row=row.pk, at=now, what=what, before=state)


def _put(row: m.Row, to: Any) -> None:
    kind = kind_of_row(row)
    for name, value in to_columns(kind, replace(to, source=row.source or None), finder(row.person)).items():
        setattr(row, name, value)
    row.save()
    _save_assays(row, to)


def _save_assays(row: m.Row, new: Any) -> None:
    if isinstance(row, m.Lot):
        row.assays.all().delete()
        m.Assay.objects.bulk_create(assays_of(row, new))


def assays_of(row: m.Lot, new: d.Lot) -> list[m.Assay]:
    """The rows of a lot's assays."""
    names = ("analyte", "value", "unit", "censored", "loq", "lod", "method", "lab", "date")
    return [m.Assay(lot=row, **{name: getattr(assay, name) for name in names}) for assay in new.assays]
