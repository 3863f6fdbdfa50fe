"""A device that has no room left: nothing is lost unsaid, what is said is why, and a tap may be tried again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from tests.browser.phones import let_in, lock, says, waiting, without_network

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FULL = """for (const name of ["add", "put"]) {
  const was = IDBObjectStore.prototype[name];
  IDBObjectStore.prototype[name] = function (...said) {
    const asked = was.apply(this, said);
    if (sessionStorage.getItem("full")) {
      Object.defineProperty(this.transaction, "error", { value: new DOMException("full", "QuotaExceededError") });
      this.transaction.abort();
    }
    return asked;
  };
}"""
"""As a browser does it at the end of a change: nothing of it is written. It looks at its room once in half a minute,
which no test can wait for."""
NO_ROOM = "this device has no room left"


def full(page: Page, *, on: bool = True) -> None:
    page.evaluate("on => on ? sessionStorage.setItem('full', 'yes') : sessionStorage.removeItem('full')", on)


@pytest.fixture
def page(phone: BrowserContext, alice: m.Person) -> Page:
    phone.add_init_script(FULL)
    page = let_in(phone, alice)
    page.set_viewport_size({"width": 390, "height": 844})
    return page


def test_what_finds_no_room_says_so_and_can_be_tapped_again(
    phone: BrowserContext, page: Page, alice: m.Person, look: Callable[[Page], list[str]]
) -> None:
    page.goto("/")
    before = len(diary(alice).ratings)
    toast = page.locator("#toast")
    without_network(phone)
    full(page)
    nine = page.locator("#rate-pain\\.now-9")
    nine.click()
    expect(toast).to_contain_text(NO_ROOM)
    expect(toast).not_to_contain_text("did not answer")
    full(page, on=False)
    nine.click()
    says(page, "1 waits to be sent")
    page.goto("/timeline/")
    full(page)
    seven = page.locator("#offline-shell").get_by_role("button", name="7", exact=True).first
    seven.click()
    expect(toast).to_contain_text(NO_ROOM)
    assert look(page) == []
    full(page, on=False)
    seven.click()
    says(page, "2 wait to be sent")
    phone.set_offline(False)
    page.evaluate("void sendWaiting()")
    says(page, "2 have arrived")
    assert [one.value for one in diary(alice).ratings[before:]] == [9.0, 7.0]


def test_a_plain_form_that_finds_no_room_stays_as_it_was_written(phone: BrowserContext, page: Page) -> None:
    page.goto("/dose/new/")
    page.get_by_label("What", exact=True).fill("Ibuprofen")
    page.get_by_label("How much", exact=True).fill("400")
    page.get_by_label("Unit").fill("mg")
    full(page)
    without_network(phone)
    page.get_by_role("button", name="Save without the pain").click()
    expect(page.locator("#toast")).to_contain_text(NO_ROOM)
    expect(page.get_by_label("How much", exact=True)).to_have_value("400")


def test_before_a_lock_that_shut_it_is_the_room_that_is_named(phone: BrowserContext, page: Page) -> None:
    lock(page)
    page.goto("/")
    other = phone.new_page()
    other.goto("/")
    other.get_by_role("button", name="Lock now").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Locked")
    full(page)
    page.locator("#rate-pain\\.now-9").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Locked")
    expect(page.locator("#toast")).to_contain_text(NO_ROOM)


def test_what_cannot_be_taken_back_for_want_of_room_can_be_tried_again(page: Page) -> None:
    page.goto("/")
    page.route("**/rate/", lambda route: route.abort())
    page.route("**/outbox/", lambda route: route.abort())
    page.locator("#rate-pain\\.now-9").click()
    says(page, "1 waits to be sent")
    toast, undo = page.locator("#toast"), page.locator("#toast").get_by_role("button", name="Undo")
    full(page)
    undo.click()
    expect(toast).to_contain_text(NO_ROOM)
    full(page, on=False)
    undo.click()
    expect(toast).to_contain_text("taken back there too")


def test_what_could_not_be_brought_back_is_deleted_only_by_whoever_knows_that(
    phone: BrowserContext, page: Page, small: Callable[[Page], list[str]]
) -> None:
    without_network(phone)
    page.goto("/")
    for value in ("7", "8"):
        page.locator("#offline-shell").get_by_role("button", name=value, exact=True).first.click()
        expect(page.locator("#toast")).to_contain_text(f"Pain now {value}")
    lines, toast = page.locator("#waits-list li"), page.locator("#toast")
    full(page)
    lines.first.get_by_role("button").click()
    expect(toast).to_contain_text("what is deleted now cannot be brought back")
    expect(toast.get_by_role("button")).to_be_focused()
    assert small(page) == []
    assert waiting(page) == 2
    toast.get_by_role("button", name="Delete for good").click()
    expect(toast).to_have_text("Deleted")
    says(page, "1 waits to be sent")
    full(page, on=False)
    lines.first.get_by_role("button").click()
    undo = toast.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    full(page)  # it filled up meanwhile
    undo.click()
    expect(toast).to_contain_text(NO_ROOM)
    expect(undo).to_be_focused()
    full(page, on=False)
    undo.click()
    says(page, "1 waits to be sent")
    expect(toast).to_have_text("Undone")
