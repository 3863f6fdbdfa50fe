"""A time that was typed without a network is read as with one: nothing is moved silently."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from tests.browser.phones import let_in, says, without_network

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEVER, TWICE, ONCE, AHEAD = "2025-03-30T02:30", "2025-10-26T02:30", "2025-11-02T09:15", "2199-02-01T10:00"
"""On the clocks of Berlin."""


def write(page: Page, at: str, amount: str) -> None:
    form = page.locator("form[data-keep=dose]:has(#what)")
    if not form.is_visible():
        page.get_by_text("Something else, or another amount", exact=True).click()
    form.get_by_label("What", exact=True).fill("Kratom")
    form.get_by_label("How much", exact=True).fill(amount)
    form.get_by_label("Unit").fill("g")
    form.get_by_label("When").fill(at)
    form.get_by_role("button", name="Keep it without the pain").click()
    expect(page.locator("#toast")).to_contain_text(f"{amount} g")


def test_a_time_that_never_was_or_came_twice_is_asked_about(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    clocks = {"timezoneId": "Europe/Berlin"}
    phone.new_cdp_session(page).send("Emulation.setTimezoneOverride", clocks)
    before = len(diary(alice).doses)
    without_network(phone)
    page.goto("/")
    for at, amount in ((NEVER, "1.1"), (TWICE, "1.2"), (ONCE, "1.3"), (AHEAD, "1.4")):
        write(page, at, amount)
    phone.set_offline(False)
    page.evaluate("void sendWaiting()")
    says(page, "3 have arrived and need a look")
    new = [one for one in diary(alice).doses if one.amount in (1.1, 1.2, 1.3, 1.4)]
    assert len(diary(alice).doses) == before + 1
    assert [(one.at.isoformat(), one.zone) for one in new] == [("2025-11-02T09:15:00+01:00", "Europe/Berlin")]
    never, twice, ahead = (f"/arrived/{one.pk}/" for one in m.Held.objects.order_by("received_at", "id"))
    page.goto(never)
    expect(page.locator("main")).to_contain_text("so this time never was")
    page.goto(ahead)
    expect(page.locator("main")).to_contain_text("This lies in the future.")
    expect(page.locator("main")).not_to_contain_text("the clock of the phone was wrong")
    page.goto(twice)
    expect(page.locator("main")).to_contain_text("so this time came twice")
    page.get_by_text("the second, after it").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What arrived from the phone")
    (late,) = (one for one in diary(alice).doses if one.amount == 1.2)
    assert (late.at.isoformat(), late.zone) == ("2025-10-26T02:30:00+01:00", "Europe/Berlin")
