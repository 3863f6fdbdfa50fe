"""Preparing a visit and looking back on it: saved once, taken back, never lost between two tabs."""

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
from counterpoise.knowledge.load import load
from counterpoise.web.today import saving
from tests.web.planned import new_id, today

WITH = {"with_": "Dr Ng", "profession": "family_physician"}


def made(client: Client, person: m.Person, **more: Any) -> m.Appointment:
    day = (today(person) + dt.timedelta(days=9)).isoformat()
    answer = client.post("/visits/", {"id": new_id(), "on": day} | WITH | more)
    assert answer.status_code == 302
    return m.Appointment.objects.get(person=person)


def act(client: Client, row: m.Appointment, what: str, sent: dict[str, Any]) -> Any:
    """A button or form of the visit, as the page of now sends it."""
    return client.post(f"/visits/{row.pk}/{what}/", {"seen": saving.seen([row])} | sent)


def kept(person: m.Person) -> d.Appointment:
    (visit,) = diary(person).appointments
    return visit


@pytest.fixture
def visit(browser_of_alice: Client, alice: m.Person) -> m.Appointment:
    return made(browser_of_alice, alice)


def test_a_visit_is_written_down_once_however_often_it_is_sent(browser_of_alice: Client, alice: m.Person) -> None:
    sent = {"id": new_id(), "goals": "Sleep\nSleep\n\nWalk"} | WITH
    first, again = (browser_of_alice.post("/visits/", sent) for _ in range(2))
    assert first["Location"] == again["Location"]
    assert (kept(alice).with_, kept(alice).on, kept(alice).goals) == ("Dr Ng", None, ("Sleep", "Walk"))
    assert "Dr" not in first["Location"]


def test_questions_are_added_once_asked_answered_and_taken_out(
    browser_of_alice: Client, alice: m.Person, visit: m.Appointment
) -> None:
    for text in ("What is it?", "  What   is it? ", "How long?", ""):
        act(browser_of_alice, visit, "question", {"text": text})
    assert [one.text for one in kept(alice).questions] == ["What is it?", "How long?"]
    act(browser_of_alice, visit, "questions", {"asked-0": "yes", "answer-1": "A while"})
    assert [(one.asked, one.answer) for one in kept(alice).questions] == [(True, None), (True, "A while")]
    act(browser_of_alice, visit, "questions", {"out": "0"})
    assert [(one.text, one.answer) for one in kept(alice).questions] == [("How long?", "A while")]


def test_what_to_bring_is_ticked_and_taken_out(browser_of_alice: Client, alice: m.Person, visit: m.Appointment) -> None:
    page = browser_of_alice.get(f"/visits/{visit.pk}/").content.decode()
    assert "The list of all my medicines" in page
    act(browser_of_alice, visit, "bring", {"text": "The list of all my medicines"})
    act(browser_of_alice, visit, "bag", {"tick": "0"})
    assert kept(alice).bring == (d.ToBring(text="The list of all my medicines", packed=True),)
    act(browser_of_alice, visit, "bag", {"out": "0"})
    assert kept(alice).bring == ()


def test_a_page_that_knows_less_than_is_stored_changes_nothing(
    browser_of_alice: Client, alice: m.Person, visit: m.Appointment
) -> None:
    old = saving.seen([visit])
    act(browser_of_alice, visit, "question", {"text": "First?"})
    answer = browser_of_alice.post(f"/visits/{visit.pk}/question/", {"seen": old, "text": "Second?"})
    assert answer.status_code == 409
    assert [one.text for one in kept(alice).questions] == ["First?"]


def test_the_latest_change_is_taken_back_and_a_deleted_visit_too(
    browser_of_alice: Client, alice: m.Person, visit: m.Appointment
) -> None:
    act(browser_of_alice, visit, "question", {"text": "First?"})
    act(browser_of_alice, visit, "undo", {})
    assert kept(alice).questions == ()
    act(browser_of_alice, visit, "delete", {})
    assert diary(alice).appointments == ()
    act(browser_of_alice, visit, "undo", {})
    assert kept(alice).with_ == "Dr Ng"


def test_after_the_visit_the_form_of_the_plan_opens_with_whom_and_from_today_and_no_amount(
    browser_of_alice: Client, alice: m.Person, visit: m.Appointment
) -> None:
    assert "Write it down as a plan" not in browser_of_alice.get(f"/visits/{visit.pk}/").content.decode()
    act(browser_of_alice, visit, "after", {"agreed": "Go down slowly", "next_on": ""})
    page = browser_of_alice.get(f"/visits/{visit.pk}/").content.decode()
    assert f"/plan/new/?visit={visit.pk}" in page
    answer = browser_of_alice.get(f"/plan/new/?visit={visit.pk}")
    form = answer.context["form"]
    assert (form["agreed_with"].value(), form["who"].value()) == ("Dr Ng", "doctor")
    assert form["from_"].value() == today(alice)
    assert [form[name].value() for name in ("start", "step", "ceiling_per_dose", "direction")] == [None] * 4
    assert "Go down slowly" in answer.content.decode()


@pytest.mark.parametrize("key", ["", "x", "0198f3a2-0000-7000-8000-000000000000"])
def test_a_plan_of_no_visit_is_the_empty_form(browser_of_alice: Client, key: str) -> None:
    form = browser_of_alice.get(f"/plan/new/?visit={key}").context["form"]
    assert form["agreed_with"].value() is None


def test_a_visit_of_bobs_fills_in_nothing_of_alices_plan(
    browser_of_alice: Client, alice: m.Person, bob: m.Person
) -> None:
    row = entries.add(bob, d.Appointment(with_="Dr Bob", agreed="Secret"), timezone.now())
    answer = browser_of_alice.get(f"/plan/new/?visit={row.pk}")
    assert "Dr Bob" not in answer.content.decode()
    assert "Secret" not in answer.content.decode()


def test_the_next_visit_is_made_once_with_what_was_not_asked(
    browser_of_alice: Client, alice: m.Person, visit: m.Appointment
) -> None:
    for text in ("First?", "Second?"):
        act(browser_of_alice, visit, "question", {"text": text})
    act(browser_of_alice, visit, "questions", {"asked-0": "yes"})
    day = today(alice) + dt.timedelta(days=40)
    act(browser_of_alice, visit, "after", {"agreed": "", "next_on": day.isoformat()})
    for _ in range(2):
        act(browser_of_alice, visit, "next", {})
    one, other = diary(alice).appointments
    assert (other.on, other.with_, other.questions) == (day, "Dr Ng", (d.Question(text="Second?"),))
    assert one.next_on == day


def test_today_shows_the_next_visit_and_asks_after_the_last_one(browser_of_alice: Client, alice: m.Person) -> None:
    def line() -> str:
        page = browser_of_alice.get("/").content.decode()
        return page.partition('next-visit"')[2].partition("</p>")[0]

    assert line() == ""
    past = today(alice) - dt.timedelta(days=2)
    row = entries.add(alice, d.Appointment(on=past, with_="Dr Ng"), timezone.now())
    assert "what was agreed?" in line()
    act(browser_of_alice, row, "after", {"agreed": "Come again", "next_on": ""})  # type: ignore[arg-type]
    assert line() == ""
    to_come = d.Appointment(on=today(alice), profession="pharmacist", questions=(d.Question(text="Which?"),))
    entries.add(alice, to_come, timezone.now())
    assert "Today: " in line()
    assert "Pharmacist" in line()
    assert "1 question" in line()


def test_a_bad_day_is_refused_beside_its_field_and_nothing_typed_is_lost(
    browser_of_alice: Client, alice: m.Person, visit: m.Appointment
) -> None:
    answer = act(browser_of_alice, visit, "after", {"agreed": "Words", "next_on": "soon"})
    assert answer.status_code == 422
    assert "Words" in answer.content.decode()
    assert kept(alice).agreed is None
    long = browser_of_alice.post("/visits/", {"id": new_id(), "goals": "x" * 201})
    assert long.status_code == 422


def test_a_profession_from_a_file_stays_when_the_visit_is_corrected(browser_of_alice: Client, alice: m.Person) -> None:
    row = entries.add(alice, d.Appointment(profession="acupuncture"), timezone.now())
    act(browser_of_alice, row, "edit", {"profession": "acupuncture", "about": "Knee"})  # type: ignore[arg-type]
    assert (kept(alice).profession, kept(alice).about) == ("acupuncture", "Knee")


def test_help_is_there_for_anybody_and_says_what_is_not_known(db: None) -> None:
    stranger = Client(headers={"host": "localhost"})
    page = stranger.get("/help/?country=GB").content.decode()
    assert "The GP sends you there" in page
    assert "FRANK" in page
    assert "not checked against the original" in page
    nothing = stranger.get("/help/?country=JP").content.decode()
    assert "Japan: how to get to these is not known to us" in nothing
    assert "The number of a line about drugs in this country is not known to us" in nothing
    assert "where you live is not known to us" in stranger.get("/help/?country=-").content.decode()
    assert "Prepare a visit" not in page


def test_a_source_that_is_this_project_says_so(browser_of_alice: Client) -> None:
    title = load().bibliography["counterpoise-words"].title
    assert f"{title} (this project)" in browser_of_alice.get("/help/").content.decode()
