"""Writing one record: add, change, remove, undo. Every earlier state is kept; every change counts up the revision."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction
from django.db.models import F, QuerySet

from counterpoise import diary as d
from counterpoise import diary_file
from counterpoise.journal import erased
from counterpoise.journal import models as m
from counterpoise.journal.diaries import PROFILE, profile, record
from counterpoise.journal.rows import KINDS, Kind, Lookup, first_columns, kind_of, kind_of_row, to_columns
from counterpoise.text import _


class Conflict(ValueError):
    """The same id was used before for something else, or was erased for good; nothing was written."""


class NotSaved(OSError):
    """The disk is full or the database did not answer in time; nothing was written."""


_under: ContextVar[m.Consent | None] = ContextVar("under", default=None)
"""The consent by which somebody else writes just now; none: the person writes."""
_said: ContextVar[m.Consent | None] = ContextVar("said", default=None)
"""The consent by which somebody else said before what is written just now; none: whoever writes says it."""


@contextmanager
def written_under(consent: m.Consent | None) -> Iterator[None]:
    """What is written inside is recorded as a carer's, by this consent."""
    token = _under.set(consent)
    try:
        yield
    finally:
        _under.reset(token)


def under() -> m.Consent | None:
    """The consent by which somebody else writes just now."""
    return _under.get()


@contextmanager
def said_under(consent: m.Consent | None) -> Iterator[None]:
    """What is written inside stays the words of whoever said it before, by this consent, whoever settles it now.

    The consent may have ended since: it is that of whoever writes now which has to hold.
    """
    token = _said.set(consent)
    try:
        yield
    finally:
        _said.reset(token)


def _whose() -> m.Consent | None:
    return _said.get() or _under.get()


@contextmanager
def writing(person: m.Person) -> Iterator[None]:
    """One transaction that counts as one change of the person's diary. Raises NotSaved where it cannot be kept.

    A consent is asked for once more inside it: nothing is written after it ended. Raises PermissionDenied.
    """
    try:
        with transaction.atomic():
            _still_allowed(person)
            m.Person.objects.filter(pk=person.pk).update(revision=F("revision") + 1)
            yield
    except OperationalError as error:
        raise NotSaved(_("Nothing was saved: {problem}").format(problem=error)) from error


def _still_allowed(person: m.Person) -> None:
    consent = _under.get()
    if consent is None:
        return
    if not m.Consent.objects.filter(pk=consent.pk, person=person, ended_at=None).exists():
        raise PermissionDenied


def add(person: m.Person, new: Any, now: dt.datetime) -> m.Row:
    """Save a new record. Sent twice under one id, it is saved once; corrected in between, it stays corrected.

    Raises BadDiary where a value is out of range, Conflict where the id already means something else.
    """
    kind = kind_of(new)
    diary_file.checked(new)
    with writing(person):
        key = _key_for(kind, new.id)
        source_id = new.id or str(key)
        found = kind.table.objects.filter(person=person, source=new.source or "", source_id=source_id).first()
        if found is not None:
            if not _was_ever(found, new):
                raise Conflict(new.id)
            return cast(m.Row, found)
        if erased.is_erased(person, kind.name, new.source, source_id):
            raise Conflict(new.id)
        columns = first_columns(new, source_id, now) | to_columns(kind, new, link_finder(person))
        if _whose() is not None:
            columns |= {"recorded_by": "carer", "under": _whose()}
        row = kind.table(id=key, person=person, **columns)
        row.save(force_insert=True)
    return cast(m.Row, row)


def change(row: m.Row, to: Any, now: dt.datetime) -> None:
    """Correct a record; its identity, and when it was first recorded, stay. Raises BadDiary."""
    diary_file.checked(to)
    with writing(row.person):
        before = record(row)
        if same(before, to):
            return
        _remember(row, before, "edited", now)
        kind = kind_of_row(row)
        columns = to_columns(kind, replace(to, source=row.source or None), link_finder(row.person))
        _update(row, columns)


def remove(row: m.Row, now: dt.datetime) -> None:
    """Take a record out of the diary; `undo` brings it back."""
    with writing(row.person):
        row.refresh_from_db()
        if row.deleted_at is None:
            _remember(row, record(row), "deleted", now)
            _update(row, {"deleted_at": now})


def undo(row: m.Row, now: dt.datetime) -> None:
    """Take the latest change of a record back; where there is none, the record itself. Undoing twice does it again."""
    with writing(row.person):
        row.refresh_from_db()
        latest = history(row).first()
        if row.deleted_at is not None:
            _remember(row, record(row), "restored", now)
            _update(row, {"deleted_at": None, "went_with_import": False})
        elif latest is not None and latest.what == "edited":
            change(row, earlier(latest), now)
        else:
            remove(row, now)


def history(of: m.Row | m.Person) -> QuerySet[m.Change]:
    """The earlier states of a record, or of the person's profile, latest first."""
    person, name = (of, "person") if isinstance(of, m.Person) else (of.person, kind_of_row(of).name)
    return m.Change.objects.filter(person=person, kind=name, row=of.pk).order_by("-id")


def earlier(change: m.Change) -> Any:
    """The record, or the profile, as it was before a change: what `change` and `change_profile` take to go back."""
    kind = d.Person if change.kind == "person" else KINDS[change.kind].record
    return diary_file.load(kind, change.before)


def stood(of: m.Row | m.Person, seen: int) -> Any:
    """The record, or the profile, as it was when its history went as far as that: what a page from then shows."""
    since = history(of).filter(id__gt=seen).last()
    if since is not None:
        return earlier(since)
    return profile(of) if isinstance(of, m.Person) else record(of)


def change_profile(person: m.Person, to: d.Person, now: dt.datetime) -> None:
    """Correct what is known about the person (medicines and past use are records of their own). Raises BadDiary."""
    diary_file.checked(to)
    with writing(person):
        before = profile(person)
        values = {name: getattr(to, name) for name in PROFILE}
        if values == {name: getattr(before, name) for name in PROFILE}:
            return
        state = diary_file.dump(before)
        told = {"at": now, "what": "edited", "before": state, "under": _under.get()}
        m.Change.objects.create(person=person, kind="person", row=person.pk, **told)
        _update(person, {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()})


def undo_profile(person: m.Person, now: dt.datetime) -> None:
    """Take the latest correction of the profile back; a second time does it again."""
    latest = history(person).first()
    if latest is not None:
        change_profile(person, earlier(latest), now)


def row_of(person: m.Person, kind: str, key: uuid.UUID, *, deleted: bool = False) -> m.Row:
    """A row of this person, or DoesNotExist: nobody else's row is ever found."""
    rows = KINDS[kind].table.objects.filter(person=person)
    return cast(m.Row, (rows if deleted else rows.filter(deleted_at=None)).get(pk=key))


def link_finder(person: m.Person) -> Lookup:
    """The lookup that `to_columns` wants, by a query for each link: the same source first, then any.

    The first one names the source, as the index does: without it every row of the person would be read.
    """

    def find(kind: str, id_: str, source: str | None) -> uuid.UUID | None:
        rows = (
            KINDS[kind].table.objects.filter(person=person, source_id=id_).order_by("id").values_list("id", flat=True)
        )
        own: uuid.UUID | None = rows.filter(source=source or "").first()
        return own if own is not None else rows.first()

    return find


def same(one: Any, other: Any) -> bool:
    """Whether two records say the same, whoever recorded them and whenever.

    Their JSON values are compared: equal instants may differ in their offset, and two clock times in the hour that
    comes twice are never equal to Python.
    """
    return type(one) is type(other) and diary_file.content(one) == diary_file.content(other)


def says_no_more(kept: Any, new: Any) -> bool:
    """Whether a record that comes again is the one kept; of one from before words were kept, its word is no other."""
    if isinstance(kept, d.Dose) and isinstance(new, d.Dose) and kept.written is None:
        new = replace(new, written=None)
    return same(kept, new)


def _was_ever(row: m.Row, new: Any) -> bool:
    return says_no_more(record(row), new) or any(says_no_more(earlier(before), new) for before in history(row))


def _key_for(kind: Kind, id_: str) -> uuid.UUID:
    """An id made on the device is the row's key, unless another row has it; any other id is only kept."""
    try:
        given = uuid.UUID(id_)
    except ValueError:
        return m.new_id()
    taken = given.version != 7 or kind.table.objects.filter(pk=given).exists()
    return m.new_id() if taken else given


def _remember(row: m.Row, before: Any, what: str, now: dt.datetime) -> None:
    kind, state = kind_of_row(row).name, diary_file.dump(before)
    told = {"at": now, "what": what, "before": state, "under": _whose()}
    m.Change.objects.create(person=row.person, kind=kind, row=row.pk, **told)


def _update(row: m.Row | m.Person, columns: dict[str, Any]) -> None:
    """Write only what changes: the rest of the row may be older than what is stored."""
    for column, value in columns.items():
        setattr(row, column, value)
    row.save(update_fields=list(columns))
