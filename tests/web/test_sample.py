"""The sample diary is somebody else's: nothing meant for a real one gets into it, and nothing of it into a real one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise.journal import consents
from counterpoise.journal import models as m
from counterpoise.web.access.links import mint
from counterpoise.web.start import sample

pytestmark = pytest.mark.django_db(transaction=True)
Enter = Callable[..., Client]
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two days are enough to look around in."""
    monkeypatch.setattr(sample, "DAYS", 2)


def token(browser: Client) -> str:
    found = TOKEN.search(browser.get("/dose/new/").content.decode())
    assert found is not None
    return found[1]


def rate(browser: Client, form: str, value: str = "7") -> Any:
    sent = {"csrfmiddlewaretoken": form, "id": str(m.new_id()), "measure": "pain.now", "value": value}
    return browser.post("/rate/", sent)


def grown_old() -> None:
    m.Import.objects.update(at=timezone.now() - sample.STALE - dt.timedelta(minutes=1))


def test_a_form_of_the_own_diary_is_void_once_the_sample_is_open(enter: Enter, alice: m.Person) -> None:
    browser = enter(alice, check_csrf=True)
    form = token(browser)
    before = m.Rating.objects.count()
    assert browser.post("/start/sample/", {"csrfmiddlewaretoken": form}).status_code == 302
    made = m.Rating.objects.count()
    assert made > before
    assert rate(browser, form).status_code == 403
    assert m.Rating.objects.count() == made


def test_a_form_of_the_sample_is_void_once_it_is_gone(enter: Enter, alice: m.Person) -> None:
    browser = enter(alice, check_csrf=True)
    browser.post("/start/sample/", {"csrfmiddlewaretoken": token(browser)})
    form = token(browser)
    browser.post("/start/sample/remove/", {"csrfmiddlewaretoken": form})
    assert rate(browser, form).status_code == 403
    assert not m.Rating.objects.filter(person=alice).exists()


def test_the_sample_is_found_again_from_a_diary_of_ones_own(browser_of_alice: Client) -> None:
    way = '<a href="/start/"><strong>Sample diary</strong>'
    assert way in browser_of_alice.get("/settings/").content.decode()
    begins = browser_of_alice.get("/start/").content.decode()
    assert "Step 1 of 3" not in begins, "nothing is begun where a diary is"
    assert "Open the sample diary" in begins
    browser_of_alice.post("/start/sample/")
    assert way not in browser_of_alice.get("/settings/").content.decode(), "it is open"


def test_each_browser_looks_around_in_one_of_its_own(enter: Enter, alice: m.Person, bob: m.Person) -> None:
    hers, his = enter(alice), enter(bob)
    hers.post("/start/sample/")
    dose = m.Dose.objects.latest("at")
    his.post("/start/sample/")
    assert hers.get(f"/entry/dose/{dose.pk}/").status_code == 200
    assert his.get(f"/entry/dose/{dose.pk}/").status_code == 404
    his.post("/start/sample/remove/")
    assert "a simulated person" in hers.get("/").content.decode()
    assert m.Dose.objects.filter(pk=dose.pk).exists()


def test_what_is_sent_to_a_sample_that_grew_old_is_saved_nowhere(enter: Enter, alice: m.Person, bob: m.Person) -> None:
    browser = enter(alice)
    browser.post("/start/sample/")
    grown_old()
    enter(bob).post("/start/sample/")  # whoever opens one clears away the old ones
    answer = rate(browser, "")
    assert answer.status_code == 403
    assert "another diary was opened meanwhile" in answer.content.decode()
    assert not m.Rating.objects.filter(person=alice).exists()
    assert "a simulated person" not in browser.get("/").content.decode()
    assert rate(browser, "").status_code == 302
    assert m.Rating.objects.filter(person=alice).count() == 1


def test_signing_out_signs_out_also_after_the_sample_has_gone(enter: Enter, alice: m.Person, bob: m.Person) -> None:
    browser = enter(alice)
    browser.post("/start/sample/")
    grown_old()
    enter(bob).post("/start/sample/")
    browser.get("/")
    answer = browser.post("/settings/sign-out/")
    assert answer.status_code == 200
    assert "Clear-Site-Data" in answer
    assert browser.get("/").status_code == 403


def test_signing_out_of_the_sample_leads_back_and_leaves_nothing(enter: Enter, alice: m.Person) -> None:
    browser = enter(alice)
    browser.post("/start/sample/")
    assert browser.post("/settings/sign-out/")["Location"] == "/"
    assert not m.Person.objects.filter(sample=True).exists()
    assert browser.get("/").status_code == 200


def test_entering_anew_leaves_no_sample_behind(enter: Enter, alice: m.Person) -> None:
    browser = enter(alice)
    browser.post("/start/sample/")
    browser.get(f"/enter/{mint(alice, timezone.now())}")
    assert not m.Person.objects.filter(sample=True).exists()


def test_writing_for_somebody_leaves_the_sample(enter: Enter, alice: m.Person, bob: m.Person) -> None:
    now = timezone.now()
    said = m.CareCode(person=alice, person_name="Alice", scope="log", purpose="sore hands")
    consent = consents.accept(consents.invite(said, now), bob, "my Bob", now)
    assert consent is not None
    browser = enter(bob)
    browser.post("/start/sample/")
    browser.post(f"/profiles/{consent.pk}/switch/")
    assert not m.Person.objects.filter(sample=True).exists()
    rate(browser, "")
    assert m.Rating.objects.get().person == alice


def test_nothing_waits_on_a_device_for_a_simulated_person(browser_of_alice: Client) -> None:
    browser_of_alice.post("/start/sample/")
    page = browser_of_alice.get("/").content.decode()
    assert 'data-for=""' in page
    assert 'data-sample="yes"' in page
    assert browser_of_alice.get("/outbox/").json()["for"] == ""


@pytest.mark.parametrize("address", ["/checkin/calendar/make/", "/checkin/push/agree/"])
def test_reminders_are_not_set_up_in_the_sample(browser_of_alice: Client, address: str) -> None:
    browser_of_alice.post("/start/sample/")
    answer = browser_of_alice.post(address, {"endpoint": "https://fcm.googleapis.com/x", "carrier": "google"})
    assert answer.status_code == 409
    assert "a diary of your own" in answer.content.decode()


def test_the_program_begins_without_the_samples_that_grew_old(enter: Enter, alice: m.Person) -> None:
    enter(alice).post("/start/sample/")
    sample.forget_old(timezone.now())
    assert m.Person.objects.filter(sample=True).exists()
    sample.forget_old(timezone.now() + sample.STALE)
    assert list(m.Person.objects.all()) == [alice]
