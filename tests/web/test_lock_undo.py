"""Written at the locked screen: taken back from there, unseen; and "the usual" where nothing is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import archive, entries
from counterpoise.journal import models as m
from counterpoise.web.lock import while_shut
from tests.web.locking import WORDS, unlock

Enter = Callable[..., Client]


@pytest.fixture
def shut(browser_of_alice: Client) -> Client:
    """The lock is shut, and takes entries all the same."""
    browser_of_alice.post("/lock/passphrase/", {"passphrase": WORDS, "again": WORDS})
    browser_of_alice.post("/lock/options/", {"log": "on"})
    browser_of_alice.post("/lock/now/")
    return browser_of_alice


@pytest.fixture
def usual(shut: Client, alice: m.Person) -> Client:
    """The same, with a dose that was taken three times."""
    now = timezone.now()
    for hours in (30, 20, 10):
        at = now - dt.timedelta(hours=hours)
        entries.add(alice, d.Dose(at=at, substance="kratom", amount=2.0, unit="g"), now)
    return shut


def test_a_usual_dose_where_there_is_none_is_asked_about_inside_and_never_guessed(
    shut: Client, alice: m.Person, usual_dose: m.Dose
) -> None:
    id_ = str(m.new_id())
    for _tap in range(2):
        answer = shut.post("/lock/log/", {"id": id_, "what": "dose"}, follow=True).content.decode()
        assert "Written down." in answer, "whether there is a usual dose is not told"
    assert m.Dose.objects.get() == usual_dose, "once is no usual dose"
    unlock(shut)
    assert "1 entry needs a look" in shut.get("/").content.decode()
    held = m.Held.objects.get()
    page = shut.get(f"/arrived/{held.pk}/").content.decode()
    assert "There was no dose to log again at that moment" in page
    assert "at the locked screen" in page
    said = {"how": "save", "substance": "Kratom", "amount": "2", "unit": "g"}
    assert shut.post(f"/arrived/{held.pk}/", said).status_code == 302
    assert [one.amount for one in m.Dose.objects.exclude(pk=usual_dose.pk)] == [2.0]


def test_what_waits_to_be_said_stays_empty_where_something_is_usual_by_now(
    shut: Client, alice: m.Person, usual_dose: m.Dose
) -> None:
    shut.post("/lock/log/", {"what": "dose"})
    for minutes in (40, 50):  # noted later, of before
        at = timezone.now() - dt.timedelta(minutes=minutes)
        entries.add(alice, d.Dose(at=at, substance="kratom", amount=2.5, unit="g"), timezone.now())
    unlock(shut)
    page = shut.get(f"/arrived/{m.Held.objects.get().pk}/").content.decode()
    assert "<title>An entry from the locked screen" in page
    assert "What was written at the locked screen" in page
    for name in ("substance", "amount", "unit"):
        field = re.search(rf'<input[^>]* name="{name}"[^>]*>', page)
        assert field is not None
        assert " value=" not in field[0]


def undo_shown(page: str) -> bool:
    return "/lock/log/undo/" in page


@pytest.mark.parametrize("told", [{"value": "7"}, {"what": "dose"}])
def test_what_was_tapped_at_the_locked_screen_is_taken_back_once_and_unseen(
    usual: Client, alice: m.Person, told: dict[str, str]
) -> None:
    before = archive.diary_digest(alice)
    assert not undo_shown(usual.get("/").content.decode())
    assert undo_shown(usual.post("/lock/log/", told, follow=True).content.decode())
    answer = usual.post("/lock/log/undo/", follow=True).content.decode()
    assert "Undone" in answer
    assert not undo_shown(answer)
    assert usual.post("/lock/log/undo/").status_code == 409, "it is good once"
    assert not m.Rating.objects.filter(deleted_at=None, recorded_by="locked_screen").exists()
    assert not m.Dose.objects.filter(deleted_at=None, recorded_by="locked_screen").exists()
    assert archive.diary_digest(alice) == before


def test_another_browser_or_a_later_hour_takes_nothing_back(usual: Client, enter: Enter, alice: m.Person) -> None:
    usual.post("/lock/log/", {"value": "7"})
    assert enter(alice).post("/lock/log/undo/").status_code == 409
    last = usual.session[while_shut.LAST]
    assert while_shut.may_undo(last, timezone.now())
    assert not while_shut.may_undo(last, timezone.now() + dt.timedelta(hours=1))
    assert m.Rating.objects.get(recorded_by="locked_screen").deleted_at is None


def test_a_usual_dose_that_was_asked_about_is_taken_back_as_well(shut: Client) -> None:
    shut.post("/lock/log/", {"what": "dose"})
    assert m.Held.objects.get().settled_at is None
    shut.post("/lock/log/undo/")
    assert m.Held.objects.get().settled == "drop"


@pytest.mark.parametrize("told", [{"what": "dose"}, {"value": "7"}])
def test_what_stood_there_before_is_not_taken_back_by_who_knows_its_id(
    usual: Client, alice: m.Person, told: dict[str, str]
) -> None:
    old = m.Dose.objects.filter(person=alice).order_by("at").first()
    assert old is not None
    assert usual.post("/lock/log/", told | {"id": old.source_id}).status_code == 302
    assert usual.post("/lock/log/undo/").status_code == 409
    assert m.Dose.objects.filter(person=alice, deleted_at=None).count() == 3


def test_nor_what_waits_for_a_word_of_the_person(shut: Client, alice: m.Person) -> None:
    shut.post("/lock/log/", {"what": "dose"})
    held = m.Held.objects.get()
    shut.post("/lock/log/", {"value": "3"})
    for told in ({"what": "dose"}, {"value": "7"}):
        shut.post("/lock/log/", told | {"id": str(held.entry)})
    shut.post("/lock/log/undo/")
    assert m.Held.objects.get().settled_at is None
    assert not m.Rating.objects.filter(value=3, deleted_at=None).exists(), "the last one that was new is taken back"


def test_the_same_tap_sent_twice_is_still_taken_back(usual: Client, alice: m.Person) -> None:
    told = {"value": "7", "id": str(m.new_id())}
    for _tap in range(2):
        assert usual.post("/lock/log/", told).status_code == 302
    assert usual.post("/lock/log/undo/").status_code == 302
    assert not m.Rating.objects.filter(person=alice, deleted_at=None).exists()
