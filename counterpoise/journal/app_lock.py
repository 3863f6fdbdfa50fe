"""The lock of one diary on this installation: set, tried, taken off. It shuts pages and touches nothing of the diary.

A try is counted before it is looked at, so that many at once are no more than one after the other. What grows with
wrong tries is the wait, and nothing else: no number of them erases anything.
"""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
import unicodedata
from dataclasses import dataclass

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from counterpoise.journal import models as m
from counterpoise.journal import secret

FREE = 5
"""So many wrong tries in a row cost nothing: stiff hands mistype."""
FIRST_WAIT, LONGEST_WAIT = dt.timedelta(seconds=30), dt.timedelta(hours=1)
MOST = 100
"""After so many wrong ones in a row the passphrase sleeps; a passkey, the recovery code or the command line still open
(NIST SP 800-63B-4 allows no more)."""
_LENGTH = 20
"""Signs of the recovery code: 100 random bits."""


@dataclass(frozen=True)
class Tried:
    """What came of a try: right or not; whether it was looked at; and until when nothing is."""

    right: bool
    wait_until: dt.datetime | None = None
    asleep: bool = False
    looked_at: bool = True


def wait_after(wrong: int) -> dt.timedelta:
    """How long nothing is looked at after so many wrong tries in a row: none, then twice as long each time."""
    if wrong < FREE:
        return dt.timedelta()
    return min(FIRST_WAIT * (1 << min(wrong - FREE, 20)), LONGEST_WAIT)


def lock_of(person: m.Person) -> m.AppLock | None:
    """The person's lock, where it is on."""
    return m.AppLock.objects.filter(person=person, on=True).first()


def set_passphrase(person: m.Person, words: str) -> str | None:
    """Put the lock on with a passphrase, or change it. Gives the recovery code where the lock was not on before."""
    return _put_on(person, passphrase=make_password(_same(words)))


def add_passkey(key: m.Passkey) -> str | None:
    """Keep a passkey, and put the lock on. Gives the recovery code where the lock was not on before."""
    with transaction.atomic():
        key.save(force_insert=True)
        return _put_on(key.person)


def _put_on(person: m.Person, **columns: str) -> str | None:
    with transaction.atomic():
        lock, _made = m.AppLock.objects.select_for_update().get_or_create(person=person)
        new = not lock.on
        lock.on, lock.wrong, lock.wait_until, lock.taken_off_at = True, 0, None, None
        lock.generation = secrets.token_hex(8)
        for name, value in columns.items():
            setattr(lock, name, value)
        lock.save()
        return new_recovery(lock) if new else None


def new_recovery(lock: m.AppLock) -> str:
    """A new recovery code, in place of any before; it is shown once."""
    code = secret.code(_LENGTH)
    m.AppLock.objects.filter(pk=lock.pk).update(recovery=secret.digest_of_code(code))
    return code


def try_passphrase(lock: m.AppLock, words: str, now: dt.datetime) -> Tried:
    """Whether this is the passphrase."""
    tried = _counted(lock, now)
    if not tried.right:
        return tried
    lock.refresh_from_db()
    if not lock.passphrase or lock.wrong > MOST:
        return Tried(False, asleep=lock.wrong > MOST)
    return _told(lock, check_password(_same(words), lock.passphrase))


def try_recovery(lock: m.AppLock, code: str, now: dt.datetime) -> Tried:
    """Whether this is the recovery code, which is used up by it."""
    tried = _counted(lock, now)
    if not tried.right:
        return tried
    lock.refresh_from_db()
    right = bool(lock.recovery) and hmac.compare_digest(secret.digest_of_code(code), lock.recovery)
    if right:
        m.AppLock.objects.filter(pk=lock.pk).update(recovery="")
    return _told(lock, right)


def opened(lock: m.AppLock) -> None:
    """It was opened rightly: nothing is counted any more."""
    m.AppLock.objects.filter(pk=lock.pk).update(wrong=0, wait_until=None)
    lock.wrong, lock.wait_until = 0, None


def shut_everywhere(person: m.Person) -> None:
    """Whatever browser has the lock open finds it shut."""
    m.AppLock.objects.filter(person=person).update(generation=secrets.token_hex(8))


def take_off(person: m.Person, at_the_command_line: dt.datetime | None = None) -> bool:
    """Take the lock off, with its passphrase, passkeys and recovery code. False: there was none."""
    with transaction.atomic():
        keys, _each = m.Passkey.objects.filter(person=person).delete()
        blank = {"passphrase": "", "recovery": "", "wrong": 0, "wait_until": None, "on": False}
        found = m.AppLock.objects.filter(person=person, on=True)
        return bool(found.update(**blank, taken_off_at=at_the_command_line)) or bool(keys)


def _counted(lock: m.AppLock, now: dt.datetime) -> Tried:
    """Count a try as wrong before it is looked at. `right`: it may be looked at."""
    with transaction.atomic():
        stored = m.AppLock.objects.select_for_update().get(pk=lock.pk)
        if stored.wait_until is not None and now < stored.wait_until:
            return Tried(False, stored.wait_until, looked_at=False)
        stored.wrong += 1
        wait = wait_after(stored.wrong)
        stored.wait_until = now + wait if wait else None
        stored.save(update_fields=["wrong", "wait_until"])
    return Tried(True)


def _told(lock: m.AppLock, right: bool) -> Tried:
    if right:
        opened(lock)
    return Tried(right, None if right else lock.wait_until)


def _same(words: str) -> str:
    """One form for what looks the same, however the keyboard made it."""
    return unicodedata.normalize("NFKC", words)
