"""Letters of twice the size, as a browser or a phone is set: what matters stays in sight, and nothing lies over it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from counterpoise.journal import models as m
from tests.browser.phones import lock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
TWICE = "document.documentElement.style.fontSize = '200%'"


@pytest.fixture
def page(enter: Open, alice: m.Person) -> Page:
    """A phone, with an app lock on, so that all that may stand at the top does."""
    page = enter(alice, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    lock(page)
    return page


def test_the_number_to_call_is_on_the_first_screen_and_sources_stand_below_the_numbers(
    page: Page, look: Callable[[Page], list[str]], small: Callable[[Page], list[str]]
) -> None:
    page.goto("/emergency/")
    page.evaluate(TWICE)
    call = page.get_by_role("link", name="911").first
    expect(call).to_be_in_viewport(ratio=1)
    assert call.evaluate(
        """(one) => { const box = one.getBoundingClientRect();
          return one.contains(document.elementFromPoint(box.left + 9, box.bottom - 9)); }"""
    )
    rows = page.locator(".brand, .sos").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().top)")
    assert max(rows) - min(rows) < 20  # in one row
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    sources = page.locator(".numbers ~ details")
    expect(sources.get_by_text("reviewed").first).to_be_hidden()
    sources.locator("summary").click()
    expect(sources.get_by_text("reviewed").first).to_be_visible()
    page.evaluate("document.documentElement.style.fontSize = ''")
    assert small(page) == []
    assert look(page) == []


def test_the_top_takes_two_rows_at_most_and_no_name_to_choose_is_cut_off(page: Page) -> None:
    page.goto("/timeline/")
    page.evaluate(TWICE)
    rows = page.locator(".brand, .flare-way, .lock-now, .sos").evaluate_all(
        "(all) => new Set(all.map((one) => Math.round(one.offsetTop / 20))).size"
    )
    assert rows <= 2
    lefts = page.locator(".choose label").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().left)")
    assert len(lefts) == 2
    assert lefts[0] == lefts[1]  # one below the other


def test_no_heading_breaks_inside_a_word(page: Page) -> None:
    page.goto("/settings/")
    page.evaluate(TWICE)
    heading = page.get_by_role("heading", name="questionnaires")
    lines = heading.evaluate(
        """(one) => {
          const text = one.firstChild, range = document.createRange(), at = text.data.indexOf('questionnaires');
          range.setStart(text, at); range.setEnd(text, at + 14);
          return new Set([...range.getClientRects()].map((box) => box.top)).size; }"""
    )
    assert lines == 1
