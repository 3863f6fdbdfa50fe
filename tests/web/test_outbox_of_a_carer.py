"""What a carer wrote without a network: sent by the consent it was written under, and the carer's once settled."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.crypto import salted_hmac

from counterpoise.journal import consents, entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.web.offline.device import mark_of
from tests.web.test_outbox import entry, send, state
from tests.web.test_profiles import let, switch

Enter = Callable[..., Client]


@pytest.fixture
def ruth(db: None) -> m.Person:
    return m.Person.objects.create(name="Ruth", time_zone="America/Chicago")


@pytest.fixture
def consent(ruth: m.Person, alice: m.Person) -> m.Consent:
    return let(ruth, alice)


def mark_shown(client: Client) -> str:
    found = re.search(r'data-for="(\w+)"', client.get("/").content.decode())
    assert found is not None
    return found[1]


def test_each_page_gives_the_mark_that_the_outbox_asks_for(
    enter: Enter, ruth: m.Person, browser_of_alice: Client, consent: m.Consent
) -> None:
    hers = enter(ruth)
    switch(browser_of_alice, consent)
    marks = [mark_shown(browser) for browser in (hers, browser_of_alice)]
    assert [browser.get("/outbox/").json()["for"] for browser in (hers, browser_of_alice)] == marks
    assert marks[0] != marks[1], "what a carer wrote is not the person's own"


def test_what_a_carer_wrote_is_not_sent_as_the_persons_own(
    enter: Enter, ruth: m.Person, browser_of_alice: Client, consent: m.Consent
) -> None:
    switch(browser_of_alice, consent)
    own = entry(ruth, "rating", measure="pain.now", value="4")
    carers = entry(ruth, "rating", under=consent, measure="pain.now", value="4")
    assert state(send(browser_of_alice, own)) == "elsewhere", "Ruth wrote it herself"
    consents.end(consent, timezone.now())
    assert state(send(enter(ruth), carers)) == "elsewhere"
    assert not m.Rating.objects.exists()
    assert not m.Held.objects.exists()
    assert state(send(enter(ruth), own)) == "saved"
    assert [one.recorded_by for one in diary(ruth).ratings] == [None], "as before: the person"


def test_a_persons_own_mark_stays_what_it_was(ruth: m.Person, alice: m.Person, consent: m.Consent) -> None:
    """Phones hold entries under it that still wait."""
    assert mark_of(ruth) == salted_hmac("counterpoise outbox", str(ruth.pk), algorithm="sha256").hexdigest()[:32]
    again = m.Consent(person=ruth, carer=alice)
    assert len({mark_of(ruth), mark_of(ruth, consent), mark_of(ruth, again)}) == 3


def hold(client: Client, content: bytes) -> str:
    """Sent, it waits for the person: the address of its page."""
    assert state(send(client, content)) in ("kept", "both")
    return f"/arrived/{m.Held.objects.get(settled_at=None).pk}/"


def test_what_waits_says_that_a_carer_wrote_it_and_stays_the_carers(
    enter: Enter, ruth: m.Person, browser_of_alice: Client, consent: m.Consent
) -> None:
    switch(browser_of_alice, consent)
    where = hold(browser_of_alice, entry(ruth, "rating", under=consent, measure="pain.now", value="11"))
    consents.end(consent, timezone.now())
    hers = enter(ruth)
    for page in ("/arrived/", where):
        assert "by my Anna, a carer" in hers.get(page).content.decode()
    assert hers.post(where, {"value": "1", "how": "save"}).status_code == 302
    kept = m.Rating.objects.get(person=ruth)
    assert (kept.recorded_by, kept.under) == ("carer", consent)


def test_what_a_carer_sent_under_a_number_used_before_stays_the_carers_beside_it(
    enter: Enter, ruth: m.Person, browser_of_alice: Client, consent: m.Consent
) -> None:
    switch(browser_of_alice, consent)
    id_ = str(m.new_id())
    send(browser_of_alice, entry(ruth, "rating", id_=id_, under=consent, measure="pain.now", value="3"))
    where = hold(browser_of_alice, entry(ruth, "rating", id_=id_, under=consent, measure="pain.now", value="8"))
    enter(ruth).post(where, {"how": "beside"})
    kept = m.Rating.objects.filter(person=ruth).order_by("value")
    assert [(one.value, one.recorded_by, one.under) for one in kept] == [(3, "carer", consent), (8, "carer", consent)]


def test_a_carers_correction_that_the_person_takes_is_the_carers_and_bringing_back_is_not(
    enter: Enter, ruth: m.Person, browser_of_alice: Client, consent: m.Consent
) -> None:
    hers = enter(ruth)
    send(hers, entry(ruth, "rating", measure="pain.now", value="3"))
    row = m.Rating.objects.get()
    entries.remove(row, timezone.now())
    switch(browser_of_alice, consent)
    where = hold(browser_of_alice, entry(ruth, "edit", under=consent, entry=f"rating/{row.pk}", seen="0", value="5"))
    hers.post(where, {"how": "take"})
    assert [(one.what, one.under) for one in entries.history(row)][:2] == [("edited", consent), ("restored", None)]
    row.refresh_from_db()
    assert (row.value, row.recorded_by) == (5.0, None)


def test_what_the_person_wrote_herself_stays_hers(enter: Enter, ruth: m.Person) -> None:
    hers = enter(ruth)
    where = hold(hers, entry(ruth, "rating", measure="pain.now", value="11"))
    assert "a carer" not in hers.get(where).content.decode()
    hers.post(where, {"value": "1", "how": "save"})
    assert m.Rating.objects.get().under is None
