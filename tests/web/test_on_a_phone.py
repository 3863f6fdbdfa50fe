"""What a paired phone says otherwise: what opens the lock, what is done at the computer, how a pairing ends."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from counterpoise.journal import models as m
from tests.web.phones import paired

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("here")]
MARK = '<span class="badge">at your computer</span>'


def test_the_lock_says_what_can_be_done_on_a_phone(alice: m.Person, browser_of_alice: Client) -> None:
    page = paired(alice).get("/lock/").content.decode()
    assert "here it is a number" not in page
    assert "On this phone the passphrase opens it." in page
    assert "A passkey needs an address with a name in it" in page
    assert "by finger, face or its PIN" not in page
    assert page.index("Lock with a passphrase") < page.index("A passkey needs")
    here = browser_of_alice.get("/lock/").content.decode()
    assert here.index("Add a passkey") < here.index("Lock with a passphrase")
    number = browser_of_alice.get("/lock/", headers={"host": "127.0.0.1"}).content.decode()
    assert "here it is a number" in number


def test_by_a_name_a_phone_can_have_a_passkey(alice: m.Person) -> None:
    page = paired(alice).get("/lock/", headers={"host": "kitchen.local:8443"}).content.decode()
    assert "It works at kitchen.local only" in page


@pytest.mark.parametrize(
    ("path", "ways"),
    [
        ("/settings/", ["/settings/people/", "/settings/erase/"]),
        ("/profiles/", ["/profiles/begin/", "/profiles/invite/"]),
        ("/settings/export/", ["/settings/put-back/"]),
    ],
)
def test_what_is_done_at_the_computer_is_marked_on_a_phone(
    alice: m.Person, browser_of_alice: Client, path: str, ways: list[str]
) -> None:
    phone = paired(alice)
    page = phone.get(path).content.decode()
    links = re.findall(r'<a[^>]* href="([^"]+)"[^>]*>((?:(?!</a>).)*)</a>', page, re.S)
    marked = [address for address, text in links if MARK in text]
    assert marked == ways
    for way in ways:  # the mark says what is so
        assert "This is done at your computer" in phone.get(way).content.decode()
    assert MARK not in browser_of_alice.get(path).content.decode()


def test_a_pairing_is_ended_by_a_second_look(alice: m.Person, browser_of_alice: Client) -> None:
    paired(alice)
    page = browser_of_alice.get("/devices/").content.decode()
    [fold] = re.findall(r"<details><summary>End this pairing.*?</details>", page, re.S)
    assert "Entries that wait unsent on it are lost with it." in fold
    assert "/revoke/" in fold
    assert page.count("/revoke/") == 1
