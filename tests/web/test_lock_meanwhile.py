"""Shutting the lock and changing over hold, whatever else of the same browser is still being worked on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from counterpoise.journal import app_lock
from counterpoise.journal import models as m
from counterpoise.web.access.merging import SessionStore, merged
from counterpoise.web.lock import state
from counterpoise.web.profiles import caring
from counterpoise.web.start import sample
from tests.web.locking import Time, confirm, unlock
from tests.web.test_every_address import allowed

Enter = Callable[..., Client]
Meanwhile = Callable[[Callable[[], Any]], None]
THEIRS = "other wet umbrellas sing"


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Something that is done in another tab in the middle of the next page, after that has noted that it is used."""

    def set_up(do: Callable[[], Any]) -> None:
        note = state.note_use

        def noted(*args: Any) -> None:
            monkeypatch.setattr(state, "note_use", note)
            note(*args)
            do()

        monkeypatch.setattr(state, "note_use", noted)

    return set_up


def test_lock_now_is_not_undone_by_a_page_that_was_begun_before(
    locked: Client, usual_dose: m.Dose, time: Time, meanwhile: Meanwhile
) -> None:
    time.later(seconds=20)
    meanwhile(lambda: locked.post("/lock/now/"))
    slow = locked.get("/timeline/")
    assert slow.status_code == 403
    assert "Open</button>" in slow.content.decode(), "an answer that comes when it is shut holds nothing of the diary"
    assert locked.get("/").status_code == 403
    assert unlock(locked).status_code == 302
    assert locked.get("/").status_code == 200


def test_a_page_that_was_begun_before_the_lock_was_taken_off_is_shown(
    locked: Client, time: Time, meanwhile: Meanwhile
) -> None:
    confirm(locked)
    time.later(seconds=20)
    meanwhile(lambda: locked.post("/lock/off/"))
    assert locked.get("/timeline/").status_code == 200
    assert locked.get("/").status_code == 200


def test_what_was_sent_while_it_was_shut_is_kept(
    locked: Client, alice: m.Person, time: Time, meanwhile: Meanwhile
) -> None:
    time.later(seconds=20)
    meanwhile(lambda: locked.post("/lock/now/"))
    assert locked.post("/rate/", {"measure": "pain.now", "value": "5"}).status_code == 403
    assert m.Rating.objects.get(person=alice).value == 5
    assert locked.get("/").status_code == 403


def test_who_says_the_passphrase_to_change_it_does_not_open_what_was_shut_meanwhile(
    locked: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = app_lock.try_passphrase

    def tried(*args: Any) -> app_lock.Tried:
        locked.post("/lock/now/")
        return tries(*args)

    monkeypatch.setattr(app_lock, "try_passphrase", tried)
    confirm(locked)
    assert locked.get("/").status_code == 403


def test_going_back_to_the_own_diary_is_not_undone_and_their_lock_is_shut(
    locked: Client, alice: m.Person, bob: m.Person, time: Time, meanwhile: Meanwhile
) -> None:
    consent = allowed(bob, alice, caring.WHOLE)
    m.Consent.objects.filter(pk=consent.pk).update(with_lock=True)
    app_lock.set_passphrase(bob, THEIRS)
    locked.post(f"/profiles/{consent.pk}/switch/")
    unlock(locked, THEIRS)
    assert "You are writing for" in locked.get("/").content.decode()
    time.later(seconds=20)
    meanwhile(lambda: locked.post("/profiles/back/"))
    assert locked.get("/timeline/").status_code == 403, "their lock was shut meanwhile"
    own = locked.get("/")
    assert own.status_code == 200
    assert "You are writing for" not in own.content.decode()
    assert f"{state.OPEN}{bob.pk}" not in locked.session


def test_leaving_the_sample_is_not_undone(locked: Client, time: Time, meanwhile: Meanwhile) -> None:
    locked.post("/start/sample/")
    assert sample.KEY in locked.session
    time.later(seconds=20)
    meanwhile(lambda: locked.post("/profiles/back/"))
    locked.get("/timeline/")
    assert sample.KEY not in locked.session


def test_what_one_request_opens_is_not_lost_by_another(locked: Client, time: Time, meanwhile: Meanwhile) -> None:
    """A report that was chosen meanwhile, as an example of all that is kept in a session."""

    def chosen() -> None:
        session = locked.session
        session["another tab"] = "kept"
        session.save()

    time.later(seconds=20)
    meanwhile(chosen)
    assert locked.get("/timeline/").status_code == 200
    assert locked.session["another tab"] == "kept"


def test_a_late_answer_to_the_cookie_of_before_does_not_sign_the_browser_out(locked: Client) -> None:
    name = settings.SESSION_COOKIE_NAME
    before = locked.cookies[name].value
    locked.post("/lock/now/")
    unlock(locked)
    for path in ("/", "/lock/left/", "/emergency/"):
        late = Client(headers={"host": "localhost"})
        late.cookies[name] = before
        assert name not in late.get(path).cookies
    assert locked.post("/settings/sign-out/").cookies[name].value == "", "who signs out is rid of it"


@pytest.mark.parametrize(
    ("before", "mine", "theirs", "kept"),
    [
        ({"a": 1}, {"a": 1}, {"a": 2}, {"a": 2}),
        ({"a": 1}, {"a": 3}, {"a": 2}, {"a": 3}),
        ({"a": 1}, {"a": 3}, {}, {}),
        ({"a": 1}, {}, {"a": 2}, {}),
        ({}, {"a": 3}, {"b": 2}, {"a": 3, "b": 2}),
        ({"a": [1]}, {"a": [1, 2]}, {"a": [1], "b": 2}, {"a": [1, 2], "b": 2}),
    ],
)
def test_a_session_is_saved_key_by_key(before: Any, mine: Any, theirs: Any, kept: Any) -> None:
    assert merged(before, mine, theirs) == kept


@pytest.mark.django_db
def test_a_new_key_does_not_bring_back_what_was_taken_out_meanwhile() -> None:
    first = SessionStore()
    first.update({"open": "yes", "person": "alice"})
    first.save()
    slow, quick = SessionStore(first.session_key), SessionStore(first.session_key)
    assert slow["open"] == quick["open"] == "yes"
    del quick["open"]
    quick.save()
    slow.cycle_key()
    slow.save()
    assert dict(SessionStore(slow.session_key).items()) == {"person": "alice"}
    assert slow.session_key != first.session_key
