"""What the tests of writing without a network share."""

from __future__ import annotations

from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from counterpoise.journal import models as m
from counterpoise.web.access.links import mint
from tests.web.locking import WORDS

UNTIL = "async () => {{ while (!({})) await new Promise(requestAnimationFrame); }}"
"""What has to be asked for: `wait_for_function` takes a promise for yes."""
READY = """async () => {
  const workers = navigator.serviceWorker, how = { scope: "/", updateViaCache: "none" };
  const since = performance.now();
  for (let afresh = 0; !workers.controller;) {
    const waited = performance.now() - since;
    if (waited > 120000) throw new Error("no worker after two minutes");
    if (waited > 20000 * (afresh + 1)) { afresh += 1; await (await workers.getRegistration())?.unregister(); }
    if (!await workers.getRegistration()) await workers.register("/sw.js", how).catch(() => {});
    await new Promise(requestAnimationFrame);
  }
}"""
"""The worker stands between this page and the network. On a busy machine it cannot always fetch all that it keeps, or
take this page over; then it does at the next page, and here, where none follows, by asking once more."""

UNREACHED = """async () => {
  const since = performance.now();
  while (await fetch(`/static/nothing-${Math.random()}`).then(() => true, () => false)) {
    if (performance.now() - since > 120000) throw new Error("the network is there after two minutes");
    await new Promise(requestAnimationFrame);
  }
}"""
"""What the worker does not keep, it asks the network for."""


def let_in(context: BrowserContext, person: m.Person) -> Page:
    page = context.new_page()
    page.set_default_navigation_timeout(120_000)
    page.goto(f"/enter/{mint(person, timezone.now())}")
    page.evaluate(READY)
    return page


def without_network(context: BrowserContext) -> None:
    """No network, for the page and for the worker, whom it reaches a moment later on a busy machine."""
    context.set_offline(True)
    context.pages[0].evaluate(UNREACHED)


def lock(page: Page) -> None:
    """Put the app lock on, with the passphrase of the tests."""
    page.goto("/lock/")
    page.get_by_label("New passphrase").fill(WORDS)
    page.get_by_label("Once more").fill(WORDS)
    page.get_by_role("button", name="Lock with a passphrase").click()
    expect(page.locator(".lock-now")).to_be_visible()


def says(page: Page, text: str) -> None:
    """What the pill says."""
    expect(page.locator("#waiting")).to_have_text(text)


def waiting(page: Page) -> int:
    return int(page.evaluate("outbox.count()"))


def fill_in_ibuprofen(page: Page) -> None:
    """400 mg, in the form of a dose."""
    page.get_by_label("What", exact=True).fill("Ibuprofen")
    page.get_by_label("How much", exact=True).fill("400")
    page.get_by_label("Unit").fill("mg")
