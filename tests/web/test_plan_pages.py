"""The plan on pages: written down, corrected, taken back; what is refused says which field, what, and what fits."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.assessment import cautions
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.plans.standing import WEEKDAYS
from tests.web.parsed import parsed
from tests.web.planned import AGREED, DOWN, NEW, act, daily, g, new_id, problem, soon, today, undo, write, write_over

Queries = Callable[[int], Any]


def test_a_plan_is_written_down_as_it_was_agreed(browser_of_alice: Client, alice: m.Person) -> None:
    said = {
        "start": "2 g",
        "ceiling_per_dose": "3000 mg",
        "ceiling_per_day": "6,5 g",
        "doses_per_day": "3",
        "hours_between": "4,5",
        "min_days_per_step": "14",
        "step": "10 %",
        "dose_free_days": ["Sun"],
        "withdrawal_days": ["Mon", "Thu"],
        "hold_at": "5",
        "goals": "Walk to the shop\nSleep through",
        "stop_if": "No less pain\nYellow eyes",
        "meaningful_change": "2",
        "review_on": "2199-01-01",
        "benefit_by": "2199-02-01",
    }
    assert write(browser_of_alice, **said, direction="down").status_code == 302
    (plan,) = diary(alice).plans
    assert (plan.direction, plan.agreed_with, plan.substance, plan.from_) == ("down", "Dr Ng", "kratom", today(alice))
    assert (plan.start, plan.step, plan.step_percent) == (g(2), None, 10.0)
    assert plan.ceiling_per_dose == d.Quantity(amount=3000.0, unit="mg")
    assert (plan.ceiling_per_day, plan.doses_per_day, plan.hours_between) == (g(6.5), 3, 4.5)
    assert (plan.dose_free_days, plan.withdrawal_days, plan.hold_at) == (("Sun",), ("Mon", "Thu"), 5.0)
    assert plan.stop_if == ("No less pain", "Yellow eyes")
    assert [goal.text for goal in diary(alice).goals] == ["Walk to the shop", "Sleep through"]


def test_no_address_holds_what_was_agreed(browser_of_alice: Client) -> None:
    location = write(browser_of_alice, start="2.25 g", goals="Walk")["Location"]
    assert re.fullmatch(r"/plan/\?done=saved&seen=0&row=plan/[0-9a-f-]{36}&row=goal/[0-9a-f-]{36}", location)


def test_the_form_holds_no_amount_before_anybody_writes_one(browser_of_alice: Client, usual_dose: m.Dose) -> None:
    page = parsed(browser_of_alice.get(NEW).content.decode())
    main = next(e for e in page.all("main"))
    typed = [e for e in main.all("input") if e.attributes.get("type") in ("text", "number", "date")]
    assert len(typed) > 10
    assert {e.attributes["name"]: e.attributes["value"] for e in typed if e.attributes.get("value")} == {
        "substance": "Kratom"
    }
    assert not [e for e in main.all() if "placeholder" in e.attributes]


def test_facts_stand_beside_the_fields_with_source_grade_and_day(browser_of_alice: Client) -> None:
    page = browser_of_alice.get(NEW).content.decode()
    for fact in (
        "8 to 9 days of one dose a day",
        "22 or more doses a week",
        "how many doses a day",
        "no more than 25 %",
    ):
        assert fact in page
    assert "10.3390/molecules29050984" in page
    assert "a trial in people, reviewed 23 Nov 2026" in page


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("ceiling_per_day", "6", "“6” has no unit"),
        ("ceiling_per_day", "much", "“much” is not an amount"),
        ("ceiling_per_day", "-2 g", "“-2 g” is not an amount"),
        ("ceiling_per_dose", "1,500 mg", "“1,500” can be read in two ways"),
        ("step", "150 %", "“150 %” is more than all of it"),
        ("hours_between", "soon", "number"),
        ("doses_per_day", "99", "48"),
        ("min_days_per_step", "0", "1"),
        ("hold_at", "11", "10"),
        ("review_on", "tomorrow", "“tomorrow” is not a day"),
        ("review_on", "2001-01-01", "before the first day"),
        ("direction", "", "required"),
        ("stop_if", "x" * 201, "has 201 signs; a line holds at most 200"),
        ("goals", "x" * 201, "has 201 signs; a line holds at most 200"),
    ],
)
def test_bad_input_names_the_field_and_what_fits(browser_of_alice: Client, field: str, value: str, said: str) -> None:
    answer = write(browser_of_alice, **{field: value})
    if field == "direction":
        assert answer.status_code == 422
        assert said in answer.content.decode()
    else:
        assert said in problem(answer, field)
        assert value in answer.content.decode()  # what was typed is not lost
    assert not m.Plan.objects.exists()


def test_amounts_that_do_not_fit_together_are_refused(browser_of_alice: Client) -> None:
    assert "4 g is more than 3000 mg" in problem(
        write(browser_of_alice, start="4 g", ceiling_per_dose="3000 mg"), "start"
    )
    assert "cannot be compared" in problem(write(browser_of_alice, start="4 capsules", step="1 g"), "step")


def test_going_up_asks_first_for_the_date_with_a_professional(browser_of_alice: Client, alice: m.Person) -> None:
    said = problem(write(browser_of_alice, direction="up"), "meeting_on")
    assert "First a date with a professional" in said
    write(browser_of_alice, direction="up", meeting_on=soon(alice))
    assert diary(alice).plans[0].meeting_on == today(alice) + dt.timedelta(days=30)


def test_a_new_plan_to_stay_above_the_one_in_force_is_going_up(browser_of_alice: Client, alice: m.Person) -> None:
    write(browser_of_alice, start="2 g", doses_per_day="2", ceiling_per_day="5 g")
    assert "That is going up" in problem(write(browser_of_alice, start="3 g"), "start")
    assert "3 is more than 2, which was agreed" in problem(write(browser_of_alice, doses_per_day="3"), "doses_per_day")
    assert write_over(browser_of_alice, start="2 g", doses_per_day="2").status_code == 302
    down = write_over(browser_of_alice, direction="down", start="3 g", step="10 %")
    assert down.status_code == 302, "going down begins where the person is"
    assert diary(alice).plans[-1].start == g(3)


def test_less_time_between_doses_and_fewer_free_days_are_going_up(browser_of_alice: Client) -> None:
    agreed = {"hours_between": "6", "dose_free_days": ["Mon"]}
    write(browser_of_alice, **agreed)
    address = f"/plan/{m.Plan.objects.get().pk}/"
    for changed, field in (
        ({"hours_between": "1"}, "hours_between"),
        ({"hours_between": ""}, "hours_between"),
        ({"dose_free_days": []}, "dose_free_days"),
    ):
        for where in (address, NEW):
            answer = browser_of_alice.post(where, {"id": new_id()} | AGREED | agreed | changed)
            assert "is going up: it begins with a date" in problem(answer, field)
    other_day = AGREED | agreed | {"dose_free_days": ["Tue"], "hours_between": "8"}
    assert browser_of_alice.post(address, other_day).status_code == 302


def test_ending_a_plan_is_no_way_up(browser_of_alice: Client, alice: m.Person) -> None:
    write(browser_of_alice, start="2 g", doses_per_day="2")
    row = m.Plan.objects.get()
    assert act(browser_of_alice, row.pk, "end").status_code == 302
    assert "That is going up" in problem(write(browser_of_alice, start="2.4 g", doses_per_day="2"), "start")
    assert write(browser_of_alice, start="2 g", doses_per_day="2").status_code == 302


def test_a_correction_is_no_step_up_made_alone(browser_of_alice: Client, alice: m.Person) -> None:
    up = {"direction": "up", "meeting_on": soon(alice), "start": "2 g", "ceiling_per_dose": "2.5 g"}
    write(browser_of_alice, **up)
    address, more = f"/plan/{m.Plan.objects.get().pk}/", up | {"ceiling_per_dose": "2.9 g"}
    alone = browser_of_alice.post(address, AGREED | more | {"agreed_with": ""})
    assert "A step up is agreed with a doctor, a pharmacist or a nurse" in problem(alone, "ceiling_per_dose")
    assert browser_of_alice.post(address, AGREED | up | {"note": "a word"}).status_code == 302
    assert browser_of_alice.post(address, AGREED | more | {"who": "doctor"}).status_code == 302


@pytest.mark.parametrize("name", ["7-OH", "7-hydroxymitragynine tablets", "pseudoindoxyl", "MGM-15"])
def test_no_plan_is_made_for_another_drug_and_help_is_named(browser_of_alice: Client, name: str) -> None:
    answer = write(browser_of_alice, substance=name)
    assert "another drug than kratom leaf; plans are not made for it here" in problem(answer, "substance")
    assert "1 800 662 4357" in answer.content.decode()
    assert not m.Plan.objects.exists()


def test_a_plan_made_alone_says_so_on_every_page(browser_of_alice: Client, alice: m.Person) -> None:
    write(browser_of_alice, agreed_with=" ")
    for path in ("/plan/", "/", "/since/"):
        assert "made alone" in browser_of_alice.get(path).content.decode()
    assert diary(alice).plans[0].agreed_with is None


def test_a_steep_step_is_told_before_it_is_agreed(browser_of_alice: Client, alice: m.Person) -> None:
    daily(alice)
    steep = DOWN | {"step": "50 %"}
    answer = write(browser_of_alice, **steep)
    assert answer.status_code == 422
    assert "The step takes 50 % at once" in answer.content.decode()
    assert not m.Plan.objects.exists()
    assert write(browser_of_alice, **steep, seen_steep="on").status_code == 422  # who is Dr Ng?
    assert write(browser_of_alice, **steep, seen_steep="on", who="other").status_code == 422
    assert write(browser_of_alice, **steep, seen_steep="on", who="doctor").status_code == 302  # agreed: recorded
    assert diary(alice).plans[0].agreed_with == "Dr Ng (doctor)"
    assert diary(alice).plans[0].step_percent == 50.0


def test_a_steep_step_is_not_agreed_with_oneself(browser_of_alice: Client, alice: m.Person) -> None:
    daily(alice)
    answer = write(browser_of_alice, **(DOWN | {"step": "2 g", "agreed_with": "", "seen_steep": "on"}))
    assert "This stops from one day to the next" in answer.content.decode()
    assert "Make the step smaller" in problem(answer, "step")
    assert not m.Plan.objects.exists()


def test_the_same_step_is_told_nothing_after_short_use(browser_of_alice: Client, alice: m.Person) -> None:
    daily(alice, days=8)
    assert write(browser_of_alice, **(DOWN | {"step": "50 %"})).status_code == 302


def test_a_new_plan_takes_the_place_of_the_old_one_and_both_are_taken_back(
    browser_of_alice: Client, alice: m.Person
) -> None:
    write(browser_of_alice, from_="2026-01-01")
    saved = write(browser_of_alice, **DOWN)
    assert [plan.ended_on for plan in diary(alice).plans] == [today(alice), None]
    undo(browser_of_alice, saved["Location"])
    assert [(plan.direction, plan.ended_on) for plan in diary(alice).plans] == [("hold", None)]


def test_a_plan_with_an_earlier_first_day_holds_once_it_is_saved(browser_of_alice: Client, alice: m.Person) -> None:
    earlier = (today(alice) - dt.timedelta(days=4)).isoformat()
    write(browser_of_alice)
    browser_of_alice.post(f"/plan/{m.Plan.objects.get().pk}/end/")
    write_over(browser_of_alice, **DOWN, from_=earlier)
    assert "No plan is in force at the moment" not in browser_of_alice.get("/plan/").content.decode()
    write_over(browser_of_alice, start="2 g")  # running from today
    write_over(browser_of_alice, from_=earlier, start="2 g", doses_per_day="7")
    assert "at most 7 doses" in browser_of_alice.get("/plan/").content.decode()
    assert [plan.doses_per_day for plan in diary(alice).plans if plan.ended_on is None] == [7]


def test_a_correction_keeps_its_history_and_can_be_undone(browser_of_alice: Client, alice: m.Person) -> None:
    write(browser_of_alice, ceiling_per_day="6 g", goals="Walk")
    row = m.Plan.objects.get()
    page = browser_of_alice.get(f"/plan/{row.pk}/").content.decode()
    assert 'value="6 g"' in page
    said = AGREED | {"ceiling_per_day": "5 g", "goals": "Walk", "from_": today(alice).isoformat()}
    answer = browser_of_alice.post(f"/plan/{row.pk}/", said)
    assert diary(alice).plans[0].ceiling_per_day == g(5)
    assert entries.history(row).count() == 1
    assert undo(browser_of_alice, answer["Location"]).status_code == 302
    assert diary(alice).plans[0].ceiling_per_day == g(6)
    assert undo(browser_of_alice, answer["Location"]).status_code == 409  # what this page knew is past


def test_two_tabs_do_not_overwrite_each_other(browser_of_alice: Client, alice: m.Person) -> None:
    write(browser_of_alice, ceiling_per_day="6 g")
    row = m.Plan.objects.get()
    said = AGREED | {"seen": "0", "ceiling_per_day": "5 g"}
    browser_of_alice.post(f"/plan/{row.pk}/", said)
    answer = browser_of_alice.post(f"/plan/{row.pk}/", said | {"ceiling_per_day": "9 g"})
    assert answer.status_code == 409
    assert diary(alice).plans[0].ceiling_per_day == g(5)


def test_going_up_the_page_asks_for_a_review_and_offers_no_step(browser_of_alice: Client, alice: m.Person) -> None:
    began = today(alice) - dt.timedelta(days=20)
    plan = d.Plan(substance="kratom", direction="up", from_=began, meeting_on=began, start=g(1), step=g(0.5))
    entries.add(alice, plan, timezone.now())
    page = browser_of_alice.get("/plan/").content.decode()
    assert "Now comes the talk" in page
    assert "For the review" in page
    assert "1.5 g" not in page


def test_after_the_agreed_day_the_stop_rules_are_shown(browser_of_alice: Client, alice: m.Person) -> None:
    past = today(alice) - dt.timedelta(days=1)
    plan = d.Plan(substance="kratom", direction="hold", from_=past, benefit_by=past, stop_if=("No less pain",))
    entries.add(alice, plan, timezone.now())
    page = browser_of_alice.get("/plan/").content.decode()
    assert "The day by which it should help has passed" in page
    assert page.count("No less pain") == 2  # as agreed, and now


def test_a_plan_ends_goes_on_and_is_deleted(browser_of_alice: Client, alice: m.Person) -> None:
    write(browser_of_alice, from_="2026-01-01")
    key = m.Plan.objects.get().pk
    browser_of_alice.post(f"/plan/{key}/end/")
    assert diary(alice).plans[0].ended_on == today(alice)
    assert "No plan is in force at the moment" in browser_of_alice.get("/plan/").content.decode()
    browser_of_alice.post(f"/plan/{key}/end/")  # the second tap
    assert diary(alice).plans[0].ended_on == today(alice)
    browser_of_alice.post(f"/plan/{key}/end/", {"wanted": "goes_on"})
    assert diary(alice).plans[0].ended_on is None
    gone = browser_of_alice.post(f"/plan/{key}/delete/")
    assert diary(alice).plans == ()
    undo(browser_of_alice, gone["Location"])
    assert len(diary(alice).plans) == 1


@pytest.mark.parametrize(
    ("country", "said"), [("US", "1 800 662 4357"), ("ID", "is not known to us"), ("DE", "313031")]
)
def test_help_is_named_by_country_where_a_plan_goes_down(browser_of_alice: Client, country: str, said: str) -> None:
    m.Person.objects.filter(name="Alice").update(country=country)
    write(browser_of_alice, **DOWN)
    page = browser_of_alice.get("/plan/").content.decode()
    assert said in page
    assert "Treatments exist; buprenorphine is one." in page
    assert ("not checked against the original" in page.split('id="help"')[1]) is (country == "DE")


def test_today_says_what_was_beside_what_was_agreed(
    browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose
) -> None:
    write(browser_of_alice, hours_between="4", ceiling_per_day="600 g", doses_per_day="3")
    page = browser_of_alice.get("/").content.decode()
    assert "Last dose 2 h ago; the plan: at least 4 h." in page
    assert "the plan: at most 3 doses, 600 g." in page
    assert "Last dose 2 h ago" in browser_of_alice.get("/since/").content.decode()
    assert not re.search(r"\ballowed\b|you (can|may) take", page, re.IGNORECASE)


def test_withdrawal_asked_by_the_plan_is_kept_as_scheduled_and_feeds_the_answers(
    browser_of_alice: Client, alice: m.Person
) -> None:
    weekday = WEEKDAYS[today(alice).weekday()]
    write(browser_of_alice, withdrawal_days=[weekday])
    page = browser_of_alice.get("/").content.decode()
    assert page.index('id="morning-title"') < page.index('id="dose-title"')
    assert page.count('id="rate-withdrawal-3"') == 1  # not twice on one page
    sent = {"id": new_id(), "measure": "withdrawal", "value": "3", "prompt": "scheduled"}
    browser_of_alice.post("/rate/", sent)
    (rating,) = diary(alice).ratings
    assert (rating.measure, rating.value, rating.prompt) == ("withdrawal", 3.0, "scheduled")
    assert 'id="morning-title"' not in browser_of_alice.get("/").content.decode()


def test_once_a_dose_is_logged_withdrawal_is_not_asked_any_more(browser_of_alice: Client, alice: m.Person) -> None:
    write(browser_of_alice, withdrawal_days=list(WEEKDAYS))
    said = {"substance": "kratom", "amount": "2", "unit": "g"}
    answer = browser_of_alice.post("/dose/new/", said, headers={"hx-request": "true"})
    assert re.search(r'<div id="morning" hx-swap-oob="innerHTML">\s*</div>', answer.content.decode())
    assert 'id="morning-title"' not in browser_of_alice.get("/").content.decode()


def test_mornings_rated_by_the_plan_are_said_with_the_answers() -> None:
    class Record:
        end = dt.datetime(2026, 6, 1, 20, tzinfo=dt.UTC)
        days = 30
        doses: tuple[Any, ...] = ()
        treatments: tuple[Any, ...] = ()

    mornings = [dt.datetime(2026, 5, 20 + n, 7, tzinfo=dt.UTC) for n in range(6)]
    ratings = tuple(d.Rating(at=at, measure="withdrawal", value=4, prompt="scheduled") for at in mornings)
    Record.doses = tuple(d.Dose(at=at + dt.timedelta(minutes=5), substance="kratom") for at in mornings)
    written = d.Diary(person=d.Person(time_zone="UTC"), doses=Record.doses, ratings=ratings)
    said = " ".join(cautions.beside(written, Record, 0))  # type: ignore[arg-type]
    assert "On 6 mornings withdrawal was rated before the first dose, at 4.0 of 10" in said


def test_a_plan_of_another_unknown_kind_is_404(browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose) -> None:
    for path in ("", "step/"):
        assert browser_of_alice.get(f"/plan/{usual_dose.pk}/{path}").status_code == 404
    assert browser_of_alice.post("/plan/undo/", {"row": [f"dose/{usual_dose.pk}"]}).status_code == 404
    assert browser_of_alice.post("/plan/undo/", {"row": ["plan/nonsense"]}).status_code == 404


def test_the_line_of_today_reads_no_more_of_a_long_diary(
    browser_of_alice: Client, alice: m.Person, django_assert_max_num_queries: Queries
) -> None:
    write(browser_of_alice, hours_between="4")
    with django_assert_max_num_queries(20):
        browser_of_alice.get("/since/")


def test_a_plan_that_begins_later_is_said_at_the_top(browser_of_alice: Client, alice: m.Person) -> None:
    day = today(alice) + dt.timedelta(days=2)
    write(browser_of_alice, **DOWN | {"agreed_with": "Dr Vega", "from_": day.isoformat()})
    page = browser_of_alice.get("/plan/").content.decode()
    said = f"Going down, agreed with Dr Vega, begins {day.day} {day:%B %Y}."
    assert 0 < page.index(said) < page.index("<details")
    write(browser_of_alice, agreed_with="Dr Ng")
    page = browser_of_alice.get("/plan/").content.decode()
    assert page.count(said) == 1, "also beside one that is in force"
