"""Devices and this computer, one person and another: each sees what is theirs, and an end is an end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import devices, entries
from counterpoise.journal import models as m
from counterpoise.web.access.links import mint
from counterpoise.web.devices import door, listening, sessions
from tests.web.phones import SECRET, THERE, Phone, knock, paired

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("here")]
Enter = Callable[..., Client]


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


def test_only_the_session_of_a_device_that_is_let_in_counts_before_a_request_is_read(
    browser_of_alice: Client, alice: m.Person
) -> None:
    def lets_in(client: Client, name: str = "") -> bool:
        held = {name or sent: morsel.value for sent, morsel in client.cookies.items()}
        return sessions.lets_in("; ".join(f"{sent}={value}" for sent, value in held.items()))

    name = sessions.cookie_name()
    asking, phone = Phone(), paired(alice)
    knock(asking, devices.link(alice, timezone.now()))
    assert lets_in(phone)
    assert not lets_in(asking), "it waits for the word of the owner"
    assert not lets_in(browser_of_alice, name), "a session of this computer"
    for made_up in ("", f"{name}=", f"{name}=x", f"{name}={'a' * 32}", f"x{name}=y; {name}", "=;;\x00"):
        assert not sessions.lets_in(made_up)
    devices.revoke(devices.all_of(alice).get(), timezone.now())
    assert not lets_in(phone)


def test_no_promise_of_tls_is_made_for_the_whole_address(alice: m.Person) -> None:
    """HSTS would hold for every port of the name, and so for other devices' pages."""
    assert "Strict-Transport-Security" not in paired(alice).get("/").headers


def test_the_link_of_this_computer_does_not_work_over_the_network(alice: m.Person) -> None:
    token = mint(alice, timezone.now())
    assert Phone().get(f"/enter/{token}").status_code == 403
    assert paired(alice).get(f"/enter/{token}").status_code == 403
    assert m.Key.objects.exists()


def test_on_this_computer_the_door_for_phones_is_closed(browser_of_alice: Client, alice: m.Person) -> None:
    secret = devices.link(alice, timezone.now())
    for path in ("/pair/", "/pair/wait/"):
        assert browser_of_alice.get(path).status_code == 403
    assert browser_of_alice.post("/pair/", {"code": secret}).status_code == 403
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
    part = phone.post("/rate/", {"measure": "pain.now", "value": "3"}, headers={"sec-fetch-mode": "cors"})
    assert part.status_code == 403
    answer = phone.get("/timeline/")
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
    """A backup does not know which phones were lost since. What waits on a phone is not lost by it."""
    from counterpoise.journal import erase

    phone, ended = paired(alice), paired(alice, "Lost")
    lost = devices.named(alice, "Lost")
    assert lost is not None
    devices.revoke(lost, timezone.now())
    devices.link(alice, timezone.now())
    with mock.patch.object(erase, "_rewritten", return_value=True):
        erase.leave_work(erase.AFTER_RESTORE)
        erase.finish()
    answer = phone.get("/")
    assert (answer.status_code, keeps(answer)) == (403, True)
    assert not m.PairingLink.objects.exists()
    assert all(device.revoked_at is not None for device in devices.all_of(alice))
    assert not keeps(ended.get("/")), "this one was ended by somebody"


def keeps(answer: Any) -> bool:
    """Whether the phone goes on keeping what waits on it."""
    return "storage" not in answer.headers.get("Clear-Site-Data", "")


@pytest.mark.parametrize("word", ["no", "none"])
def test_a_pairing_that_does_not_come_about_erases_nothing_on_the_phone(
    word: str, browser_of_alice: Client, alice: m.Person
) -> None:
    """It was paired before, lost its session, and entries wait on it."""
    phone = Phone()
    knock(phone, devices.link(alice, timezone.now()))
    device = devices.waiting(alice, timezone.now()).get()
    if word == "no":
        browser_of_alice.post(f"/devices/{device.pk}/decline/")
    later = timezone.now() + (dt.timedelta(0) if word == "no" else devices.ASKING_LASTS)
    with time_machine.travel(later, tick=False):
        answer = phone.get("/")
        assert (answer.status_code, keeps(answer)) == (403, True)
        assert "This device was not paired" in answer.content.decode()
        assert phone.get("/pair/wait/")["Location"] == "/pair/", "its session is over"


def test_a_device_that_is_ended_while_it_waits_at_the_door_is_told_to_forget(alice: m.Person) -> None:
    phone = paired(alice)
    devices.revoke(devices.all_of(alice).get(), timezone.now())
    answer = phone.get("/pair/wait/")
    assert (answer.status_code, keeps(answer)) == (403, False)


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
