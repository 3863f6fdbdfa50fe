"""The first visit."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NoReturn

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from counterpoise.journal import consents
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.knowledge.load import load
from counterpoise.web.access.merging import SessionStore
from counterpoise.web.offline.shell import MARK
from counterpoise.web.start import views
from counterpoise.web.start.forms import StartForm
from tests.web.parsed import parsed

Enter = Callable[..., Client]
ANSWERS = {"name": "Mine", "time_zone": "Europe/Berlin", "country": "DE"}


def test_the_first_page_says_what_this_is_not_and_offers_three_ways(enter: Enter) -> None:
    page = enter(None).get("/start/").content.decode()
    for said in ("does not diagnose", "not been evaluated by any regulator", "Emergency"):
        assert said in page
    for way in ("Start my diary", "Open the sample diary", "Bring my data"):
        assert way in page


def test_a_diary_starts_with_three_answers(enter: Enter) -> None:
    client = enter(None)
    assert client.post("/start/diary/", ANSWERS)["Location"] == "/start/first/"
    person = m.Person.objects.get()
    assert (person.name, person.time_zone, person.country, person.sample) == ("Mine", "Europe/Berlin", "DE", False)
    assert client.get("/").status_code == 200


def test_the_third_screen_takes_the_first_rating_by_one_tap_and_lands_on_today(enter: Enter) -> None:
    client = enter(None)
    client.post("/start/diary/", ANSWERS)
    page = client.get("/start/first/").content.decode()
    assert "Step 3 of 3" in page
    assert "Not now" in page
    answer = client.post("/rate/", {"measure": "pain.now", "value": "6"})
    assert "done=saved" in answer["Location"]
    assert "Undo" in client.get(answer["Location"]).content.decode()
    assert m.Rating.objects.get().value == 6


def test_a_name_is_there_to_begin_with_as_long_as_nobody_has_it(enter: Enter) -> None:
    assert 'value="My diary"' in enter(None).get("/start/diary/").content.decode()
    enter(None).post("/start/diary/", ANSWERS | {"name": "my diary"})
    assert 'value="My diary"' not in enter(None).get("/start/diary/").content.decode()


def test_bringing_data_first_makes_the_diary(enter: Enter) -> None:
    assert enter(None).post("/start/diary/?then=bring", ANSWERS)["Location"] == "/bring/"


def test_who_only_helps_comes_to_the_code_without_a_first_rating(enter: Enter, alice: m.Person) -> None:
    client = enter(None)
    assert "I help somebody: I have a code" in client.get("/start/").content.decode()
    page = client.get("/start/diary/?then=code").content.decode()
    asked = ('name="time_zone"', 'name="country"', "kratom_since", "Step 2")
    assert [name in page for name in asked] == [True, True, False, False]
    sent = {"name": "Anna", "time_zone": "UTC", "country": "DE"}
    answer = client.post("/start/diary/?then=code", sent, follow=True)
    assert m.Person.objects.get(name="Anna").country == "DE"
    assert answer.redirect_chain == [("/profiles/accept/", 302)]
    said = m.CareCode(person=alice, person_name="Ruth", scope="log", purpose="sore hands")
    told = {"code": consents.invite(said, timezone.now()), "carer_name": "my Anna"}
    assert "You may write for Ruth now" in client.post("/profiles/accept/", told).content.decode()


def test_who_has_a_diary_and_helps_is_led_to_the_code_at_once(browser_of_alice: Client) -> None:
    (way,) = (
        part.attributes["href"]
        for part in parsed(browser_of_alice.get("/start/").content.decode()).all("a")
        if part.text.startswith("I help somebody")
    )
    assert way == "/profiles/accept/"


def test_each_way_to_begin_says_its_name_once_as_a_heading(enter: Enter) -> None:
    page = parsed(enter(None).get("/start/").content.decode())
    (ways,) = (part for part in page.all("ul") if part.attributes.get("class") == "ways")
    for card in ways.all("li"):
        (heading,) = card.all("h2")
        (act,) = (part for part in heading.all() if part.tag in ("a", "button"))
        assert heading.text == act.text != ""
        assert card.text.count(act.text) == 1


def test_a_second_diary_of_that_name_is_refused(enter: Enter, alice: m.Person) -> None:
    answer = enter(None).post("/start/diary/", ANSWERS | {"name": "ALICE"})
    assert answer.status_code == 422
    assert "Another diary here has this name" in answer.content.decode()
    assert m.Person.objects.count() == 1


def test_who_has_a_diary_does_not_start_another(browser_of_alice: Client) -> None:
    assert browser_of_alice.get("/start/diary/")["Location"] == "/"
    assert browser_of_alice.post("/start/diary/", ANSWERS)["Location"] == "/start/first/"
    assert m.Person.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_sample_diary_is_marked_and_leaves_nothing_behind(enter: Enter) -> None:
    client = enter(None)
    client.post("/start/sample/")
    page = client.get("/").content.decode()
    assert "a simulated person" in page
    assert m.Rating.objects.count() > 100
    client.post("/start/sample/remove/")
    assert not m.Person.objects.exists()
    assert not m.Rating.objects.exists()
    assert client.get("/")["Location"] == "/start/"


@pytest.mark.django_db(transaction=True)
def test_the_sample_removed_and_opened_again_is_the_same_person(enter: Enter) -> None:
    client, seen = enter(None), []
    for _time in range(2):
        client.post("/start/sample/")
        seen.append([*m.Rating.objects.order_by("at", "id").values_list("source_id", "measure", "value")])
        client.post("/start/sample/remove/")
    assert seen[0] == seen[1] != []


@pytest.mark.django_db(transaction=True)
def test_looking_at_the_sample_keeps_the_own_diary(browser_of_alice: Client) -> None:
    browser_of_alice.post("/start/sample/")
    assert "a simulated person" in browser_of_alice.get("/").content.decode()
    browser_of_alice.post("/start/sample/remove/")
    assert "a simulated person" not in browser_of_alice.get("/").content.decode()
    assert m.Person.objects.get().name == "Alice"


@pytest.mark.django_db(transaction=True)
def test_a_diary_may_be_called_like_the_sample(enter: Enter) -> None:
    client = enter(None)
    client.post("/start/diary/", ANSWERS | {"name": "Sample diary"})
    assert client.post("/start/sample/").status_code == 302
    assert m.Person.objects.filter(sample=True).count() == 1


def test_what_to_do_with_naloxone_stands_first_among_what_to_call_for(client: Client, db: None) -> None:
    page = client.get("/emergency/", headers={"host": "localhost"}).content.decode()
    alarm = page[page.index('class="notice alarm"') :]
    give = alarm.index(load().actions["naloxone"].text)
    assert alarm.index("call the emergency number at once") < alarm.index("give naloxone")
    assert give < alarm.index(next(iter(load().emergency.signs.values())).text) < alarm.index("</section>")


def test_the_emergency_page_needs_no_session(client: Client, db: None) -> None:
    page = client.get("/emergency/", {"country": "GB"}, headers={"host": "localhost"}).content.decode()
    for said in ("999", "116 123", "Naloxone", "Slow, shallow or stopped breathing"):
        assert said in page


def test_the_country_is_guessed_from_the_browser_and_said_to_be(client: Client, db: None) -> None:
    page = client.get(
        "/emergency/", headers={"host": "localhost", "accept-language": "en-AU,en;q=0.5"}
    ).content.decode()
    assert "13 11 26" in page
    assert "Numbers of Australia: guessed from the language of your browser. Somewhere else? Choose below." in page


def test_a_number_that_is_not_known_is_said_to_be_unknown(client: Client, db: None) -> None:
    page = client.get("/emergency/", {"country": "PL"}, headers={"host": "localhost"}).content.decode()
    assert "The number of a poison centre is not known to us" in page
    assert "not checked against the original" in page  # its crisis line has tag R


def test_a_sign_that_was_not_read_in_the_original_is_named_below_the_list(client: Client, db: None) -> None:
    page = parsed(client.get("/emergency/", headers={"host": "localhost"}).content.decode())
    (listed,) = (part for part in page.all("ul") if part.attributes.get("class") == "signs")
    shown = [item.text for item in listed.all("li")]
    signs = load().emergency.signs.values()
    assert shown == [sign.text for sign in signs]
    alarm = next(part for part in page.all("section") if "signs-title" in str(part.attributes))
    (marked,) = (part.text for part in alarm.all("p") if "not checked against the original" in part.text)
    assert marked.split(": ")[0] == "; ".join(sign.text for sign in signs if not sign.established) != ""


def test_the_numbers_are_there_though_the_journal_cannot_be_read(
    browser_of_alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_session: object) -> NoReturn:
        raise DatabaseError("file is not a database")

    monkeypatch.setattr(SessionStore, "load", broken)
    browser_of_alice.raise_request_exception = False
    answer = browser_of_alice.get("/emergency/", {"country": "GB"})
    assert answer.status_code == 500
    assert 'href="tel:999"' in answer.content.decode()
    assert "Something went wrong" in browser_of_alice.get("/").content.decode()
    kept = browser_of_alice.get("/offline/emergency/")  # what a phone has is not replaced: this may know less
    assert (kept.status_code, MARK in kept) == (500, False)
    assert 'href="tel:' not in browser_of_alice.get("/emergency/", secure=True).content.decode(), "to nobody elsewhere"


@pytest.mark.parametrize("code", [*load().emergency.countries, "-"])
def test_every_line_says_what_it_is_for(client: Client, db: None, code: str) -> None:
    country = load().emergency.country(code)
    page = parsed(client.get("/emergency/", {"country": code}, headers={"host": "localhost"}).content.decode())
    (listed,) = (part for part in page.all("ul") if "numbers" in (part.attributes.get("class") or ""))
    said = [item.text for item in listed.all("li")]
    poison = "Medical advice" if code == "GB" else "Poison centre"
    for line, what in ((country.poison, poison), (country.crisis, "Thoughts of suicide, or a crisis")):
        if line is not None:
            (one,) = (text for text in said if line.number in text)
            assert f"{what}{line.name}" in re.sub(r"\s*\n\s*", "", one)


def test_begin_tapped_twice_begins_one_diary_and_leads_on(enter: Enter) -> None:
    client = enter(None)
    known = client.cookies["counterpoise"].value
    assert client.post("/start/diary/", ANSWERS)["Location"] == "/start/first/"
    assert client.post("/start/diary/?then=bring", ANSWERS)["Location"] == "/bring/"
    client.cookies["counterpoise"] = known  # the answer with another one was thrown away with the first tap
    assert client.get("/").status_code == 200
    assert client.get("/start/diary/")["Location"] == "/"
    assert m.Person.objects.count() == 1


@pytest.mark.parametrize("when", ["before the form looks", "after it"])
def test_begin_sent_twice_at_the_same_time_begins_one_diary(
    enter: Enter, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one read its session before the first one had begun the diary in it."""
    client, other = enter(None), Client(headers={"host": "localhost"})
    other.cookies = client.cookies
    once = [other]

    def first() -> None:
        if once:
            assert once.pop().post("/start/diary/", ANSWERS)["Location"] == "/start/first/"

    class Late(StartForm):
        def is_valid(self) -> bool:
            if when == "before the form looks":
                first()
            found = super().is_valid()
            first()
            return found

    monkeypatch.setattr(views, "StartForm", Late)
    assert client.post("/start/diary/", ANSWERS)["Location"] == "/start/first/"
    assert m.Person.objects.count() == 1
    assert client.get("/").status_code == 200


def test_a_name_that_somebody_else_takes_meanwhile_is_said_to_be_taken(
    enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Late(StartForm):
        def is_valid(self) -> bool:
            found = super().is_valid()
            m.Person.objects.create(name="Mine", time_zone="UTC")
            return found

    monkeypatch.setattr(views, "StartForm", Late)
    client = enter(None)
    answer = client.post("/start/diary/", ANSWERS)
    assert answer.status_code == 422
    assert "Another diary here has this name" in answer.content.decode()
    assert client.get("/start/").status_code == 200
    assert m.Person.objects.count() == 1


def test_since_when_may_be_told_at_the_start(enter: Enter) -> None:
    assert enter(None).post("/start/diary/", ANSWERS | {"kratom_since": "2024"})["Location"] == "/start/first/"
    (told,) = diary(m.Person.objects.get()).person.history
    assert (told.substance, told.since) == ("kratom", "2024")
    assert enter(None).post("/start/diary/", ANSWERS | {"name": "B", "kratom_since": "2199"}).status_code == 422
