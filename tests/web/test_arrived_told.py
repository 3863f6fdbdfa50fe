"""What arrived is named to the page that stands open, to nobody else; and who wrote it is said."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import consents, entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record
from counterpoise.web.offline.device import mark_of
from counterpoise.web.profiles import caring
from tests.web.test_outbox import entry, send, state
from tests.web.test_profiles import let, switch

Enter = Callable[..., Client]


@pytest.fixture
def ruth(db: None) -> m.Person:
    return m.Person.objects.create(name="Ruth", time_zone="America/Chicago")


def sent(client: Client, person: m.Person, what: str, **fields: Any) -> str:
    """The number of an entry that has just arrived."""
    id_ = str(m.new_id())
    assert state(send(client, entry(person, what, id_=id_, **fields))) == "saved"
    return id_


def told(client: Client, *ids: str) -> str:
    answer = client.get("/arrived/told/", {"came": list(ids)})
    assert answer["Content-Type"].startswith("text/plain")
    return answer.content.decode()


def test_what_arrived_is_named_with_its_time(alice: m.Person, browser_of_alice: Client) -> None:
    dose = sent(browser_of_alice, alice, "dose", substance="Kratom", amount="2.5", unit="g", pain="4")
    pain = sent(browser_of_alice, alice, "rating", measure="pain.now", value="7")
    at = timezone.localtime(m.Dose.objects.get().at, dt.UTC).strftime(":%M")
    said = told(browser_of_alice, dose, pain)
    assert said.startswith("Arrived: Kratom 2.5 g, pain 4, ")
    assert "; Pain now 7, " in said
    assert at in said


def test_what_is_of_another_day_says_its_day(alice: m.Person, browser_of_alice: Client) -> None:
    id_, then = str(m.new_id()), timezone.now() - dt.timedelta(days=3)
    send(browser_of_alice, entry(alice, "rating", id_=id_, made_at=then, measure="pain.now", value="7"))
    assert then.strftime("%b") in told(browser_of_alice, id_)


def test_many_are_counted(alice: m.Person, browser_of_alice: Client) -> None:
    ids = [sent(browser_of_alice, alice, "rating", measure="pain.now", value="7") for _one in range(5)]
    assert told(browser_of_alice, *ids) == "5 have arrived"


def test_nothing_is_told_of_anybody_elses_of_what_was_deleted_or_of_nonsense(
    alice: m.Person, browser_of_alice: Client, enter: Enter, bob: m.Person
) -> None:
    id_ = sent(browser_of_alice, alice, "rating", measure="pain.now", value="7")
    assert told(enter(bob), id_) == ""
    assert told(browser_of_alice, "nonsense", str(m.new_id())) == ""
    entries.remove(m.Rating.objects.get(), timezone.now())
    assert told(browser_of_alice, id_) == ""


def test_today_shows_what_the_rules_find_about_what_has_just_arrived(alice: m.Person, browser_of_alice: Client) -> None:
    sent(browser_of_alice, alice, "dose", substance="kratom", amount="2.5", unit="g")
    id_ = sent(browser_of_alice, alice, "effect", kind="jaundice")
    assert "Yellow eyes or skin" in browser_of_alice.get("/", {"came": id_}).content.decode()
    assert browser_of_alice.get("/", {"came": "nonsense"}).status_code == 200


def test_what_a_carer_sent_says_who_wrote_it_and_needs_a_look_is_said_of_no_phone(
    ruth: m.Person, alice: m.Person, browser_of_alice: Client
) -> None:
    consent = let(ruth, alice)
    switch(browser_of_alice, consent)
    send(browser_of_alice, entry(ruth, "rating", under=consent, measure="pain.now", value="4"))
    send(browser_of_alice, entry(ruth, "rating", under=consent, measure="pain.now", value="11"))
    assert "by my Anna, a carer" in browser_of_alice.get("/arrived/").content.decode()
    page = browser_of_alice.get("/").content.decode()
    assert "1 entry needs a look." in page
    assert "your phone" not in page


def test_what_waits_for_an_ended_consent_is_known_by_its_mark_and_told_from_one_that_runs(
    ruth: m.Person, alice: m.Person, browser_of_alice: Client
) -> None:
    ended, runs = let(ruth, alice), let(ruth, alice, caring.WHOLE)
    consents.end(ended, timezone.now())
    page = browser_of_alice.get("/arrived/").content.decode()
    over, open_ = mark_of(ruth, ended), mark_of(ruth, runs)
    assert f'data-mark="{over}" data-one="{{n}} entry for Ruth cannot be sent' in page
    assert f'data-mark="{open_}" data-one="{{n}} entry for Ruth waits.' in page
    assert f'data-mark="{mark_of(alice)}"' not in page, "what is open here is sent"
    switch(browser_of_alice, runs)
    page = browser_of_alice.get("/arrived/").content.decode()
    assert f'data-mark="{mark_of(alice)}" data-one="{{n}} entry for your own diary waits.' in page
    assert "They will not be sent any more" not in page


def test_what_repeats_a_dose_that_is_not_there_waits_and_says_why(alice: m.Person, browser_of_alice: Client) -> None:
    for like in ("usual", "last", str(m.new_id())):
        assert state(send(browser_of_alice, entry(alice, "dose", like=like, pain="4"))) == "kept"
    assert not m.Dose.objects.exists()
    assert {one.why for one in m.Held.objects.all()} == {"like"}
    held = m.Held.objects.filter(said__fields__like="usual").get()
    page = browser_of_alice.get(f"/arrived/{held.pk}/").content.decode()
    assert "There was no dose to log again at that moment. Please say what it was." in page
    answer = {"how": "save", "substance": "Kratom", "amount": "2", "unit": "g", "pain": "4"}
    assert browser_of_alice.post(f"/arrived/{held.pk}/", answer).status_code == 302
    assert (m.Dose.objects.get().amount, m.Rating.objects.get().value) == (2.0, 4.0)


@pytest.mark.parametrize(("amounts", "offered"), [((), ""), ((2.5,), "last"), ((2.5, 2.5, 2.5), "usual last")])
def test_today_tells_the_phone_whether_there_is_a_dose_as_usual(
    alice: m.Person, browser_of_alice: Client, amounts: tuple[float, ...], offered: str
) -> None:
    for amount in amounts:
        sent(browser_of_alice, alice, "dose", substance="kratom", amount=str(amount), unit="g")
    assert f'data-again="{offered}"' in browser_of_alice.get("/").content.decode()


def test_the_name_of_whom_one_writes_for_goes_to_the_page_only_where_no_lock_stands(
    ruth: m.Person, alice: m.Person, browser_of_alice: Client
) -> None:
    switch(browser_of_alice, let(ruth, alice))
    assert 'data-theirs="Ruth"' in browser_of_alice.get("/").content.decode()
    words = "seven wet umbrellas sing"
    browser_of_alice.post("/profiles/back/")
    browser_of_alice.post("/lock/passphrase/", {"passphrase": words, "again": words})
    switch(browser_of_alice, let(ruth, alice))
    assert 'data-theirs=""' in browser_of_alice.get("/").content.decode()


def ibuprofen(person: m.Person, amount: str) -> bytes:
    return entry(person, "dose", substance="Ibuprofen", amount=amount, unit="mg")


@pytest.mark.parametrize("page", ["/", "/arrived/"])
def test_an_amount_that_would_have_been_asked_about_is_asked_about_once_it_has_arrived(
    alice: m.Person, browser_of_alice: Client, page: str
) -> None:
    send(browser_of_alice, ibuprofen(alice, "500"))
    assert "Is this right?" not in browser_of_alice.get(page).content.decode()
    send(browser_of_alice, ibuprofen(alice, "5000"))
    row = m.Dose.objects.get(amount=5000)
    said = browser_of_alice.get(page).content.decode()
    assert said.count("Is this right?") == 1
    assert "Is this right? 5000 mg" in said
    assert f'href="/entry/dose/{row.pk}/"' in said
    before = browser_of_alice.post(f"/arrived/amount/{row.pk}/", {"then": "today"} if page == "/" else {})
    assert before["Location"] == page
    assert "Is this right?" not in browser_of_alice.get(page).content.decode()
    send(browser_of_alice, ibuprofen(alice, "50000"))
    assert "Is this right? 50000 mg" in browser_of_alice.get(page).content.decode()


def test_an_amount_that_was_corrected_or_came_long_ago_is_not_asked_about(
    alice: m.Person, browser_of_alice: Client
) -> None:
    for amount in ("500", "5000", "6000"):
        send(browser_of_alice, ibuprofen(alice, amount))
    assert browser_of_alice.get("/arrived/").content.decode().count("Is this right?") == 2
    row = m.Dose.objects.get(amount=5000)
    entries.change(row, dataclasses.replace(record(row), amount=500.0), timezone.now())
    assert "Is this right? 5000 mg" not in browser_of_alice.get("/arrived/").content.decode()
    m.Receipt.objects.update(received_at=timezone.now() - dt.timedelta(hours=25))
    assert "Is this right?" not in browser_of_alice.get("/arrived/").content.decode()


def test_nobody_says_that_an_amount_of_another_diary_is_right(
    alice: m.Person, browser_of_alice: Client, ruth: m.Person
) -> None:
    taken = d.Dose(at=timezone.now(), substance="ibuprofen", amount=5000, unit="mg")
    theirs = entries.add(ruth, taken, timezone.now())
    for key in (m.new_id(), theirs.pk):
        assert browser_of_alice.post(f"/arrived/amount/{key}/").status_code == 404
    assert "amounts_right" not in browser_of_alice.session
