"""Two people in one installation, each with a browser of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.web.access.links import mint

Enter = Callable[..., Client]


@pytest.fixture
def enter(db: None) -> Enter:
    """A browser that was let in by a one-time link of this person (or of nobody yet)."""

    def enter(person: m.Person | None, *, check_csrf: bool = False) -> Client:
        client = Client(enforce_csrf_checks=check_csrf, headers={"host": "localhost"})
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
