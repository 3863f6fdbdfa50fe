"""Spanish in a real browser: it follows the browser, can be chosen, and long words are not cut off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from counterpoise.journal import models as m
from tests.browser.test_every_page import PAGES, QUARTERS, WIDE, read

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
PHONE = {"viewport": {"width": 360, "height": 780}}


def test_the_page_speaks_what_the_browser_asks_for_until_a_language_is_chosen(enter: Open, alice: m.Person) -> None:
    page = enter(alice, **PHONE, locale="es-MX")
    page.goto("/settings/")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", level=1)).to_have_text("More")
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Más")


@pytest.mark.parametrize("quarter", range(QUARTERS))
def test_no_page_in_spanish_is_cut_off_or_fails_axe(
    enter: Open, alice: m.Person, look: Callable[..., list[str]], quarter: int
) -> None:
    page = enter(alice, **PHONE, locale="es-MX")
    wrong, seen = [], 0
    for name, path in PAGES[quarter::QUARTERS]:
        if not read(page, path):
            continue
        seen += 1
        assert page.locator("html").get_attribute("lang") == "es", name
        wrong += [f"{name}: {one}" for one in (*look(page), *page.evaluate(WIDE))]
    assert seen > 5
    assert wrong == []
