"""What the form of a dose offers, and what it begins with."""

from __future__ import annotations

import datetime as dt
import re

from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m


def log(person: m.Person, *doses: tuple[str, float, str]) -> None:
    for ago, (substance, amount, unit) in enumerate(reversed(doses)):
        at = timezone.now() - dt.timedelta(hours=ago)
        entries.add(person, d.Dose(at=at, substance=substance, amount=amount, unit=unit), timezone.now())


def begins_with(client: Client) -> tuple[str, str]:
    page = client.get("/dose/new/").content.decode()
    what, unit = (re.search(rf'name="{name}"[^>]*? value="([^"]*)"', page) for name in ("substance", "unit"))
    assert what is not None
    assert unit is not None
    return what.group(1), unit.group(1)


def test_the_units_of_what_is_taken_beside_are_offered(browser_of_alice: Client) -> None:
    page = browser_of_alice.get("/dose/new/").content.decode()
    for word in ("Caffeine", "Exercise", "drink", "session", "min"):
        assert f'<option value="{word}"' in page


def test_it_begins_with_kratom_whatever_was_logged_last(alice: m.Person, browser_of_alice: Client) -> None:
    assert begins_with(browser_of_alice) == ("Kratom", "g")
    log(alice, ("kratom", 2, "capsule"), ("gabapentin", 300, "mg"), ("gabapentin", 300, "mg"))
    assert begins_with(browser_of_alice) == ("Kratom", "capsule")


def test_where_no_kratom_is_logged_it_begins_with_what_is_logged_most(
    alice: m.Person, browser_of_alice: Client
) -> None:
    log(alice, ("ibuprofen", 400, "mg"), ("ibuprofen", 400, "mg"), ("gabapentin", 300, "mg"))
    assert begins_with(browser_of_alice) == ("Ibuprofen", "mg")


def test_an_amount_is_written_in_digits(browser_of_alice: Client) -> None:
    for written in ("1e5", "2E3"):
        answer = browser_of_alice.post("/dose/new/", {"substance": "Kratom", "amount": written, "unit": "g"})
        assert answer.status_code == 422
        assert f"“{written}” is not an amount" in answer.content.decode()
    assert not m.Dose.objects.exists()
