"""Changing what opens the app lock, and taking it off: only by who says what opens it now, and nothing is destroyed."""

from __future__ import annotations

from django.test import Client

from counterpoise.journal import app_lock, archive
from counterpoise.journal import models as m
from tests.web.locking import WORDS, Time, confirm, unlock

NEW = {"passphrase": "nine dry umbrellas hum", "again": "nine dry umbrellas hum"}
WAYS_IN = ("passphrase/", "off/", "code/", "passkeys/begin/", "passkeys/add/")


def test_what_opens_it_is_changed_only_by_who_says_what_opens_it(locked: Client, alice: m.Person, time: Time) -> None:
    def refused() -> bool:
        return {locked.post(f"/lock/{path}", NEW).status_code for path in WAYS_IN} == {403}

    before = m.AppLock.objects.get()
    assert refused(), "that it was just put on is not enough"
    locked.post("/lock/now/")
    unlock(locked)
    assert refused(), "nor that it was just opened"
    shown = locked.get("/lock/").content.decode()
    assert "Your present passphrase" in shown
    assert "Take the lock off" not in shown
    wrong = confirm(locked, "seven wet umbrellas")
    assert wrong.status_code == 422
    assert "This is not the passphrase." in wrong.content.decode()
    assert refused()
    assert m.AppLock.objects.get().passphrase == before.passphrase
    assert confirm(locked)["Location"] == "/lock/"
    assert "Take the lock off" in locked.get("/lock/").content.decode()
    time.later(minutes=4)
    locked.get("/")
    time.later(minutes=4)
    locked.get("/")
    time.later(minutes=3)
    assert refused(), "ten minutes later it has to be said anew"
    confirm(locked)
    assert "Kept." in locked.post("/lock/passphrase/", NEW).content.decode()
    assert refused(), "the new one has to be said for the next change"
    assert confirm(locked).status_code == 422
    assert confirm(locked, NEW["passphrase"]).status_code == 302
    off = locked.post("/lock/off/").content.decode()
    assert "The lock is off." in off
    assert "Lock now</span>" not in off
    assert app_lock.lock_of(alice) is None


def test_wrong_ones_said_to_change_it_wait_as_at_the_locked_page(
    locked: Client, alice: m.Person, usual_dose: m.Dose, time: Time
) -> None:
    before = archive.diary_digest(alice), archive.history_digest(alice)
    for n in range(5):
        answer = confirm(locked, f"wrong words number {n}")
    assert "nothing is looked at for 30 seconds" in answer.content.decode()
    assert confirm(locked).status_code == 422
    time.later(seconds=31)
    assert confirm(locked).status_code == 302
    assert (archive.diary_digest(alice), archive.history_digest(alice)) == before


def test_its_times_are_changed_only_a_moment_after_it_was_opened(locked: Client, time: Time) -> None:
    assert locked.post("/lock/options/", {"minutes": "60"}).status_code == 200
    time.later(minutes=11)
    for path in ("options/", "elsewhere/"):
        assert locked.post(f"/lock/{path}", {"minutes": "5"}).status_code == 403
    assert m.AppLock.objects.get().minutes == 60
    confirm(locked)
    assert locked.post("/lock/options/", {"minutes": "5"}).status_code == 200


def test_a_forgotten_passphrase_is_replaced_after_the_recovery_code(browser_of_alice: Client, alice: m.Person) -> None:
    code = app_lock.set_passphrase(alice, WORDS)
    browser_of_alice.post("/lock/open/code/", {"code": code})
    page = browser_of_alice.get("/lock/").content.decode()
    assert "New passphrase" in page
    assert page.index("<h1>") < page.index("There is no recovery code any more") < page.index('<form class="card"')
    assert "and make a new code" in page
    assert browser_of_alice.post("/lock/passphrase/", NEW).status_code == 200
    browser_of_alice.post("/lock/now/")
    assert unlock(browser_of_alice, NEW["passphrase"]).status_code == 302
    shown = browser_of_alice.get("/lock/").content.decode()
    assert "./x unlock" in shown, "where the code is used up, too, there is a way"


NO_PASSKEYS = ("", "{}", "[]", "null", '{"id": "x"}', "[" * 20_000)


def test_a_passkey_that_was_not_asked_for_adds_and_opens_nothing(locked: Client, alice: m.Person) -> None:
    for told in NO_PASSKEYS:
        locked.post("/lock/confirm/begin/")
        assert locked.post("/lock/confirm/passkey/", {"credential": told}).status_code == 422
        assert locked.post("/lock/off/").status_code == 403
    confirm(locked)
    for told in NO_PASSKEYS:
        assert locked.post("/lock/passkeys/add/", {"credential": told}).status_code == 422
    assert m.Passkey.objects.count() == 0
    locked.post("/lock/now/")
    for told in NO_PASSKEYS:
        locked.post("/lock/open/begin/")
        assert locked.post("/lock/open/passkey/", {"credential": told}).status_code == 422
    assert locked.get("/").status_code == 403


def test_a_number_in_the_address_has_no_passkeys(locked: Client) -> None:
    confirm(locked)
    page = locked.get("/lock/", headers={"host": "127.0.0.1"})
    assert "Passkeys need a name in the address" in page.content.decode()
    assert locked.post("/lock/passkeys/begin/", headers={"host": "127.0.0.1"}).status_code == 422
