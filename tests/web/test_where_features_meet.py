"""Where parts meet that were made apart: a phone without a network, lock, carer, pairing, body map, Spanish."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.checkins.chosen import Chosen, Round
from counterpoise.journal import checkins, consents, entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.report import names
from counterpoise.web.moments import clock
from tests.web.phones import ORIGIN, Phone, paired
from tests.web.test_outbox import entry, send, state
from tests.web.test_profiles import let, switch

Enter = Callable[..., Client]
WORDS = "seven wet umbrellas sing"


@pytest.fixture
def pain(alice: m.Person) -> Any:
    """Pain of two hours ago, in two places."""
    at = timezone.now() - dt.timedelta(hours=2)
    new = d.Rating(at=at, measure="pain.now", value=6, places=("head", "neck"))
    return entries.add(alice, new, timezone.now())


def test_pain_corrected_without_a_network_keeps_all_its_places(
    alice: m.Person, browser_of_alice: Client, pain: Any
) -> None:
    fields: dict[str, Any] = {"entry": f"rating/{pain.pk}", "seen": "0", "value": "7", "note": "", "at": ""}
    sent = entry(alice, "edit", **fields, places_asked="yes", places="head neck")
    answer = send(browser_of_alice, sent)
    assert (answer.status_code, state(answer)) == (200, "saved")
    (kept,) = diary(alice).ratings
    assert (kept.value, kept.places) == (7.0, ("head", "neck"))


def test_where_it_hurts_arrives_from_a_phone_without_a_network(alice: m.Person, browser_of_alice: Client) -> None:
    sent = entry(alice, "rating", measure="pain.now", value="4", places_asked="yes", places="neck head")
    assert state(send(browser_of_alice, sent)) == "saved"
    assert diary(alice).ratings[0].places == ("head", "neck")


def test_a_held_correction_keeps_the_places_that_were_ticked(
    alice: m.Person, browser_of_alice: Client, pain: Any
) -> None:
    fields: dict[str, Any] = {"entry": f"rating/{pain.pk}", "seen": "0", "value": "77", "note": "", "at": ""}
    assert state(send(browser_of_alice, entry(alice, "edit", **fields, places_asked="yes", places="neck"))) == "kept"
    where = f"/arrived/{m.Held.objects.get().pk}/"
    assert names.place("neck") in browser_of_alice.get(where).content.decode()
    assert browser_of_alice.post(where, {"how": "save", "value": "7"}).status_code == 302
    (kept,) = diary(alice).ratings
    assert (kept.value, kept.places) == (7.0, ("neck",))


def test_a_check_in_without_a_network_says_who_asked(alice: m.Person, browser_of_alice: Client) -> None:
    noon = clock(alice, timezone.now()).replace(hour=12, minute=0, second=0, microsecond=0)
    noon -= dt.timedelta(days=1)
    chosen = Chosen(morning=Round(dt.time(11), ("pain.now",)), evening=None)
    checkins.choose(alice, noon - dt.timedelta(days=1), chosen)
    key = f"morning {noon.date().isoformat()}"
    for minutes, expected in ((0, "scheduled"), (600, "self")):
        at = noon + dt.timedelta(minutes=minutes)
        sent = entry(alice, "rating", made_at=at, measure="pain.now", value="4", key=key)
        assert state(send(browser_of_alice, sent)) == "saved"
        assert max(diary(alice).ratings, key=lambda one: one.at).prompt == expected


@pytest.mark.parametrize("amount", [1.125, 2.3333333333333335, 2.5, 0.25])
def test_the_same_as_usual_is_the_same_in_spanish(alice: m.Person, browser_of_alice: Client, amount: float) -> None:
    now = timezone.now()
    for hours in (30, 40, 50):
        at = now - dt.timedelta(hours=hours)
        entries.add(alice, d.Dose(at=at, substance="kratom", amount=amount, unit="g"), now)
    browser_of_alice.cookies["counterpoise_language"] = "es"
    at = now - dt.timedelta(minutes=5)
    assert state(send(browser_of_alice, entry(alice, "dose", made_at=at, like="usual"))) == "saved"
    assert [one.amount for one in diary(alice).doses if one.at == at] == [amount]


def test_what_waits_on_a_phone_does_not_keep_the_lock_open(
    alice: m.Person, browser_of_alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entry that cannot be opened is sent again and again."""
    browser_of_alice.post("/lock/passphrase/", {"passphrase": WORDS, "again": WORDS})
    now = timezone.now()
    for minute in range(1, 7):
        monkeypatch.setattr("django.utils.timezone.now", lambda at=now + dt.timedelta(minutes=minute): at)
        browser_of_alice.post("/outbox/", b"?", content_type="application/octet-stream")
    assert browser_of_alice.get("/").status_code == 403


def test_what_is_sent_while_it_is_locked_stays_on_the_phone(alice: m.Person, browser_of_alice: Client) -> None:
    browser_of_alice.post("/lock/passphrase/", {"passphrase": WORDS, "again": WORDS})
    answer = browser_of_alice.post("/lock/now/")
    assert answer["Clear-Site-Data"] == '"cache"'
    sent = entry(alice, "rating", measure="pain.now", value="4")
    for tried in (browser_of_alice.get("/outbox/"), send(browser_of_alice, sent)):
        assert tried.status_code == 403
        assert "json" not in tried["Content-Type"], "this is no receipt"
    browser_of_alice.post("/lock/open/", {"passphrase": WORDS})
    assert state(send(browser_of_alice, sent)) == "saved"


@pytest.fixture
def ruth(db: None) -> m.Person:
    return m.Person.objects.create(name="Ruth at home", time_zone="America/Chicago", country="US")


def test_what_a_carer_wrote_offline_is_in_the_diary_it_is_for_or_nowhere(
    ruth: m.Person, alice: m.Person, browser_of_alice: Client
) -> None:
    consent = let(ruth, alice)
    sent = entry(ruth, "rating", under=consent, measure="pain.now", value="4")
    assert state(send(browser_of_alice, sent)) == "elsewhere", "her own diary is open"
    switch(browser_of_alice, consent)
    assert state(send(browser_of_alice, entry(alice, "rating", measure="pain.now", value="1"))) == "elsewhere"
    assert state(send(browser_of_alice, sent)) == "saved"
    assert [(one.value, one.recorded_by) for one in diary(ruth).ratings] == [(4.0, "carer")]
    assert not diary(alice).ratings


def test_the_locked_page_takes_nothing_while_one_writes_for_somebody(
    ruth: m.Person, alice: m.Person, browser_of_alice: Client
) -> None:
    """It would stand in one's own diary, and be meant for the other."""
    browser_of_alice.post("/lock/passphrase/", {"passphrase": WORDS, "again": WORDS})
    m.AppLock.objects.update(log_while_locked=True)
    switch(browser_of_alice, let(ruth, alice))
    browser_of_alice.post("/lock/now/")
    page = browser_of_alice.get("/")
    assert page.status_code == 403
    assert "without opening" not in page.content.decode()
    assert browser_of_alice.post("/lock/log/", {"value": "7"}).status_code == 403
    assert not m.Rating.objects.exists()


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("get", "/outbox/", {"Sec-Fetch-Mode": "cors"}),
        ("get", "/lock/left/", {"Sec-Fetch-Mode": "cors"}),
        ("get", "/since/", {"HX-Request": "true"}),
        ("post", "/rate/", {"HX-Request": "true"}),
        ("post", "/outbox/", {"Sec-Fetch-Mode": "cors"}),
        ("post", "/lock/still/", {"Sec-Fetch-Mode": "cors"}),
    ],
)
def test_that_a_consent_ended_is_said_on_a_page_that_somebody_sees(
    ruth: m.Person, browser_of_alice: Client, method: str, path: str, headers: dict[str, str]
) -> None:
    consent = let(ruth, m.Person.objects.get(name="Alice"))
    switch(browser_of_alice, consent)
    consents.end(consent, timezone.now())
    assert getattr(browser_of_alice, method)(path, headers=headers).status_code == 403
    page = browser_of_alice.get("/")
    assert page.status_code == 403
    assert "You do not write for them any more" in page.content.decode()
    browser_of_alice.post("/profiles/back/")
    assert browser_of_alice.get("/").status_code == 200
    assert not m.Rating.objects.exists()


def test_a_phone_begins_no_diary_for_somebody(alice: m.Person, here: Any) -> None:
    """The link that comes with it works on the computer only, and a lost phone must not let in others."""
    phone = paired(alice)
    answer = phone.post("/profiles/begin/", {"person_name": "Ruth", "carer_name": "A", "purpose": "x"})
    assert answer.status_code == 403
    assert m.Person.objects.count() == 1
    assert not m.Key.objects.filter(person__isnull=False).exists()


def test_a_phone_makes_no_code_by_which_somebody_else_may_write(alice: m.Person, here: Any) -> None:
    said = {"person_name": "Alice", "scope": "log", "purpose": "x"}
    assert paired(alice).post("/profiles/invite/", said).status_code == 403
    assert not m.CareCode.objects.exists()


def test_a_calendars_address_made_on_a_phone_is_one_that_answers(alice: m.Person, here: Any) -> None:
    phone = paired(alice)
    page = phone.post("/checkin/calendar/make/").content.decode()
    link = page.split('id="link" value="')[1].split('"')[0]
    assert link.startswith(f"{ORIGIN}/calendar/")
    fetched = Phone().get(link.removeprefix(ORIGIN))
    assert (fetched.status_code, fetched["Content-Type"]) == (200, "text/calendar; charset=utf-8")


def test_a_link_that_opens_at_the_computer_only_is_made_there(alice: m.Person, here: Any) -> None:
    page = paired(alice).get("/share/new/")
    assert page.status_code == 403
    assert "This is done at your computer" in page.content.decode()
