"""The clock of a phone may be wrong in any way: nothing gets into the future by it, and no time is taken on trust."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.web.moments import MINUTE, clock
from tests.web.test_outbox import entry, send, state

PAIN: dict[str, Any] = {"measure": "pain.now", "value": "6"}
DOSE: dict[str, Any] = {"substance": "Kratom", "amount": "2", "unit": "g", "pain": "5"}


def hold(client: Client, content: bytes, clock_shows: dt.datetime | None = None) -> str:
    assert state(send(client, content, clock=clock_shows)) in ("kept", "both")
    return f"/arrived/{m.Held.objects.get(settled_at=None).pk}/"


def typed_on(alice: m.Person, at: str, instant: str | None, **fields: Any) -> bytes:
    """What the page to write on sends of a time that was typed: as it was typed, and as the phone takes it."""
    return json.dumps(json.loads(entry(alice, "dose", **DOSE, at=at, **fields)) | {"at": instant}).encode()


@pytest.mark.parametrize(
    ("at", "instant", "words"),
    [
        ("2025-03-30T02:30", "2025-03-30T03:30:00.000+02:00", "so this time never was"),
        ("2025-10-26T02:30", "2025-10-26T02:30:00.000+02:00", "so this time came twice"),
        ("2199-02-01T10:00", "2199-02-01T10:00:00.000+01:00", "This lies in the future."),
    ],
)
def test_a_time_that_was_typed_is_asked_about_as_on_any_page(
    alice: m.Person, browser_of_alice: Client, at: str, instant: str, words: str
) -> None:
    where = hold(browser_of_alice, typed_on(alice, at, instant, shown_in="Europe/Berlin"))
    page = browser_of_alice.get(where).content.decode()
    assert words in page
    assert "the clock of the phone was wrong" not in page
    assert at in page


@pytest.mark.parametrize("zone", ["Etc/GMT-1", "Mars/Olympus", ""])
def test_of_a_clock_that_is_not_known_here_the_word_of_the_phone_stands(
    alice: m.Person, browser_of_alice: Client, zone: str
) -> None:
    told = typed_on(alice, "2025-07-01T10:00", "2025-07-01T10:00:00.000+01:00", shown_in=zone)
    assert state(send(browser_of_alice, told)) == "saved"
    assert [one.at.isoformat() for one in diary(alice).doses] == ["2025-07-01T05:00:00-04:00"]


def test_a_time_ahead_that_an_older_page_sent_is_not_blamed_on_the_phone(
    alice: m.Person, browser_of_alice: Client
) -> None:
    told = json.loads(entry(alice, "dose", **DOSE)) | {"at": "2199-02-01T10:00:00.000+01:00"}
    page = browser_of_alice.get(hold(browser_of_alice, json.dumps(told).encode())).content.decode()
    assert "This lies in the future." in page
    assert "the clock of the phone was wrong" not in page


def test_a_time_that_was_typed_on_a_phone_that_is_ahead_is_the_one_that_was_typed(
    alice: m.Person, browser_of_alice: Client
) -> None:
    ahead = timezone.now() + dt.timedelta(days=3)
    told = entry(alice, "rating", made_at=ahead, **PAIN, at="2025-07-01T10:00", shown_in="America/New_York")
    assert state(send(browser_of_alice, told, clock=ahead)) == "saved"
    assert [one.at.isoformat() for one in diary(alice).ratings] == ["2025-07-01T10:00:00-04:00"]


@pytest.mark.parametrize("what", ["rating", "dose", "effect"])
@pytest.mark.parametrize("days", [3, 60_000])
def test_an_emptied_time_does_not_put_an_entry_into_the_future(
    alice: m.Person, browser_of_alice: Client, what: str, days: int
) -> None:
    ahead = timezone.now() + dt.timedelta(days=days)
    fields: dict[str, Any] = {"rating": PAIN, "dose": DOSE, "effect": {"kind": "nausea", "severity": "2"}}[what]
    where = hold(browser_of_alice, entry(alice, what, made_at=ahead, **fields), ahead)
    page = browser_of_alice.get(where).content.decode()
    assert "Leave it empty" not in page
    refused = browser_of_alice.post(where, {**fields, "how": "save", "at": ""})
    assert refused.status_code == 422
    assert "The time that the phone wrote lies in the future. When was it?" in refused.content.decode()
    kept = diary(alice)
    assert (kept.doses, kept.ratings, kept.effects) == ((), (), ())
    right = clock(alice, timezone.now() - dt.timedelta(minutes=20)).replace(second=0, microsecond=0)
    saved = browser_of_alice.post(where, {**fields, "how": "save", "at": right.strftime(MINUTE)})
    assert saved.status_code == 302
    kept = diary(alice)
    assert {one.at for one in (*kept.doses, *kept.ratings, *kept.effects)} == {right}


def test_an_emptied_time_that_is_past_is_the_one_that_the_phone_wrote(
    alice: m.Person, browser_of_alice: Client
) -> None:
    at = timezone.now() - dt.timedelta(hours=5)
    where = hold(browser_of_alice, entry(alice, "effect", made_at=at, kind="nausea", severity="9"))
    assert "Leave it empty for the time that the phone wrote." in browser_of_alice.get(where).content.decode()
    until = clock(alice, at + dt.timedelta(hours=1)).strftime(MINUTE)
    assert browser_of_alice.post(where, {"how": "save", "severity": "1", "at": "", "until": until}).status_code == 302
    assert [one.at for one in diary(alice).effects] == [at]


@pytest.mark.parametrize(("ahead", "value"), [(dt.timedelta(days=3), "8"), (dt.timedelta(), "88")])
def test_what_is_to_stand_beside_another_is_put_right_first(
    alice: m.Person, browser_of_alice: Client, ahead: dt.timedelta, value: str
) -> None:
    id_ = str(m.new_id())
    send(browser_of_alice, entry(alice, "rating", id_=id_, **PAIN))
    at = timezone.now() + ahead
    where = hold(browser_of_alice, entry(alice, "rating", id_=id_, made_at=at, measure="pain.now", value=value), at)
    asked = browser_of_alice.post(where, {"how": "beside"})
    assert asked.status_code == 422
    assert "Put it right" in asked.content.decode()
    assert [one.value for one in diary(alice).ratings] == [6.0]
    shown = re.search(r'name="at" value="([^"]+)"', browser_of_alice.get(where).content.decode())
    assert shown
    said = {"how": "save", "value": "8", "at": shown[1]}
    assert browser_of_alice.post(where, said).status_code == 302
    assert sorted(one.value for one in diary(alice).ratings) == [6.0, 8.0]
    assert max(one.at for one in diary(alice).ratings) <= timezone.now()


def test_the_clock_of_a_phone_has_no_part_in_a_correction(alice: m.Person, browser_of_alice: Client) -> None:
    at = timezone.now() - dt.timedelta(days=2)
    row = entries.add(alice, d.Rating(at=at, measure="pain.now", value=3.0), timezone.now())
    ahead = timezone.now() + dt.timedelta(days=3)
    told: dict[str, Any] = {"entry": f"rating/{row.pk}", "seen": "0", "value": "4", "at": "", "note": ""}
    assert state(send(browser_of_alice, entry(alice, "edit", made_at=ahead, **told), clock=ahead)) == "saved"
    assert [(one.value, one.at) for one in diary(alice).ratings] == [(4.0, at)]


@pytest.mark.parametrize("shows", ["2199-01-01T00:00:00+00:00", "1900-01-02T00:00:00+00:00"])
def test_a_clock_that_was_off_by_a_century_is_not_taken_for_a_correction(
    alice: m.Person, browser_of_alice: Client, shows: str
) -> None:
    at = timezone.now() - dt.timedelta(hours=1)
    far = dt.datetime.fromisoformat(shows)
    assert state(send(browser_of_alice, entry(alice, "rating", made_at=at, **PAIN), clock=far)) == "saved"
    receipt = m.Receipt.objects.get()
    assert receipt.clock_asked
    assert 'value="correct"' not in browser_of_alice.get("/arrived/").content.decode()
    refused = browser_of_alice.post(f"/arrived/clock/{receipt.pk}/", {"how": "correct"})
    assert refused.status_code == 422
    assert "Nothing was changed" in refused.content.decode()
    assert [one.at for one in diary(alice).ratings] == [at]


def test_an_entry_is_not_moved_past_its_own_end(alice: m.Person, browser_of_alice: Client) -> None:
    """The phone was three hours slow; the end was typed by the clock on the wall."""
    slow = timezone.now() - dt.timedelta(hours=3)
    at = slow - dt.timedelta(hours=1)
    until = clock(alice, at + dt.timedelta(hours=2)).strftime(MINUTE)
    content = entry(alice, "effect", made_at=at, kind="nausea", until=until)
    assert state(send(browser_of_alice, content, clock=slow)) == "saved"
    refused = browser_of_alice.post(f"/arrived/clock/{m.Receipt.objects.get().pk}/", {"how": "correct"})
    assert refused.status_code == 422
    assert [one.at for one in diary(alice).effects] == [at]


def begun(person: m.Person, ago: dt.timedelta) -> m.Person:
    """Somebody whose diary was begun so long ago."""
    at = int((timezone.now() - ago).timestamp() * 1000)
    person.pk = uuid.UUID(int=(at << 80) | (person.pk.int & ((1 << 80) - 1)))
    person.name = "Long here"
    person.save(force_insert=True)
    return person


@pytest.mark.parametrize(
    ("here_for", "waited", "asked"),
    [
        (dt.timedelta(days=400), dt.timedelta(days=8), False),  # the phone was off for a week
        (dt.timedelta(days=400), dt.timedelta(days=90), False),  # a stay in hospital
        (dt.timedelta(days=400), dt.timedelta(days=200), True),
        (dt.timedelta(days=1), dt.timedelta(days=8), False),  # begun anew from a file, with a phone that had waited
        (dt.timedelta(days=40), dt.timedelta(days=60), True),  # nobody could have written it then
    ],
)
def test_a_clock_that_was_wrong_only_while_writing_is_asked_about(
    alice: m.Person, enter: Callable[..., Client], here_for: dt.timedelta, waited: dt.timedelta, *, asked: bool
) -> None:
    person = begun(alice, here_for)
    client = enter(person)
    at = timezone.now() - waited
    assert state(send(client, entry(person, "rating", made_at=at, **PAIN))) == "saved"
    assert m.Receipt.objects.get().clock_asked is asked
    page = client.get("/arrived/").content.decode()
    assert ("Which time is right?" in page) is asked
    assert 'value="correct"' not in page  # by how much it was off, nobody knows
    assert ('value="right"' in page) is asked


def test_a_phone_that_woke_up_in_1970_is_asked_about_and_not_where_the_time_was_typed(
    alice: m.Person, browser_of_alice: Client
) -> None:
    dawn = dt.datetime(1970, 1, 1, 0, 5, tzinfo=dt.UTC)
    send(browser_of_alice, entry(alice, "rating", made_at=dawn, **PAIN))
    typed = clock(alice, timezone.now() - dt.timedelta(days=300)).strftime(MINUTE)
    send(browser_of_alice, entry(alice, "rating", made_at=dawn, **PAIN, at=typed))
    assert [one.clock_asked for one in m.Receipt.objects.order_by("id")] == [True, False]
    (row,) = m.Rating.objects.filter(at=dawn)
    assert "may have been" in browser_of_alice.get(f"/entry/rating/{row.pk}/").content.decode()
    where = f"/arrived/clock/{m.Receipt.objects.get(clock_asked=True).pk}/"
    assert browser_of_alice.post(where, {"how": "correct"}).status_code == 422
    assert browser_of_alice.post(where, {"how": "right"}).status_code == 302
    assert not m.Receipt.objects.filter(clock_asked=True).exists()
