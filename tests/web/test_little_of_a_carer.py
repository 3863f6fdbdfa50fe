"""Who may only write entries down reads of what else is kept nothing but what a warning is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.web.profiles import caring
from tests.web.test_every_address import allowed
from tests.web.test_ways_of_a_carer import walked

Enter = Callable[..., Client]
NOT_OPEN = "is not opened to you."
KEPT = ("Nosuchmedicine", "20 mg at night", "Nosuchtest", "Doctor Nosuch", "born 1951", "since 2019")
"""What is kept beside the entries: a medicine no rule knows, a dose of one that a rule knows, a blood test, with whom
the plan is agreed, the person, the use before this record."""
BAG = "Nosuchleaf"


@pytest.fixture
def diary_of_alice(alice: m.Person) -> m.Person:
    """Something of all that is kept, and a warning that rests on a medicine of it."""
    now = timezone.now()
    alice.birth_year = 1951
    alice.save()
    hour = dt.timedelta(hours=1)
    today = now.astimezone(ZoneInfo(alice.time_zone)).date()  # a plan of tomorrow's does not stand there yet
    two = d.Quantity(amount=2.0, unit="g")
    for new in (
        d.Dose(at=now - hour, substance="kratom", amount=2.0, unit="g"),
        d.Effect(at=now - hour, kind="itching", severity=2),
        d.Medicine(name="Nosuchmedicine"),
        d.Medicine(name="citalopram", dose="20 mg at night"),
        d.Lab(at=now, analyte="Nosuchtest", value=1.0, unit="g/l"),
        d.Plan(substance="kratom", direction="down", from_=today, start=two, agreed_with="Doctor Nosuch"),
        d.PastUse(substance="kratom", since="2019"),
        d.Product(id="p", substance="kratom", name=BAG),
        d.Lot(product="p", lot_number="7"),
    ):
        entries.add(alice, new, now)
    return alice


def as_carer(person: m.Person, carer: m.Person, enter: Enter, scope: str) -> tuple[m.Consent, Client]:
    consent, client = allowed(person, carer, scope), enter(carer)
    client.post(reverse("profile_switch", kwargs={"key": consent.pk}))
    return consent, client


def test_what_is_kept_beside_the_entries_is_on_no_page_of_who_only_writes_down(
    diary_of_alice: m.Person, bob: m.Person, enter: Enter
) -> None:
    consent, client = as_carer(diary_of_alice, bob, enter, caring.LOG)
    read, bags = set(), set()
    for here, path, page in walked(client, consent):
        read.add(here)
        assert [one for one in KEPT if one in page] == [], path
        if BAG in page:
            bags.add(here)
    assert read >= {"today", "safety", "entry", "dose_new"}
    assert bags == {"dose_new", "entry"}, "the names of bags stand in the form of a dose"


def test_the_warnings_and_what_was_logged_stay_and_it_is_said_that_there_is_more(
    diary_of_alice: m.Person, bob: m.Person, enter: Enter
) -> None:
    _consent, client = as_carer(diary_of_alice, bob, enter, caring.LOG)
    page = client.get("/safety/").content.decode()
    assert "citalopram together with Kratom" in page, "a warning names what it is about"
    assert "1 dose on 1 of the last 30 days" in page
    assert "itching: noted" in page.lower()
    assert NOT_OPEN in page


@pytest.mark.parametrize("whose", ["the person", "who does all from day to day"])
def test_nothing_is_kept_from_the_person_nor_from_who_does_all(
    whose: str, diary_of_alice: m.Person, bob: m.Person, enter: Enter
) -> None:
    if whose == "the person":
        client = enter(diary_of_alice)
    else:
        _consent, client = as_carer(diary_of_alice, bob, enter, caring.WHOLE)
    page = client.get("/safety/").content.decode()
    assert [one for one in KEPT if one not in page] == []
    assert NOT_OPEN not in page
