"""Learn in a real browser: found and read on a phone, whole on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from counterpoise.journal import models as m

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]

CUT_OFF = """() => [...document.querySelectorAll('.menu a')]
  .filter((e) => e.scrollWidth > e.clientWidth || e.getBoundingClientRect().right > innerWidth)
  .map((e) => e.textContent)"""


def test_a_word_leads_to_its_page_and_its_place_there(enter: Open, alice: m.Person, screen: dict[str, Any]) -> None:
    page = enter(alice, **screen)
    page.goto("/")
    menu = page.get_by_role("navigation", name="Pages")
    if screen.get("is_mobile"):  # five fit under a thumb; the others are one page away
        menu.get_by_role("link", name="More").click()
        page.get_by_role("main").get_by_role("link", name="Learn").click()
    else:
        menu.get_by_role("link", name="Learn").click()
    page.get_by_label("Search pages, claims and facts").fill("attention memory")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Thinking").click()
    expect(page).to_have_url(re.compile(r"/learn/chronic-pain/#thinking$"))
    expect(page.get_by_role("heading", name="Thinking")).to_be_in_viewport()


def test_on_paper_nothing_is_folded_and_every_source_has_its_address(enter: Open, alice: m.Person) -> None:
    page = enter(alice)
    page.goto("/learn/withdrawal/")
    finding = page.get_by_text("No controlled study has tested that.")
    mark = page.get_by_text("not checked against the original").first
    expect(finding).not_to_be_visible()
    page.emulate_media(media="print")
    expect(finding).to_be_visible()
    expect(mark).to_be_visible()
    for gone in (".menu", ".contents", ".see", ".back"):
        expect(page.locator(gone).first).not_to_be_visible()
    after = page.evaluate("getComputedStyle(document.querySelector('.source a'), '::after').content")
    assert "https://doi.org/" in after


@pytest.mark.parametrize("width", [390, 320])
def test_the_menu_of_a_phone_holds_all_its_words(enter: Open, alice: m.Person, width: int) -> None:
    page = enter(alice, viewport={"width": width, "height": 844})
    page.goto("/settings/")
    assert page.evaluate(CUT_OFF) == []
    expect(page.locator(".menu a:visible")).to_have_text(["Today", "Timeline", "Balance", "Safety", "More"])
    expect(page.locator(".menu [aria-current]")).to_have_text("More")
