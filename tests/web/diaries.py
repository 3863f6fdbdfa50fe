"""Small diaries for the tests of pages, and a visit to them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import models as m
from counterpoise.journal.bring import bring
from counterpoise.journal.entries import add

CHICAGO = ZoneInfo("America/Chicago")


def somebody(name: str, time_zone: str = "America/Chicago") -> m.Person:
    return m.Person.objects.create(name=name, time_zone=time_zone)


def visit(person: m.Person | None) -> Client:
    """A browser that was let in to this person's diary."""
    client = Client()
    session = client.session
    session["entered"] = True
    if person is not None:
        session["person"] = str(person.pk)
    session.save()
    return client


def rate(person: m.Person, at: dt.datetime, value: float, measure: str = "pain.now") -> m.Row:
    return add(person, d.Rating(at=at, measure=measure, value=value), timezone.now())


def take(
    person: m.Person,
    at: dt.datetime,
    amount: float | None = 2.0,
    substance: str = "kratom",
    reason: d.Reason | None = None,
) -> m.Row:
    dose = d.Dose(at=at, substance=substance, amount=amount, unit="g" if amount else None, reason=reason)
    return add(person, dose, timezone.now())


def brought(person: m.Person, diary: d.Diary) -> None:
    """A whole diary, saved at once."""
    bring(person, diary, m.Import(at=timezone.now(), format="counterpoise", file_name="diary.json"))
    person.refresh_from_db()
