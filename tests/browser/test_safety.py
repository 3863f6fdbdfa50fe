"""Safety in the hand: whom to call first, what is found before a dose, setting aside and bringing back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from tests.safety import made_up

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
THUMB = 390
COUNT = """document.addEventListener('click', (event) => {
  if (event.isTrusted) sessionStorage.taps = Number(sessionStorage.taps || 0) + 1; }, true)"""


@pytest.fixture(autouse=True)
def rule(monkeypatch: pytest.MonkeyPatch) -> None:
    made_up.put_in(monkeypatch)


@pytest.fixture
def faults(look: Callable[[Page], list[str]], small: Callable[[Page], list[str]]) -> Callable[[Page], list[str]]:
    """What axe finds, and targets that a stiff hand would miss."""
    return lambda page: [*look(page), *small(page)]


def large(person: m.Person, days: float) -> m.Row:
    """A dose that the made-up rule finds, if it is of the last two days; three times, so that it is offered again."""
    rows = [_dose(person, timezone.now() - dt.timedelta(days=days, hours=hours)) for hours in (2, 1, 0)]
    return rows[-1]


def _dose(person: m.Person, at: dt.datetime, amount: float = 6.0) -> m.Row:
    dose = d.Dose(id=str(m.new_id()), at=at, substance="kratom", amount=amount, unit="g", lot="l1")
    return entries.add(person, dose, timezone.now())


def _ibuprofen(person: m.Person, ago: dt.timedelta, amount: float) -> None:
    dose = d.Dose(id=str(m.new_id()), at=timezone.now() - ago, substance="ibuprofen", amount=amount, unit="mg")
    entries.add(person, dose, timezone.now())


def opioid(person: m.Person) -> None:
    at = timezone.now() - dt.timedelta(hours=1)
    dose = d.Dose(id=str(m.new_id()), at=at, substance="oxycodone", amount=10, unit="mg")
    entries.add(person, dose, timezone.now())


def unfold(page: Page) -> None:
    page.locator("#top").get_by_text("A made-up finding").first.click()


def asleep(person: m.Person) -> None:
    at = timezone.now() - dt.timedelta(minutes=20)
    entries.add(person, d.Effect(id=str(m.new_id()), at=at, kind="slow_breathing"), timezone.now())


def taps(page: Page) -> int:
    return int(page.evaluate("sessionStorage.taps || 0"))


def test_a_sign_of_an_emergency_shows_whom_to_call_before_anything_else(
    enter: Open, alice: m.Person, screen: dict[str, Any]
) -> None:
    page = enter(alice, **screen)
    page.goto("/")
    page.get_by_text("Did you notice something?").click()
    page.get_by_text("Signs that need help").click()
    page.get_by_role("button", name=re.compile("^Slow")).click()
    expect(page.locator("#effects").get_by_role("alert")).to_contain_text("Call first. Then log.")
    page.locator("#effects").get_by_role("button", name="Save").click()
    top = page.locator("#top").get_by_role("alert")
    expect(top).to_contain_text("Call first. Then log.")
    for number in ("911", "1 800 222 1222"):
        link = top.get_by_role("link", name=number)
        expect(link).to_be_in_viewport()
        assert (link.get_attribute("href") or "").startswith("tel:")
    expect(top).to_contain_text("give naloxone")
    order = "[...document.querySelectorAll('#top, #pain-title')].map((part) => part.id)"
    assert page.evaluate(order) == ["top", "pain-title"]
    page.goto("/safety/")
    expect(page.get_by_role("link", name="911", exact=True)).to_be_in_viewport()
    page.goto("/")
    page.get_by_role("link", name="Has the sign passed? Mark it as over").click()
    page.get_by_role("button", name=re.compile("^Slow.*: it is over$")).click()
    expect(page.locator("#top").get_by_role("alert")).to_have_count(0)


def test_what_is_found_stands_before_a_dose_and_one_tap_logs_it_as_it_was(
    enter: Open, alice: m.Person, screen: dict[str, Any]
) -> None:
    large(alice, 4)
    page = enter(alice, **screen)
    page.add_init_script(COUNT)
    page.goto("/")
    page.locator("#dose a", has_text="Kratom 6 g").click()
    page.locator("#dose").get_by_role("button", name="4", exact=True).click()
    heading = page.get_by_role("heading", name="Kratom 6 g: please read this first")
    expect(heading).to_be_in_viewport()
    expect(heading).to_be_focused()
    expect(page.locator("#dose")).to_contain_text("A made-up finding")
    what_to_do = page.locator("#dose .finding .to-do")
    expect(what_to_do).to_be_visible()
    read, button = (one.bounding_box() for one in (what_to_do, page.get_by_role("button", name="Log it as it was")))
    assert read
    assert button
    assert read["y"] + read["height"] <= button["y"], "it is open, and read before the button"
    before = len(diary(alice).doses)
    page.get_by_role("button", name="Log it as it was").click()
    expect(page.locator("#toast")).to_contain_text("Saved")
    assert taps(page) == 3, "one more than without a finding"
    assert len(diary(alice).doses) == before + 1
    assert diary(alice).doses[-1].rating == diary(alice).ratings[-1].id
    expect(page.locator("#top")).to_contain_text("A made-up finding")
    expect(page.locator("#dose a", has_text="Kratom 2.5 g")).to_be_visible()
    page.locator("#toast").get_by_role("button", name="Undo").click()
    expect(page.locator("#toast")).to_contain_text("Undone")
    expect(page.locator("#top")).not_to_contain_text("A made-up finding")


def test_an_amount_that_slipped_is_corrected_in_its_field(
    enter: Open, alice: m.Person, screen: dict[str, Any], faults: Callable[[Page], list[str]]
) -> None:
    opioid(alice)
    for hours in (1, 2, 3):
        _ibuprofen(alice, dt.timedelta(days=4, hours=hours), 800)
    page = enter(alice, **screen)
    page.goto("/")
    button = page.locator("#dose a", has_text="Ibuprofen 800 mg")
    expect(button).to_be_visible()
    for hours in range(6):  # from another device, while the page stands open: by now 800 mg is far from the usual
        _ibuprofen(alice, dt.timedelta(days=3, hours=hours), 200)
    button.click()
    page.locator("#dose").get_by_role("button", name="4", exact=True).click()
    first = page.locator("#dose .finding").first
    expect(first).to_contain_text("800 mg is 4 times the usual: is that right?")
    assert faults(page) == []
    before = len(diary(alice).doses)
    page.get_by_role("button", name="Correct the amount").click()
    expect(page.get_by_role("textbox", name="How much")).to_have_value("800")
    expect(page.get_by_role("textbox", name="How much")).to_be_focused()
    assert len(diary(alice).doses) == before


def test_what_was_confirmed_is_a_line_above_the_button_and_opens(
    enter: Open, alice: m.Person, screen: dict[str, Any], faults: Callable[[Page], list[str]]
) -> None:
    opioid(alice)
    page = enter(alice, **screen)

    def again() -> None:
        page.goto("/")
        page.locator("#dose a", has_text="Kratom 2.5 g").click()
        page.locator("#dose").get_by_role("button", name="4", exact=True).click()

    again()
    expect(page.locator("#dose .finding .to-do").first).to_be_visible()
    page.get_by_role("button", name="Log it as it was").click()
    expect(page.locator("#top")).to_contain_text("Things that make you sleepy are acting together now.")
    again()
    line = page.locator("#dose .finding").first
    expect(line).to_contain_text("Still so: oxycodone together with Kratom")
    expect(line.locator(".to-do")).to_be_hidden()
    read, button = (one.bounding_box() for one in (line, page.get_by_role("button", name="Log it as it was")))
    assert read
    assert button
    assert read["y"] + read["height"] <= button["y"]
    line.locator("summary").first.click()
    expect(line.locator(".to-do")).to_be_visible()
    assert faults(page) == []


def test_going_back_logs_nothing(enter: Open, alice: m.Person, screen: dict[str, Any]) -> None:
    large(alice, 4)
    page = enter(alice, **screen)
    page.goto("/")
    before = len(diary(alice).doses)
    page.locator("#dose a", has_text="Kratom 6 g").click()
    page.locator("#dose").get_by_role("button", name="4", exact=True).click()
    page.get_by_role("button", name="Go back").click()
    expect(page.locator("#dose a", has_text="Kratom 6 g")).to_be_visible()
    assert len(diary(alice).doses) == before


def test_without_javascript_it_is_the_same(enter: Open, alice: m.Person) -> None:
    page = enter(alice, java_script_enabled=False)
    page.goto("/dose/new/")
    page.get_by_role("textbox", name="How much").fill("7")
    page.get_by_role("button", name="4", exact=True).click()
    expect(page.get_by_role("heading", name="please read this first")).to_be_visible()
    before = len(diary(alice).doses)
    page.get_by_role("button", name="Go back").click()
    expect(page.get_by_role("textbox", name="How much")).to_have_value("7")
    page.get_by_role("button", name="4", exact=True).click()
    page.get_by_role("button", name="Log it as it was").click()
    expect(page.locator("#top")).to_contain_text("A made-up finding")
    assert len(diary(alice).doses) == before + 1
    unfold(page)
    page.get_by_role("button", name="Set aside for 7 days").click()
    expect(page.get_by_text("1 thing set aside")).to_be_visible()


def test_a_finding_is_set_aside_beside_the_log_and_brought_back(
    enter: Open, alice: m.Person, screen: dict[str, Any]
) -> None:
    large(alice, 4)
    page = enter(alice, **screen)
    page.goto("/")
    page.locator("#dose a", has_text="Kratom 6 g").click()
    page.locator("#dose").get_by_role("button", name="4", exact=True).click()
    page.get_by_role("button", name="Log it as it was").click()
    unfold(page)
    page.locator("#top").get_by_role("button", name="Set aside for 7 days").click()
    expect(page.locator("#top")).to_contain_text("out of sight until")
    page.goto("/safety/")
    expect(page.get_by_role("heading", name="A made-up finding")).to_be_hidden()
    page.get_by_text("1 thing set aside").click()
    page.get_by_role("button", name=re.compile("^Bring back ?: A made-up finding")).click()
    expect(page.get_by_role("heading", name="A made-up finding")).to_be_visible()
    expect(page.locator("#toast")).to_contain_text("Brought back")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_is_whole_for_everybody(
    enter: Open, alice: m.Person, screen: dict[str, Any], scheme: str, faults: Callable[[Page], list[str]]
) -> None:
    """axe, targets, and nothing that scrolls sideways: an emergency and findings; the step; something set aside."""
    asleep(alice)
    row = large(alice, 4)
    page = enter(alice, **screen, color_scheme=scheme)
    page.goto("/")
    wrong: list[str] = []

    def check(state: str) -> None:
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
        wrong.extend(f"{state}: {one}" for one in faults(page))
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append(f"{state}: scrolls sideways")

    page.locator("#dose a", has_text="Kratom 6 g").click()
    page.locator("#dose").get_by_role("button", name="4", exact=True).click()
    expect(page.get_by_role("button", name="Log it as it was")).to_be_visible()
    check("the step")
    page.get_by_role("button", name="Log it as it was").click()
    expect(page.locator("#top")).to_contain_text("A made-up finding")
    check("today")
    page.goto("/safety/")
    check("safety")
    page.get_by_role("button", name="Set aside for 7 days").click()
    expect(page.get_by_text("1 thing set aside")).to_be_visible()
    check("set aside")
    page.goto(f"/dose/again/{row.pk}/")
    check("a dose beside an emergency")
    assert wrong == []


def test_one_hand_is_enough(enter: Open, alice: m.Person) -> None:
    """On a phone the way on stands inside the width of the screen, at full size, without scrolling sideways."""
    large(alice, 4)
    page = enter(alice, viewport={"width": THUMB, "height": 844}, has_touch=True, is_mobile=True)
    page.goto("/")
    page.locator("#dose a", has_text="Kratom 6 g").tap()
    page.locator("#dose").get_by_role("button", name="4", exact=True).tap()
    for name in ("Log it as it was", "Go back"):
        button = page.get_by_role("button", name=name)
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= THUMB
    page.get_by_role("button", name="Log it as it was").tap()
    expect(page.locator("#toast")).to_contain_text("Saved")
