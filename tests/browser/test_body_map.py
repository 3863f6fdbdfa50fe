"""Where it hurts: the figure and the list say the same, by finger, by keys and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.knowledge.load import load
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


def test_a_tap_on_the_figure_ticks_the_list_and_one_tap_saves_both(
    enter: Open, alice: m.Person, screen: dict[str, Any], look: Callable[[Page], list[str]]
) -> None:
    page = enter(alice, **screen)
    page.goto("/")
    page.get_by_role("link", name="Say where it hurts, too").click()
    region = page.locator(".side-front").get_by_role("checkbox", name="left shoulder")
    region.click()
    expect(region).to_be_checked()
    expect(page.locator(".chosen-places")).to_have_text("left shoulder")
    expect(page.locator("#place-left_shoulder")).to_be_checked()
    assert look(page) == []
    page.get_by_role("button", name="6", exact=True).click()
    expect(page.locator("#toast")).to_contain_text("Saved")
    expect(page.locator("#log")).to_contain_text("left shoulder")
    rating = diary(alice).ratings[-1]
    assert (rating.measure, rating.value, rating.places) == ("pain.now", 6, ("left_shoulder",))


def test_nothing_ticked_is_not_said_and_not_nowhere(enter: Open, alice: m.Person) -> None:
    page = enter(alice)
    page.goto("/where/")
    page.get_by_role("button", name="2", exact=True).click()
    expect(page.locator("#toast")).to_contain_text("Saved")
    assert diary(alice).ratings[-1].places is None


def test_by_keys_a_region_is_ticked_and_freed(enter: Open, alice: m.Person) -> None:
    page = enter(alice)
    page.goto("/where/")
    region = page.locator(".side-back").get_by_role("checkbox", name="right lower back")
    region.focus()
    page.keyboard.press("Space")
    expect(region).to_be_checked()
    page.keyboard.press("Enter")
    expect(region).not_to_be_checked()
    expect(page.locator(".chosen-places")).to_have_text("Nothing chosen yet.")


def test_the_keyboard_need_not_walk_over_the_whole_figure(enter: Open, alice: m.Person) -> None:
    page = enter(alice, viewport={"width": 1280, "height": 900})
    page.goto("/where/")
    page.get_by_role("link", name="Go to the numbers").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="0", exact=True)).to_be_focused()


def test_without_scripts_the_list_does_it_all(enter: Open, alice: m.Person, screen: dict[str, Any]) -> None:
    page = enter(alice, **screen, java_script_enabled=False)
    page.goto("/where/")
    if screen.get("is_mobile"):
        page.locator("label", has_text="List").click()
    page.locator("label", has_text="all over").click()
    page.locator("summary", has_text="Arms and hands").click()
    page.locator("label", has_text="left hand").click()
    page.get_by_role("button", name="9", exact=True).click()
    expect(page.locator("#toast")).to_contain_text("Saved")
    assert diary(alice).ratings[-1].places == ("all_over", "left_hand")


def test_whose_left_it_is_stands_beside_each_side(enter: Open, alice: m.Person, screen: dict[str, Any]) -> None:
    page = enter(alice, **screen)
    page.goto("/where/")
    for side, view in (("front", "Front view"), ("back", "Back view")):
        if screen.get("is_mobile"):
            page.locator("label", has_text=view).click()
        figure = page.locator(f".side-{side}")
        for hand, other in (("left", "right"), ("right", "left")):
            words, knee = figure.get_by_text(f"your {hand}").bounding_box(), f"[data-place={hand}_hand]"
            mine, theirs = (figure.locator(one).bounding_box() for one in (knee, f"[data-place={other}_hand]"))
            assert words is not None
            assert mine is not None
            assert theirs is not None
            assert (words["x"] < 0.9 * theirs["x"]) == (mine["x"] < theirs["x"]), (side, hand)


def test_the_numbers_are_near_the_list(enter: Open, alice: m.Person) -> None:
    page = enter(alice, **PHONE)
    page.goto("/where/")
    page.locator("label", has_text="List").click()
    first, zero = page.locator(".place-list summary").first, page.get_by_role("button", name="0", exact=True)
    top, bottom = first.bounding_box(), zero.bounding_box()
    assert top is not None
    assert bottom is not None
    assert bottom["y"] - top["y"] < 600
    page.locator("label", has_text="all over").click()
    expect(page.locator(".chosen-places")).to_have_text("all over")


def test_every_region_is_as_large_as_a_thumb_and_stands_in_the_list(
    enter: Open, alice: m.Person, screen: dict[str, Any], small: Callable[[Page], list[str]]
) -> None:
    page = enter(alice, **screen)
    page.goto("/where/")
    assert small(page) == []
    drawn = [key for key, region in load().body.items() if region.front or region.back]
    assert set(page.locator("[data-place]").evaluate_all("(all) => all.map((one) => one.dataset.place)")) == set(drawn)
    boxes = page.locator("[name=places]").evaluate_all("(all) => all.map((one) => one.value)")
    assert boxes == list(load().body)


def test_it_is_corrected_on_the_page_of_its_entry_with_its_history(enter: Open, alice: m.Person) -> None:
    page = enter(alice)
    page.goto("/where/")
    page.locator("summary", has_text="Hips and legs").click()
    page.locator("label", has_text="left ankle").click()
    page.get_by_role("button", name="5", exact=True).click()
    page.wait_for_url(lambda url: "/where/" not in url)
    row = m.Rating.objects.filter(places__isnull=False).get()
    page.goto(f"/entry/rating/{row.pk}/")
    page.locator("label", has_text="left ankle").click()
    page.locator("label", has_text="right ankle").click()
    page.get_by_role("button", name="Save the correction").click()
    expect(page.locator("#toast")).to_contain_text("Corrected")
    row.refresh_from_db()
    assert row.places == ["right_ankle"]
    page.goto(f"/entry/rating/{row.pk}/")
    expect(page.locator(".past")).to_contain_text("where: left ankle")


def test_the_last_places_are_offered_and_never_taken_over_unasked(enter: Open, alice: m.Person) -> None:
    page = enter(alice)
    page.goto("/where/")
    page.locator("summary", has_text="Chest and belly").click()
    page.locator("label", has_text="belly").first.click()
    page.get_by_role("button", name="5", exact=True).click()
    page.wait_for_url(lambda url: "/where/" not in url)
    page.goto("/where/")
    expect(page.locator("[name=places]:checked")).to_have_count(0)
    page.get_by_role("link", name="Start from there").click()
    expect(page.locator("[name=places]:checked")).to_have_count(1)
