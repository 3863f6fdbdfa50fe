"""Letting somebody else in: only by who says what opens the lock, and told on Today for a week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import app_lock, consents, entries
from counterpoise.journal import models as m
from counterpoise.web.profiles import caring
from tests.web.locking import WORDS, Time, confirm
from tests.web.sharing import ask_for_link

Enter = Callable[..., Client]
SAID = {"person_name": "Alice", "scope": caring.WHOLE, "purpose": ""}
FIRST = "Say first what opens your lock."
FOR_IT = {"before": "profile_invite"}


def test_whoever_finds_it_open_lets_nobody_in(locked: Client) -> None:
    asked = locked.get("/profiles/invite/")
    assert FIRST in asked.content.decode()
    assert locked.post("/profiles/invite/", SAID).status_code == 403
    assert not m.CareCode.objects.exists()
    wrong = locked.post("/lock/confirm/", {"passphrase": "seven wet umbrellas", **FOR_IT})
    assert wrong.status_code == 422
    assert FIRST in wrong.content.decode(), "it is asked again where it was asked"
    assert "This is not the passphrase." in wrong.content.decode()
    right = locked.post("/lock/confirm/", {"passphrase": WORDS, **FOR_IT})
    assert right["Location"] == "/profiles/invite/"
    assert FIRST not in locked.get("/profiles/invite/").content.decode()
    assert locked.post("/profiles/invite/", SAID).status_code == 200
    assert m.CareCode.objects.count() == 1


def test_ten_minutes_later_it_has_to_be_said_anew(locked: Client, time: Time) -> None:
    confirm(locked)
    for _minute in range(3):
        time.later(minutes=4)
        locked.get("/")
    assert locked.post("/profiles/invite/", SAID).status_code == 403


def test_a_passkey_that_did_not_open_it_is_asked_for_again_there(locked: Client) -> None:
    locked.post("/lock/confirm/begin/")
    answer = locked.post("/lock/confirm/passkey/", {"credential": "{}", **FOR_IT})
    assert answer.status_code == 422
    assert FIRST in answer.content.decode()


def test_a_page_of_elsewhere_is_not_gone_to(locked: Client) -> None:
    said = {"passphrase": WORDS, "before": "https://example.org/"}
    assert locked.post("/lock/confirm/", said)["Location"] == "/lock/"


def test_without_a_lock_nothing_is_asked(browser_of_alice: Client, alice: m.Person) -> None:
    assert browser_of_alice.post("/profiles/invite/", SAID).status_code == 200
    app_lock.set_passphrase(alice, WORDS)
    app_lock.take_off(alice)
    assert browser_of_alice.post("/profiles/invite/", SAID).status_code == 200


def let(person: m.Person, carer: m.Person, now: dt.datetime) -> m.Consent:
    said = m.CareCode(person=person, person_name="Alice", scope=caring.LOG, purpose="")
    consent = consents.accept(consents.invite(said, now), carer, "my Bob", now)
    assert consent is not None
    return consent


def test_today_says_for_a_week_who_was_let_in_and_to_the_person_only(
    alice: m.Person, bob: m.Person, enter: Enter, browser_of_alice: Client
) -> None:
    said = "my Bob may read and write here."
    consent = let(alice, bob, timezone.now() - dt.timedelta(days=6, hours=23))
    page = browser_of_alice.get("/").content.decode()
    assert said in page
    assert "Write entries down" in page
    assert 'href="/profiles/"' in page
    assert said not in browser_of_alice.get("/timeline/").content.decode()
    browser_of_bob = enter(bob)
    assert said not in browser_of_bob.get("/").content.decode()
    browser_of_bob.post(f"/profiles/{consent.pk}/switch/")
    assert said not in browser_of_bob.get("/").content.decode()
    m.Consent.objects.update(made_at=timezone.now() - dt.timedelta(days=7, minutes=1))
    assert said not in browser_of_alice.get("/").content.decode()


def test_who_was_put_out_again_is_not_named(alice: m.Person, bob: m.Person, browser_of_alice: Client) -> None:
    consents.end(let(alice, bob, timezone.now()), timezone.now())
    assert "may read and write here." not in browser_of_alice.get("/").content.decode()


def test_whom_to_call_stands_above_it(alice: m.Person, bob: m.Person, browser_of_alice: Client) -> None:
    now = timezone.now()
    let(alice, bob, now)
    entries.add(alice, d.Effect(at=now, kind="seizure"), now)
    page = browser_of_alice.get("/").content.decode()
    assert page.index("Call first. Then log.") < page.index("may read and write here.")


def test_whoever_finds_it_open_takes_no_link_along(locked: Client) -> None:
    asked = locked.get("/share/new/")
    assert FIRST in asked.content.decode()
    assert ask_for_link(locked).status_code == 403
    assert not m.Share.objects.exists()
    right = locked.post("/lock/confirm/", {"passphrase": WORDS, "before": "share_new"})
    assert right["Location"] == "/share/new/"
    assert ask_for_link(locked).status_code == 200
    assert m.Share.objects.count() == 1
