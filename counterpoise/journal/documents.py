"""Files that are kept beside the diary: certificates of a bag, and lists of recalls. They go into every backup."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid

from counterpoise import diary as d
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record

LARGEST = 20_000_000
"""Bytes of one certificate, at most."""


def digest(data: bytes) -> str:
    """What tells a file apart."""
    return hashlib.sha256(data).hexdigest()


def keep(lot: m.Lot, data: bytes, now: dt.datetime) -> m.Document:
    """Keep the file with its bag; the same file twice is kept once."""
    values = {"person": lot.person, "at": now, "data": data}
    row, _new = m.Document.objects.get_or_create(lot=lot, sha256=digest(data), defaults=values)
    return row


def of(lot: m.Lot) -> dict[str, m.Document]:
    """The files that the bag names, by their digests. What it does not name any longer can come back by undoing."""
    before: d.Lot = record(lot)
    named = [one.sha256 for one in before.certificates]
    return {row.sha256: row for row in m.Document.objects.filter(lot=lot, sha256__in=named).defer("data")}


def find(person: m.Person, key: uuid.UUID) -> m.Document:
    """A file of this person, whose bag was not deleted, or DoesNotExist."""
    shown = m.Document.objects.filter(person=person, lot__deleted_at=None, lot__product__deleted_at=None)
    return shown.get(pk=key)


def is_quiet(lot: m.Lot) -> bool:
    """Whether the person wants no reminders of this bag."""
    return m.QuietBag.objects.filter(lot=lot).exists()


def set_quiet(lot: m.Lot, *, quiet: bool) -> None:
    """Switch the reminders of a bag off, or on again."""
    if quiet:
        m.QuietBag.objects.get_or_create(lot=lot)
    else:
        m.QuietBag.objects.filter(lot=lot).delete()
