"""Two people in one installation, each with a browser of their own."""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.web.access.doorway import Doorway
from counterpoise.web.access.links import mint
from counterpoise.web.devices import listening, pair_views
from counterpoise.web.devices.authority import Names
from counterpoise.web.devices.listening import Listening
from counterpoise.web.lock import while_shut
from counterpoise.web.profiles import views as profiles
from counterpoise.web.share import limit
from tests.web.locking import WORDS, Time

Enter = Callable[..., Client]


TRIES = (pair_views.AT_THE_DOOR, limit.AT_THE_DOOR, profiles.AT_THE_CODE, while_shut.WRITTEN)
"""What counts wrong tries, for as long as the program runs."""


@pytest.fixture(autouse=True)
def nobody_tried() -> None:
    """No test waits for what another one tried."""
    for tries in TRIES:
        tries.forget()


class Reader(Client):
    """A browser whose reader takes a no-break space, which holds a figure and its unit together, for a space: so a test
    that an amount is nowhere on a page finds it however it is written."""

    def request(self, **request: Any) -> Any:
        answer = super().request(**request)
        if not answer.streaming and answer.get("Content-Type", "").startswith("text/html"):
            answer.content = answer.content.replace("\N{NO-BREAK SPACE}".encode(), b" ")
        return answer


@pytest.fixture
def enter(db: None) -> Enter:
    """A browser that was let in by a one-time link of this person (or of nobody yet)."""

    def enter(person: m.Person | None, *, check_csrf: bool = False) -> Client:
        client = Reader(enforce_csrf_checks=check_csrf, headers={"host": "localhost"})
        answer = client.get(f"/enter/{mint(person, timezone.now())}")
        assert answer.status_code == 302
        return client

    return enter


@pytest.fixture
def alice(db: None) -> m.Person:
    return m.Person.objects.create(name="Alice", time_zone="America/New_York", country="US")


@pytest.fixture
def bob(db: None) -> m.Person:
    return m.Person.objects.create(name="Bob", time_zone="Europe/Berlin")


@pytest.fixture
def ruth(db: None) -> m.Person:
    return m.Person.objects.create(name="Ruth at home", time_zone="America/Chicago", country="US")


@pytest.fixture
def anna(db: None) -> m.Person:
    return m.Person.objects.create(name="Anna's own", time_zone="America/Chicago")


@pytest.fixture
def browser_of_alice(enter: Enter, alice: m.Person) -> Client:
    return enter(alice)


@pytest.fixture
def usual_dose(alice: m.Person) -> m.Dose:
    """A dose of Alice's, two hours ago."""
    now = timezone.now()
    at = (now - dt.timedelta(hours=2)).astimezone(ZoneInfo(alice.time_zone))
    row = entries.add(alice, d.Dose(at=at, zone=alice.time_zone, substance="kratom", amount=2.5, unit="g"), now)
    assert isinstance(row, m.Dose)
    return row


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Listening:
    """Other devices are answered, at one address and one name."""
    names = Names(("kitchen.local",), (ipaddress.ip_address("192.168.1.20"),))
    ends = timezone.now() + dt.timedelta(days=100)
    state = Listening(names, 8443, ends, ":".join(["AB"] * 32), 8444)
    monkeypatch.setattr(listening, "_state", [])
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["localhost", "127.0.0.1"])
    listening.begin(state)
    return state


class Unseen:
    """In place of the key of an address: who looks at it fails."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"the door looked at the key ({name})")

    __iter__ = __len__ = __getitem__ = __getattr__


@pytest.fixture
def blindfolded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The door, and the guard of forms, let in and refuse by the name of the page and cannot see its key: so a few keys
    stand for all."""
    for guard in (Doorway, CsrfViewMiddleware):
        monkeypatch.setattr(guard, "process_view", unseeing(guard.process_view))


def unseeing(decide: Callable[..., HttpResponse | None]) -> Callable[..., HttpResponse | None]:
    def unseen(self: Any, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        seen, match.kwargs, match.args = (match.kwargs, match.args), Unseen(), Unseen()
        try:
            return decide(self, request, view, Unseen(), Unseen())
        finally:
            match.kwargs, match.args = seen

    return unseen


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    clock = Time()
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now)
    return clock


@pytest.fixture
def locked(browser_of_alice: Client, alice: m.Person, time: Time) -> Client:
    """Alice's browser, in which she has just put the lock on with a passphrase."""
    answer = browser_of_alice.post("/lock/passphrase/", {"passphrase": WORDS, "again": WORDS})
    assert "shown once" in answer.content.decode()
    assert "Lock now</span></button>" in answer.content.decode(), "this page can be locked, too"
    return browser_of_alice
