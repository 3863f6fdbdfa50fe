"""Today in the hand: counted taps, correction and undo, the keyboard, and no JavaScript at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
COUNT = """document.addEventListener('click', (event) => {
  if (event.isTrusted) sessionStorage.taps = Number(sessionStorage.taps || 0) + 1; }, true)"""


def taps(page: Page) -> int:
    return int(page.evaluate("sessionStorage.taps || 0"))


def test_pain_is_rated_with_one_tap(enter: Open, alice: m.Person, screen: dict[str, Any]) -> None:
    page = enter(alice, **screen)
    page.add_init_script(COUNT)
    page.goto("/")
    before = len(diary(alice).ratings)
    page.locator("#rate-pain\\.now-7").click()
    expect(page.locator("#toast")).to_contain_text("Saved")
    assert taps(page) == 1
    assert len(diary(alice).ratings) == before + 1
    assert diary(alice).ratings[-1].value == 7
    expect(page.locator("#log")).to_contain_text("Pain now 7")


def test_what_was_taken_back_is_not_said_beside_its_numbers(enter: Open, alice: m.Person) -> None:
    page = enter(alice, viewport={"width": 390, "height": 844})
    page.goto("/")
    page.locator("#rate-pain\\.now-5").click()
    given = page.get_by_text("just now: 5")
    expect(given).to_be_visible()
    page.locator("#toast").get_by_role("button", name="Undo").click()
    expect(page.locator("#toast")).to_contain_text("Undone: Pain now 5")
    expect(given).to_be_hidden()
    page.locator("#toast").get_by_role("button", name="Redo").click()
    expect(page.locator("#toast")).to_contain_text("Done again: Pain now 5")
    expect(given).to_be_visible()


def test_a_usual_dose_with_its_pain_takes_two_taps(enter: Open, alice: m.Person, screen: dict[str, Any]) -> None:
    page = enter(alice, **screen)
    page.add_init_script(COUNT)
    page.goto("/")
    page.locator("#dose a", has_text="Kratom 2.5 g").click()
    page.locator("#dose").get_by_role("button", name="6", exact=True).click()
    expect(page.locator("#toast")).to_contain_text("Saved")
    assert taps(page) == 2
    dose = diary(alice).doses[-1]
    assert (dose.amount, dose.reason) == (2.5, None)
    assert diary(alice).ratings[-1].id == dose.rating
    assert diary(alice).ratings[-1].value == 6
    expect(page.locator("#since")).to_contain_text("Just now: kratom 2.5 g")
    expect(page.locator("#dose a", has_text="Kratom 2.5 g")).to_be_visible()  # ready for the next one


def test_the_curve_is_fetched_once_it_comes_into_sight(enter: Open, alice: m.Person, screen: dict[str, Any]) -> None:
    """A phone that opens the page to log does not draw what stands far below."""
    page = enter(alice, **screen)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto("/", wait_until="networkidle")
    curve = page.locator("#curve")
    below = curve.evaluate("(curve) => curve.getBoundingClientRect().top > innerHeight")
    assert ("/exposure/" in asked) is not below
    curve.scroll_into_view_if_needed()
    expect(curve.locator("img")).to_be_visible()
    before = asked.count("/exposure/")
    page.evaluate("scrollTo(0, 0)")
    page.locator("#dose a", has_text="Kratom 2.5 g").click()
    page.locator("#dose").get_by_role("button", name="6", exact=True).click()
    expect(page.locator("#toast")).to_contain_text("Saved")
    curve.scroll_into_view_if_needed()
    expect(curve.locator("img")).to_be_visible()
    assert asked.count("/exposure/") == before + 1


def test_the_unit_goes_with_the_substance_until_one_is_written(enter: Open, alice: m.Person) -> None:
    page = enter(alice)
    page.goto("/dose/new/")
    what, unit = page.locator("#id_substance"), page.locator("#id_unit")
    expect(what).to_have_value("Kratom")
    expect(unit).to_have_value("g")
    what.fill("Gabapentin")
    expect(unit).to_have_value("mg")
    what.fill("my own blend")
    expect(unit).to_have_value("")
    unit.fill("scoop")
    what.fill("Kratom")
    expect(unit).to_have_value("scoop")


def test_a_reason_tapped_twice_is_unsaid_again(enter: Open, alice: m.Person) -> None:
    page = enter(alice)
    page.goto("/")
    page.locator("#dose a", has_text="Kratom 2.5 g").click()
    chip = page.locator("label", has_text="sleep")
    chip.click()
    expect(chip.locator("input")).to_be_checked()
    chip.click()
    expect(chip.locator("input")).not_to_be_checked()


def test_undo_takes_back_and_puts_back(enter: Open, alice: m.Person, screen: dict[str, Any]) -> None:
    page = enter(alice, **screen)
    page.goto("/")
    page.locator("#rate-pain\\.now-9").click()
    page.locator("#toast").get_by_role("button", name="Undo").click()
    expect(page.locator("#toast")).to_contain_text("Undone")
    expect(page.locator("#log")).not_to_contain_text("Pain now 9")
    page.locator("#toast").get_by_role("button", name="Redo").click()
    expect(page.locator("#log")).to_contain_text("Pain now 9")


def test_an_entry_is_corrected_dated_back_and_shows_what_it_was(
    enter: Open, alice: m.Person, screen: dict[str, Any]
) -> None:
    page = enter(alice, **screen)
    page.goto("/")
    page.locator("#rate-pain\\.now-9").click()
    page.get_by_role("link", name=re.compile("^Edit ?: Pain now 9")).click()
    page.get_by_label("Value").fill("4")
    page.get_by_label("When").fill("2026-07-01T08:30")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.locator("#toast")).to_contain_text("Corrected")
    rating = next(r for r in diary(alice).ratings if r.at.isoformat() == "2026-07-01T08:30:00-04:00")
    assert rating.value == 4
    page.goto("/day/2026-07-01/")
    expect(page.get_by_text("corrected")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Edit ?: Pain now 4")).click()
    expect(page.get_by_text("value: 9")).to_be_visible()


def test_an_effect_with_a_sign_of_an_emergency_shows_the_number_first(enter: Open, alice: m.Person) -> None:
    page = enter(alice, viewport={"width": 390, "height": 844})
    page.goto("/")
    page.get_by_text("Did you notice something?").click()
    page.get_by_text("Signs that need help").click()
    page.get_by_role("button", name="Chest pain").click()
    expect(page.get_by_role("alert")).to_contain_text("Call first")
    expect(page.get_by_role("link", name="911")).to_be_in_viewport()
    page.locator("#effects").get_by_role("button", name="Save").click()
    expect(page.locator("#log")).to_contain_text("Chest pain")


def test_a_check_in_keeps_its_place(enter: Open, alice: m.Person) -> None:
    page = enter(alice)
    page.goto("/")
    page.get_by_text("How are you otherwise?").click()
    page.locator("#rate-mood-6").click()
    expect(page.get_by_text("just now: 6")).to_be_visible()
    expect(page.locator("#check-in")).to_have_attribute("open", "")
    expect(page.locator("#rate-mood-6")).to_be_focused()
    assert diary(alice).ratings[-1].measure == "mood"


def test_the_keyboard_is_enough(enter: Open, alice: m.Person) -> None:
    page = enter(alice)
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(4):  # 0, 1, 2, 3
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#log")).to_contain_text("Pain now 3")
    expect(page.locator("#rate-pain\\.now-3")).to_be_focused()


def test_the_keyboard_goes_on_where_the_next_step_is(enter: Open, alice: m.Person) -> None:
    page = enter(alice)
    page.goto("/")
    page.locator("#dose a", has_text="Kratom 2.5 g").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Kratom 2.5 g")).to_be_focused()
    page.keyboard.press("Tab")  # the reasons, one stop
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#log")).to_contain_text("pain 0")


def test_without_javascript_everything_is_saved_too(enter: Open, alice: m.Person) -> None:
    page = enter(alice, java_script_enabled=False)
    page.goto("/")
    page.locator("#dose a", has_text="Kratom 2.5 g").click()
    page.get_by_role("button", name="8", exact=True).click()
    expect(page.locator("#toast")).to_contain_text("Saved")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#toast")).to_contain_text("Undone")
    page.locator("#rate-pain\\.now-2").click()
    expect(page.locator("#log")).to_contain_text("Pain now 2")


def test_a_tap_that_a_proxy_answers_is_kept_and_arrives_once(
    enter: Open, alice: m.Person, complaints: list[str]
) -> None:
    page = enter(alice)
    page.goto("/")
    before = len(diary(alice).ratings)
    page.route("**/rate/", lambda route: route.fulfill(status=502, body=""))
    page.locator("#rate-pain\\.now-5").click()
    expect(page.locator("#toast")).to_contain_text("Arrived: Pain now 5")
    complaints.clear()
    assert len(diary(alice).ratings) == before + 1


def test_undo_and_redo_say_what_they_did_and_keep_the_keyboard(enter: Open, alice: m.Person) -> None:
    page = enter(alice)
    page.goto("/")
    page.locator("#rate-pain\\.now-5").click()
    toast = page.locator("#toast")
    toast.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(toast).to_contain_text("Undone")
    expect(toast.get_by_role("button", name="Redo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(toast).to_contain_text("Done again")
    expect(toast.get_by_role("button", name="Undo")).to_be_focused()
    assert diary(alice).ratings[-1].value == 5


def test_enter_in_the_form_of_a_dose_notes_no_pain(enter: Open, alice: m.Person) -> None:
    page = enter(alice)
    page.goto("/dose/new/")
    before = len(diary(alice).ratings)
    page.get_by_label("How much", exact=True).fill("2")
    page.get_by_label("How much", exact=True).press("Enter")
    expect(page.locator("#toast")).to_contain_text("Saved: Kratom 2 g")
    assert len(diary(alice).ratings) == before


def test_of_when_it_was_what_was_said_last_stands(enter: Open, alice: m.Person, screen: dict[str, Any]) -> None:
    page = enter(alice, **screen)
    page.goto("/dose/new/")
    exact, half = page.get_by_label("Or the exact time"), page.get_by_label("30 min", exact=True)
    expect(page.get_by_label("now", exact=True)).to_be_checked()
    half.check()
    exact.fill("2026-05-01T08:12")
    expect(half).not_to_be_checked()
    half.check()
    expect(exact).to_have_value("")
