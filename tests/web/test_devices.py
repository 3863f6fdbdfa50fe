"""Pairing a phone: what the owner does at this computer, what the phone sees, and who guesses or forges."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from counterpoise.journal import devices
from counterpoise.journal import models as m
from counterpoise.web.devices import listening
from counterpoise.web.devices.listening import Listening
from counterpoise.web.share import limit
from tests.web.phones import ORIGIN, Phone, knock, paired

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("here")]
Enter = Callable[..., Client]


def link_on_the_page(browser: Client) -> str:
    found = re.search(rf'value="({ORIGIN}/pair/#[^"]+)"', browser.post("/devices/link/").content.decode())
    assert found
    return found[1]


# --- pairing ----------------------------------------------------------------------------------------------------


def test_the_whole_way(browser_of_alice: Client, alice: m.Person) -> None:
    link = link_on_the_page(browser_of_alice)
    phone = Phone()
    assert phone.get("/pair/").status_code == 200
    assert knock(phone, link).status_code == 302
    device = devices.waiting(alice, timezone.now()).get()
    number = f"{device.code[:3]} {device.code[3:]}"
    waits = phone.get("/pair/wait/").content.decode()
    assert number in waits
    assert "Not yet" not in waits
    early = phone.get("/pair/wait/?said=yes").content.decode()  # "I said yes on the computer", tapped too early
    assert '<p class="notice sun" role="status">Not yet: on the computer nobody has said yes so far.' in early
    assert number in early
    assert 'href="/pair/wait/?said=yes"' in waits
    assert phone.get("/").status_code == 403
    assert number in browser_of_alice.get("/devices/").content.decode()
    assert "asks to be paired" in browser_of_alice.get("/").content.decode()
    browser_of_alice.post(f"/devices/{device.pk}/pair/")
    assert phone.get("/").status_code == 403  # its page asks again by itself; only there it is let in
    assert phone.get("/pair/wait/")["Location"] == "/"
    assert phone.get("/").status_code == 200
    assert "was paired with your diary" in browser_of_alice.get("/").content.decode()
    assert "was paired with your diary" not in phone.get("/").content.decode()  # it knows


def test_a_link_works_once(alice: m.Person) -> None:
    secret = devices.link(alice, timezone.now())
    assert knock(Phone(), secret).status_code == 302
    again = knock(Phone(), secret)
    assert again.status_code == 403
    assert "This link is over" in again.content.decode()


def test_a_link_ends_with_its_ten_minutes(alice: m.Person) -> None:
    secret = devices.link(alice, timezone.now())
    with time_machine.travel(timezone.now() + devices.LINK_LASTS, tick=False):
        assert knock(Phone(), secret).status_code == 403


def test_the_secret_is_in_no_address_and_not_kept(browser_of_alice: Client) -> None:
    link = link_on_the_page(browser_of_alice)
    secret = link.partition("#")[2]
    assert secret not in str(list(m.PairingLink.objects.values()))
    assert secret not in browser_of_alice.get("/devices/").content.decode()


def test_no_is_said_to_the_phone_and_leaves_nothing(browser_of_alice: Client, alice: m.Person) -> None:
    phone = Phone()
    knock(phone, devices.link(alice, timezone.now()))
    device = devices.waiting(alice, timezone.now()).get()
    browser_of_alice.post(f"/devices/{device.pk}/decline/")
    answer = phone.get("/pair/wait/")
    assert answer.status_code == 403
    assert "This device was not paired" in answer.content.decode()
    assert not m.Device.objects.exists()


def test_who_waits_too_long_is_not_paired_any_more(browser_of_alice: Client, alice: m.Person) -> None:
    phone = Phone()
    knock(phone, devices.link(alice, timezone.now()))
    device = devices.waiting(alice, timezone.now()).get()
    with time_machine.travel(timezone.now() + devices.ASKING_LASTS, tick=False):
        assert browser_of_alice.post(f"/devices/{device.pk}/pair/")["Location"] == "/devices/?done=late"
        assert phone.get("/pair/wait/").status_code == 403


def test_the_page_of_the_phone_asks_quietly(alice: m.Person) -> None:
    phone = Phone()
    knock(phone, devices.link(alice, timezone.now()))
    quietly = {"HX-Request": "true"}
    assert phone.get("/pair/wait/", headers=quietly).status_code == 204
    devices.pair(devices.waiting(alice, timezone.now()).get(), timezone.now())
    assert phone.get("/pair/wait/", headers=quietly)["HX-Refresh"] == "true"


def test_the_page_of_the_owner_changes_only_when_something_did(browser_of_alice: Client, alice: m.Person) -> None:
    assert browser_of_alice.get("/devices/waiting/?known=").status_code == 204
    knock(Phone(), devices.link(alice, timezone.now()))
    part = browser_of_alice.get("/devices/waiting/?known=")
    assert part.status_code == 200
    (device,) = devices.waiting(alice, timezone.now())
    assert f"known={device.pk}" in part.content.decode()
    assert browser_of_alice.get(f"/devices/waiting/?known={device.pk}").status_code == 204


@pytest.mark.parametrize(
    ("agent", "name"), [("Mozilla/5.0 (iPhone; …)", "iPhone"), ("… Android 14 …", "Android phone"), ("", "My phone")]
)
def test_a_first_name_is_proposed(agent: str, name: str) -> None:
    assert f'value="{name}"' in Phone().get("/pair/", headers={"user-agent": agent}).content.decode()


# --- guessing and forging ---------------------------------------------------------------------------------------


def test_guessing_is_stopped_and_a_good_link_waits_with_it(alice: m.Person) -> None:
    secret = devices.link(alice, timezone.now())
    for number in range(limit.FROM_ONE_PLACE):
        assert knock(Phone(), f"{number:043}").status_code == 403
    assert knock(Phone(), secret).status_code == 429
    elsewhere = Phone(REMOTE_ADDR="192.168.1.77")
    assert knock(elsewhere, secret).status_code == 302


def test_a_guesser_does_not_get_new_tries_by_saying_to_be_somebody_else() -> None:
    for number in range(limit.FROM_ONE_PLACE):
        phone = Phone()
        phone.post("/pair/", {"code": "x" * 43}, headers={"x-forwarded-for": f"10.0.0.{number}"})
    assert knock(Phone(), "x" * 43).status_code == 429


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://192.168.1.20:8443", ""])
def test_a_form_of_another_page_pairs_nothing(alice: m.Person, origin: str) -> None:
    secret = devices.link(alice, timezone.now())
    answer = Phone().post("/pair/", {"code": secret}, headers={"origin": origin})
    assert answer.status_code == 403
    assert m.PairingLink.objects.exists()
    assert not m.Device.objects.exists()


def test_a_forged_form_of_the_owners_does_nothing(enter: Enter, alice: m.Person) -> None:
    knock(Phone(), devices.link(alice, timezone.now()))
    device = devices.waiting(alice, timezone.now()).get()
    browser = enter(alice, check_csrf=True)
    for act in ("pair", "decline", "rename", "revoke"):
        assert browser.post(f"/devices/{device.pk}/{act}/").status_code == 403
    assert browser.post("/devices/link/").status_code == 403
    assert devices.asks(device.pk, timezone.now()) is not None


def test_forms_over_the_network_need_their_token_and_their_own_page(alice: m.Person) -> None:
    phone = paired(alice)
    phone.handler.enforce_csrf_checks = True
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', phone.get("/").content.decode())
    assert token
    said = {"measure": "pain.now", "value": "3", "id": str(m.new_id()), "csrfmiddlewaretoken": token[1]}
    for origin in ("https://evil.example", "http://192.168.1.20:8443", "https://192.168.1.20", "null"):
        assert phone.post("/rate/", said, headers={"origin": origin}).status_code == 403
    assert not m.Rating.objects.exists()
    assert phone.post("/rate/", said).status_code < 400
    assert m.Rating.objects.get().value == 3


# --- the page ---------------------------------------------------------------------------------------------------


def test_renaming_says_what_is_not_allowed(browser_of_alice: Client, alice: m.Person) -> None:
    paired(alice, "First")
    paired(alice, "Second")
    device = devices.named(alice, "Second")
    assert device is not None
    path = f"/devices/{device.pk}/rename/"
    assert browser_of_alice.post(path, {"name": "first"})["Location"].endswith("name_taken")
    assert browser_of_alice.post(path, {"name": " "})["Location"].endswith("no_name")
    assert browser_of_alice.post(path, {"name": "x" * 41})["Location"].endswith("no_name")
    assert browser_of_alice.post(path, {"name": "Old one"})["Location"].endswith("renamed")
    assert "Old one" in browser_of_alice.get("/devices/").content.decode()


def test_a_name_is_shown_as_text(browser_of_alice: Client, alice: m.Person) -> None:
    paired(alice, "<b>x</b>")
    for path in ("/", "/devices/"):
        assert "<b>x</b>" not in browser_of_alice.get(path).content.decode()


def test_the_end_of_the_certificate_is_announced(
    browser_of_alice: Client, alice: m.Person, here: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said() -> list[bool]:
        pages = {path: browser_of_alice.get(path).content.decode() for path in ("/devices/", "/")}
        return ["makes a new one" in pages["/devices/"], "no longer reaches this journal" in pages["/"]]

    assert said() == [False, False]
    near = Listening(here.names, 8443, timezone.now() + dt.timedelta(days=20), here.fingerprint, 8444)
    monkeypatch.setattr(listening, "_state", [near])
    assert said() == [True, False], "nobody has a phone here"
    paired(alice, "Phone")
    assert said() == [True, True]
    devices.revoke(m.Device.objects.get(person=alice), timezone.now())
    assert said() == [True, False]
    paired(alice, "Another")
    monkeypatch.setattr(listening, "_state", [])
    assert said() == [False, False], "phones are not answered anyway"


def test_the_sample_diary_is_paired_with_no_phone(browser_of_alice: Client) -> None:
    browser_of_alice.post("/start/sample/")
    assert m.Person.objects.filter(sample=True).exists()
    assert browser_of_alice.post("/devices/link/").status_code == 409
    assert not m.PairingLink.objects.exists()


def test_with_a_certificate_of_ones_own_there_is_one_step(
    browser_of_alice: Client, here: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Listening(here.names, 8443, here.ends_at, None, None, "https://diary.example.org")
    monkeypatch.setattr(listening, "_state", [own])
    page = browser_of_alice.post("/devices/link/").content.decode()
    assert "https://diary.example.org/pair/#" in page
    assert "counterpoise.crt" not in page
