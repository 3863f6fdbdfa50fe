"""Consent to write in somebody's diary: given with a code or told, confirmed, ended; and what was written by it.

It is never deleted by itself: who might write, since when and what for stays on record after it ended.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from counterpoise.journal import models as m
from counterpoise.journal import secret
from counterpoise.journal.rows import KINDS

CODE_LASTS = dt.timedelta(hours=1)
_LENGTH = 12
"""60 random bits: read out and typed by hand, good once, for an hour, and tries are counted."""


@dataclass(frozen=True)
class Written:
    """How much was written by a consent, and when last."""

    entries: int
    last: dt.datetime | None


def invite(said: m.CareCode, now: dt.datetime) -> str:
    """A code for whoever is to write; only its hash is kept. Codes made before for this diary are void."""
    code = secret.code(_LENGTH)
    said.digest, said.made_at = secret.digest_of_code(code), now
    with transaction.atomic():
        void(said.person)
        said.save(force_insert=True)
    return code


def accept(code: str, carer: m.Person, carer_name: str, now: dt.datetime) -> m.Consent | None:
    """The consent that the code stands for, and the end of the code; None: unknown, used, too old, or one's own."""
    with transaction.atomic():
        fresh = m.CareCode.objects.filter(digest=secret.digest_of_code(code), made_at__gt=now - CODE_LASTS)
        said = fresh.exclude(person=carer).select_related("person").first()
        if said is None:
            return None
        m.CareCode.objects.filter(digest=said.digest).delete()
        m.Consent.objects.filter(person=said.person, carer=carer, ended_at=None).update(ended_at=now)
        return m.Consent.objects.create(
            person=said.person,
            carer=carer,
            person_name=said.person_name,
            carer_name=carer_name,
            scope=said.scope,
            purpose=said.purpose,
            given="code",
            with_lock=said.with_lock,
            made_at=now,
            confirmed_at=now,
        )


def waiting(person: m.Person, now: dt.datetime) -> m.CareCode | None:
    """The code of this diary that is still good, if there is one."""
    return m.CareCode.objects.filter(person=person, made_at__gt=now - CODE_LASTS).first()


def void(person: m.Person) -> None:
    """No code of this diary is good any more, nor the link that went with it."""
    m.CareCode.objects.filter(person=person).delete()


def end(consent: m.Consent, now: dt.datetime) -> None:
    """Nothing more is written or read by it, from the next click on."""
    m.Consent.objects.filter(pk=consent.pk, ended_at=None).update(ended_at=now)


def hand_back(consent: m.Consent, now: dt.datetime) -> None:
    """The carer ends it; the person, who did not do so, is to be told."""
    m.Consent.objects.filter(pk=consent.pk, ended_at=None).update(ended_at=now, handed_back=True)


def written(consent: m.Consent) -> Written:
    """How many entries were written by it, also those that were deleted since, and when the last one was."""
    times = [
        at
        for kind in KINDS.values()
        for at in kind.table.objects.filter(under=consent).values_list("recorded_at", flat=True)
    ]
    changes = list(m.Change.objects.filter(person=consent.person_id, under=consent).values_list("at", flat=True))
    return Written(len(times), max([*times, *changes], default=None))
