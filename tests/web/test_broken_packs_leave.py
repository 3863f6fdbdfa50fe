"""With a file of facts that cannot be used, what is needed on a bad day is there all the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

import pytest
from django.test import Client

from counterpoise.assessment import times_before_a_record
from counterpoise.journal import models as m
from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.pack_file import BrokenPack
from tests.web.test_every_address import filled

BROKEN = ("substances", "effects", "wording", "emergency", "actions", "rules", "interactions", "medicines")
NEEDED = (
    *("/", "/dose/new/", "/effect/", "/flare/", "/flare/pain/", "/flare/taken/", "/where/", "/emergency/"),
    *("/arrived/", "/settings/export/"),
)
"""The two pages for offline are not among them: where they fail, a phone keeps those it has."""
SENT = {
    "/rate/": {"measure": "pain.now", "value": "4"},
    "/dose/new/": {"substance": "kratom", "amount": "2", "unit": "g", "back": ""},
    "/effect/save/": {"own": "pins and needles"},
    "/flare/pain/": {"value": "5"},
}


def refused(_: object) -> NoReturn:
    raise BrokenPack("some/file.toml", "facts", "missing")


@pytest.fixture(params=BROKEN)
def broken(request: pytest.FixtureRequest, alice: m.Person, monkeypatch: pytest.MonkeyPatch) -> str:
    """Alice has something of every kind; then a part of the packs cannot be read."""
    filled(alice)
    times_before_a_record.cache_clear()
    part: str = request.param
    monkeypatch.setattr(Knowledge, part, property(refused))
    return part


def test_what_is_needed_on_a_bad_day_is_there(enter: Callable[..., Client], alice: m.Person, broken: str) -> None:
    browser = enter(alice)
    browser.raise_request_exception = False
    dose, rating = (table.objects.filter(person=alice).first() for table in (m.Dose, m.Rating))
    assert dose is not None
    assert rating is not None
    pages = (*NEEDED, f"/entry/dose/{dose.pk}/", f"/entry/rating/{rating.pk}/")
    lost = [path for path in pages if browser.get(path).status_code >= 500]
    for headers in ({}, {"HX-Request": "true"}):
        for path, sent in SENT.items():
            if browser.post(path, sent, headers=headers).status_code >= 500:
                lost.append(f"POST {path} {headers}")
    assert lost == []


@pytest.mark.parametrize("part", ["emergency", "actions"])
def test_the_emergency_page_says_to_call_all_the_same(db: None, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Knowledge, part, property(refused))
    page = Client(headers={"host": "localhost"}).get("/emergency/").content.decode()
    for said in ("Call first. Log later.", "Call the emergency number you know.", "some/file.toml"):
        assert said in page


def test_a_sign_that_is_noted_says_to_call_all_the_same(
    browser_of_alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Knowledge, "emergency", property(refused))
    page = browser_of_alice.post("/effect/", {"own": "I cannot breathe"}).content.decode()
    assert "Call first. Then log." in page
    assert "Call the emergency number you know." in page
