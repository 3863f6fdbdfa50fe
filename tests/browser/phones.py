"""What the tests of writing without a network share."""

from __future__ import annotations

from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from counterpoise.journal import models as m
from counterpoise.web.access.links import mint

READY = "navigator.serviceWorker.ready.then(() => !!navigator.serviceWorker.controller)"


def let_in(context: BrowserContext, person: m.Person) -> Page:
    page = context.new_page()
    page.set_default_navigation_timeout(120_000)
    page.goto(f"/enter/{mint(person, timezone.now())}")
    page.wait_for_function(READY)
    return page


def says(page: Page, text: str) -> None:
    """What the pill says; a busy machine needs a while for it."""
    expect(page.locator("#waiting")).to_have_text(text, timeout=20_000)


def waiting(page: Page) -> int:
    return int(page.evaluate("outbox.count()"))
