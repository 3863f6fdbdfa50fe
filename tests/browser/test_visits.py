"""A visit in the hand: prepared on a phone, three questions, and after it the way to the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def today(person: m.Person) -> dt.date:
    return timezone.now().astimezone(ZoneInfo(person.time_zone)).date()


def test_a_visit_is_prepared_with_three_questions_and_leads_to_the_plan(
    enter: Open, alice: m.Person, look: Callable[[Page], list[str]], small: Callable[[Page], list[str]]
) -> None:
    page = enter(alice, **PHONE)
    page.goto("/")
    page.get_by_role("link", name="More", exact=True).click()
    page.locator("main").get_by_role("link", name="Visits").click()
    page.get_by_label("Day", exact=True).fill(today(alice).isoformat())
    page.get_by_label("With whom").fill("Dr Ng")
    page.get_by_text("Family doctor").click()
    page.get_by_role("button", name="Go on to the questions").click()
    page.locator("#questions .usual button").first.click()  # one that the record gives rise to
    for text in ("How long does it go on?", "What else is there for my knee?"):
        page.get_by_label("One more question").fill(text)
        page.get_by_label("One more question").press("Enter")
        expect(page.locator(".questions li", has_text=text)).to_be_visible()
    expect(page.locator(".questions li")).to_have_count(3)
    page.get_by_role("button", name="The list of all my medicines").click()
    page.locator("#bring").get_by_role("button", name="Packed").click()
    expect(page.locator("#bring")).to_contain_text("packed")
    expect(page.get_by_role("table")).to_contain_text("Kratom, usual dose")
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
    assert look(page) == []
    assert small(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("link", name="Counterpoise").click()
    expect(page.locator(".next-visit")).to_contain_text("Today: ")
    expect(page.locator(".next-visit")).to_contain_text("3 questions")
    page.locator(".next-visit a").click()
    page.get_by_label("What was agreed, in your words").fill("Write down doses for two weeks, then half a gram less.")
    page.get_by_role("button", name="Save what was agreed").click()
    page.get_by_role("link", name="Write it down as a plan").click()
    expect(page.get_by_label("Agreed with", exact=True)).to_have_value("Dr Ng")
    expect(page.get_by_text("Write down doses for two weeks")).to_be_visible()
    expect(page.get_by_label("Amount of a dose at the start")).to_have_value("")
    page.get_by_text("staying as it is").click()
    page.get_by_role("button", name="Save the plan").click()
    expect(page.locator("#toast")).to_contain_text("Saved")
    (plan,) = diary(alice).plans
    assert (plan.agreed_with, plan.from_, plan.direction) == ("Dr Ng (doctor)", today(alice), "hold")
    (visit,) = diary(alice).appointments
    assert len(visit.questions) == 3


def test_axe_finds_nothing_on_the_pages_of_a_visit(
    enter: Open,
    alice: m.Person,
    screen: dict[str, Any],
    look_in_both: Callable[[Page], list[str]],
    small: Callable[[Page], list[str]],
) -> None:
    asked = (d.Question(text="x" * 200, asked=True, answer="y" * 300), d.Question(text="Why?"))
    past = d.Appointment(
        on=today(alice) - dt.timedelta(days=3),
        with_="Dr Ng",
        questions=asked,
        bring=(d.ToBring(text="z" * 200, packed=True),),
        agreed="Less",
        next_on=today(alice) + dt.timedelta(days=9),
    )
    row = entries.add(alice, past, timezone.now())
    entries.add(alice, d.Appointment(questions=asked, bring=past.bring), timezone.now())
    other = m.Appointment.objects.get(on=None)
    page = enter(alice, **screen)
    for path in ("/visits/", f"/visits/{row.pk}/", f"/visits/{other.pk}/", f"/visits/{row.pk}/edit/", "/help/", "/"):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
        assert small(page) == [], path
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(wide), path
        assert look_in_both(page) == [], path


def test_help_is_read_by_somebody_who_was_not_let_in(
    contexts: Callable[..., Any], transactional_db: None, look: Callable[[Page], list[str]]
) -> None:
    page = contexts(**PHONE, locale="ja-JP").new_page()
    page.goto("/help/")
    expect(page.get_by_text("Japan: how to get to these is not known to us")).to_be_visible()
    page.get_by_label("Country").select_option("US")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("FindTreatment.gov")).to_be_visible()
    assert look(page) == []
