"""Bringing a whole diary in: what of it is new, and then all of it or nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

from counterpoise import diary as d
from counterpoise import diary_file
from counterpoise.journal import erased, profiles
from counterpoise.journal import models as m
from counterpoise.journal.diaries import links
from counterpoise.journal.entries import says_no_more, writing
from counterpoise.journal.rows import KINDS, OF_THE_PERSON, Kind, Lookup, first_columns, to_columns, to_record

Identity = tuple[str, str]
"""(source, id within it): what a record is known by."""

AT_ONCE = 500
"""The database limits how many values one statement may name."""


@dataclass(frozen=True)
class Found:
    """What a file would do to one kind of record."""

    new: int = 0
    known: int = 0  # already here, the same
    differing: int = 0  # already here under that id, saying something else: what is here stays
    deleted: int = 0  # was here and was deleted or erased: stays so


@dataclass(frozen=True)
class Prospect:
    """What bringing a diary in would do: by kind, and the profile values that are filled or differ."""

    kinds: dict[str, Found] = field(default_factory=dict)
    profile_filled: tuple[str, ...] = ()
    profile_differing: tuple[str, ...] = ()

    @property
    def new(self) -> int:
        return sum(found.new for found in self.kinds.values())


@dataclass
class _Sorted:
    """The records of one kind in a file, held against what is here."""

    new: list[Any] = field(default_factory=list)
    back: list[uuid.UUID] = field(default_factory=list)  # rows that went with their import and come again
    known: int = 0
    differing: int = 0
    deleted: int = 0

    @property
    def found(self) -> Found:
        return Found(len(self.new) + len(self.back), self.known, self.differing, self.deleted)


def prospect(person: m.Person, incoming: d.Diary) -> Prospect:
    """What `bring` would do, without doing it."""
    return _prospect(person, incoming, _sort_out(person, diary_file.identified(incoming)))


def bring(person: m.Person, incoming: d.Diary, receipt: m.Import) -> Prospect:
    """Save what is new of a diary, in one transaction: all or nothing. What is here already is never overwritten.

    `receipt` is an unsaved Import with its `at`, `format` and `file_name`; where anything is new, it is saved with the
    counts. Raises BadDiary where a record is out of range.
    """
    incoming = diary_file.accepted(incoming)
    with writing(person):
        found = _sort_out(person, incoming)
        done = _prospect(person, incoming, found)
        additions = profiles.additions(person, incoming)
        if done.new == 0 and not additions:
            return done
        receipt.person = person
        receipt.receipt |= {"new": {kind: counts.new for kind, counts in done.kinds.items() if counts.new}}
        receipt.receipt |= {"about": additions}
        receipt.save()
        profiles.fill(person, additions, receipt.at)
        for name, one in found.items():
            _bring_back(KINDS[name], one.back, receipt)
            _save(person, KINDS[name], one.new, receipt)
    return done


def undo_import(receipt: m.Import, now: dt.datetime) -> int:
    """Take out of the diary all that a file brought; bringing it again brings it back. Gives the number taken out."""
    taken = 0
    with writing(receipt.person):
        receipt.refresh_from_db()
        if receipt.undone_at is not None:
            return 0
        for kind in KINDS.values():
            rows = kind.table.objects.filter(person=receipt.person, brought_by=receipt, deleted_at=None)
            taken += rows.update(deleted_at=now, went_with_import=True)
        profiles.empty(receipt.person, receipt.receipt.get("about", {}), now)
        receipt.undone_at = now
        receipt.save(update_fields=["undone_at"])
    return taken


def _prospect(person: m.Person, incoming: d.Diary, found: Mapping[str, _Sorted]) -> Prospect:
    counts = {name: one.found for name, one in found.items() if one.found != Found()}
    return Prospect(counts, *profiles.compared(person, incoming.person))


def _sort_out(person: m.Person, incoming: d.Diary) -> dict[str, _Sorted]:
    """By kind: what is new, comes again, is known, differs, or was deleted and stays so."""
    gone = set(m.Erased.objects.values_list("digest", flat=True))
    found = {}
    for kind in KINDS.values():
        holder = incoming.person if kind.name in OF_THE_PERSON else incoming
        found[kind.name] = _sort_kind(person, kind, getattr(holder, kind.list_name), gone)
    return found


def _sort_kind(person: m.Person, kind: Kind, offered: Sequence[Any], gone: set[str]) -> _Sorted:
    result = _Sorted()
    for some in _by(AT_ONCE, offered):
        here = _here(person, kind, [record.id for record in some])
        for record in some:
            match here.get(_identity(record)):
                case None if gone and erased.of_entry(person.pk, kind.name, *_identity(record)) in gone:
                    result.deleted += 1
                case None:
                    result.new.append(record)
                case (None, _went, _key, mine):
                    result.known += (alike := says_no_more(mine, record))
                    result.differing += not alike
                case (_deleted, True, key, _mine):
                    result.back.append(key)
                case _:
                    result.deleted += 1
    return result


def _here(person: m.Person, kind: Kind, ids: list[str]) -> dict[Identity, tuple[Any, bool, uuid.UUID, Any]]:
    """Of the rows with these ids: when deleted, whether with their import, their key, and their record as given."""
    rows = kind.table.objects.filter(person=person, source_id__in=ids)
    values = rows.values_list("deleted_at", "went_with_import", "id", *kind.columns, *links(kind))
    found = {}
    for deleted, went, key, *columns in values:
        record = to_record(kind, tuple(columns))
        found[_identity(record)] = (deleted, went, key, record)
    return found


def _save(person: m.Person, kind: Kind, new: Sequence[Any], receipt: m.Import) -> None:
    lookup = _all_links(person, kind)
    common: dict[str, Any] = {"person_id": person.pk, "brought_by_id": receipt.pk, "under_id": None}
    common |= {"deleted_at": None, "went_with_import": False}
    rows = (
        {
            **common,
            "id": m.new_id(),
            **first_columns(record, record.id, receipt.at),
            **to_columns(kind, record, lookup),
        }
        for record in new
    )
    insert(kind.table, rows)


def insert(table: type[models.Model], rows: Iterator[dict[str, Any]]) -> None:
    """One prepared statement for all rows, without an object for each: several times faster than `bulk_create`."""
    database = connections[DEFAULT_DB_ALIAS]
    columns = table._meta.concrete_fields
    quote = database.ops.quote_name
    names = ", ".join(quote(str(column.column)) for column in columns)
    places = ", ".join(["%s"] * len(columns))
    values = [[each.get_db_prep_save(row[each.attname], database) for each in columns] for row in rows]
    with database.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(table._meta.db_table)} ({names}) VALUES ({places})", values)  # noqa: S608


def _all_links(person: m.Person, kind: Kind) -> Lookup:
    """The lookup that `to_columns` wants, for a whole file: the same source first, then any."""
    exact: dict[str, dict[Identity, uuid.UUID]] = defaultdict(dict)
    loose: dict[str, dict[str, uuid.UUID]] = defaultdict(dict)
    for target in kind.links.values():
        rows = KINDS[target].table.objects.filter(person=person).order_by("id")
        for source, id_, key in rows.values_list("source", "source_id", "id"):
            exact[target][source, id_] = key
            loose[target].setdefault(id_, key)
    return lambda target, id_, source: exact[target].get((source or "", id_), loose[target].get(id_))


def _bring_back(kind: Kind, keys: list[uuid.UUID], receipt: m.Import) -> None:
    """Put back, as they were, the rows that went when their import was undone."""
    for some in _by(AT_ONCE, keys):
        kind.table.objects.filter(pk__in=some).update(deleted_at=None, went_with_import=False, brought_by=receipt)


def _identity(record: Any) -> Identity:
    return (record.source or "", record.id)


def _by(size: int, many: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(many), size):
        yield many[start : start + size]


__all__ = ["Found", "Prospect", "bring", "insert", "prospect", "undo_import"]
