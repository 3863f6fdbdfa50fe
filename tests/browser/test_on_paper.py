"""On paper nothing can be opened: what a page folds away is printed with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from counterpoise.journal import models as m

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("path", ["/emergency/", "/mechanism/", "/claims/", "/learn/substances/kratom/"])
def test_what_is_folded_on_the_screen_is_printed(path: str, enter: Callable[..., Page], alice: m.Person) -> None:
    page = enter(alice)
    page.goto(path)
    folded = page.locator("main details:not(.contents details):not(:has(> form))").first.locator(":scope > :last-child")
    expect(folded).not_to_be_visible()
    page.emulate_media(media="print")
    expect(folded).to_be_visible()
