"""One-time links: 256 random bits that open one diary, once. Only their hash is kept."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from counterpoise.journal.consents import CODE_LASTS
from counterpoise.journal.models import CareCode, Key, Person
from counterpoise.journal.secret import digest, fresh

LIFETIME = dt.timedelta(days=1)


def mint(person: Person | None, now: dt.datetime, *, care: CareCode | None = None) -> str:
    """A new token that opens the person's diary; for nobody yet, it lets a new person start.

    One that goes with the code of a carer opens nothing but the way to where the code is typed, and is void with it.
    """
    token = fresh()
    with transaction.atomic():
        Key.objects.filter(made_at__lt=now - LIFETIME).delete()
        Key.objects.create(digest=digest(token), person=person, care=care, made_at=now)
    return token


def find(token: str, now: dt.datetime) -> Key | None:
    """What the token would open; None if it is unknown, used or too old."""
    fresh = Key.objects.filter(digest=digest(token), made_at__gte=now - LIFETIME)
    kept = fresh.exclude(care__made_at__lte=now - CODE_LASTS).select_related("person", "care")
    return kept.first()


def redeem(token: str, now: dt.datetime) -> Key | None:
    """What the token opens, and the end of it; None if it is unknown, used or too old."""
    with transaction.atomic():
        key = find(token, now)
        if key is not None:
            Key.objects.filter(digest=key.digest).delete()
    return key
