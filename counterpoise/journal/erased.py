"""What was erased for good: a hash of its identity, by which no file, late device or backup brings it back.

The person's key, random and never shown, stands in every hash: once the person is gone too, nobody can guess at it.
"""

from __future__ import annotations

import hashlib
import json
import uuid

from counterpoise.journal import models as m

FROM_DEVICES = ("rating", "dose", "effect", "edit")
"""What comes from a device under a number that it gives."""


def of_person(key: uuid.UUID) -> str:
    """The hash of a person."""
    return _hash(str(key))


def of_entry(person: uuid.UUID, kind: str, source: str | None, source_id: str) -> str:
    """The hash of one record: whose, of what kind, and its identity."""
    return _hash(json.dumps([str(person), kind, source or "", source_id]))


def of_proposal(person: uuid.UUID, row: m.Proposal) -> str:
    """The hash of something that somebody else proposed to a person."""
    return of_entry(person, "proposal", None, row.digest)


def is_erased(person: m.Person, kind: str, source: str | None, source_id: str) -> bool:
    """Whether this record was erased for good."""
    return m.Erased.objects.filter(digest=of_entry(person.pk, kind, source, source_id)).exists()


def never_comes(person: m.Person, id_: uuid.UUID) -> None:
    """What a device gave this number, and undid before it came, is not taken in later."""
    for kind in FROM_DEVICES:
        m.Erased.objects.get_or_create(digest=of_entry(person.pk, kind, None, str(id_)))


def is_person_erased(key: uuid.UUID) -> bool:
    """Whether the person who was known by this key was erased for good."""
    return m.Erased.objects.filter(digest=of_person(key)).exists()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
