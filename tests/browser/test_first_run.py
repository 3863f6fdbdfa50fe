"""The first evening: from the link to the first entry, or around the sample diary and out of it again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.web.access.links import mint

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


def test_from_the_link_to_the_first_entry(
    contexts: Callable[..., BrowserContext], transactional_db: None, screen: dict[str, Any]
) -> None:
    page = contexts(**screen, timezone_id="Asia/Bangkok").new_page()
    page.goto(f"/enter/{mint(None, timezone.now())}")
    expect(page.get_by_role("heading", name="What it is not")).to_be_visible()
    page.get_by_role("link", name="Start my diary").click()
    expect(page.get_by_label("Time zone")).to_have_value("Asia/Bangkok")  # of this device
    page.get_by_label("What shall this diary be called?").fill("Evening")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("link", name="Not now").click()
    page.get_by_role("link", name="Log a dose").click()
    page.get_by_role("textbox", name="How much").fill("2,5")
    page.locator("label", has_text="withdrawal").click()
    page.get_by_role("button", name="7", exact=True).click()
    expect(page.locator("#toast")).to_contain_text("Saved")
    person = m.Person.objects.get()
    (dose,) = diary(person).doses
    assert (dose.substance, dose.amount, dose.unit, dose.reason) == ("kratom", 2.5, "g", "withdrawal")
    assert diary(person).ratings[0].value == 7


TWICE = """(button) => {
  let sent = 0;
  addEventListener("submit", () => { sent += 1; });
  button.click();
  button.click();
  return sent; }"""


def test_a_hand_that_shakes_sends_the_form_once(enter: Open, screen: dict[str, Any]) -> None:
    page = enter(None, **screen)
    page.goto("/start/diary/")
    begin = page.get_by_role("button", name="Begin")
    page.get_by_label("What shall this diary be called?").fill("")
    assert begin.evaluate(TWICE) == 0, "the browser asks for what is missing"
    page.get_by_label("What shall this diary be called?").fill("Evening")
    page.get_by_label("Time zone").select_option("Europe/Berlin")
    assert begin.evaluate(TWICE) == 1, "and a tap by which nothing was sent is none"
    expect(page.get_by_text("Step 3 of 3")).to_be_visible()
    assert m.Person.objects.count() == 1


def test_without_scripts_it_may_be_sent_twice_and_leads_on(enter: Open, screen: dict[str, Any]) -> None:
    page = enter(None, **screen, java_script_enabled=False)
    page.goto("/start/diary/")
    page.get_by_label("Time zone").select_option("Europe/Berlin")
    page.get_by_role("button", name="Begin").dblclick()
    expect(page.get_by_text("Step 3 of 3")).to_be_visible()
    assert m.Person.objects.count() == 1


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_three_screens_by_keyboard_end_with_the_first_rating(
    enter: Open, screen: dict[str, Any], script: bool, look: Callable[[Page], list[str]]
) -> None:
    page = enter(None, **screen, java_script_enabled=script)
    page.goto("/")
    expect(page.get_by_text("Step 1 of 3")).to_be_visible()
    page.get_by_role("link", name="Start my diary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Step 2 of 3")).to_be_visible()
    expect(page.get_by_label("What shall this diary be called?")).to_have_value("My diary")
    page.get_by_label("Time zone").select_option("Europe/Berlin")
    page.get_by_role("button", name="Begin").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Step 3 of 3")).to_be_visible()
    if script:
        assert look(page) == []
    page.get_by_role("button", name="4", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("done=saved"))  # the first entry of all: the rules are read for it
    expect(page.locator("#toast")).to_contain_text("Saved")
    page.locator("#toast").get_by_role("button", name="Undo").click()
    expect(page.locator("#toast")).to_contain_text("Undone")
    assert m.Rating.objects.filter(deleted_at=None).count() == 0


def test_the_sample_diary_and_out_of_it(enter: Open, screen: dict[str, Any]) -> None:
    page = enter(None, **screen)
    page.goto("/")
    page.get_by_role("button", name="Open the sample diary").click()
    banner = page.get_by_role("complementary", name="Sample diary")
    expect(banner).to_contain_text("a simulated person")
    banner.get_by_role("button", name="Remove it").click()
    expect(page.get_by_role("heading", name="Start my diary")).to_be_visible()
    assert not m.Person.objects.exists()


def test_the_emergency_page_is_one_tap_from_anywhere(enter: Open, screen: dict[str, Any]) -> None:
    page = enter(None, **screen, locale="en-GB")
    page.goto("/")
    page.get_by_role("link", name="Emergency", exact=True).click()
    expect(page.get_by_role("link", name="Emergency number: 999")).to_be_visible()
