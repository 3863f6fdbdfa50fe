"""Files that were given to somebody else: which there are, and whether an answer to one is still taken."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import QuerySet

from counterpoise.journal import models as m


def all_of(person: m.Person) -> QuerySet[m.SealedFile]:
    """The person's files, latest first."""
    return m.SealedFile.objects.filter(person=person).order_by("-made_at", "-id")


def find(person: m.Person, key: str | uuid.UUID) -> m.SealedFile | None:
    """A file of this person by its name; None: no such file, or nobody's name at all."""
    try:
        return all_of(person).filter(pk=uuid.UUID(str(key))).first()
    except ValueError:
        return None


def close(file: m.SealedFile, now: dt.datetime) -> None:
    """Take no answer to it any more; closing it again changes nothing. Who has the file can still read it."""
    m.SealedFile.objects.filter(pk=file.pk, closed_at=None).update(closed_at=now)
    file.refresh_from_db()
