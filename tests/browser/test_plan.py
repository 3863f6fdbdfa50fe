"""The plan in the hand: logging under a plan, at its most, too soon, and a taper that holds."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary, profile
from counterpoise.plans.standing import WEEKDAYS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
ZONE = "America/New_York"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PROMPTS = re.compile(r"\ballowed\b|you (?:can|may|could) (?:now )?take|next dose", re.IGNORECASE)


def now() -> dt.datetime:
    return timezone.now().astimezone(ZoneInfo(ZONE))


def g(size: float) -> d.Quantity:
    return d.Quantity(amount=size, unit="g")


@pytest.fixture
def ann(transactional_db: None) -> m.Person:
    return m.Person.objects.create(name="Ann", time_zone=ZONE, country="US")


def agree(person: m.Person, **more: Any) -> d.Plan:
    """A plan that began three weeks ago."""
    usual: dict[str, Any] = {"direction": "hold", "agreed_with": "Dr Ng", "start": g(2), "substance": "kratom"}
    plan = d.Plan(id=str(m.new_id()), from_=now().date() - dt.timedelta(days=21), **(usual | more))
    entries.add(person, plan, timezone.now())
    return plan


def took(person: m.Person, ago: dt.timedelta, size: float = 2.0) -> None:
    dose = d.Dose(at=now() - ago, zone=ZONE, substance="kratom", amount=size, unit="g")
    entries.add(person, dose, timezone.now())


def test_logging_under_a_plan_says_where_it_stands_and_prompts_nothing(enter: Open, ann: m.Person) -> None:
    agree(ann, hours_between=4, doses_per_day=3, ceiling_per_day=g(600), agreed_with=None)
    for ago in (dt.timedelta(days=3), dt.timedelta(days=2), dt.timedelta(minutes=5)):  # a habit: offered again
        took(ann, ago)
    page = enter(ann, **PHONE)
    page.goto("/")
    since = page.locator("#since")
    expect(since).to_contain_text("Last dose 5 min ago; the plan: at least 4 h.")
    expect(since).to_contain_text("the plan: at most 3 doses, 600 g.")
    expect(since).to_contain_text("made alone")
    box = since.get_by_role("link", name="Your plan").bounding_box()
    assert box is not None
    assert box["height"] >= 44
    page.locator("#dose a", has_text="Kratom 2 g").click()  # too soon, and never in the way of an honest record
    page.locator("#dose").get_by_role("button", name="6", exact=True).click()
    expect(page.locator("#toast")).to_contain_text("Saved")
    expect(since).to_contain_text("Last dose 0 min ago; the plan: at least 4 h.")
    assert PROMPTS.search(page.locator("main").inner_text()) is None


def test_at_the_most_of_a_day_it_says_both_figures(enter: Open, ann: m.Person) -> None:
    agree(ann, ceiling_per_day=g(2))
    took(ann, dt.timedelta(0))
    page = enter(ann, **PHONE)
    page.goto("/")
    expect(page.locator("#since")).to_contain_text("Today so far 2 g; the plan: at most 2 g.")
    assert PROMPTS.search(page.locator("main").inner_text()) is None


def test_a_taper_holds_while_withdrawal_is_high_and_can_go_one_step_back(
    enter: Open, ann: m.Person, look: Callable[[Page], list[str]], small: Callable[[Page], list[str]]
) -> None:
    made = d.PlanStep(on=now().date() - dt.timedelta(days=11), kind="down", amount=g(1.8), agreed_with="Dr Ng")
    plan = agree(ann, direction="down", step_percent=10.0, hold_at=5.0, steps=(made,), min_days_per_step=10)
    page = enter(ann, **PHONE)
    page.goto("/")
    page.get_by_role("link", name="More", exact=True).click()
    page.locator("main").get_by_role("link", name=re.compile("^Plan")).click()
    expect(page.get_by_text(re.compile("The plan: 10 % less, 1.62 g, not before"))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("1 800 662 4357"))).to_be_visible()
    rating = d.Rating(at=now(), zone=ZONE, measure="withdrawal", value=6, prompt="scheduled")
    entries.add(ann, rating, timezone.now())
    page.reload()
    expect(page.get_by_text("Withdrawal was 6 of 10")).to_be_visible()
    expect(page.get_by_text("10 % less")).to_have_count(0)
    assert look(page) == []
    assert small(page) == []
    page.get_by_role("button", name="Hold for now").click()
    expect(page.locator("#toast")).to_contain_text("Saved")
    expect(page.get_by_text("You recorded a hold.")).to_be_visible()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="One step back, to the amount before: 2 g").click()
    kinds = [(step.kind, step.amount) for step in next(p for p in diary(ann).plans if p.id == plan.id).steps]
    assert kinds == [("down", g(1.8)), ("hold", None), ("back", g(2))]
    page.locator("#toast").get_by_role("button", name="Undo").click()
    expect(page.locator("#toast")).to_contain_text("Undone")
    assert len(diary(ann).plans[0].steps) == 2


def test_withdrawal_is_asked_above_the_dose_before_the_first_one(enter: Open, ann: m.Person) -> None:
    today = WEEKDAYS[now().date().weekday()]
    agree(ann, withdrawal_days=(today,))
    page = enter(ann, **PHONE)
    page.goto("/")
    asked = page.locator("#morning")
    above, below = asked.bounding_box(), page.locator("#dose-title").bounding_box()
    assert above is not None
    assert below is not None
    assert above["y"] < below["y"]
    asked.get_by_role("button", name="3", exact=True).click()
    expect(asked).to_contain_text("just now: 3")
    (rating,) = diary(ann).ratings
    assert (rating.measure, rating.value, rating.prompt) == ("withdrawal", 3.0, "scheduled")
    page.reload()
    expect(asked).to_be_empty()


def test_a_plan_is_written_down_direction_first_and_going_up_asks_for_the_date(
    enter: Open,
    ann: m.Person,
    look: Callable[[Page], list[str]],
    small: Callable[[Page], list[str]],
    complaints: list[str],
) -> None:
    page = enter(ann, **PHONE)
    page.goto("/plan/")
    page.get_by_role("link", name="Write down a plan").click()
    filled = page.locator("main input[type=text]:not([name=substance])")
    assert [one.input_value() for one in filled.all()] == [""] * filled.count()
    expect(page.get_by_label("Date with a professional")).to_be_hidden()
    page.locator("label", has_text="going up").click()
    expect(page.get_by_label("Date with a professional")).to_be_visible()
    assert look(page) == []
    assert small(page) == []
    below = page.get_by_role("button", name="Save the plan").bounding_box()
    assert below is not None
    assert below["y"] + page.evaluate("window.scrollY") < 2 * PHONE["viewport"]["height"]  # type: ignore[index]
    page.get_by_role("button", name="Save the plan").click()
    expect(page.get_by_text("First a date with a professional")).to_be_visible()
    page.get_by_label("Date with a professional").fill((now().date() + dt.timedelta(days=30)).isoformat())
    page.locator("summary", has_text="More").click()
    page.get_by_label("At most in one day").fill("6")
    page.get_by_role("button", name="Save the plan").click()
    expect(page.get_by_text("“6” has no unit")).to_be_visible()
    page.locator("label", has_text=re.compile("^g$")).click()
    page.get_by_role("button", name="Save the plan").click()
    expect(page.get_by_role("heading", name="Kratom: going up, made alone")).to_be_visible()
    complaints.clear()  # the browser notes each refusal of the form
    assert diary(ann).plans[0].ceiling_per_day == g(6)


def test_axe_finds_nothing_wherever_a_plan_shows(
    enter: Open, ann: m.Person, screen: dict[str, Any], look_in_both: Callable[[Page], list[str]]
) -> None:
    made = d.PlanStep(on=now().date() - dt.timedelta(days=11), kind="down", amount=g(1.5))
    past = now().date() - dt.timedelta(days=1)
    plan = agree(
        ann,
        direction="down",
        agreed_with=None,
        step=g(0.5),
        steps=(made,),
        benefit_by=past,
        review_on=past,
        ceiling_per_day=g(6),
        doses_per_day=3,
        hours_between=4,
        stop_if=("No less pain",),
        withdrawal_days=WEEKDAYS,
    )
    page = enter(ann, **screen)
    key = m.Plan.objects.get(source_id=plan.id).pk
    wrong = []
    for path in ("/", "/plan/", "/plan/new/", f"/plan/{key}/", f"/plan/{key}/step/"):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
        wrong += [f"{path}: {finding}" for finding in look_in_both(page)]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append(f"{path}: scrolls sideways")
    assert wrong == []


def test_going_back_to_a_plan_takes_out_no_goal_added_since(enter: Open, ann: m.Person) -> None:
    agree(ann)
    entries.add(ann, d.Goal(text="Walk"), timezone.now())
    page = enter(ann, **PHONE)
    page.goto(f"/plan/{m.Plan.objects.get().pk}/")
    page.get_by_label("Goals, one a line").fill("Walk\nSleep")
    entries.add(ann, d.Goal(text="Swim"), timezone.now())
    page.goto("/")
    page.go_back()
    page.get_by_role("button", name="Save the plan").click()
    expect(page.locator(".toast")).to_contain_text("Corrected")
    assert {"Walk", "Swim"} <= {goal.text for goal in diary(ann).goals}


def test_going_back_to_about_me_takes_out_no_allergy_added_since(enter: Open, ann: m.Person) -> None:
    page = enter(ann, **PHONE)
    page.goto("/settings/profile/")
    page.get_by_label("Allergies, one a line").fill("nuts")
    entries.change_profile(ann, dataclasses.replace(profile(ann), allergies=("penicillin",)), timezone.now())
    page.goto("/")
    page.go_back()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Save", exact=True).click()
    assert "penicillin" in profile(ann).allergies
