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
from counterpoise.journal.erase import erase_entry
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


@pytest.mark.parametrize("ahead", [dt.timedelta(), dt.timedelta(days=30)])
def test_a_late_correction_of_what_was_erased_is_not_kept(
    alice: m.Person, browser_of_alice: Client, pain: Any, ahead: dt.timedelta
) -> None:
    name = f"rating/{pain.pk}"
    erase_entry(pain)
    told: dict[str, Any] = {"entry": name, "seen": "0", "value": "5", "note": "canary"}
    late = entry(alice, "edit", made_at=timezone.now() + ahead, **told)
    answers = [send(browser_of_alice, late) for _time in range(2)]
    assert [(one.status_code, state(one)) for one in answers] == [(200, "erased"), (200, "erased")]
    assert (m.Held.objects.count(), m.Rating.objects.count()) == (0, 0)


def test_nor_of_what_a_file_had_brought(alice: m.Person, browser_of_alice: Client) -> None:
    brought = d.Rating(at=timezone.now(), measure="pain.now", value=6, source="other app", id="17")
    row = entries.add(alice, brought, timezone.now())
    name = f"rating/{row.pk}"
    erase_entry(row)
    assert state(send(browser_of_alice, entry(alice, "edit", entry=name, value="5", note="canary"))) == "erased"
    assert m.Held.objects.count() == 0


def test_a_correction_of_what_nobody_knows_waits(alice: m.Person, browser_of_alice: Client) -> None:
    """A backup from before the entry may have been put back: what the phone says is all that is left of it."""
    assert state(send(browser_of_alice, entry(alice, "edit", entry=f"rating/{m.new_id()}", value="5"))) == "kept"
