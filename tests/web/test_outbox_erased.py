"""What was erased for good, or undone before it came, does not come back from a phone, whatever else is wrong."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.journal.erase import erase_entry
from tests.web.test_outbox import entry, send, state

AHEAD = dt.timedelta(days=1)


def _erased(client: Client, address: str, **said: str) -> None:
    """Saved by a page, whose answer may have been lost, and then erased for good."""
    assert client.post(address, said).status_code == 302
    kept: Any = m.Rating if address == "/rate/" else m.Dose
    row = kept.objects.get(source_id=said["id"])
    client.post(f"/entry/{kept.__name__.lower()}/{row.pk}/erase/")
    assert not kept.objects.filter(source_id=said["id"]).exists()


@pytest.mark.parametrize(("value", "ahead"), [("5", AHEAD), ("99", dt.timedelta()), ("5", dt.timedelta())])
def test_a_rating_that_was_erased_is_not_held(
    alice: m.Person, browser_of_alice: Client, value: str, ahead: dt.timedelta
) -> None:
    id_ = str(m.new_id())
    _erased(browser_of_alice, "/rate/", id=id_, measure="pain.now", value="5")
    then = timezone.now() + ahead
    late = entry(alice, "rating", id_=id_, made_at=then, measure="pain.now", value=value, note="canary")
    assert [state(send(browser_of_alice, late, clock=then)) for _time in range(2)] == ["erased", "erased"]
    assert (m.Held.objects.count(), diary(alice).ratings) == (0, ())


def test_nor_a_dose_whose_like_was_deleted_meanwhile(
    alice: m.Person, browser_of_alice: Client, usual_dose: m.Dose
) -> None:
    id_, rating = str(m.new_id()), str(m.new_id())
    _erased(browser_of_alice, f"/dose/again/{usual_dose.pk}/", id=id_, rating_id=rating, pain="4")
    browser_of_alice.post(f"/entry/dose/{usual_dose.pk}/delete/")
    told: dict[str, Any] = {"like": str(usual_dose.pk), "rating_id": rating, "pain": "4", "note": "canary"}
    assert state(send(browser_of_alice, entry(alice, "dose", id_=id_, **told))) == "erased"
    assert m.Held.objects.count() == 0


def test_nor_another_version_of_what_waited(alice: m.Person, browser_of_alice: Client) -> None:
    id_ = str(m.new_id())
    send(browser_of_alice, entry(alice, "rating", id_=id_, measure="pain.now", value="99"))
    _erased(browser_of_alice, "/rate/", id=id_, measure="pain.now", value="9")
    late = entry(alice, "rating", id_=id_, measure="pain.now", value="98", note="canary")
    assert (state(send(browser_of_alice, late)), m.Held.objects.count()) == ("erased", 0)


@pytest.mark.parametrize(("why", "how"), [("unfit", "save"), ("clock", "save"), ("other", "beside")])
def test_what_was_held_before_goes_when_it_is_to_be_saved(
    alice: m.Person, browser_of_alice: Client, why: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an older version held it; and the answer is in words."""
    id_ = str(m.new_id())
    _erased(browser_of_alice, "/rate/", id=id_, measure="pain.now", value="5")
    at = (timezone.now() - AHEAD).isoformat()
    said = {"what": "rating", "fields": {"measure": "pain.now", "value": "5"}, "at": at, "made_at": at, "ahead": 0}
    told = {"entry": id_, "digest": "0" * 64, "why": why, "said": said, "received_at": timezone.now()}
    held = m.Held.objects.create(person=alice, **told)
    if how == "beside":
        monkeypatch.setattr("counterpoise.journal.erased.is_erased", lambda *_about: True)
    answer = browser_of_alice.post(f"/arrived/{held.pk}/", {"how": how, "value": "5"})
    assert answer.status_code == 409
    assert "erased for good" in answer.content.decode()
    assert (m.Held.objects.count(), diary(alice).ratings) == (0, ())


def test_a_dose_is_not_lost_with_the_pain_that_was_erased(alice: m.Person, browser_of_alice: Client) -> None:
    rating = str(m.new_id())
    _erased(browser_of_alice, "/rate/", id=rating, measure="pain.now", value="4")
    told = entry(alice, "dose", substance="Kratom", amount="2", unit="g", pain="4", rating_id=rating)
    assert state(send(browser_of_alice, told)) == "saved"
    kept = diary(alice)
    assert ([one.amount for one in kept.doses], kept.ratings) == ([2.0], ())


@pytest.mark.parametrize("way", ["queue", "page"])
def test_what_an_undoing_overtook_is_not_taken_in_when_it_comes(
    alice: m.Person, browser_of_alice: Client, way: str
) -> None:
    id_ = str(m.new_id())
    assert state(send(browser_of_alice, entry(alice, "undo", of=id_))) == "saved"
    if way == "queue":
        late = entry(alice, "dose", id_=id_, substance="Kratom", amount="2", unit="g", pain="4")
        assert state(send(browser_of_alice, late)) == "erased"
    else:
        said = {"id": id_, "substance": "Kratom", "amount": "2", "unit": "g", "pain": "4", "as_it_was": "1"}
        assert browser_of_alice.post("/dose/new/", said).status_code == 409
    kept = diary(alice)
    assert (kept.doses, kept.ratings, m.Held.objects.count()) == ((), (), 0)


def test_nor_is_a_correction(alice: m.Person, browser_of_alice: Client, usual_dose: m.Dose) -> None:
    id_ = str(m.new_id())
    send(browser_of_alice, entry(alice, "undo", of=id_))
    told: dict[str, Any] = {"entry": f"dose/{usual_dose.pk}", "substance": "kratom", "amount": "9", "unit": "g"}
    late = entry(alice, "edit", id_=id_, seen="0", **told)
    assert state(send(browser_of_alice, late)) == "erased"
    assert (diary(alice).doses[0].amount, m.Held.objects.count()) == (usual_dose.amount, 0)


def test_an_undoing_keeps_nobody_else_from_the_number(
    alice: m.Person, browser_of_alice: Client, bob: m.Person, enter: Any
) -> None:
    id_ = str(m.new_id())
    send(enter(bob), entry(bob, "undo", of=id_))
    assert state(send(browser_of_alice, entry(alice, "rating", id_=id_, measure="pain.now", value="3"))) == "saved"


def test_what_is_erased_after_it_was_undone_stays_so(alice: m.Person, browser_of_alice: Client) -> None:
    id_ = str(m.new_id())
    told = entry(alice, "rating", id_=id_, measure="pain.now", value="3")
    send(browser_of_alice, told)
    send(browser_of_alice, entry(alice, "undo", of=id_))
    erase_entry(m.Rating.objects.get())
    assert state(send(browser_of_alice, told)) == "erased"
