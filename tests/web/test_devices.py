"""Devices: what the owner does at this computer, what a phone sees, and what neither may."""

from __future__ import annotations

import datetime as dt
import ipaddress
import re
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import devices, entries
from counterpoise.journal import models as m
from counterpoise.web.access.links import mint
from counterpoise.web.devices import door, listening, pair_views, sessions
from counterpoise.web.devices.authority import Names
from counterpoise.web.devices.listening import Listening
from counterpoise.web.share import limit

Enter = Callable[..., Client]
pytestmark = pytest.mark.django_db
THERE = "192.168.1.20:8443"
ORIGIN = f"https://{THERE}"
SECRET = "only-alice-knows-this"


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> Listening:
    """Other devices are answered at one address and one name."""
    names = Names(("kitchen.local",), (ipaddress.ip_address("192.168.1.20"),))
    ends = timezone.now() + dt.timedelta(days=100)
    state = Listening(names, 8443, ends, ":".join(["AB"] * 32), 8444)
    monkeypatch.setattr(listening, "_state", [])
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["localhost", "127.0.0.1"])
    listening.begin(state)
    pair_views.AT_THE_DOOR.forget()
    return state


class Phone(Client):
    """A browser elsewhere in the network."""

    def __init__(self, host: str = THERE, **more: Any) -> None:
        super().__init__(headers={"host": host, "origin": f"https://{host}"}, **more)

    def generic(self, *what: Any, **more: Any) -> Any:
        return super().generic(*what, **more | {"secure": True})


def knock(phone: Client, secret: str, name: str = "Fold") -> Any:
    return phone.post("/pair/", {"code": secret, "name": name})


def paired(person: m.Person, name: str = "Fold") -> Phone:
    phone = Phone()
    assert knock(phone, devices.link(person, timezone.now()), name).status_code == 302
    assert devices.pair(devices.waiting(person, timezone.now()).get(), timezone.now())
    assert phone.get("/pair/wait/")["Location"] == "/"
    return phone


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
    assert number in phone.get("/pair/wait/").content.decode()
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


# --- names ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "localhost", "192.168.1.20.evil.example", "[::1]:8443", "kitchen"])
def test_over_the_network_only_its_own_names_are_answered(alice: m.Person, host: str) -> None:
    phone = paired(alice)
    answer = phone.get("/", headers={"host": host})
    assert (answer.status_code, answer.content) == (400, b"")


@pytest.mark.parametrize("host", [THERE, "192.168.1.20", "kitchen.local:8443", "KITCHEN.local"])
def test_by_its_own_names_it_is_answered(alice: m.Person, host: str) -> None:
    assert paired(alice).get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["192.168.1.20", "kitchen.local"])
def test_on_this_computer_the_names_of_the_network_are_not_answered(browser_of_alice: Client, host: str) -> None:
    assert browser_of_alice.get("/", headers={"host": host}).status_code == 400


def test_without_lan_nothing_is_answered_over_tls(browser_of_alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "_state", [])
    assert browser_of_alice.get("/", secure=True).status_code == 400
    assert "--lan" in browser_of_alice.get("/devices/").content.decode()
    assert browser_of_alice.post("/devices/link/")["Location"] == "/devices/"


# --- each kind of session at its own listener -------------------------------------------------------------------


def test_a_session_of_this_computer_opens_nothing_over_the_network(browser_of_alice: Client) -> None:
    held = browser_of_alice.cookies["counterpoise"].value
    for name in ("counterpoise", sessions.cookie_name()):
        phone = Phone()
        phone.cookies[name] = held
        assert phone.get("/").status_code == 403


def test_a_session_of_a_device_opens_nothing_on_this_computer(alice: m.Person) -> None:
    stolen = Client(headers={"host": "localhost"})
    stolen.cookies["counterpoise"] = paired(alice).cookies[sessions.cookie_name()].value
    assert stolen.get("/").status_code == 403


def test_the_cookie_is_one_that_only_tls_carries(alice: m.Person) -> None:
    phone = paired(alice)
    assert set(phone.cookies) == {sessions.cookie_name()}
    cookie = phone.cookies[sessions.cookie_name()]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Strict")
    assert (cookie["path"], cookie["domain"]) == ("/", "")
    assert int(cookie["max-age"]) == door.STAYS


def test_no_promise_of_tls_is_made_for_the_whole_address(alice: m.Person) -> None:
    """HSTS would hold for every port of the name, and so for other devices' pages."""
    assert "Strict-Transport-Security" not in paired(alice).get("/").headers


def test_the_link_of_this_computer_does_not_work_over_the_network(alice: m.Person) -> None:
    token = mint(alice, timezone.now())
    assert Phone().get(f"/enter/{token}").status_code == 403
    assert paired(alice).get(f"/enter/{token}").status_code == 403
    assert m.Key.objects.exists()


def test_on_this_computer_the_door_for_phones_does_not_exist(browser_of_alice: Client, alice: m.Person) -> None:
    secret = devices.link(alice, timezone.now())
    for path in ("/pair/", "/pair/wait/"):
        assert browser_of_alice.get(path).status_code == 404
    assert browser_of_alice.post("/pair/", {"code": secret}).status_code == 404
    assert m.PairingLink.objects.exists()


@pytest.mark.parametrize("path", ["/settings/people/", "/settings/erase/", "/settings/put-back/", "/start/"])
def test_what_is_done_at_the_computer_is_not_done_from_a_phone(alice: m.Person, path: str) -> None:
    phone = paired(alice)
    assert "at your computer" in phone.get(path).content.decode()
    phone.post(path, {"name": "Alice", "for": "me"})
    assert m.Person.objects.filter(pk=alice.pk).exists()
    assert not m.Key.objects.exists()


def test_a_phone_pairs_no_other_phone(alice: m.Person) -> None:
    phone = paired(alice)
    assert phone.post("/devices/link/").status_code == 403
    assert not m.PairingLink.objects.exists()
    knock(Phone(), devices.link(alice, timezone.now()))
    other = devices.waiting(alice, timezone.now()).get()
    assert phone.post(f"/devices/{other.pk}/pair/").status_code == 403
    assert devices.paired(other.pk) is None
    assert "Pair a phone" not in phone.get("/devices/").content.decode()


def test_guests_with_a_link_have_no_way_in_over_the_network(alice: m.Person) -> None:
    for phone in (Phone(), paired(alice)):
        assert phone.get("/shared/").status_code == 400


# --- the end, and other people ----------------------------------------------------------------------------------


def test_a_device_that_is_ended_is_out_with_its_next_click(browser_of_alice: Client, alice: m.Person) -> None:
    phone = paired(alice)
    assert phone.get("/").status_code == 200
    device = devices.all_of(alice).get()
    browser_of_alice.post(f"/devices/{device.pk}/revoke/")
    answer = phone.post("/rate/", {"measure": "pain.now", "value": "3"})
    assert answer.status_code == 403
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert "paired no more" in answer.content.decode()
    assert not m.Rating.objects.exists()
    assert "Clear-Site-Data" not in phone.get("/").headers  # it was told; now it is a stranger
    assert phone.get("/pair/wait/")["Location"] == "/pair/"


def test_a_device_can_be_ended_from_another_one(alice: m.Person) -> None:
    first, second = paired(alice, "First"), paired(alice, "Second")
    lost = devices.named(alice, "First")
    assert lost is not None
    second.post(f"/devices/{lost.pk}/revoke/")
    assert (first.get("/").status_code, second.get("/").status_code) == (403, 200)


def test_locking_the_phone_ends_its_pairing(alice: m.Person) -> None:
    phone = paired(alice)
    answer = phone.post("/settings/sign-out/")
    assert "pair this device anew" in answer.content.decode()
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert phone.get("/").status_code == 403
    assert devices.all_of(alice).get().revoked_at is not None


def test_a_device_sees_the_diary_it_was_paired_with_and_no_other(alice: m.Person, bob: m.Person) -> None:
    now = timezone.now()
    row = entries.add(alice, d.Effect(at=now, kind=SECRET, severity=1, note=SECRET), now)
    theirs = devices.ask(devices.link(alice, now), SECRET, now)
    assert theirs is not None
    devices.pair(theirs, now)
    phone = paired(bob)
    for path in ("/", "/timeline/", "/devices/", f"/entry/effect/{row.pk}/"):
        assert SECRET not in phone.get(path).content.decode()
    for act in ("revoke", "rename", "pair", "decline"):
        assert Client.post(phone, f"/devices/{theirs.pk}/{act}/", {"name": "x"}).status_code in (403, 404)
    theirs.refresh_from_db()
    assert (theirs.name, theirs.revoked_at) == (SECRET, None)


def test_another_person_at_this_computer_neither_pairs_nor_ends_it(
    enter: Enter, alice: m.Person, bob: m.Person
) -> None:
    knock(Phone(), devices.link(alice, timezone.now()))
    device = devices.waiting(alice, timezone.now()).get()
    browser_of_bob = enter(bob)
    for act in ("pair", "decline", "rename", "revoke"):
        assert browser_of_bob.post(f"/devices/{device.pk}/{act}/", {"name": "x"}).status_code == 404
    assert "Fold" not in browser_of_bob.get("/devices/").content.decode()
    assert devices.asks(device.pk, timezone.now()) == device


def test_erasing_the_person_takes_the_devices_along(alice: m.Person) -> None:
    from counterpoise.journal.erase import erase_person

    phone = paired(alice)
    erase_person(alice)
    assert phone.get("/").status_code == 403
    assert not m.Device.objects.exists()


def test_after_a_restore_every_device_is_paired_anew(alice: m.Person) -> None:
    """A backup does not know which phones were lost since."""
    from counterpoise.journal import erase

    phone = paired(alice)
    devices.link(alice, timezone.now())
    with mock.patch.object(erase, "_rewritten", return_value=True):
        erase.leave_work(erase.AFTER_RESTORE)
        erase.finish()
    assert phone.get("/").status_code == 403
    assert not m.PairingLink.objects.exists()


def test_a_device_that_comes_back_stays_paired_and_is_seen(alice: m.Person) -> None:
    phone = paired(alice)
    later = timezone.now() + dt.timedelta(days=60)
    with time_machine.travel(later, tick=False):
        assert phone.get("/").status_code == 200
    assert devices.all_of(alice).get().seen_at == later
    with time_machine.travel(later + dt.timedelta(days=60), tick=False):
        assert phone.get("/").status_code == 200
    with time_machine.travel(later + dt.timedelta(days=151), tick=False):
        assert phone.get("/").status_code == 403


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
    browser_of_alice: Client, here: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "makes a new one" not in browser_of_alice.get("/devices/").content.decode()
    near = Listening(here.names, 8443, timezone.now() + dt.timedelta(days=20), here.fingerprint, 8444)
    monkeypatch.setattr(listening, "_state", [near])
    assert "makes a new one" in browser_of_alice.get("/devices/").content.decode()


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
