"""Today: what a tap saves, what it does not, and that all of it can be corrected."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary

Queries = Callable[[int], Any]


def new_id() -> str:
    return str(m.new_id())


def rate(client: Client, value: str, **more: str) -> Any:
    return client.post("/rate/", {"id": new_id(), "measure": "pain.now", "value": value, **more})


def test_only_a_scale_on_which_more_is_worse_is_tinted(browser_of_alice: Client, alice: m.Person) -> None:
    for key, better in (("strength", True), ("ache", False)):
        own = d.OwnMeasure(id=key, key=key, name=key, low=0, high=10, step=1, higher_is_better=better)
        entries.add(alice, own, timezone.now())
    page = browser_of_alice.get("/").content.decode()
    pads = dict(re.findall(r'name="measure" value="([^"]+)">.*?<div class="pad([^"]*)"', page, re.S))
    good = {"sleep.quality", "mood", "thinking", "activity", "company", "strength"}
    assert {key for key, tint in pads.items() if not tint} == good
    assert {"pain.now", "pain.worst", "fatigue", "withdrawal", "ache"} <= {
        key for key, tint in pads.items() if tint == " tinted"
    }


def test_a_rating_is_saved_with_the_moment_and_the_zone(browser_of_alice: Client, alice: m.Person) -> None:
    before = timezone.now()
    answer = rate(browser_of_alice, "7")
    (rating,) = diary(alice).ratings
    assert (rating.measure, rating.value, rating.prompt, rating.zone) == ("pain.now", 7.0, "self", "America/New_York")
    assert before <= rating.at <= timezone.now()
    assert rating.at.utcoffset() == timezone.now().astimezone(ZoneInfo(alice.time_zone)).utcoffset()
    assert urlsplit(answer["Location"]).path == "/"


def test_no_value_stands_in_an_address(browser_of_alice: Client, usual_dose: m.Dose) -> None:
    answers = [rate(browser_of_alice, "7"), browser_of_alice.post(f"/dose/again/{usual_dose.pk}/", {"pain": "8"})]
    for answer in answers:
        assert re.fullmatch(r"/\?done=saved&seen=0(&row=(rating|dose)/[0-9a-f-]{36})+", answer["Location"])


def test_a_measure_of_ones_own_is_rated_on_its_own_range(browser_of_alice: Client, alice: m.Person) -> None:
    own = d.OwnMeasure(id="s", key="stiffness", name="Stiffness", low=0, high=100, higher_is_better=False)
    entries.add(alice, own, timezone.now())
    assert "Stiffness, from 0 to 100" in browser_of_alice.get("/").content.decode()
    assert browser_of_alice.post("/rate/", {"measure": "stiffness", "value": "101"}).status_code == 422
    browser_of_alice.post("/rate/", {"measure": "stiffness", "value": "55,5"})
    assert [(r.measure, r.value) for r in diary(alice).ratings] == [("stiffness", 55.5)]
    assert "Stiffness 55.5" in browser_of_alice.get("/").content.decode()


@pytest.mark.parametrize("value", ["11", "-1", "nan", "", "much"])
def test_a_value_off_the_scale_is_refused_with_what_is_allowed(browser_of_alice: Client, value: str) -> None:
    answer = rate(browser_of_alice, value)
    assert answer.status_code == 422
    assert "from 0 to 10" in answer.content.decode()
    assert not m.Rating.objects.exists()


def test_sent_twice_it_is_saved_once(browser_of_alice: Client) -> None:
    same = {"id": new_id(), "measure": "pain.now", "value": "5"}
    for _ in range(3):
        assert browser_of_alice.post("/rate/", same).status_code == 302
    assert m.Rating.objects.count() == 1


def test_the_same_id_with_another_value_is_refused_and_said(browser_of_alice: Client) -> None:
    same = {"id": new_id(), "measure": "pain.now"}
    browser_of_alice.post("/rate/", same | {"value": "5"})
    answer = browser_of_alice.post("/rate/", same | {"value": "6"})
    assert answer.status_code == 409
    assert "sent before with another value" in answer.content.decode()
    assert m.Rating.objects.get().value == 5


def test_an_id_of_another_person_saves_nothing_of_theirs(
    browser_of_alice: Client, bob: m.Person, enter: Callable[[m.Person], Client]
) -> None:
    same = {"id": new_id(), "measure": "pain.now"}
    enter(bob).post("/rate/", same | {"value": "5"})
    browser_of_alice.post("/rate/", same | {"value": "6"})
    assert m.Rating.objects.get(person=bob).value == 5


def test_a_usual_dose_is_saved_with_the_pain(browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose) -> None:
    sent = {"id": new_id(), "rating_id": new_id(), "pain": "6"}
    browser_of_alice.post(f"/dose/again/{usual_dose.pk}/", sent)
    dose = diary(alice).doses[-1]
    (rating,) = diary(alice).ratings
    assert (dose.substance, dose.amount, dose.unit, dose.rating) == ("kratom", 2.5, "g", rating.id)
    assert (rating.value, rating.prompt, rating.at) == (6.0, "dose", dose.at)
    assert dose.reason is None  # not tapped is unknown
    browser_of_alice.post(f"/dose/again/{usual_dose.pk}/", sent)
    assert len(diary(alice).doses) == 2


def test_a_reason_that_was_tapped_is_kept(browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose) -> None:
    browser_of_alice.post(f"/dose/again/{usual_dose.pk}/", {"pain": "6", "reason": "sleep"})
    assert diary(alice).doses[-1].reason == "sleep"


def test_pain_left_out_stays_missing(browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose) -> None:
    browser_of_alice.post(f"/dose/again/{usual_dose.pk}/", {"pain": ""})
    assert diary(alice).doses[-1].rating is None
    assert diary(alice).ratings == ()


def test_an_unknown_amount_is_kept_as_unknown(browser_of_alice: Client, alice: m.Person) -> None:
    browser_of_alice.post("/dose/new/", {"substance": "Kratom", "unknown": "on", "pain": "4"})
    (dose,) = diary(alice).doses
    assert (dose.substance, dose.amount) == ("kratom", None)


def test_no_amount_is_asked_for_and_not_taken_for_unknown(browser_of_alice: Client) -> None:
    answer = browser_of_alice.post("/dose/new/", {"substance": "Kratom", "unit": "g"})
    assert answer.status_code == 422
    assert "tick that you do not know" in answer.content.decode()
    assert not m.Dose.objects.exists()


def test_a_comma_is_a_point(browser_of_alice: Client, alice: m.Person) -> None:
    browser_of_alice.post("/dose/new/", {"substance": "my own blend", "amount": "2,5", "unit": "g"})
    (dose,) = diary(alice).doses
    assert (dose.substance, dose.amount) == ("my own blend", 2.5)


def test_a_dose_can_be_dated_back(browser_of_alice: Client, alice: m.Person) -> None:
    said = {"substance": "kratom", "amount": "2", "unit": "g", "at": "2026-07-04T21:30", "pain": "5"}
    browser_of_alice.post("/dose/new/", said)
    (dose,) = diary(alice).doses
    assert dose.at.isoformat() == "2026-07-04T21:30:00-04:00"
    assert diary(alice).ratings[0].at == dose.at


def test_a_time_that_never_was_is_refused(browser_of_alice: Client) -> None:
    said = {"substance": "kratom", "amount": "2", "unit": "g", "at": "2026-03-08T02:30"}
    assert "this time never was" in browser_of_alice.post("/dose/new/", said).content.decode()
    assert not m.Dose.objects.exists()


@pytest.mark.parametrize(("which", "offset"), [("first", -4), ("second", -5)])
def test_a_time_that_came_twice_is_asked_for(
    browser_of_alice: Client, alice: m.Person, which: str, offset: int
) -> None:
    said = {"substance": "kratom", "amount": "2", "unit": "g", "at": "2026-11-01T01:30"}
    assert "Which one was it?" in browser_of_alice.post("/dose/new/", said).content.decode()
    browser_of_alice.post("/dose/new/", said | {"which": which})
    assert diary(alice).doses[0].at.utcoffset() == dt.timedelta(hours=offset)


def test_the_future_is_refused(browser_of_alice: Client) -> None:
    said = {"substance": "kratom", "amount": "2", "unit": "g", "at": "2199-01-01T08:00"}
    assert "lies in the future" in browser_of_alice.post("/dose/new/", said).content.decode()


def test_a_sign_of_an_emergency_that_is_over_is_kept_in_sight_for_a_day(
    browser_of_alice: Client, alice: m.Person
) -> None:
    for kind, began, ended in (("slow_breathing", 30, 20), ("chest_pain", 40, 30), ("nausea", 3, 2)):
        at, until = (timezone.now() - dt.timedelta(hours=hours) for hours in (began, ended))
        entries.add(alice, d.Effect(at=at, ended_at=until, kind=kind), timezone.now())
    top = browser_of_alice.get("/").content.decode().split('id="top"')[1].split('class="columns"')[0]
    assert top.count(": over. It still needs a doctor") == 1
    assert "breathing: over" in top.lower()
    entries.add(alice, d.Effect(at=timezone.now(), kind="slow_breathing"), timezone.now())
    assert ": over. It still" not in browser_of_alice.get("/").content.decode(), "it goes on again: the red box says it"


def test_the_day_begins_at_midnight_of_the_person(browser_of_alice: Client, alice: m.Person) -> None:
    for hour, value in ((3, 1), (5, 2)):  # midnight in New York is 4 o'clock UTC in July
        at = dt.datetime(2026, 7, 5, hour, 30, tzinfo=dt.UTC)
        entries.add(alice, d.Rating(at=at, measure="pain.now", value=value), timezone.now())
    assert "Pain now 1" in browser_of_alice.get("/day/2026-07-04/").content.decode()
    page = browser_of_alice.get("/day/2026-07-05/").content.decode()
    assert "Pain now 2" in page
    assert "Pain now 1" not in page
    assert ">01:30<" in page  # on the clock of the person


def test_how_long_ago_the_last_dose_was(browser_of_alice: Client, usual_dose: m.Dose) -> None:
    assert "<strong>2 h 0 min</strong> since kratom 2.5 g" in browser_of_alice.get("/since/").content.decode()


def test_a_sign_of_an_emergency_shows_whom_to_call_before_anything_is_saved(
    browser_of_alice: Client, alice: m.Person
) -> None:
    page = browser_of_alice.post("/effect/", {"kind": "seizure"}).content.decode()
    assert page.index("Call first") < page.index('class="primary"')
    assert 'href="tel:911"' in page
    assert not m.Effect.objects.exists()
    browser_of_alice.post("/effect/save/", {"kind": "seizure", "severity": "3"})
    (effect,) = diary(alice).effects
    assert (effect.kind, effect.severity, effect.ended_at) == ("seizure", 3, None)


def test_without_a_country_the_numbers_are_those_of_the_emergency_page(
    browser_of_alice: Client, alice: m.Person
) -> None:
    m.Person.objects.update(country=None, time_zone="UTC")
    page = browser_of_alice.post("/effect/", {"kind": "seizure"}, headers={"accept-language": "en-AU"}).content.decode()
    assert 'tel:000"' in page
    assert "Numbers of Australia: guessed from the language" in page


def test_a_sign_that_goes_on_keeps_saying_whom_to_call(browser_of_alice: Client, alice: m.Person) -> None:
    browser_of_alice.post("/effect/save/", {"kind": "nausea"})
    assert "Whom to call" not in browser_of_alice.get("/").content.decode()
    browser_of_alice.post("/effect/save/", {"kind": "chest_pain"})
    assert "Whom to call" in browser_of_alice.get("/").content.decode()


def test_no_dose_recorded_is_not_said_to_be_none_taken(browser_of_alice: Client, alice: m.Person) -> None:
    assert "No dose is recorded in the last two days" in browser_of_alice.get("/exposure/").content.decode()


def test_a_sign_typed_in_words_is_known_too(browser_of_alice: Client) -> None:
    assert "Call first" in browser_of_alice.post("/effect/", {"own": "chest pain"}).content.decode()


@pytest.mark.parametrize("said", ["can't breathe", "suicidal", "seizures", "passed out", "overdose"])
def test_a_sign_in_the_persons_own_words_shows_whom_to_call(browser_of_alice: Client, said: str) -> None:
    page = browser_of_alice.post("/effect/", {"own": said}).content.decode()
    assert "Call first" in page
    assert "We do not know this word" not in page


def test_a_word_that_is_not_known_says_so_before_it_is_saved(browser_of_alice: Client) -> None:
    page = browser_of_alice.post("/effect/", {"own": "vomiting blood"}).content.decode()
    assert "We do not know this word. If it is grave, call first." in page


def test_an_effect_is_called_over(browser_of_alice: Client, alice: m.Person) -> None:
    browser_of_alice.post("/effect/save/", {"kind": "nausea"})
    row = m.Effect.objects.get()
    assert "It is over" in browser_of_alice.get("/").content.decode()
    browser_of_alice.post(f"/entry/effect/{row.pk}/over/")
    (effect,) = diary(alice).effects
    assert effect.ended_at is not None
    assert effect.ended_at >= effect.at


def test_no_curve_is_drawn_for_a_drug_that_is_never_assessed(browser_of_alice: Client, alice: m.Person) -> None:
    now = timezone.now()
    entries.add(alice, d.Dose(at=now, substance="7-hydroxymitragynine", amount=10, unit="mg"), now)
    assert "No curve is drawn for" in browser_of_alice.get("/exposure/").content.decode()
    assert browser_of_alice.get("/exposure/picture.svg").status_code == 404


def test_a_headache_tablet_does_not_hide_the_curve(
    browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose
) -> None:
    now = timezone.now()
    entries.add(alice, d.Dose(at=now, substance="ibuprofen", amount=400, unit="mg"), now)
    page = browser_of_alice.get("/exposure/").content.decode()
    assert "Kratom: how much of a usual dose" in page
    assert "not in the curve: Ibuprofen. They may act too" in page


def test_a_day_with_coffee_alone_has_a_curve_of_coffee(browser_of_alice: Client, alice: m.Person) -> None:
    now = timezone.now()
    entries.add(alice, d.Dose(at=now, substance="caffeine", amount=1, unit="cup"), now)
    assert "Caffeine: how much of a usual dose" in browser_of_alice.get("/exposure/").content.decode()


def test_the_curve_comes_with_its_figures(browser_of_alice: Client, usual_dose: m.Dose) -> None:
    page = browser_of_alice.get("/exposure/").content.decode()
    assert "not measured in you" in page
    assert page.count("<tr>") >= 12
    assert page.index("In percent of the peak of one usual dose.") < page.index("<table>"), "of what: said before them"
    assert browser_of_alice.get("/exposure/picture.svg")["Content-Type"] == "image/svg+xml"


def test_saving_reads_no_more_of_a_long_diary_than_of_a_short_one(
    browser_of_alice: Client, alice: m.Person, django_assert_max_num_queries: Queries
) -> None:
    now = timezone.now()
    times = [now - dt.timedelta(hours=6 * i) for i in range(2, 400)]
    m.Rating.objects.bulk_create(
        m.Rating(person=alice, source_id=new_id(), recorded_at=now, at=at, offset=0, measure="pain.now", value=5)
        for at in times
    )
    browser_of_alice.get("/")  # reads the diary of late once; from here on it is carried on
    with django_assert_max_num_queries(40):
        page = browser_of_alice.post(
            "/rate/", {"id": new_id(), "measure": "pain.now", "value": "5"}, headers={"hx-request": "true"}
        )
    assert page.content.decode().count("<li>") < 10  # today, not the diary


def test_what_was_taken_last_is_said_inside_a_sentence(browser_of_alice: Client, alice: m.Person) -> None:
    now = timezone.now()
    entries.add(alice, d.Dose(at=now - dt.timedelta(hours=2, minutes=1), substance="kratom"), now)
    for path in ("/since/", "/flare/taken/"):
        assert (
            "<strong>2 h 1 min</strong> since kratom (amount unknown)<" in browser_of_alice.get(path).content.decode()
        )
    entries.add(alice, d.Dose(at=now - dt.timedelta(seconds=5), substance="kratom", amount=2, unit="g"), now)
    for path in ("/since/", "/flare/taken/"):
        assert "<strong>Just now</strong>: kratom 2 g<" in browser_of_alice.get(path).content.decode()


LAST = "I took the same as the last one"


def offered(client: Client) -> list[str]:
    """What stands below "I took the same as the last one" on Today."""
    part = client.get("/").content.decode().split('id="dose"')[1].split("</section>")[0]
    below = part.split(f"<h3>{LAST}</h3>")[1:]
    return re.findall(r'hx-swap="innerHTML"><span>([^<]+)<', below[0]) if below else []


def test_what_was_logged_last_can_be_logged_again_from_the_first_entry_on(
    browser_of_alice: Client, alice: m.Person
) -> None:
    assert offered(browser_of_alice) == []
    rows = []
    for hours in (9, 6, 3):
        at = timezone.now() - dt.timedelta(hours=hours)
        rows.append(entries.add(alice, d.Dose(at=at, substance="kratom", amount=2.5, unit="g"), timezone.now()))
        assert offered(browser_of_alice) == (["Kratom 2.5 g"] if hours > 3 else [])  # the third time it is usual
    said = {"substance": "kratom", "amount": "2", "unit": "g", "at": "", "as_it_was": "yes"}
    browser_of_alice.post(f"/entry/dose/{rows[1].pk}/", said)  # one of three corrected: two are no habit
    assert offered(browser_of_alice) == ["Kratom 2.5 g"]
    page = browser_of_alice.get("/").content.decode()
    assert "I took one of these" not in page
    asked = browser_of_alice.get(f"/dose/again/{rows[2].pk}/").content.decode()
    assert "Kratom 2.5 g" in asked


def test_beside_what_is_usual_the_last_one_stands_too_and_never_what_came_before_a_sedative(
    browser_of_alice: Client, alice: m.Person
) -> None:
    now = timezone.now()
    for hours, amount in ((40, 2.5), (30, 2.5), (20, 2.5), (5, 2.0)):
        at = now - dt.timedelta(hours=hours)
        entries.add(alice, d.Dose(at=at, substance="kratom", amount=amount, unit="g"), now)
    assert "I took one of these" in browser_of_alice.get("/").content.decode()
    assert offered(browser_of_alice) == ["Kratom 2 g"]
    at = now - dt.timedelta(hours=1)
    entries.add(alice, d.Dose(at=at, substance="7-hydroxymitragynine", amount=1.0, unit="mg"), now)
    assert offered(browser_of_alice) == []
