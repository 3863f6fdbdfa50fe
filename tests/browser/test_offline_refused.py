"""Without a network: what cannot be kept on the device says so, and stays where it was written."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from counterpoise.journal import models as m
from tests.browser.conftest import Open
from tests.browser.phones import let_in, lock, without_network

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_form_that_cannot_be_kept_stays_on_its_page(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    page.goto("/settings/medicines/")
    name = page.get_by_label("Name", exact=True)
    name.fill("ibuprofen")
    save = name.locator("xpath=ancestor::form").get_by_role("button", name="Save")
    without_network(phone)
    save.click()
    expect(page.locator("#toast")).to_contain_text("nothing was sent or changed")
    expect(name).to_have_value("ibuprofen")
    phone.set_offline(False)
    with page.expect_navigation():
        save.click()
    assert m.Medicine.objects.filter(person=alice, name="ibuprofen").exists()


def test_a_lock_that_cannot_be_shut_says_so(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    lock(page)
    page.goto("/")
    without_network(phone)
    page.get_by_role("button", name="Lock now").click()
    expect(page.locator("#toast")).to_contain_text("not locked")
    phone.set_offline(False)
    page.get_by_role("button", name="Lock now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Locked")


def test_what_could_not_be_undone_can_be_tried_again(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    page.goto("/")
    before = m.Rating.objects.filter(person=alice, deleted_at=None).count()
    page.locator("#rate-pain\\.now-6").click()
    undo = page.locator("#toast").get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    without_network(phone)
    undo.click()
    expect(page.locator("#toast")).to_contain_text("Please tap once more when it can be reached.")
    phone.set_offline(False)
    undo.click()
    expect(page.locator("#toast")).to_contain_text("Undone")
    assert m.Rating.objects.filter(person=alice, deleted_at=None).count() == before


def test_by_the_keyboard_a_dose_is_saved_and_undone(enter: Open, alice: m.Person) -> None:
    page = enter(alice)
    page.goto("/")
    page.locator("#dose a", has_text="Kratom 2.5 g").focus()
    page.keyboard.press("Enter")
    page.locator("#dose").get_by_role("button", name="5", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#toast").get_by_role("button", name="Undo")).to_be_focused()
