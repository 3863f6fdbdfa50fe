"""Somebody who helps comes in by the link and the code that one page gave, each copied by one tap."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from counterpoise.journal import models as m
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


@pytest.fixture
def wrong(look_in_both: Callable[[Page], list[str]], small: Callable[[Page], list[str]]) -> Callable[[Page], list[str]]:
    """What axe finds and which targets are too small, in light and in dark."""
    return lambda page: [*small(page), *look_in_both(page)]


def test_who_has_the_link_and_the_code_writes_for_the_person(
    enter: Open, contexts: Callable[..., BrowserContext], alice: m.Person, wrong: Callable[[Page], list[str]]
) -> None:
    size: dict[str, Any] = PHONE
    page = enter(alice, permissions=["clipboard-read", "clipboard-write"], **size)
    page.goto("/profiles/invite/")
    page.get_by_label("What do they call you?").fill("Ruth")
    page.get_by_role("button", name="I agree").click()
    copied, buttons = [], page.get_by_role("button", name="Copy it")
    expect(buttons).to_have_count(2)
    for button in buttons.all():
        button.click()
        expect(button.locator("..").get_by_role("status")).to_have_text("Copied")
        copied.append(page.evaluate("navigator.clipboard.readText()"))
    link, code = copied
    assert wrong(page) == []
    other = contexts(**size).new_page()
    other.goto(link)
    other.get_by_label("What do they call you?").fill("Anna")
    other.get_by_role("button", name="Next: type the code").click()
    other.get_by_label("The code").fill(code)
    other.get_by_text("They call you Anna").click()  # asked a moment ago, and folded away
    other.get_by_label("What do they call you?").fill("my Anna")
    other.get_by_role("button", name="I will write for them").click()
    expect(other.get_by_text("You may write for Ruth now.")).to_be_visible()
    assert wrong(other) == []
    other.goto("/")
    expect(other.get_by_role("heading", name="For whom?")).to_be_visible()
    assert wrong(other) == []
    other.get_by_role("button", name="For Ruth").click()
    expect(other.get_by_text("You are writing for Ruth")).to_be_visible()
    other.locator(".pad button", has_text="6").first.click()
    expect(other.locator(".toast").first).to_be_visible()
    page.goto("/profiles/")
    page.get_by_role("link", name="1 entry written").click()
    expect(page.get_by_text("by my Anna, a carer")).to_be_visible()
    assert wrong(page) == []
