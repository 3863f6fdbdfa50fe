"""The lock of a diary: what opens it, what waits, and that no number of wrong tries touches anything."""

from __future__ import annotations

import datetime as dt
from typing import Any

from counterpoise import diary as d
from counterpoise.journal import app_lock, archive, entries
from counterpoise.journal import models as m
from tests.journal.conftest import Clock

NOW = dt.datetime(2026, 5, 1, 8, tzinfo=dt.UTC)
WORDS = "seven wet umbrellas sing"


def locked(person: m.Person) -> m.AppLock:
    app_lock.set_passphrase(person, WORDS)
    return m.AppLock.objects.get(person=person)


def test_waits_grow_twofold_up_to_an_hour_and_no_further() -> None:
    waits = [app_lock.wait_after(wrong).total_seconds() for wrong in range(16)]
    assert waits[:5] == [0, 0, 0, 0, 0]
    assert waits[5:9] == [30, 60, 120, 240]
    assert waits == sorted(waits)
    assert app_lock.wait_after(10_000) == dt.timedelta(hours=1)


def test_the_passphrase_opens_and_others_do_not(alice: m.Person) -> None:
    lock = locked(alice)
    assert not app_lock.try_passphrase(lock, WORDS + " ", NOW).right
    assert not app_lock.try_passphrase(lock, "", NOW).right
    assert app_lock.try_passphrase(lock, WORDS, NOW).right
    assert lock.wrong == 0


def test_letters_that_look_the_same_are_the_same(alice: m.Person) -> None:
    app_lock.set_passphrase(alice, "caf\u00e9 au lait le matin")
    lock = m.AppLock.objects.get(person=alice)
    assert app_lock.try_passphrase(lock, "cafe\u0301 au lait le matin", NOW).right


def test_it_is_hashed_by_scrypt(alice: m.Person, settings: Any, as_hashed: list[str]) -> None:
    settings.PASSWORD_HASHERS = as_hashed
    lock = locked(alice)
    assert lock.passphrase.startswith("scrypt$")
    assert WORDS not in lock.passphrase
    assert app_lock.try_passphrase(lock, WORDS, NOW).right


def test_while_it_waits_even_the_right_one_is_not_looked_at(alice: m.Person) -> None:
    lock, now = locked(alice), NOW
    for _try in range(5):
        told = app_lock.try_passphrase(lock, "wrong", now)
    assert told.wait_until == NOW + dt.timedelta(seconds=30)
    assert app_lock.try_passphrase(lock, WORDS, NOW + dt.timedelta(seconds=29)) == app_lock.Tried(
        False, told.wait_until, looked_at=False
    )
    assert app_lock.try_passphrase(lock, WORDS, NOW + dt.timedelta(seconds=30)).right


def test_after_many_wrong_ones_the_passphrase_sleeps_and_the_code_still_opens(alice: m.Person) -> None:
    code = app_lock.set_passphrase(alice, WORDS)
    assert code is not None
    lock, now = m.AppLock.objects.get(person=alice), NOW
    looked_at = 0
    while not (told := app_lock.try_passphrase(lock, "wrong", now)).asleep:
        looked_at += 1
        now += dt.timedelta(hours=1)
    assert looked_at == app_lock.MOST
    now += dt.timedelta(hours=1)
    assert not app_lock.try_passphrase(lock, WORDS, now).right
    now += dt.timedelta(hours=1)
    assert app_lock.try_recovery(lock, code.lower().replace("-", " "), now).right
    assert app_lock.try_passphrase(lock, WORDS, now).right, "opened rightly, nothing is counted any more"
    assert told.right is False


def test_a_recovery_code_opens_once(alice: m.Person) -> None:
    code = app_lock.set_passphrase(alice, WORDS)
    assert code is not None
    assert len(code.replace("-", "")) == 20
    lock = m.AppLock.objects.get(person=alice)
    assert code.replace("-", "") not in lock.recovery
    assert app_lock.try_recovery(lock, code, NOW).right
    assert not app_lock.try_recovery(lock, code, NOW).right
    assert not app_lock.try_recovery(lock, "", NOW).right


def test_no_number_of_wrong_tries_changes_the_diary(alice: m.Person) -> None:
    entries.add(alice, d.Rating(at=NOW, measure="pain.now", value=6, note="kept"), NOW)
    lock = locked(alice)
    before = archive.diary_digest(alice), archive.history_digest(alice), m.Person.objects.get(pk=alice.pk).revision
    now = NOW
    for n in range(300):
        app_lock.try_passphrase(lock, f"wrong {n}", now)
        app_lock.try_recovery(lock, f"{n:020}", now)
        now += dt.timedelta(minutes=20)
    after = archive.diary_digest(alice), archive.history_digest(alice), m.Person.objects.get(pk=alice.pk).revision
    assert after == before
    assert app_lock.take_off(alice, now)
    assert app_lock.lock_of(alice) is None
    assert (archive.diary_digest(alice), archive.history_digest(alice)) == before[:2]


def test_another_passphrase_shuts_every_browser(alice: m.Person, clock: Clock) -> None:
    first = locked(alice).generation
    assert app_lock.set_passphrase(alice, "nine dry umbrellas hum") is None, "no new recovery code is told"
    assert m.AppLock.objects.get(person=alice).generation != first
