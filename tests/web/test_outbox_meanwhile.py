"""What arrives from a phone late: what happened to its entry meanwhile is neither overwritten nor brought back."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.journal.erase import erase_entry
from counterpoise.web.access.links import mint
from counterpoise.web.moments import MINUTE, clock
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


def test_a_correction_without_a_time_shows_that_of_its_entry(
    alice: m.Person, browser_of_alice: Client, pain: Any
) -> None:
    page = browser_of_alice.get(hold(browser_of_alice, alice, pain)).content.decode()
    assert f'value="{clock(alice, pain.at):{MINUTE}}"' in page


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


def slow(client: Client, person: m.Person, *, made_at: dt.datetime | None = None) -> str:
    """A dose with its pain, off a phone that is three hours slow, and the address at which its time is asked for."""
    at = made_at or timezone.now() - dt.timedelta(hours=3)
    told = entry(person, "dose", made_at=at, substance="Kratom", amount="2", unit="g", pain="4")
    assert state(send(client, told, clock=timezone.now() - dt.timedelta(hours=3))) == "saved"
    return f"/arrived/clock/{m.Receipt.objects.get().pk}/"


def test_a_time_corrected_by_hand_is_not_asked_for_again(alice: m.Person, browser_of_alice: Client) -> None:
    where, row = slow(browser_of_alice, alice), m.Dose.objects.get()
    said = {"substance": "kratom", "amount": "2", "unit": "g", "pain": "4"}
    browser_of_alice.post(f"/entry/dose/{row.pk}/", said | {"note": "the time is not said"})
    assert m.Receipt.objects.get().clock_asked
    right = clock(alice, timezone.now() - dt.timedelta(minutes=30)).replace(second=0, microsecond=0)
    assert browser_of_alice.post(f"/entry/dose/{row.pk}/", said | {"at": right.strftime(MINUTE)}).status_code == 302
    assert not m.Receipt.objects.get().clock_asked
    assert browser_of_alice.post(where, {"how": "correct"}).status_code == 404
    assert [one.at for one in (*diary(alice).doses, *diary(alice).ratings)] == [right, right]


def test_nothing_is_asked_of_an_entry_that_was_deleted(alice: m.Person, browser_of_alice: Client) -> None:
    slow(browser_of_alice, alice)
    assert "1 entry needs a look" in browser_of_alice.get("/").content.decode()
    entries.remove(m.Dose.objects.get(), timezone.now())
    assert "entry needs a look" not in browser_of_alice.get("/").content.decode()


def test_a_time_is_not_corrected_into_the_future(alice: m.Person, browser_of_alice: Client) -> None:
    """The clock of the phone was put wrong after the entry was written."""
    at = timezone.now() - dt.timedelta(hours=1)
    where = slow(browser_of_alice, alice, made_at=at)
    offered = browser_of_alice.get("/arrived/").content.decode()
    assert 'value="right"' in offered
    assert 'value="correct"' not in offered
    assert (
        f"/entry/dose/{m.Dose.objects.get().pk}/" in offered.partition("Which time is right?")[2].partition("</ul>")[0]
    )
    refused = browser_of_alice.post(where, {"how": "correct"})
    assert refused.status_code == 422
    assert "not possible here" in refused.content.decode()
    assert [one.at for one in (*diary(alice).doses, *diary(alice).ratings)] == [at, at]
    assert browser_of_alice.post(where, {"how": "right"}).status_code == 302
    assert not m.Receipt.objects.get().clock_asked


def test_a_rating_whose_time_was_corrected_by_hand_stays_when_its_dose_moves(
    alice: m.Person, browser_of_alice: Client
) -> None:
    where, rating = slow(browser_of_alice, alice), m.Rating.objects.get()
    right = clock(alice, timezone.now() - dt.timedelta(minutes=30)).replace(second=0, microsecond=0)
    browser_of_alice.post(f"/entry/rating/{rating.pk}/", {"value": "4", "at": right.strftime(MINUTE)})
    assert browser_of_alice.post(where, {"how": "correct"}).status_code == 302
    assert [one.at for one in diary(alice).ratings] == [right]
    assert timezone.now() - diary(alice).doses[0].at < dt.timedelta(minutes=1)


def at_once(client: Client, where: str, how: str) -> list[int]:
    """The same tap, four times at the same moment: each may read that it waits before the first one writes."""
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    together = Barrier(4)

    def tap(_: int) -> int:
        other = Client(headers={"host": "localhost"})
        other.cookies.load(cookies)
        try:
            together.wait()
            return other.post(where, {"how": how}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        return sorted(pool.map(tap, range(4)))


@pytest.mark.django_db(transaction=True)
def test_the_same_answer_sent_at_once_is_taken_once() -> None:
    person = m.Person.objects.create(name="Alice", time_zone="Europe/Berlin")
    client = Client(headers={"host": "localhost"})
    client.get(f"/enter/{mint(person, timezone.now())}")
    at = timezone.now() - dt.timedelta(hours=12)
    assert at_once(client, slow(client, person, made_at=at), "correct") == [302, 404, 404, 404]
    assert abs(diary(person).doses[0].at - at - dt.timedelta(hours=3)) < dt.timedelta(minutes=1)
    id_ = str(m.new_id())
    for value in ("3", "8"):
        send(client, entry(person, "rating", id_=id_, measure="pain.now", value=value))
    assert at_once(client, f"/arrived/{m.Held.objects.get().pk}/", "beside") == [302, 404, 404, 404]
    assert sorted(one.value for one in diary(person).ratings) == [3.0, 4.0, 8.0]


def test_what_was_undone_on_the_phone_is_taken_back_where_it_came(alice: m.Person, browser_of_alice: Client) -> None:
    """The phone does not know whether it arrived. A dose goes with the pain rated for it; sent twice, it stays gone."""
    id_ = str(m.new_id())
    send(browser_of_alice, entry(alice, "dose", id_=id_, substance="Kratom", amount="2", unit="g", pain="6"))
    undone = entry(alice, "undo", of=id_)
    assert [state(send(browser_of_alice, undone)) for _time in range(2)] == ["saved", "saved"]
    kept = diary(alice)
    assert (kept.doses, kept.ratings) == ((), ())
    assert "entry needs a look" not in browser_of_alice.get("/").content.decode()
    row = m.Dose.objects.get()
    browser_of_alice.post(f"/entry/dose/{row.pk}/restore/")  # as everything that is deleted
    assert len(diary(alice).doses) == 1


def test_what_was_undone_and_never_came_is_not_there(alice: m.Person, browser_of_alice: Client, pain: Any) -> None:
    for of in (str(m.new_id()), "nonsense"):
        assert state(send(browser_of_alice, entry(alice, "undo", of=of))) == "saved"
    assert [one.value for one in diary(alice).ratings] == [6.0]


def test_what_was_undone_and_corrected_since_stays(alice: m.Person, browser_of_alice: Client) -> None:
    id_ = str(m.new_id())
    send(browser_of_alice, entry(alice, "rating", id_=id_, measure="pain.now", value="3"))
    browser_of_alice.post(f"/entry/rating/{m.Rating.objects.get().pk}/", {"value": "5"})
    send(browser_of_alice, entry(alice, "undo", of=id_))
    assert [one.value for one in diary(alice).ratings] == [5.0]


@pytest.mark.parametrize("pain", ["", "7"])
def test_a_dose_whose_pain_was_corrected_or_taken_away_since_stays(
    alice: m.Person, browser_of_alice: Client, pain: str
) -> None:
    id_ = str(m.new_id())
    send(browser_of_alice, entry(alice, "dose", id_=id_, substance="Kratom", amount="2", unit="g", pain="4"))
    said = {"substance": "kratom", "amount": "2", "unit": "g", "pain": pain}
    assert browser_of_alice.post(f"/entry/dose/{m.Dose.objects.get().pk}/", said).status_code == 302
    send(browser_of_alice, entry(alice, "undo", of=id_))
    kept = diary(alice)
    assert ([one.amount for one in kept.doses], [one.value for one in kept.ratings]) == ([2.0], [7.0] if pain else [])


def test_what_was_undone_and_waits_for_the_person_is_left_out(alice: m.Person, browser_of_alice: Client) -> None:
    id_ = str(m.new_id())
    send(browser_of_alice, entry(alice, "rating", id_=id_, measure="pain.now", value="11"))
    send(browser_of_alice, entry(alice, "undo", of=id_))
    assert m.Held.objects.get().settled == "drop"


def test_nobody_takes_back_what_another_person_wrote(
    alice: m.Person, browser_of_alice: Client, pain: Any, enter: Any
) -> None:
    bob = m.Person.objects.create(name="Bob", time_zone="UTC")
    send(enter(bob), entry(bob, "undo", of=pain.source_id))
    pain.refresh_from_db()
    assert pain.deleted_at is None


@pytest.mark.parametrize("way", ["queue", "page"])
@pytest.mark.parametrize("corrected", [False, True])
def test_a_journey_between_the_page_and_the_queue_makes_no_second_entry(
    alice: m.Person, browser_of_alice: Client, way: str, corrected: bool
) -> None:
    """The answer of the page was lost, the time zone changed, and the same entry comes once more."""
    id_, pressed = str(m.new_id()), timezone.now()
    said = {"id": id_, "measure": "pain.now", "value": "5"}
    browser_of_alice.post("/rate/", said)
    row = m.Rating.objects.get()
    if corrected:
        at = clock(alice, timezone.now() - dt.timedelta(hours=4)).strftime(MINUTE)
        browser_of_alice.post(f"/entry/rating/{row.pk}/", {"value": "6", "at": at})
    m.Person.objects.filter(pk=alice.pk).update(time_zone="Asia/Tokyo")
    if way == "queue":
        again = entry(alice, "rating", id_=id_, made_at=pressed, measure="pain.now", value="5")
        assert state(send(browser_of_alice, again)) == "saved"
    else:
        assert browser_of_alice.post("/rate/", said).status_code == 302
    kept = [(one.value, one.zone) for one in diary(alice).ratings]
    assert (kept, m.Held.objects.count()) == ([(6.0 if corrected else 5.0, alice.time_zone)], 0)
