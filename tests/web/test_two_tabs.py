"""The same entry in two tabs, the same tap sent twice at once: nothing is overwritten or taken back unseen."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.web.access.links import mint


def hidden(page: bytes, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.decode())
    assert found
    return found[1]


def test_a_correction_of_a_state_that_is_gone_is_shown_and_not_saved(
    browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose
) -> None:
    address = f"/entry/dose/{usual_dose.pk}/"
    said = {"substance": "kratom", "unit": "g", "seen": hidden(browser_of_alice.get(address).content, "seen")}
    assert browser_of_alice.post(address, said | {"amount": "3", "note": "with food"}).status_code == 302
    late = browser_of_alice.post(address, said | {"amount": "4"})
    assert late.status_code == 409
    assert "changed elsewhere" in late.content.decode()
    assert (diary(alice).doses[0].amount, diary(alice).doses[0].note) == (3.0, "with food")
    again = said | {"amount": "4", "seen": hidden(late.content, "seen")}
    assert browser_of_alice.post(address, again).status_code == 302
    assert diary(alice).doses[0].amount == 4.0


def test_an_old_undo_does_not_take_back_a_later_correction(browser_of_alice: Client, alice: m.Person) -> None:
    saved = browser_of_alice.post("/rate/", {"measure": "pain.now", "value": "5"})
    page = browser_of_alice.get(saved["Location"]).content
    undo = {"row": hidden(page, "row"), "seen": hidden(page, "seen")}
    (rating,) = m.Rating.objects.all()
    browser_of_alice.post(f"/entry/rating/{rating.pk}/", {"value": "6"})
    refused = browser_of_alice.post("/undo/", undo)
    assert refused.status_code == 409
    assert "nothing was undone" in refused.content.decode()
    assert [rating.value for rating in diary(alice).ratings] == [6.0]


def test_undo_and_putting_back_follow_each_other(browser_of_alice: Client, alice: m.Person) -> None:
    where = browser_of_alice.post("/rate/", {"measure": "pain.now", "value": "5"})["Location"]
    for left in (0, 1, 0):
        page = browser_of_alice.get(where).content
        where = browser_of_alice.post("/undo/", {"row": hidden(page, "row"), "seen": hidden(page, "seen")})["Location"]
        assert len(diary(alice).ratings) == left


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_the_same_time_both_are_told_that_it_is_saved() -> None:
    person = m.Person.objects.create(name="Alice", time_zone="Europe/Berlin")
    like = entries.add(person, d.Dose(at=timezone.now(), substance="kratom", amount=2.0, unit="g"), timezone.now())
    client = Client(headers={"host": "localhost"})
    client.get(f"/enter/{mint(person, timezone.now())}")
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    same = {"id": str(m.new_id()), "rating_id": str(m.new_id()), "pain": "6"}

    def send(_: int) -> int:
        other = Client(headers={"host": "localhost"})
        other.cookies.load(cookies)
        try:
            return other.post(f"/dose/again/{like.pk}/", same).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(send, range(8))) == [302] * 8
    assert (m.Dose.objects.count(), m.Rating.objects.count()) == (2, 1)


def test_a_pain_that_was_taken_away_elsewhere_does_not_come_back_unasked(
    browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose
) -> None:
    browser_of_alice.post(f"/dose/again/{usual_dose.pk}/", {"pain": "5"})
    address = f"/entry/dose/{m.Dose.objects.exclude(pk=usual_dose.pk).get().pk}/"
    said = {"substance": "kratom", "amount": "2.5", "unit": "g"}
    said |= {"seen": hidden(browser_of_alice.get(address).content, "seen")}
    assert browser_of_alice.post(address, said | {"pain": ""}).status_code == 302
    assert browser_of_alice.post(address, said | {"pain": "5"}).status_code == 409
    assert diary(alice).ratings == ()
