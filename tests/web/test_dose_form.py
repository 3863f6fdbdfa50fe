"""What the form of a dose offers, and what it begins with."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
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


def test_units_are_offered_in_the_language_in_use_and_kept_as_one(alice: m.Person, browser_of_alice: Client) -> None:
    browser_of_alice.post("/language/", {"language": "es"})
    log(alice, ("kratom", 2, "capsule"))
    for address in ("/dose/new/", "/offline/"):
        (listed,) = re.findall(r'<datalist id="units">(.*?)</datalist>', browser_of_alice.get(address).content.decode())
        words = re.findall('value="([^"]*)"', listed)
        assert {"g", "mg", "ml", "cápsula", "cucharadita", "tableta", "taza"} <= set(words)
        assert not {"capsule", "teaspoon", "tablet", "cup", "piece"} & set(words)
    assert begins_with(browser_of_alice) == ("Kratom", "cápsula")
    sent = {"substance": "Kratom", "amount": "3", "unit": "cápsula"}
    browser_of_alice.post("/dose/new/", sent)
    dose = m.Dose.objects.get(person=alice, amount=3)
    assert dose.unit == "capsule"
    page = browser_of_alice.get(f"/entry/dose/{dose.pk}/").content.decode()
    assert re.search('name="unit"[^>]*? value="cápsula"', page)


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


FORM = {"substance": "Kratom", "amount": "2", "unit": "g"}


def test_a_pain_that_was_chosen_is_kept_by_the_button_after_a_mistake(browser_of_alice: Client) -> None:
    fresh = browser_of_alice.get("/dose/new/").content.decode()
    assert ">Save</button>" not in fresh
    again = browser_of_alice.post("/dose/new/", FORM | {"amount": "much", "pain": "7"}).content.decode()
    assert '<button class="primary" name="pain" value="7">Save</button>' in again
    assert '<button name="pain" value="">Save without the pain</button>' in again
    odd = browser_of_alice.post("/dose/new/", FORM | {"pain": "<b>"}).content.decode()
    assert ">Save</button>" not in odd
    assert "<b>" not in odd


@pytest.mark.parametrize(
    ("tapped", "minutes"), [("", 0), ("15", 15), ("30", 30), ("60", 60), ("120", 120), ("9", None)]
)
def test_how_long_ago_it_was_is_one_tap(
    browser_of_alice: Client, alice: m.Person, tapped: str, minutes: int | None
) -> None:
    now = timezone.now()
    answer = browser_of_alice.post("/dose/new/", FORM | {"ago": tapped, "pain": "7"})
    if minutes is None:
        assert answer.status_code == 422
        return
    dose, rating = m.Dose.objects.get(), m.Rating.objects.get()
    assert abs(now - dt.timedelta(minutes=minutes) - dose.at) < dt.timedelta(seconds=60)
    assert rating.at == dose.at
    assert f'value="{tapped}"' in browser_of_alice.get("/dose/new/").content.decode()


def test_an_exact_time_counts_for_more_than_a_tap(browser_of_alice: Client, alice: m.Person) -> None:
    browser_of_alice.post("/dose/new/", FORM | {"ago": "30", "at": "2026-05-01T08:12"})
    assert m.Dose.objects.get().at.isoformat().startswith("2026-05-01T12:12")


def test_sent_twice_what_was_half_an_hour_ago_is_one_dose(browser_of_alice: Client, alice: m.Person) -> None:
    sent = FORM | {"ago": "30", "id": str(m.new_id())}
    for _time in range(2):
        assert browser_of_alice.post("/dose/new/", sent).status_code == 302
    assert m.Dose.objects.count() == 1


def test_something_noticed_half_an_hour_ago(browser_of_alice: Client, alice: m.Person) -> None:
    browser_of_alice.post("/effect/save/", {"kind": "nausea", "ago": "30"})
    ago = timezone.now() - m.Effect.objects.get().at
    assert dt.timedelta(minutes=30) <= ago < dt.timedelta(minutes=31)


def test_an_entry_that_is_corrected_has_a_time_and_no_how_long_ago(browser_of_alice: Client, alice: m.Person) -> None:
    log(alice, ("kratom", 2, "g"))
    assert 'name="ago"' not in browser_of_alice.get(f"/entry/dose/{m.Dose.objects.get().pk}/").content.decode()


def test_pain_of_earlier_is_not_called_the_pain_of_now(browser_of_alice: Client, alice: m.Person) -> None:
    with time_machine.travel(dt.datetime(2026, 5, 6, 17, 0, tzinfo=dt.UTC), tick=False):  # 13:00 in New York
        saved = browser_of_alice.post("/dose/new/", FORM | {"ago": "30", "pain": "7"}, follow=True).content.decode()
        assert "Saved: Pain 7, Kratom 2 g at 12:30<" in saved
        now = browser_of_alice.post("/rate/", {"measure": "pain.now", "value": "7"}, follow=True).content.decode()
        assert "Saved: Pain now 7<" in now
        row = m.Rating.objects.latest("at")
        sent = {"value": "6", "at": "2026-05-06T08:00"}
        corrected = browser_of_alice.post(f"/entry/rating/{row.pk}/", sent, follow=True).content.decode()
        assert "Corrected: Pain 6 at 08:00<" in corrected
