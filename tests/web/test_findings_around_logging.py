"""What was found is shown before a dose where it matters and after it; and nothing keeps anybody from logging."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.knowledge.pack_file import BrokenPack
from counterpoise.safety import review
from counterpoise.web.safety import cards, reviewing
from tests.safety import made_up

HX = {"hx-request": "true"}
FIRST = "please read this first"


@pytest.fixture(autouse=True)
def rule(monkeypatch: pytest.MonkeyPatch) -> None:
    made_up.put_in(monkeypatch)


@pytest.fixture
def large_dose(alice: m.Person) -> m.Row:
    """Three days ago: usual, and no finding of today."""
    at = timezone.now() - dt.timedelta(days=3)
    return entries.add(alice, d.Dose(id="l", at=at, substance="kratom", amount=6.0, unit="g"), timezone.now())


def again(client: Client, row: m.Row, **more: str) -> Any:
    sent = {"id": str(m.new_id()), "rating_id": str(m.new_id()), "pain": "6", "reason": "sleep"} | more
    return client.post(f"/dose/again/{row.pk}/", sent, headers=HX if more.get("htmx") else {})


def mark_of(person: m.Person) -> str:
    return next(
        cards.mark(one) for one in reviewing.standing(person, timezone.now()).found if one.rule == "plan.made_up"
    )


def sent_on(text: str) -> dict[str, str]:
    """What the step would send."""
    form = text[text.index('class="before"') :]
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}


@pytest.mark.parametrize("htmx", ["", "yes"])
def test_a_finding_is_shown_before_a_dose_and_one_tap_logs_it_as_it_was(
    browser_of_alice: Client, alice: m.Person, large_dose: m.Row, htmx: str
) -> None:
    asked = again(browser_of_alice, large_dose, htmx=htmx)
    text = asked.content.decode()
    assert asked.status_code == 200
    assert FIRST in text
    assert "A made-up finding" in text
    assert "Set aside" not in text
    step = text[text.index('class="before"') :]
    order = [FIRST, "Not saved yet.", "<details open>", "A made-up finding", "Ask a pharmacist", "Log it as it was"]
    assert sorted(order, key=step.index) == order, "read before the button"
    assert step.count("<details open") == 1
    assert ("<html" in text) == (not htmx)
    assert len(diary(alice).doses) == 1
    before = timezone.now()
    saved = browser_of_alice.post(
        f"/dose/again/{large_dose.pk}/", sent_on(text) | {"as_it_was": "yes"}, headers=HX if htmx else {}
    )
    assert saved.status_code == (200 if htmx else 302)
    _old, dose = diary(alice).doses
    (rating,) = diary(alice).ratings
    assert (dose.amount, dose.reason, dose.rating, rating.value) == (6.0, "sleep", rating.id, 6.0)
    assert dose.at < before, "as of the first tap, however long the reading took"


def test_going_back_saves_nothing(browser_of_alice: Client, alice: m.Person, large_dose: m.Row) -> None:
    step = sent_on(again(browser_of_alice, large_dose).content.decode())
    assert browser_of_alice.post(f"/dose/again/{large_dose.pk}/", step | {"back": "yes"})["Location"] == "/"
    inside = browser_of_alice.post(f"/dose/again/{large_dose.pk}/", step | {"back": "yes"}, headers=HX)
    assert "Log something else" in inside.content.decode()
    assert len(diary(alice).doses) == 1


def test_a_form_comes_back_as_it_was_filled(browser_of_alice: Client, alice: m.Person) -> None:
    filled = {"substance": "Kratom", "amount": "7,5", "unit": "g", "note": 'a <b> & "c"', "pain": "4"}
    text = browser_of_alice.post("/dose/new/", filled).content.decode()
    assert FIRST in text
    assert diary(alice).doses == ()
    form = browser_of_alice.post("/dose/new/", sent_on(text) | {"back": "yes"}).content.decode()
    assert 'value="7,5"' in form
    browser_of_alice.post("/dose/new/", sent_on(text) | {"as_it_was": "yes"})
    (dose,) = diary(alice).doses
    assert (dose.amount, dose.note) == (7.5, 'a <b> & "c"')


def test_a_correction_that_brings_a_finding_shows_it_first(browser_of_alice: Client, alice: m.Person) -> None:
    browser_of_alice.post("/dose/new/", {"substance": "Kratom", "amount": "2", "unit": "g"})
    row = m.Dose.objects.get()
    page, larger = f"/entry/dose/{row.pk}/", {"substance": "Kratom", "amount": "7,5", "unit": "g"}
    larger["at"] = row.at.astimezone(ZoneInfo(alice.time_zone)).strftime("%Y-%m-%dT%H:%M")
    text = browser_of_alice.post(page, larger).content.decode()
    assert FIRST in text
    assert "A made-up finding" in text
    assert diary(alice).doses[0].amount == 2
    form = browser_of_alice.post(page, sent_on(text) | {"back": "yes"}).content.decode()
    assert 'value="7,5"' in form
    assert diary(alice).doses[0].amount == 2
    browser_of_alice.post(page, sent_on(text) | {"as_it_was": "yes"})
    assert diary(alice).doses[0].amount == 7.5
    again_, note = browser_of_alice.post(page, larger | {"note": "at lunch"}), "at lunch"
    assert again_.status_code == 302, "known by now"
    assert diary(alice).doses[0].note == note


def test_a_dose_without_a_finding_is_saved_at_once(browser_of_alice: Client, alice: m.Person) -> None:
    browser_of_alice.post("/dose/new/", {"substance": "Kratom", "amount": "2", "unit": "g", "pain": "4"})
    assert len(diary(alice).doses) == 1


def test_what_is_known_does_not_shout_at_every_dose(
    browser_of_alice: Client, alice: m.Person, large_dose: m.Row
) -> None:
    step = again(browser_of_alice, large_dose)
    saved = browser_of_alice.post(
        f"/dose/again/{large_dose.pk}/", sent_on(step.content.decode()) | {"as_it_was": "yes"}, headers=HX
    ).content.decode()
    assert "A made-up finding" in saved, "once more beside the log, to be set aside"
    second = again(browser_of_alice, large_dose, htmx="yes").content.decode()
    assert "Saved" in second
    assert "A made-up finding" not in second
    assert "Safety: 1 thing to bring up soon" in second


def test_what_is_set_aside_is_not_shown_before_a_dose(
    browser_of_alice: Client, alice: m.Person, large_dose: m.Row
) -> None:
    step = again(browser_of_alice, large_dose)
    browser_of_alice.post(f"/dose/again/{large_dose.pk}/", sent_on(step.content.decode()) | {"as_it_was": "yes"})
    answer = browser_of_alice.post("/safety/aside/", {"mark": mark_of(alice)}, headers=HX)
    assert "out of sight until" in answer.content.decode()
    row = m.Dose.objects.latest("at")
    entries.remove(row, timezone.now())
    assert "Saved" in again(browser_of_alice, large_dose, htmx="yes").content.decode()


def test_worse_than_when_it_was_set_aside_it_is_shown_again(browser_of_alice: Client, alice: m.Person) -> None:
    dose = {"substance": "Kratom", "amount": "6", "unit": "g", "pain": "4", "as_it_was": "yes"}
    browser_of_alice.post("/dose/new/", dose)
    browser_of_alice.post("/safety/aside/", {"mark": mark_of(alice)})
    text = browser_of_alice.post("/dose/new/", dose | {"amount": "12", "as_it_was": ""}).content.decode()
    assert FIRST in text
    assert "Talk to someone today</span>" in text


def test_without_javascript_the_new_finding_stands_on_the_page_that_follows(
    browser_of_alice: Client, alice: m.Person
) -> None:
    dose = {"substance": "Kratom", "amount": "6", "unit": "g", "pain": "4", "as_it_was": "yes"}
    address = browser_of_alice.post("/dose/new/", dose)["Location"]
    assert "A made-up finding" in browser_of_alice.get(address).content.decode()
    assert "A made-up finding" not in browser_of_alice.get("/").content.decode()
    other = browser_of_alice.get("/?done=saved&row=dose/00000000-0000-7000-8000-000000000000")
    assert other.status_code == 200


def test_a_sign_of_an_emergency_stands_above_everything_until_it_is_over(
    browser_of_alice: Client, alice: m.Person
) -> None:
    saved = browser_of_alice.post("/effect/save/", {"kind": "chest_pain"}, headers=HX).content.decode()
    top = saved[saved.index('id="top"') : saved.index('id="log"')]
    assert "Call first. Then log." in top
    assert "tel:911" in top
    page = browser_of_alice.get("/").content.decode()
    assert page.index("Call first. Then log.") < page.index('href="/#going-on"') < page.index('id="pain-title"')
    assert "Chest pain: it is over" in page[page.index('id="going-on"') :], "beside the number stands what is over"
    form = browser_of_alice.get("/dose/new/").content.decode()
    assert form.index("Call first. Then log.") < form.index("<form")
    (row,) = m.Effect.objects.all()
    over = browser_of_alice.post(f"/entry/effect/{row.pk}/over/", headers=HX).content.decode()
    assert "Call first" not in over
    assert "Call first" not in browser_of_alice.get("/").content.decode()
    (told,) = [one for one in reviewing.standing(alice, timezone.now()).found if one.rule == "signs.after_emergency"]
    assert "You noted: Chest pain. The sign is over. It still needs a doctor" in told.reason


def test_a_moment_that_somebody_made_up_is_not_believed(
    browser_of_alice: Client, alice: m.Person, large_dose: m.Row
) -> None:
    now = timezone.now()
    for made in ("2020-01-01T00:00:00+00:00", "2099-01-01T00:00:00+00:00", "yesterday", "2026-01-01T00:00:00"):
        again(browser_of_alice, large_dose, as_it_was="yes", asked_at=made)
    assert all(dose.at >= now for dose in diary(alice).doses[1:])
    assert len(diary(alice).doses) == 5


@pytest.mark.parametrize("problem", [BrokenPack("safety/signs.toml", "emergency", "missing"), ValueError("7 g")])
def test_with_rules_that_fail_a_sign_still_says_whom_to_call_and_a_dose_is_saved(
    browser_of_alice: Client,
    alice: m.Person,
    large_dose: m.Row,
    monkeypatch: pytest.MonkeyPatch,
    problem: Exception,
) -> None:
    def broken(_case: Any) -> Any:
        raise problem

    monkeypatch.setattr(review, "RULES", (broken,))
    text = browser_of_alice.post("/effect/", {"kind": "chest_pain"}, headers=HX).content.decode()
    assert "tel:911" in text
    assert "tel:18002221222" in text
    assert "Saved" in again(browser_of_alice, large_dose, htmx="yes").content.decode()
    assert len(diary(alice).doses) == 2
    assert "Not looked at" in browser_of_alice.get("/safety/").content.decode()
    assert browser_of_alice.post("/effect/save/", {"kind": "chest_pain"}, headers=HX).status_code == 200
    assert len(diary(alice).effects) == 1


def test_a_review_that_fails_altogether_keeps_nobody_from_logging(
    browser_of_alice: Client, alice: m.Person, large_dose: m.Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(reviewing, "review", broken)
    assert "The safety rules could not look at this" in again(browser_of_alice, large_dose, htmx="yes").content.decode()
    assert browser_of_alice.post("/effect/save/", {"kind": "nausea"}, headers=HX).status_code == 200
    assert (len(diary(alice).doses), len(diary(alice).effects)) == (2, 1)


def test_an_amount_far_from_the_usual_is_asked_about_once_and_one_tap_logs_it(
    browser_of_alice: Client, alice: m.Person
) -> None:
    for days in range(1, 9):
        at = timezone.now() - dt.timedelta(days=days)
        entries.add(alice, d.Dose(id=f"d{days}", at=at, substance="kratom", amount=3.5, unit="g"), timezone.now())
    sent = {"substance": "Kratom", "amount": "50", "unit": "g"}
    text = browser_of_alice.post("/dose/new/", sent).content.decode()
    assert "50 g is 14 times the usual: is that right?" in text
    assert len(diary(alice).doses) == 8
    after = browser_of_alice.post("/dose/new/", sent_on(text) | {"as_it_was": "yes"}, headers=HX).content.decode()
    assert "times the usual" not in after + browser_of_alice.get("/safety/").content.decode()
    assert diary(alice).doses[-1].amount == 50
    usual = browser_of_alice.post("/dose/new/", sent | {"amount": "4"}).content.decode()
    assert "times the usual" not in usual


def test_of_far_more_than_before_it_is_told_once_saved_what_to_watch_for(
    browser_of_alice: Client, alice: m.Person
) -> None:
    """25 g after 2.5 g: asked about first; once it is confirmed, the signs and whom to call, on Safety as well."""
    logged(alice, "kratom", 1500, 2.5, "g")
    text = browser_of_alice.post("/dose/new/", {"substance": "Kratom", "amount": "25", "unit": "g"}).content.decode()
    assert "Is this right? 25 g" in text
    told = "25 g of kratom at once is 10 times as much as before: what to watch for"
    assert told not in text + browser_of_alice.get("/safety/").content.decode(), "nothing is saved yet"
    after = browser_of_alice.post("/dose/new/", sent_on(text) | {"as_it_was": "yes"}, headers=HX).content.decode()
    page = browser_of_alice.get("/safety/").content.decode()
    for shown in (after, page):
        assert told in shown
        assert "slow or shallow breathing, blue lips or nails" in shown
        assert "Call a poison centre" in shown
    assert "Nothing was found" not in page


def logged(person: m.Person, substance: str, minutes: float, amount: float, unit: str) -> None:
    at = timezone.now() - dt.timedelta(minutes=minutes)
    dose = d.Dose(id=str(m.new_id()), at=at, substance=substance, amount=amount, unit=unit)
    entries.add(person, dose, timezone.now())


def test_each_further_dose_of_an_opioid_is_stopped_for_while_kratom_acts(
    browser_of_alice: Client, alice: m.Person
) -> None:
    logged(alice, "kratom", 60, 2, "g")
    sent = {"substance": "oxycodone", "amount": "10", "unit": "mg"}
    for _time in range(3):
        text = browser_of_alice.post("/dose/new/", sent).content.decode()
        assert FIRST in text
        assert "Talk to someone today</span>" in text
        browser_of_alice.post("/dose/new/", sent_on(text) | {"as_it_was": "yes"})
    assert len(diary(alice).doses) == 4
    text = browser_of_alice.post("/dose/new/", {"substance": "Kratom", "amount": "2", "unit": "g"}).content.decode()
    assert FIRST in text
    assert "oxycodone together with Kratom" in text


def test_before_a_dose_the_emergency_number_stands_before_naloxone_by_the_country_or_the_time_zone(
    browser_of_alice: Client, alice: m.Person
) -> None:
    logged(alice, "oxycodone", 10, 10, "mg")
    sent = {"substance": "Kratom", "amount": "2", "unit": "g"}
    text = browser_of_alice.post("/dose/new/", sent).content.decode()
    assert "call the emergency number at once. While you wait, give naloxone" in text
    assert '<a href="tel:911">Emergency number: 911</a>' in text
    m.Person.objects.filter(pk=alice.pk).update(country="", time_zone="Europe/London")
    guessed = browser_of_alice.post("/dose/new/", sent, headers={"Accept-Language": "en-US"}).content.decode()
    assert '<a href="tel:999">' in guessed
    assert "(United Kingdom, guessed from the time zone): 999</a>" in guessed


def test_severe_drowsiness_after_an_opioid_says_to_call_first_and_what_to_watch_for(
    browser_of_alice: Client, alice: m.Person
) -> None:
    logged(alice, "kratom", 60, 2, "g")
    logged(alice, "oxycodone", 13, 10, "mg")
    (found,) = [one for one in reviewing.standing(alice, timezone.now()).found if "opioid" in one.rule]
    browser_of_alice.post("/safety/aside/", {"mark": cards.mark(found)})
    assert "1 thing set aside" in browser_of_alice.get("/safety/").content.decode()
    mild = browser_of_alice.post("/effect/save/", {"kind": "sedation", "severity": "1"}, headers=HX).content.decode()
    assert "Call first" not in mild
    text = browser_of_alice.post("/effect/save/", {"kind": "sedation", "severity": "3"}, headers=HX).content.decode()
    top = text[text.index('id="top"') : text.index('id="log"')]
    told = ("Call first. Then log.", "Very drowsy after oxycodone, Kratom", "tel:911", "shallow breathing", "naloxone")
    assert [words for words in told if words not in top] == []
    page = browser_of_alice.get("/safety/").content.decode()
    assert "thing set aside" not in page, "at once when it gets worse"
    assert "oxycodone together with Kratom" in page


def test_an_amount_that_cannot_be_meant_is_asked_about_and_told_until_it_is_mended(
    browser_of_alice: Client, alice: m.Person
) -> None:
    sent = {"substance": "Kratom", "amount": "2500", "unit": "g"}
    text = browser_of_alice.post("/dose/new/", sent).content.decode()
    assert FIRST in text
    assert "2500 g of kratom at once is more than any reported: is the amount right?" in text
    assert "Sharma" in text, "who says so"
    assert "tel:18002221222" in text, "whom to call, if it was taken"
    assert "2.5 g" not in text, "no amount is put into anybody's mouth"
    browser_of_alice.post("/dose/new/", sent_on(text) | {"as_it_was": "yes"})
    assert diary(alice).doses[0].amount == 2500
    page = browser_of_alice.get("/safety/").content.decode()
    assert "Nothing was found" not in page
    assert "is the amount right?" in page
    again_ = browser_of_alice.post("/dose/new/", sent).content.decode()
    assert FIRST in again_, "one that was right hides no slip after it"
    assert "No rule looks at how much kratom is taken in one day" in page


def test_what_is_asked_about_an_amount_is_one_card(browser_of_alice: Client, usual_dose: m.Dose) -> None:
    sent = {"substance": "Kratom", "amount": "2500", "unit": "g"}
    for day in range(1, 6):
        entries.add(
            usual_dose.person,
            d.Dose(at=usual_dose.at - dt.timedelta(days=day), substance="kratom", amount=2.5, unit="g"),
            timezone.now(),
        )
    text = browser_of_alice.post("/dose/new/", sent).content.decode()
    assert "2500 g of kratom at once is more than any reported: is the amount right?" in text
    assert "The middle of your amounts of the last 30 days is 2.5 g." in text
    assert "times the usual: is that right?" not in text
