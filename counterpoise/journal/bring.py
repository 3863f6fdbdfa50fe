"""Bringing a whole diary in: what of it is new, and then all of it or nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from counterpoise import diary as d
from counterpoise import diary_file
from counterpoise.journal import models as m
from counterpoise.journal.diaries import PROFILE, records
from counterpoise.journal.entries import assays_of, same, writing
from counterpoise.journal.rows import KINDS, OF_THE_PERSON, Kind, to_columns

Identity = tuple[str, str]
"""(source, id within it): what a record is known by."""


@dataclass(frozen=True)
class Found:
    """What a file would do to one kind of record."""

    new: int = 0
    known: int = 0  # already here, the same
    differing: int = 0  # already here under that id, saying something else: what is here stays
    deleted: int = 0  # was here and was deleted: stays so


@dataclass(frozen=True)
class Prospect:
    """What bringing a diary in would do: by kind, and the profile values that are filled or differ."""

    kinds: dict[str, Found] = field(default_factory=dict)
    profile_filled: tuple[str, ...] = ()
    profile_differing: tuple[str, ...] = ()

    @property
    def new(self) -> int:
        return sum(found.new for found in self.kinds.values())


def prospect(person: m.Person, incoming: d.Diary) -> Prospect:
    """What `bring` would do, without doing it."""
    sorted_out = {kind.name: _sort_out(person, kind, incoming)[0] for kind in KINDS.values()}
    filled, differing = _profile(person, incoming.person)
    return Prospect({name: found for name, found in sorted_out.items() if found != Found()}, tuple(filled), differing)


def bring(person: m.Person, incoming: d.Diary, receipt: m.Import) -> Prospect:
    """Save what is new of a diary, in one transaction: all or nothing. What is here already is never overwritten.

    `receipt` is an unsaved Import with its `at`, `format` and `file_name`; it is saved with the counts.
    """
    with writing(person):
        done = prospect(person, incoming)
        if done.new == 0 and not done.profile_filled and not _more_extra(person, incoming):
            return done
        receipt.person = person
        receipt.receipt = receipt.receipt | {"new": {kind: found.new for kind, found in done.kinds.items()}}
        receipt.save()
        keys: dict[str, dict[Identity, uuid.UUID]] = {}
        for kind in KINDS.values():
            keys[kind.name] = _save_kind(person, kind, incoming, receipt, keys)
        _fill_profile(person, incoming, done.profile_filled)
    return done


def undo_import(receipt: m.Import, now: dt.datetime) -> int:
    """Take out of the diary all that a file brought; bringing it again brings it back. Gives the number taken out."""
    taken = 0
    with writing(receipt.person):
        for kind in reversed(KINDS.values()):
            rows = kind.table.objects.filter(person=receipt.person, brought_by=receipt, deleted_at=None)
            taken += rows.update(deleted_at=now)
        receipt.undone_at = now
        receipt.save(update_fields=["undone_at"])
    return taken


def _incoming(kind: Kind, incoming: d.Diary) -> tuple[Any, ...]:
    holder = incoming.person if kind.name in OF_THE_PERSON else incoming
    listed: tuple[Any, ...] = getattr(holder, kind.list_name)
    return diary_file.with_ids(listed)


def _identity(record: Any) -> Identity:
    return (record.source or "", record.id)


def _sort_out(person: m.Person, kind: Kind, incoming: d.Diary) -> tuple[Found, list[Any]]:
    """Count what is new, known, differing and deleted; and give what is new."""
    offered = _incoming(kind, incoming)
    if not offered:
        return Found(), []
    here = {_identity(record): record for record in records(person, kind)}
    gone = _deleted_by_hand(person, kind)
    new = [r for r in offered if _identity(r) not in here and _identity(r) not in gone]
    met = [(r, here[_identity(r)]) for r in offered if _identity(r) in here]
    known = sum(same(mine, theirs) for theirs, mine in met)
    deleted = sum(_identity(r) in gone for r in offered)
    return Found(len(new), known, len(met) - known, deleted), new


def _deleted_by_hand(person: m.Person, kind: Kind) -> set[Identity]:
    """Deleted records that a file does not bring back; those taken out with their import it does."""
    rows = kind.table.objects.filter(person=person, deleted_at__isnull=False, brought_by__undone_at=None)
    return set(rows.values_list("source", "source_id"))


def _save_kind(
    person: m.Person,
    kind: Kind,
    incoming: d.Diary,
    receipt: m.Import,
    keys: dict[str, dict[Identity, uuid.UUID]],
) -> dict[Identity, uuid.UUID]:
    """Save the new records of a kind; gives the keys of all its rows, for the links of the kinds that follow."""
    _found, new = _sort_out(person, kind, incoming)
    restored = _restore_undone(person, kind, {_identity(record) for record in new}, receipt)
    new = [record for record in new if _identity(record) not in restored]

    def lookup(target: str, id_: str, source: str | None) -> uuid.UUID | None:
        return keys[target].get((source or "", id_)) or loose[target].get(id_)

    loose = {name: {id_: key for (_, id_), key in known.items()} for name, known in keys.items()}
    rows = [
        kind.table(
            person=person,
            source=record.source or "",
            source_id=record.id,
            recorded_at=record.recorded_at or receipt.at,
            brought_by=receipt,
            **to_columns(kind, record, lookup),
        )
        for record in new
    ]
    kind.table.objects.bulk_create(rows)
    if kind.name == "lot":
        m.Assay.objects.bulk_create([a for row, lot in zip(rows, new, strict=True) for a in assays_of(row, lot)])
    named = kind.table.objects.filter(person=person).values_list("source", "source_id", "pk")
    return {(source, source_id): pk for source, source_id, pk in named}


def _restore_undone(person: m.Person, kind: Kind, wanted: set[Identity], receipt: m.Import) -> set[Identity]:
    """Put back, as they were, the rows that went when their import was undone and that this file brings again."""
    undone = kind.table.objects.filter(person=person, brought_by__undone_at__isnull=False, deleted_at__isnull=False)
    found = {(source, id_): pk for source, id_, pk in undone.values_list("source", "source_id", "pk")}
    back = {identity: pk for identity, pk in found.items() if identity in wanted}
    keys = list(back.values())
    for start in range(0, len(keys), 500):  # the database limits how many values one statement names
        rows = kind.table.objects.filter(pk__in=keys[start : start + 500])
        rows.update(deleted_at=None, brought_by=receipt)
    return set(back)


def _profile(person: m.Person, incoming: d.Person) -> tuple[list[str], tuple[str, ...]]:
    """Profile values that are empty here and given there; and those that differ, where what is here stays."""
    here = {name: getattr(person, name) for name in PROFILE}
    there = {name: getattr(incoming, name) for name in PROFILE}
    there = {name: list(value) if isinstance(value, tuple) else value for name, value in there.items()}
    given = {name: value for name, value in there.items() if value not in (None, [])}
    filled = [name for name in given if here[name] in (None, [])]
    differing = tuple(name for name in given if name not in filled and here[name] != given[name])
    return filled, differing


def _more_extra(person: m.Person, incoming: d.Diary) -> bool:
    return any(key not in person.extra for key in incoming.extra) or any(
        trial not in person.trials for trial in incoming.trials
    )


def _fill_profile(person: m.Person, incoming: d.Diary, filled: tuple[str, ...]) -> None:
    for name in filled:
        value = getattr(incoming.person, name)
        setattr(person, name, list(value) if isinstance(value, tuple) else value)
    person.extra = incoming.extra | person.extra
    person.trials = [*person.trials, *(trial for trial in incoming.trials if trial not in person.trials)]
    person.save(update_fields=[*filled, "extra", "trials"])


__all__ = ["Found", "Prospect", "bring", "prospect", "undo_import"]
