"""A bad day, as the server says it: what can be logged again with one tap, and what a tap saved, by name."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from tests.safety import made_up

AGAIN = "The same as last time: Kratom 2.5 g"


def taken(client: Client) -> str:
    return client.get("/flare/taken/").content.decode()


def log(person: m.Person, substance: str, hours: float, amount: float | None = 1.0) -> None:
    now = timezone.now()
    at = now - dt.timedelta(hours=hours)
    entries.add(person, d.Dose(at=at, substance=substance, amount=amount, unit="g"), now)


def test_what_was_logged_last_is_there_before_anything_is_usual(
    browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose
) -> None:
    assert AGAIN in taken(browser_of_alice)
    answer = browser_of_alice.post(f"/dose/again/{usual_dose.pk}/", {"then": "flare"})
    assert answer["Location"].startswith("/flare/?done=saved")
    assert [one.amount for one in diary(alice).doses] == [2.5, 2.5]
    assert "Saved: Kratom 2.5 g" in browser_of_alice.get(answer["Location"]).content.decode()
    log(alice, "kratom", 1, 2.5)
    assert AGAIN not in taken(browser_of_alice)  # it is usual by now, and stands there as such
    assert "Kratom 2.5 g" in taken(browser_of_alice)


def test_it_is_looked_at_before_it_is_saved(
    browser_of_alice: Client, alice: m.Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_up.put_in(monkeypatch)
    log(alice, "kratom", 4 * 24, 6.0)
    assert "The same as last time: Kratom 6 g" in taken(browser_of_alice)
    key = m.Dose.objects.get(amount=6.0).pk
    asked = browser_of_alice.post(f"/dose/again/{key}/", {"then": "flare"}).content.decode()
    assert "Not saved yet." in asked
    assert m.Dose.objects.count() == 1


@pytest.mark.parametrize("drug", ["7-hydroxymitragynine", "mitragynine pseudoindoxyl", "alcohol", "oxycodone"])
def test_nothing_that_makes_drowsy_beside_the_leaf_is_offered_nor_what_came_before_it(
    browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose, drug: str
) -> None:
    log(alice, drug, 1)
    page = taken(browser_of_alice)
    assert "The same as last time" not in page
    assert "What is logged often appears here." in page


@pytest.mark.parametrize(("hours", "amount"), [(31 * 24, 2.5), (1, None)])
def test_after_a_pause_or_without_an_amount_nothing_is_offered(
    browser_of_alice: Client, alice: m.Person, hours: float, amount: float | None
) -> None:
    log(alice, "kratom", hours, amount)
    assert "The same as last time" not in taken(browser_of_alice)


@pytest.mark.parametrize("page", ["/", "/flare/"])
def test_what_was_saved_is_named_with_its_day(browser_of_alice: Client, alice: m.Person, page: str) -> None:
    now = timezone.now().astimezone(dt.timezone(dt.timedelta(hours=-5)))
    back = now - dt.timedelta(days=3)
    said = {"substance": "Kratom", "amount": "3", "unit": "g", "pain": "6", "at": back.strftime("%Y-%m-%dT12:00")}
    answer = browser_of_alice.post("/dose/new/", said)
    assert "Kratom" not in answer["Location"]
    shown = browser_of_alice.get(answer["Location"].replace("/", page, 1)).content.decode()
    year = "" if back.year == now.year else f" {back.year}"
    assert f"Saved: Pain 6, Kratom 3 g at 12:00, on {back.day} {back:%B}{year}<" in shown
    gone = browser_of_alice.post(f"/entry/dose/{m.Dose.objects.get().pk}/delete/")
    assert "Deleted: Pain 6, Kratom 3 g at 12:00, on " in browser_of_alice.get(gone["Location"]).content.decode()


def test_something_else_leads_back_to_the_bad_day(browser_of_alice: Client, alice: m.Person) -> None:
    assert '"/dose/new/?then=flare"' in taken(browser_of_alice)
    form = browser_of_alice.get("/dose/new/?then=flare").content.decode()
    assert '<input type="hidden" name="then" value="flare">' in form
    assert re.search(r'href="/flare/">Cancel', form)
    sent = {"substance": "Kratom", "amount": "3", "unit": "g", "then": "flare"}
    wrong = browser_of_alice.post("/dose/new/", sent | {"amount": "x"}).content.decode()
    assert '<input type="hidden" name="then" value="flare">' in wrong
    assert browser_of_alice.post("/dose/new/", sent)["Location"].startswith("/flare/?done=saved")
    assert 'name="then"' not in browser_of_alice.get("/dose/new/").content.decode()
