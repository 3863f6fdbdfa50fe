"""Check-ins: what is due, one tap, put off and left out, the settings, and the calendar by its secret address."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
from django.test import Client

from counterpoise import diary as d
from counterpoise.checkins import schedule
from counterpoise.checkins.chosen import Chosen, Round
from counterpoise.journal import checkins, entries
from counterpoise.journal import models as m
from counterpoise.web.checkins import reading

Enter = Callable[..., Client]
NOW = dt.datetime(2026, 5, 6, 16, 0, tzinfo=dt.UTC)
"""Noon in New York, on a Wednesday."""
QUIET = Chosen(at_random=False, instruments={})


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def dose(person: m.Person, ago: dt.timedelta, substance: str = "kratom") -> None:
    at = (NOW - ago).astimezone(ZoneInfo(person.time_zone))
    entries.add(person, d.Dose(at=at, zone=person.time_zone, substance=substance, amount=2.0, unit="g"), NOW)


def rated(person: m.Person) -> list[tuple[str, float, str | None]]:
    rows = m.Rating.objects.filter(person=person, deleted_at=None).order_by("id")
    return list(rows.values_list("measure", "value", "prompt"))


def test_after_a_dose_it_is_asked_how_it_is_and_one_tap_saves(alice: m.Person, browser_of_alice: Client) -> None:
    checkins.choose(alice, NOW, QUIET)
    dose(alice, dt.timedelta(minutes=80))
    [question] = reading.due(alice, NOW)
    assert question.kind == "after_dose"
    assert "How is it now?" in browser_of_alice.get("/").content.decode()
    assert f'value="{question.key}"' in browser_of_alice.get("/checkin/").content.decode()
    answer = browser_of_alice.post("/checkin/", {"key": question.key, "measure": "pain.now", "value": "4"}, follow=True)
    assert rated(alice) == [("pain.now", 4.0, "scheduled")]
    assert "Thank you. That is all for now." in answer.content.decode()
    assert reading.due(alice, NOW) == []
    assert "A short check-in, if you like" not in browser_of_alice.get("/").content.decode()


def test_other_drugs_are_not_asked_about(alice: m.Person) -> None:
    checkins.choose(alice, NOW, QUIET)
    dose(alice, dt.timedelta(minutes=80), "7-hydroxymitragynine")
    dose(alice, dt.timedelta(minutes=80), "alcohol")
    assert reading.due(alice, NOW) == []


def test_what_nobody_asked_is_the_persons_own(alice: m.Person, browser_of_alice: Client) -> None:
    checkins.choose(alice, NOW, QUIET)
    browser_of_alice.post("/checkin/", {"key": "random 2026-05-06", "measure": "pain.now", "value": "7"})
    assert rated(alice) == [("pain.now", 7.0, "self")]


def test_a_question_at_random_is_asked_only_of_somebody_who_is_called(
    alice: m.Person, browser_of_alice: Client
) -> None:
    checkins.choose(alice, NOW, Chosen(after_dose=False, instruments={}))
    day = NOW.astimezone(ZoneInfo(alice.time_zone)).date()
    checkins.make_feed(alice, NOW)
    whose = reading.whose(alice, checkins.kept(alice), NOW)
    at = schedule.of_day(whose, day, [])[0].at
    with time_machine.travel(at + dt.timedelta(minutes=10), tick=False):
        [question] = reading.due(alice, at)
        browser_of_alice.post("/checkin/", {"key": question.key, "measure": "pain.now", "value": "3"})
        assert rated(alice) == [("pain.now", 3.0, "random")]
    m.Rating.objects.all().delete()
    checkins.end_feed(alice)
    assert reading.due(alice, at) == []


def test_put_off_it_comes_again_and_left_out_it_does_not(alice: m.Person, browser_of_alice: Client) -> None:
    checkins.choose(alice, NOW, QUIET)
    dose(alice, dt.timedelta(minutes=80))
    [question] = reading.due(alice, NOW)
    browser_of_alice.post("/checkin/rest/", {"key": question.key, "how": "later"})
    assert reading.due(alice, NOW) == []
    assert reading.due(alice, NOW + dt.timedelta(minutes=16)) == [question]
    with time_machine.travel(NOW + dt.timedelta(minutes=16), tick=False):
        answer = browser_of_alice.post("/checkin/rest/", {"key": question.key, "how": "skip", "from": "today"})
    assert answer["Location"] == "/"
    assert reading.due(alice, NOW + dt.timedelta(minutes=17)) == []
    assert rated(alice) == []


def test_a_round_asks_what_was_chosen_one_after_the_other(alice: m.Person, browser_of_alice: Client) -> None:
    noon = Round(dt.time(11, 45), ("sleep.quality", "mood"))
    checkins.choose(alice, NOW, Chosen(at_random=False, instruments={}, morning=noon))
    assert "Morning: 2 questions" in browser_of_alice.get("/").content.decode()
    page = browser_of_alice.get("/checkin/").content.decode()
    assert "How well did you sleep last night?" in page
    assert "1 more question after this." in page
    key = reading.due(alice, NOW)[0].key
    browser_of_alice.post("/checkin/", {"key": key, "measure": "sleep.quality", "value": "6"})
    assert "How is your mood right now?" in browser_of_alice.get("/checkin/").content.decode()
    browser_of_alice.post("/checkin/", {"key": key, "measure": "mood", "value": "5"})
    assert rated(alice) == [("sleep.quality", 6.0, "scheduled"), ("mood", 5.0, "scheduled")]
    assert reading.due(alice, NOW) == []


@pytest.mark.parametrize("sent", [{"measure": "pain.now", "value": "11"}, {"measure": "nothing", "value": "1"}, {}])
def test_a_value_off_the_scale_is_refused(alice: m.Person, browser_of_alice: Client, sent: dict[str, str]) -> None:
    assert browser_of_alice.post("/checkin/", sent).status_code == 422
    assert rated(alice) == []


def test_peg_waits_weekly_and_left_out_rests_a_week(alice: m.Person, browser_of_alice: Client) -> None:
    checkins.choose(alice, NOW, Chosen(at_random=False))
    assert [one.instrument for one in reading.due(alice, NOW)] == ["peg"]
    assert "/check/peg/" in browser_of_alice.get("/").content.decode()
    browser_of_alice.post("/checkin/rest/", {"key": "peg", "how": "skip"})
    assert reading.due(alice, NOW + dt.timedelta(days=6)) == []
    assert len(reading.due(alice, NOW + dt.timedelta(days=7, minutes=1))) == 1
    entries.add(alice, d.Questionnaire(at=NOW, instrument="peg", answers=(5, 5, 5)), NOW)
    assert reading.due(alice, NOW + dt.timedelta(days=7) - dt.timedelta(minutes=1)) == []


def test_before_anything_was_chosen_a_questionnaire_waits_until_the_diary_is_a_week_old(alice: m.Person) -> None:
    assert reading.due(alice, NOW) == []
    entries.add(alice, d.Rating(at=NOW, measure="pain.now", value=5), NOW)
    assert reading.due(alice, NOW + dt.timedelta(days=6)) == []
    assert [one.instrument for one in reading.due(alice, NOW + dt.timedelta(days=7))] == ["peg"]


def form(**changes: object) -> dict[str, object]:
    times = {"morning_at": "08:30", "evening_at": "20:00", "quiet_from": "22:00", "quiet_to": "08:00"}
    return {**times, "peg": "7", "phq-4": "0", **changes}


def test_what_is_chosen_is_kept(alice: m.Person, browser_of_alice: Client) -> None:
    sent = form(after_dose="on", morning=["sleep.quality", "mood"], morning_at="09:15", **{"phq-4": "14"})
    assert browser_of_alice.post("/checkin/settings/", sent).status_code == 302
    chosen = checkins.chosen(checkins.kept(alice))
    assert chosen.morning == Round(dt.time(9, 15), ("sleep.quality", "mood"))
    assert chosen.instruments == {"peg": 7, "phq-4": 14}
    assert (chosen.after_dose, chosen.at_random, chosen.in_calendar) == (True, False, False)
    assert 'value="09:15"' in browser_of_alice.get("/checkin/settings/").content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (form(morning=["mood"], morning_at="07:00"), "07:00 lies in the quiet hours"),
        (form(quiet_from="25:00"), "“25:00” is not a time, such as 08:30."),
    ],
)
def test_a_time_that_cannot_be_is_said(
    alice: m.Person, browser_of_alice: Client, sent: dict[str, object], said: str
) -> None:
    answer = browser_of_alice.post("/checkin/settings/", sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert checkins.kept(alice) is None


def test_a_part_that_is_folded_says_what_is_set_now(alice: m.Person, browser_of_alice: Client) -> None:
    def said() -> list[str]:
        page = browser_of_alice.get("/checkin/settings/").content.decode()
        assert "<details open" not in page
        return re.findall(r'<span class="small-print">([^<]+)</span>', page)

    peg, phq = "Your pain this past week (PEG)", "Worry and low mood, these two weeks (PHQ-4)"
    left_out, off = "Questions after doses: left out", "Off"
    rounds = "Morning: nothing · Evening: nothing"
    assert said() == [rounds, f"{peg}: every week · {phq}: not at all", "From 22:00 to 08:00", left_out, off, off]
    sent = form(morning=["mood"], evening=["mood", "fatigue"], quiet_from="08:00", peg="14", in_calendar="on")
    browser_of_alice.post("/checkin/settings/", sent)
    made(browser_of_alice)
    checkins.subscribe(alice, "https://fcm.googleapis.com/fcm/send/x", "google", NOW)
    rounds = "Morning: 1 question at 08:30 · Evening: 2 questions at 20:00"
    forms = f"{peg}: every 2 weeks · {phq}: not at all"
    put_in, address = "Questions after doses: put in", "On: there is an address"
    assert said() == [rounds, forms, "No quiet hours", put_in, address, "On, in 1 browser"]


@pytest.mark.parametrize(
    ("sent", "part"),
    [({"evening_at": ""}, "Morning and evening"), ({"peg": "3"}, "Questionnaires"), ({"quiet_to": ""}, "Quiet hours")],
)
def test_a_part_with_something_to_put_right_is_open(
    alice: m.Person, browser_of_alice: Client, sent: dict[str, object], part: str
) -> None:
    page = browser_of_alice.post("/checkin/settings/", form(**sent)).content.decode()
    assert re.findall(r"<details[^>]* open><summary><span>([^<]+?) <", page) == [part]
    assert not re.search(
        r"<(?:input|select)[^>]* required", page
    )  # a browser could not show which folded field is the empty one


def made(browser: Client) -> str:
    page = browser.post("/checkin/calendar/make/").content.decode()
    return "/calendar/" + page.split("/calendar/")[1].split('"')[0]


@pytest.mark.parametrize(
    "path", ["calendar/make/", "calendar/end/", "calendar.ics", "push/end/", "push/agree/"], ids=lambda path: path[:13]
)
def test_a_button_below_the_choices_saves_them_too_or_does_nothing(
    alice: m.Person, browser_of_alice: Client, path: str
) -> None:
    checkins.make_feed(alice, NOW)
    kept = m.CalendarFeed.objects.get()
    wrong = browser_of_alice.post(f"/checkin/{path}", form(morning=["mood"], morning_at="late"))
    assert wrong.status_code == 422
    assert "is not a time" in wrong.content.decode()
    assert m.CalendarFeed.objects.get() == kept
    assert checkins.chosen(checkins.kept(alice)).morning is None
    browser_of_alice.post(f"/checkin/{path}", form(morning=["mood"]))
    chosen = checkins.chosen(checkins.kept(alice)).morning
    assert chosen is not None
    assert chosen.measures == ("mood",)


def test_the_calendar_opens_by_its_address_alone_until_it_is_ended(alice: m.Person, browser_of_alice: Client) -> None:
    address = made(browser_of_alice)
    assert len(address.removeprefix("/calendar/").removesuffix(".ics")) >= 43  # 256 bits
    program = Client(headers={"host": "localhost"})
    answer = program.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert len(icalendar.Calendar.from_ical(answer.content).walk("VEVENT")) > 20
    assert program.head(address).status_code == 200
    assert "counterpoise" not in program.cookies
    assert address.split("/")[-1][:20] not in m.CalendarFeed.objects.get().digest
    other = made(browser_of_alice)
    assert program.get(address).status_code == 404
    assert program.get(other).status_code == 200
    browser_of_alice.post("/checkin/calendar/end/")
    assert program.get(other).status_code == 404


def test_whoever_asks_for_wrong_addresses_ends_no_right_one(alice: m.Person, browser_of_alice: Client) -> None:
    """All phones behind one proxy ask from one place; a calendar that once reads 404 may ask no more."""
    address, program = made(browser_of_alice), Client(headers={"host": "localhost"})
    assert all(program.get(f"/calendar/{i}.ics").status_code == 404 for i in range(300))
    assert program.get(address).status_code == 200


def test_the_calendar_can_be_fetched_by_the_address_for_others_and_nothing_else(
    alice: m.Person, browser_of_alice: Client
) -> None:
    program = Client(headers={"host": "localhost", "x-forwarded-for": "203.0.113.9"})
    assert program.get(made(browser_of_alice)).status_code == 200
    assert program.get("/checkin/").status_code == 404


def test_a_dose_changes_nothing_in_the_calendar_unless_that_was_chosen(
    alice: m.Person, browser_of_alice: Client
) -> None:
    address, program = made(browser_of_alice), Client(headers={"host": "localhost"})
    before = program.get(address).content
    dose(alice, dt.timedelta(minutes=10))
    assert program.get(address).content == before
    checkins.choose(alice, NOW, Chosen(in_calendar=True))
    assert len(program.get(address).content) > len(before)


def test_the_file_holds_the_same_words(alice: m.Person, browser_of_alice: Client) -> None:
    answer = browser_of_alice.get("/checkin/calendar.ics")
    assert answer["Content-Disposition"] == 'attachment; filename="diary.ics"'
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert {str(event["SUMMARY"]) for event in events} == {"A moment for your diary"}
    row = checkins.kept(alice)
    assert row is not None
    assert reading.whose(alice, row, NOW).chosen.at_random  # the file calls, for as long as it tells
    assert not reading.whose(alice, row, NOW + dt.timedelta(days=28)).chosen.at_random


def test_the_sample_is_asked_nothing(db: None) -> None:
    sample = m.Person.objects.create(name="Sample", time_zone="UTC", sample=True)
    dose(sample, dt.timedelta(minutes=80))
    assert reading.due(sample, NOW) == []
