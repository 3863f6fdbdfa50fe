"""Steps on pages, and corrections: none goes up unasked, none is made twice, and what differs is told first."""

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
from counterpoise.web.plan import beside
from counterpoise.web.today import saving
from tests.web.parsed import parsed
from tests.web.planned import AGREED, DOWN, NEW, act, g, problem, soon, today, write, write_over


def test_steps_a_hold_and_one_step_back_are_recorded(browser_of_alice: Client, alice: m.Person) -> None:
    write(browser_of_alice, **DOWN)
    key = m.Plan.objects.get().pk
    act(browser_of_alice, key, "step", {"kind": "down", "amount": "1.8 g", "agreed_with": "Dr Ng"})
    act(browser_of_alice, key, "hold")
    assert "You recorded a hold." in browser_of_alice.get("/plan/").content.decode()
    act(browser_of_alice, key, "back")
    steps = diary(alice).plans[0].steps
    assert [(step.kind, step.amount) for step in steps] == [("down", g(1.8)), ("hold", None), ("back", g(2))]
    assert act(browser_of_alice, key, "back")["Location"].startswith("/plan/?done=nothing")  # one, not two
    act(browser_of_alice, key, "unstep")
    assert len(diary(alice).plans[0].steps) == 2


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ({"kind": "down", "amount": "2.5 g"}, "amount", "2.5 g is more than 2 g, where this plan began"),
        ({"kind": "back", "amount": "2001 mg"}, "amount", "2001 mg is more than 2 g, where this plan began"),
        ({"kind": "down", "amount": "1.9 g"}, "amount", "1.9 g is more than 1.8 g, which is in force on that day"),
        ({"kind": "down", "amount": "1 capsule"}, "amount", "1 capsule cannot be compared with 2 g"),
        ({"kind": "back", "amount": "60 capsules"}, "amount", "60 capsules cannot be compared with 2 g"),
        ({"kind": "down", "doses_per_day": "48"}, "doses_per_day", "48 is more than was agreed: at most 4 doses a day"),
        ({"kind": "back", "doses_per_day": "5"}, "doses_per_day", "5 is more than was agreed"),
        ({"kind": "down"}, "amount", "What changes"),
        ({"kind": "down", "amount": "1.7"}, "amount", "“1.7” has no unit"),
        ({"kind": "down", "amount": "1.7 g", "on": "2001-01-01"}, "on", "before the first day"),
        ({"kind": "down", "doses_per_day": "50"}, "doses_per_day", "48"),
    ],
)
def test_a_step_that_does_not_fit_is_refused(
    browser_of_alice: Client, alice: m.Person, sent: dict[str, str], field: str, said: str
) -> None:
    write(browser_of_alice, **DOWN, doses_per_day="4")
    key = m.Plan.objects.get().pk
    act(browser_of_alice, key, "step", {"kind": "down", "amount": "1.8 g"})
    assert said in problem(act(browser_of_alice, key, "step", sent), field)
    assert len(diary(alice).plans[0].steps) == 1


def test_a_taper_has_no_step_up_and_a_step_up_needs_somebody(browser_of_alice: Client, alice: m.Person) -> None:
    write(browser_of_alice, **DOWN)
    key = m.Plan.objects.get().pk
    sent = {"kind": "up", "amount": "1 g", "agreed_with": "Dr Ng"}
    assert act(browser_of_alice, key, "step", sent).status_code == 422
    write_over(browser_of_alice, direction="up", meeting_on=today(alice).isoformat(), start="1 g")
    key = m.Plan.objects.get(direction="up").pk
    alone = act(browser_of_alice, key, "step", {"kind": "up", "amount": "1.5 g"})
    assert "With whom?" in problem(alone, "agreed_with")
    friend = act(browser_of_alice, key, "step", sent | {"amount": "1.5 g", "who": "other"})
    assert "a doctor, a pharmacist or a nurse" in problem(friend, "agreed_with")
    assert act(browser_of_alice, key, "step", sent | {"amount": "1.5 g", "who": "doctor"}).status_code == 302


def test_on_a_plan_that_holds_a_step_down_never_goes_up(browser_of_alice: Client, alice: m.Person) -> None:
    write(browser_of_alice, start="2 g")
    key = m.Plan.objects.get().pk
    many = act(browser_of_alice, key, "step", {"kind": "down", "amount": "1 g", "doses_per_day": "20"})
    assert "Nothing to compare it with was agreed so far" in problem(many, "doses_per_day")
    other = act(browser_of_alice, key, "step", {"kind": "down", "amount": "50 capsules"})
    assert "cannot be compared" in problem(other, "amount")
    assert diary(alice).plans[0].steps == ()


@pytest.mark.parametrize(
    ("field", "value"), [("start", "20 g"), ("start", "3 capsules"), ("ceiling_per_day", "9 g"), ("doses_per_day", "5")]
)
def test_a_correction_to_more_is_going_up(browser_of_alice: Client, alice: m.Person, field: str, value: str) -> None:
    said = AGREED | {"start": "2 g", "ceiling_per_day": "8 g", "doses_per_day": "4"}
    write(browser_of_alice, **said)
    path = f"/plan/{m.Plan.objects.get().pk}/"
    assert "That is going up" in problem(browser_of_alice.post(path, said | {field: value}), field)
    going_up = said | {field: value, "direction": "up", "meeting_on": soon(alice), "who": "doctor", "seen_raised": "on"}
    assert browser_of_alice.post(path, going_up).status_code == 302


def test_the_date_with_a_professional_is_still_to_come(browser_of_alice: Client, alice: m.Person) -> None:
    assert "is past" in problem(write(browser_of_alice, direction="up", meeting_on="1950-01-01"), "meeting_on")
    began = today(alice) - dt.timedelta(days=20)
    plan = d.Plan(substance="kratom", direction="up", from_=began, meeting_on=began, agreed_with="Dr Ng")
    key = entries.add(alice, plan, timezone.now()).pk
    kept = AGREED | {"direction": "up", "meeting_on": began.isoformat(), "from_": began.isoformat()}
    assert browser_of_alice.post(f"/plan/{key}/", kept).status_code == 302  # the date has been: that is no mistake


def test_one_step_back_may_leave_the_amount_empty(browser_of_alice: Client, alice: m.Person) -> None:
    write(browser_of_alice, **DOWN)
    key = m.Plan.objects.get().pk
    assert "What changes" in problem(act(browser_of_alice, key, "step", {"kind": "back"}), "amount")
    act(browser_of_alice, key, "step", {"kind": "down", "amount": "1.8 g"})
    assert act(browser_of_alice, key, "step", {"kind": "back"}).status_code == 302
    assert diary(alice).plans[0].steps[-1].amount == g(2)


def test_what_is_found_for_today_stands_above_the_plan(browser_of_alice: Client, alice: m.Person) -> None:
    now = timezone.now()
    assert "finding for today" not in browser_of_alice.get(NEW).content.decode()
    entries.add(alice, d.Dose(at=now - dt.timedelta(days=1), substance="kratom", amount=2, unit="g"), now)
    entries.add(alice, d.Effect(at=now, kind="jaundice"), now)
    titles = beside.urgent(alice)
    assert titles
    write(browser_of_alice, **DOWN)
    for path in (NEW, "/plan/", f"/plan/{m.Plan.objects.get().pk}/step/"):
        page = parsed(browser_of_alice.get(path).content.decode())
        said = next(e for e in page.all("section") if e.attributes.get("aria-labelledby") == "urgent-title").text
        assert "for today" in said
        assert all(title in said for title in titles)


def test_after_a_step_the_lines_that_stay_are_named(browser_of_alice: Client, alice: m.Person) -> None:
    write(browser_of_alice, **DOWN, ceiling_per_dose="5 g", ceiling_per_day="15 g", hold_at="5")
    page = browser_of_alice.get("/plan/").content.decode()
    assert "Not changed:" not in page
    assert "no step down at 5 or more" in page
    act(browser_of_alice, m.Plan.objects.get().pk, "step", {"kind": "down", "amount": "1.8 g"})
    said = browser_of_alice.get("/plan/").content.decode()
    assert "Not changed: at most 5 g in one dose, at most 15 g in one day." in said


def test_a_number_alone_is_offered_units_and_gets_the_one_that_is_chosen(
    browser_of_alice: Client, alice: m.Person
) -> None:
    answer = write(browser_of_alice, direction="down", start="5", step="10")
    assert "“5” has no unit" in problem(answer, "start")
    sent = {e.attributes["name"] for e in parsed(answer.content.decode()).all("input") if "name" in e.attributes}
    assert {"start_unit", "step_unit"} <= sent
    assert "ceiling_per_day_unit" not in sent
    assert not m.Plan.objects.exists()
    write(browser_of_alice, direction="down", start="5", step="10", start_unit="g", step_unit="%")
    assert (diary(alice).plans[0].start, diary(alice).plans[0].step_percent) == (g(5), 10.0)


def test_what_was_refused_under_more_is_not_folded_away(browser_of_alice: Client) -> None:
    def opened(answer: Any) -> bool:
        more = next(e for e in parsed(answer.content.decode()).all("details") if "more" in e.attributes["class"])
        return "open" in more.attributes

    assert not opened(browser_of_alice.get(NEW))
    assert not opened(write(browser_of_alice, start="5"))
    assert opened(write(browser_of_alice, ceiling_per_day="5"))


def test_two_taps_do_one_thing(browser_of_alice: Client, alice: m.Person) -> None:
    write(browser_of_alice, **DOWN)
    key = m.Plan.objects.get().pk
    for amount in ("1.8 g", "1.7 g"):
        act(browser_of_alice, key, "step", {"kind": "down", "amount": amount, "seen_large": "on"})
    for what in ("hold", "back", "unstep", "unstep"):
        seen = {"seen": saving.seen([m.Plan.objects.get()])}
        before = len(diary(alice).plans[0].steps)
        browser_of_alice.post(f"/plan/{key}/{what}/", seen)
        again = browser_of_alice.post(f"/plan/{key}/{what}/", seen)
        assert again["Location"].startswith("/plan/?done=behind")
        assert abs(len(diary(alice).plans[0].steps) - before) == 1


def test_before_a_step_is_saved_it_says_how_it_differs(browser_of_alice: Client, alice: m.Person) -> None:
    write(browser_of_alice, **(DOWN | {"start": "5 g"}))
    rating = d.Rating(at=timezone.now(), measure="withdrawal", value=9, prompt="scheduled")
    entries.add(alice, rating, timezone.now())
    key = m.Plan.objects.get().pk
    sent = {"kind": "down", "amount": "3 g"}
    answer = act(browser_of_alice, key, "step", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This is 40 % less; the plan says 10 %." in page
    assert "Withdrawal was 9 of 10" in page
    assert diary(alice).plans[0].steps == ()
    assert act(browser_of_alice, key, "step", sent | {"seen_large": "on"}).status_code == 302
    assert diary(alice).plans[0].steps[0].amount == g(3)


def test_a_step_as_agreed_is_saved_without_a_word(browser_of_alice: Client, alice: m.Person) -> None:
    write(browser_of_alice, **DOWN)
    key = m.Plan.objects.get().pk
    assert act(browser_of_alice, key, "step", {"kind": "down", "amount": "1.8 g"}).status_code == 302
