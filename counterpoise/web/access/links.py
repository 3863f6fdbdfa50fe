"""One-time links: 256 random bits that open one diary, once. Only their hash is kept."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from counterpoise.journal.models import Key, Person
from counterpoise.journal.secret import digest, fresh

LIFETIME = dt.timedelta(days=1)


def mint(person: Person | None, now: dt.datetime) -> str:
    """A new token that opens the person's diary; for nobody yet, it lets a new person start."""
    token = fresh()
    with transaction.atomic():
        Key.objects.filter(made_at__lt=now - LIFETIME).delete()
        Key.objects.create(digest=digest(token), person=person, made_at=now)
    return token


def redeem(token: str, now: dt.datetime) -> Key | None:
    """What the token opens, and the end of it; None if it is unknown, used or too old."""
    with transaction.atomic():
        key = Key.objects.filter(digest=digest(token), made_at__gte=now - LIFETIME).select_related("person").first()
        if key is not None:
            Key.objects.filter(digest=key.digest).delete()
    return key
