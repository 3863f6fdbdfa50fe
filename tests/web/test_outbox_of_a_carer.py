"""What a carer wrote without a network: sent by the consent it was written under, and the carer's once settled."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.crypto import salted_hmac

from counterpoise.journal import consents
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
