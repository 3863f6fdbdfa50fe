"""What arrives from a phone late: what happened to its entry meanwhile is neither overwritten nor brought back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from tests.web.test_outbox import entry, send, state


@pytest.fixture
def pain(alice: m.Person) -> Any:
    """Pain of two hours ago."""
    at = timezone.now() - dt.timedelta(hours=2)
    return entries.add(alice, d.Rating(at=at, measure="pain.now", value=6), timezone.now())


def hold(client: Client, person: m.Person, row: m.Row, **fields: str) -> str:
    """A correction that no diary takes, and the address at which it waits."""
    told: dict[str, Any] = {"entry": f"rating/{row.pk}", "seen": "0", "value": "77", "at": "", **fields}
    assert state(send(client, entry(person, "edit", **told))) == "kept"
    return f"/arrived/{m.Held.objects.get().pk}/"


def test_a_correction_put_right_does_not_overwrite_a_newer_one_unasked(
    alice: m.Person, browser_of_alice: Client, pain: Any
) -> None:
    where = hold(browser_of_alice, alice, pain, note="by phone")
    browser_of_alice.post(f"/entry/rating/{pain.pk}/", {"value": "3", "note": "by hand"})
    asked = browser_of_alice.post(where, {"how": "save", "value": "7", "note": "by phone", "at": ""})
    assert asked.status_code == 422
    assert "corrected elsewhere" in asked.content.decode()
    assert [(one.value, one.note) for one in diary(alice).ratings] == [(3.0, "by hand")]
    held = m.Held.objects.get()
    assert (held.why, held.settled_at) == ("edited", None)
    assert (held.said["fields"]["value"], held.said["as_sent"]["value"]) == ("7", "77")
    assert browser_of_alice.post(where, {"how": "take"}).status_code == 302
    assert [(one.value, one.note) for one in diary(alice).ratings] == [(7.0, "by phone")]


def test_a_correction_put_right_of_what_was_deleted_meanwhile_does_not_vanish(
    alice: m.Person, browser_of_alice: Client, pain: Any
) -> None:
    where = hold(browser_of_alice, alice, pain)
    entries.remove(pain, timezone.now())
    asked = browser_of_alice.post(where, {"how": "save", "value": "7"})
    assert asked.status_code == 422
    assert "deleted elsewhere" in asked.content.decode()
    assert (m.Held.objects.get().settled_at, diary(alice).ratings) == (None, ())
    assert browser_of_alice.post(where, {"how": "take"}).status_code == 302
    assert [one.value for one in diary(alice).ratings] == [7.0]


def test_a_correction_put_right_that_says_what_stands_already_asks_nothing(
    alice: m.Person, browser_of_alice: Client, pain: Any
) -> None:
    where = hold(browser_of_alice, alice, pain)
    browser_of_alice.post(f"/entry/rating/{pain.pk}/", {"value": "7"})
    assert browser_of_alice.post(where, {"how": "save", "value": "7"}).status_code == 302
    assert [one.value for one in diary(alice).ratings] == [7.0]
