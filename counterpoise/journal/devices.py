"""The person's own devices: asked for by a one-time link, paired by the person's word, ended at once.

Whether a device is paired is asked of the database with every request, so that ending it takes effect with the next.
"""

from __future__ import annotations

import datetime as dt
import secrets
import uuid

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from counterpoise.journal import checkins
from counterpoise.journal import models as m
from counterpoise.journal.secret import digest, fresh

LINK_LASTS = dt.timedelta(minutes=10)
ASKING_LASTS = dt.timedelta(minutes=10)
SEEN_EVERY = dt.timedelta(minutes=5)
"""When a device was last seen is no more exact than this: not every request writes."""
LONGEST_NAME = 40
DEVICE = "device"
"""Key of the session: which device holds it."""


class NameTaken(ValueError):
    """Another device of this person that is paired has this name."""


def link(person: m.Person, now: dt.datetime) -> str:
    """A new secret by which one device may ask: 256 random bits, of which only a hash is kept."""
    secret = fresh()
    with transaction.atomic():
        m.PairingLink.objects.filter(made_at__lte=now - LINK_LASTS).delete()
        m.Device.objects.filter(paired_at=None, asked_at__lte=now - ASKING_LASTS).delete()
        m.PairingLink.objects.create(digest=digest(secret), person=person, made_at=now)
    return secret


def ask(secret: str, name: str, now: dt.datetime) -> m.Device | None:
    """Use up a link: a device asks to be paired under this name. None: the secret opens nothing (any more)."""
    with transaction.atomic():
        good = m.PairingLink.objects.filter(digest=digest(secret), made_at__gt=now - LINK_LASTS)
        found = good.select_related("person").first()
        if found is None:
            return None
        m.PairingLink.objects.filter(digest=found.digest).delete()
        code = f"{secrets.randbelow(10**6):06}"
        return m.Device.objects.create(person=found.person, name=_free(found.person, name), code=code, asked_at=now)


def waiting(person: m.Person, now: dt.datetime) -> QuerySet[m.Device]:
    """Devices that ask to be paired and wait for the person's word."""
    return m.Device.objects.filter(person=person, paired_at=None, asked_at__gt=now - ASKING_LASTS).order_by("asked_at")


def asks(key: uuid.UUID, now: dt.datetime) -> m.Device | None:
    """The device of this key, while it waits."""
    return m.Device.objects.filter(pk=key, paired_at=None, asked_at__gt=now - ASKING_LASTS).first()


def pair(device: m.Device, now: dt.datetime) -> bool:
    """The person said yes. False: it waited too long, or was answered already."""
    good = m.Device.objects.filter(pk=device.pk, paired_at=None, asked_at__gt=now - ASKING_LASTS)
    return good.update(paired_at=now, seen_at=now) == 1


def decline(device: m.Device) -> None:
    """The person said no: nothing of it is kept."""
    m.Device.objects.filter(pk=device.pk, paired_at=None).delete()


def paired(key: uuid.UUID) -> m.Device | None:
    """The device of this key, as long as it is let in."""
    return m.Device.objects.filter(pk=key, revoked_at=None).exclude(paired_at=None).select_related("person").first()


def ended(key: uuid.UUID) -> bool:
    """Whether the device of this key was paired, and somebody ended that."""
    return m.Device.objects.filter(pk=key).exclude(paired_at=None).exclude(revoked_at=None).exists()


def seen(device: m.Device, now: dt.datetime) -> bool:
    """Note that the device was here. True where that was written down anew."""
    if device.seen_at is not None and now - device.seen_at < SEEN_EVERY:
        return False
    return m.Device.objects.filter(pk=device.pk, revoked_at=None).update(seen_at=now) == 1


def all_of(person: m.Person) -> QuerySet[m.Device]:
    """Every device that was ever paired, latest first."""
    return m.Device.objects.filter(person=person).exclude(paired_at=None).order_by("-paired_at", "-id")


def find(person: m.Person, key: uuid.UUID) -> m.Device:
    """A device of this person, or DoesNotExist."""
    return m.Device.objects.get(person=person, pk=key)


def named(person: m.Person, name: str) -> m.Device | None:
    """The paired device of this name."""
    return all_of(person).filter(revoked_at=None, name__iexact=name.strip()).first()


def rename(device: m.Device, name: str) -> None:
    """Call it something else. Raises NameTaken."""
    other = named(device.person, name)
    if other is not None and other.pk != device.pk:
        raise NameTaken(name)
    m.Device.objects.filter(pk=device.pk).update(name=name.strip()[:LONGEST_NAME])


def revoke(device: m.Device, now: dt.datetime) -> None:
    """Let it in no more, from its next request on, and call it no more. Doing it again changes nothing."""
    with transaction.atomic():
        m.Device.objects.filter(pk=device.pk, revoked_at=None).update(revoked_at=now)
        for session in Session.objects.all():
            told = session.get_decoded()
            if told.get(DEVICE) == str(device.pk):
                checkins.forget_browser(told.get(checkins.HERE))


def end_all(now: dt.datetime) -> None:
    """End every pairing and every wish for one, because none can be vouched for. Nobody ended them, so the sessions go
    too: without one a phone is not told to forget, and sends what waits on it once it is paired again."""
    with transaction.atomic():
        m.PairingLink.objects.all().delete()
        m.Device.objects.filter(paired_at=None).delete()
        let_in = m.Device.objects.filter(revoked_at=None)
        keys = {str(key) for key in let_in.values_list("pk", flat=True)}
        for session in Session.objects.all():
            if session.get_decoded().get(DEVICE) in keys:
                session.delete()
        let_in.update(revoked_at=now)


def _free(person: m.Person, name: str) -> str:
    """The name, or the name with a number where a paired device has it."""
    wanted = name.strip()[:LONGEST_NAME] or "phone"
    taken = {one.casefold() for one in all_of(person).filter(revoked_at=None).values_list("name", flat=True)}
    free, number = wanted, 2
    while free.casefold() in taken:
        free, number = f"{wanted[: LONGEST_NAME - 4]} {number}", number + 1
    return free
