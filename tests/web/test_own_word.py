"""What somebody calls a substance is kept and shown wherever the dose is named, beside what it was read as."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.exchange import names
from counterpoise.journal import app_lock, entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from tests.web.test_outbox import entry, send, state

CALLED = {
    "feel free": "kratom",
    "Maeng Da": "kratom",
    "beer": "alcohol",
    "Red wine": "alcohol",
    "coffee": "caffeine",
    "weed": "cannabis-thc",
    "CBD oil": "cbd",
}


def log(client: Client, what: str, **other: str) -> None:
    said = {"substance": what, "amount": "1", "unit": "bottle", "as_it_was": "yes"} | other
    assert client.post("/dose/new/", said).status_code == 302


def page(client: Client, address: str) -> str:
    text = re.sub(r"<(?!input|h1)[^>]+>", " ", client.get(address).content.decode())
    return " ".join(text.split())


def the_dose(person: m.Person) -> tuple[str, str | None]:
    (dose,) = diary(person).doses
    return dose.substance, dose.written


def correct(client: Client, person: m.Person, what: str) -> Any:
    row = m.Dose.objects.get(person=person)
    return client.post(f"/entry/dose/{row.pk}/", {"substance": what, "amount": "1", "unit": "bottle"})


@pytest.mark.parametrize(("word", "key"), CALLED.items())
def test_the_word_typed_stays_beside_what_it_counts_as(
    word: str, key: str, alice: m.Person, browser_of_alice: Client
) -> None:
    log(browser_of_alice, word)
    assert the_dose(alice) == (key, word)
    assert f"{word} 1 bottle" in page(browser_of_alice, "/")
    row = m.Dose.objects.get()
    assert f'name="substance" value="{word}"' in page(browser_of_alice, f"/entry/dose/{row.pk}/")


@pytest.mark.parametrize(
    ("word", "key"),
    [
        *((word, "7-hydroxymitragynine") for word in ("7OH", "7‑OH", "7-OH tablet", "kratom 7-OH", "7-hydroxi")),
        *((word, "kratom") for word in ("kratom tea", "feel-free", "feelfree", "feel\u00a0free")),
    ],
)
def test_a_word_is_read_the_same_typed_on_the_phone_without_a_network_and_imported(
    word: str, key: str, alice: m.Person, browser_of_alice: Client
) -> None:
    log(browser_of_alice, word)
    kept = (key, word.replace("\u00a0", " "))
    assert the_dose(alice) == kept == (names.substance(word), names.written(word))
    early = timezone.now() - dt.timedelta(hours=5)
    sent = entry(alice, "dose", made_at=early, substance=word, amount="1", unit="bottle")
    assert state(send(browser_of_alice, sent)) == "saved"
    assert [(one.substance, one.written) for one in diary(alice).doses] == [kept] * 2


@pytest.mark.parametrize(
    "word", ["7-OH and diazepam", "kratom and beer", "7-OH, alcohol", "kratom extract", "Kratom shot 5 ml", "no kratom"]
)
def test_a_word_that_says_more_than_a_key_holds_stays_whole_so_that_all_of_it_is_watched(
    word: str, alice: m.Person, browser_of_alice: Client
) -> None:
    log(browser_of_alice, word)
    assert the_dose(alice) == (word, None) == (names.substance(word), names.written(word))


def test_an_older_entry_under_its_word_stays_as_it_is(alice: m.Person, browser_of_alice: Client) -> None:
    at = timezone.now() - dt.timedelta(hours=2)
    entries.add(alice, d.Dose(at=at, substance="7OH", amount=1.0, unit="bottle"), timezone.now())
    correct(browser_of_alice, alice, "7OH")
    assert the_dose(alice) == ("7OH", None)
    assert not m.Change.objects.exists()


@pytest.mark.parametrize("word", ["Kratom", "kratom", "OPMS Gold", "my  tea"])
def test_a_name_or_an_unknown_word_is_kept_as_it_always_was(
    word: str, alice: m.Person, browser_of_alice: Client
) -> None:
    log(browser_of_alice, word)
    assert the_dose(alice) == (word.lower() if word in ("Kratom", "kratom") else word, None)
    assert "read as" not in page(browser_of_alice, "/")


def test_every_place_that_names_the_dose_says_both(alice: m.Person, browser_of_alice: Client) -> None:
    log(browser_of_alice, "feel free", reason="pain")
    row, day = m.Dose.objects.get(), timezone.localdate()
    today = page(browser_of_alice, "/")
    assert "feel free 1 bottle read as kratom · for: pain" in today
    assert "since feel free 1 bottle, read as kratom" in today or "Just now : feel free 1 bottle, read as" in today
    assert "feel free 1 bottle, read as kratom" in page(browser_of_alice, f"/?done=saved&seen=0&row=dose/{row.pk}")
    edit = page(browser_of_alice, f"/entry/dose/{row.pk}/")
    assert "<h1>feel free 1 bottle" in edit
    assert "Read as kratom." in edit
    again = page(browser_of_alice, f"/dose/again/{row.pk}/")
    assert "feel free 1 bottle read as kratom" in again
    first, last = day - dt.timedelta(days=2), day + dt.timedelta(days=1)
    told = browser_of_alice.get(f"/timeline/data?from={first}&to={last}").json()
    assert any("feel free 1 bottle, read as kratom, for pain" in one for one in told["entries"]["label"])


@pytest.mark.usefixtures("usual_dose")
def test_the_step_before_saving_comes_as_with_the_name_and_says_both(browser_of_alice: Client) -> None:
    for what, said in (("Alcohol", "Alcohol 1 bottle"), ("beer", "beer 1 bottle, read as alcohol")):
        answer = browser_of_alice.post("/dose/new/", {"substance": what, "amount": "1", "unit": "bottle"})
        assert f"{said}: please read this first" in answer.content.decode()
    assert m.Dose.objects.count() == 1
    log(browser_of_alice, "beer")
    assert "beer 1 bottle, read as alcohol" in page(browser_of_alice, "/safety/")


def test_a_correction_that_leaves_the_word_leaves_nothing_to_undo(alice: m.Person, browser_of_alice: Client) -> None:
    log(browser_of_alice, "feel free")
    correct(browser_of_alice, alice, "feel free")
    assert not m.Change.objects.exists()


def test_another_name_takes_its_place_stays_in_the_history_and_comes_back(
    alice: m.Person, browser_of_alice: Client
) -> None:
    log(browser_of_alice, "feel free")
    row = m.Dose.objects.get()
    for typed, kept in (("Kratom", ("kratom", None)), ("beer", ("alcohol", "beer")), ("OPMS", ("OPMS", None))):
        correct(browser_of_alice, alice, typed)
        assert the_dose(alice) == kept
        browser_of_alice.post("/undo/", {"row": f"dose/{row.pk}"})
        assert the_dose(alice) == ("kratom", "feel free")
    assert "written as: feel free" in page(browser_of_alice, f"/entry/dose/{row.pk}/")


def test_an_older_entry_stays_as_it_is(alice: m.Person, browser_of_alice: Client, usual_dose: m.Dose) -> None:
    said = {"substance": "Kratom", "amount": "2.5", "unit": "g"}
    browser_of_alice.post(f"/entry/dose/{usual_dose.pk}/", said)
    assert not m.Change.objects.exists()
    assert the_dose(alice) == ("kratom", None)


def test_it_is_taken_again_and_offered_under_the_word(alice: m.Person, browser_of_alice: Client) -> None:
    for _time in range(3):
        log(browser_of_alice, "feel free", unit="bottle")
    row = m.Dose.objects.order_by("-at").first()
    assert row is not None
    assert "feel free 1 bottle read as kratom" in page(browser_of_alice, "/dose/usual/")
    assert "feel free 1 bottle read as kratom" in page(browser_of_alice, "/flare/taken/")
    browser_of_alice.post(f"/dose/again/{row.pk}/", {"pain": "4"})
    assert {(one.substance, one.written) for one in diary(alice).doses} == {("kratom", "feel free")}
    assert len(diary(alice).doses) == 4
    form = browser_of_alice.get(f"/dose/new/?like={row.pk}").content.decode()
    assert 'value="feel free"' in form
    assert '<option value="feel free" data-unit="bottle">' in form


def test_a_usual_dose_at_the_locked_screen_keeps_it(alice: m.Person, browser_of_alice: Client) -> None:
    now = timezone.now()
    for hours in (30, 40, 50):
        at = now - dt.timedelta(hours=hours)
        made = d.Dose(at=at, substance="kratom", written="feel free", amount=1.0, unit="bottle")
        entries.add(alice, made, now)
    app_lock.set_passphrase(alice, "seven wet umbrellas sing")
    m.AppLock.objects.update(log_while_locked=True)
    browser_of_alice.post("/lock/log/", {"id": str(m.new_id()), "what": "dose"})
    assert [one.written for one in diary(alice).doses] == ["feel free"] * 4


def test_it_comes_from_the_phone_typed_or_repeated(alice: m.Person, browser_of_alice: Client) -> None:
    early = timezone.now() - dt.timedelta(hours=5)
    sent = entry(alice, "dose", made_at=early, substance="feel free", amount="1", unit="bottle")
    assert state(send(browser_of_alice, sent)) == "saved"
    for like in ("last", str(m.Dose.objects.get().pk)):
        assert state(send(browser_of_alice, entry(alice, "dose", like=like, pain="3"))) == "saved"
    assert {(one.substance, one.written) for one in diary(alice).doses} == {("kratom", "feel free")}
    assert "feel free 1 bottle, read as kratom, pain 3" in page(browser_of_alice, "/arrived/")


def test_a_repeated_dose_that_is_put_right_keeps_it(alice: m.Person, browser_of_alice: Client) -> None:
    """Its clock ran ahead, so that it waits to be looked at; its form begins with the word."""
    made = timezone.now() - dt.timedelta(hours=5)
    row = entries.add(
        alice, d.Dose(at=made, substance="alcohol", written="house red", amount=1.0, unit="glass"), timezone.now()
    )
    ahead = timezone.now() + dt.timedelta(hours=3)
    send(browser_of_alice, entry(alice, "dose", made_at=ahead, like=str(row.pk)))
    held = m.Held.objects.get()
    assert 'name="substance" value="house red"' in page(browser_of_alice, f"/arrived/{held.pk}/")
    said = {"how": "save", "substance": "house red", "amount": "1", "unit": "glass"}
    at = timezone.now() - dt.timedelta(hours=1)
    browser_of_alice.post(f"/arrived/{held.pk}/", said | {"at": at.strftime("%Y-%m-%dT%H:%M"), "shown_in": "UTC"})
    assert [(one.substance, one.written) for one in diary(alice).doses] == [("alcohol", "house red")] * 2


def test_what_an_older_version_took_in_is_known_when_it_is_sent_again(alice: m.Person) -> None:
    """The answer was lost, and the program renewed before the phone asked once more."""
    now = timezone.now()
    sent = d.Dose(id=str(m.new_id()), at=now, substance="kratom", written="feel free", amount=1.0, unit="bottle")
    first = entries.add(alice, replace(sent, written=None), now)
    assert entries.add(alice, sent, now).pk == first.pk
    with pytest.raises(entries.Conflict):
        entries.add(alice, replace(sent, amount=2.0), now)
