"""Without a network, whom to call comes before what is kept, and stays there as long as the sign waits here."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from counterpoise.journal import models as m
from tests.browser.phones import let_in, says, waiting, without_network
from tests.browser.test_offline import KEPT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STORED = """() => outbox.all().then((ones) => ones.map(({sealed, id, key, kept, place, ...rest}) => rest))"""


def offline(phone: BrowserContext, person: m.Person) -> tuple[Page, Locator]:
    """The page to write on, and whom it says to call."""
    page = let_in(phone, person)
    page.goto("/")
    without_network(phone)
    page.goto("/offline/")
    return page, page.locator("#call-first")


def notice(page: Page, sign: str) -> None:
    button = page.locator(f"button[name=kind][value={sign}]")
    if not button.is_visible():
        page.get_by_text("Did you notice something?").click()
    button.click()


def test_whom_to_call_stays_whatever_is_kept_next(phone: BrowserContext, alice: m.Person) -> None:
    page, call = offline(phone, alice)
    notice(page, "chest_pain")
    expect(call).to_be_focused()
    notice(page, "nausea")
    says(page, "2 wait to be sent")
    expect(call.get_by_role("link", name="911")).to_be_visible()
    page.locator("#now").get_by_role("button", name="7", exact=True).click()
    says(page, "3 wait to be sent")
    notice(page, "jaundice")  # which can wait until later today
    says(page, "4 wait to be sent")
    expect(call.get_by_role("heading")).to_have_text("Call first. Then log.")
    notice(page, "suicidal_thoughts")
    says(page, "5 wait to be sent")
    assert [link.inner_text() for link in call.locator("a.call").all()].count("911") == 1
    expect(call.get_by_role("link", name="911")).to_be_visible()
    expect(call.get_by_role("link", name="988")).to_be_visible()


def test_whom_to_call_is_there_after_the_page_was_opened_anew_and_goes_with_its_entry(
    phone: BrowserContext, alice: m.Person
) -> None:
    page, call = offline(phone, alice)
    notice(page, "nausea")
    says(page, "1 waits to be sent")
    notice(page, "suicidal_thoughts")
    says(page, "2 wait to be sent")
    assert [one.get("first") for one in page.evaluate(STORED)] == [None, True]
    assert "suicid" not in json.dumps(page.evaluate(STORED))
    page.reload()
    expect(call).to_contain_text("A sign for which to call first waits on this device.")
    expect(call.get_by_role("link", name="911")).to_be_visible()
    lines = page.locator("#waits-list li")
    lines.nth(0).get_by_role("button").click()
    says(page, "1 waits to be sent")
    expect(call).to_be_visible()
    lines.nth(0).get_by_role("button").click()
    expect(call).to_be_hidden()
    page.locator("#toast").get_by_role("button", name="Undo").click()  # the deletion
    expect(call.get_by_role("link", name="911")).to_be_visible()


def test_undo_takes_whom_to_call_with_it_and_an_arrival_leaves_it_to_the_page(
    phone: BrowserContext, alice: m.Person
) -> None:
    page, call = offline(phone, alice)
    notice(page, "chest_pain")
    expect(call).to_be_visible()
    page.locator("#toast").get_by_role("button", name="Undo").click()
    expect(call).to_be_hidden()
    assert waiting(page) == 0
    notice(page, "seizure")
    says(page, "1 waits to be sent")
    phone.set_offline(False)
    says(page, "1 has arrived")
    expect(call.get_by_role("link", name="911")).to_be_visible()


def test_whom_to_call_is_said_where_nothing_can_be_kept(phone: BrowserContext, alice: m.Person) -> None:
    page, call = offline(phone, alice)
    page.evaluate("void (outbox.keep = () => Promise.reject(new Error('a full phone')))")
    notice(page, "chest_pain")
    expect(page.locator("#toast")).to_contain_text("Nothing was saved")
    expect(call.get_by_role("link", name="911")).to_be_visible()


def test_a_sign_saved_on_a_page_that_stands_open_is_said_on_the_page_to_write_on(
    phone: BrowserContext, alice: m.Person
) -> None:
    page = let_in(phone, alice)
    page.goto("/")
    page.locator("#noticed summary").first.click()
    page.locator("#effects details summary").last.click()
    page.locator("#effects button[value=chest_pain]").click()
    expect(page.locator("#effects h3[data-begin]")).to_have_text("Chest pain")
    without_network(phone)
    page.locator("#effects").get_by_role("button", name="Save", exact=True).click()
    says(page, "1 waits to be sent")
    page.goto("/offline/")
    expect(page.locator("#call-first").get_by_role("link", name="911")).to_be_visible()


def test_beside_own_words_the_number_stands(phone: BrowserContext, alice: m.Person) -> None:
    page, call = offline(phone, alice)
    page.get_by_text("Did you notice something?").click()
    line = page.locator("#own-effect-hint")
    expect(line).to_contain_text("If somebody cannot be woken or hardly breathes, call first:")
    assert line.get_by_role("link", name="911").get_attribute("href") == "tel:911"
    expect(call).to_be_hidden()
    assert "911" in page.evaluate(KEPT)
